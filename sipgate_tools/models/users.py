"""Users and the account they belong to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Self
from urllib.parse import quote

from sipgate_tools.errors import UnexpectedResponse
from sipgate_tools.values import OpenEnum

from ._base import Record


class Platform(OpenEnum):
    """sipgate's two platforms; an account is on one of them."""

    CLASSIC = "classic"
    NEO = "neo"


class User(Record, frozen=True, kw_only=True):
    """A user of the account (operations getUser, getAllUsers).

    Attributes:
        id: The user id, such as `w0`.
        default_device: The extension id of the device for outgoing calls.
        busy_on_busy: Whether a second caller hears the busy tone.
        direct_dial_ids: Ids of the user's direct-dial numbers.
        timezone: The IANA name of the time zone, such as `Europe/Berlin`.
        admin: Whether the user is an administrator of the account.
    """

    id: str = ""
    firstname: str | None = None
    lastname: str | None = None
    email: str | None = None
    default_device: str | None = None
    busy_on_busy: bool | None = None
    address_id: str | None = None
    direct_dial_ids: tuple[str, ...] = ()
    timezone: str | None = None
    admin: bool = False

    @property
    def name(self) -> str:
        """The first and last name, separated by a space."""
        return " ".join(part for part in (self.firstname, self.lastname) if part)


class UserInfo(Record, frozen=True, kw_only=True):
    """The user that the credentials belong to (operation userinfo).

    Attributes:
        sub: The id of the authenticated user, such as `w0`. It is unique only within one account: the first user of
            every account is `w0`. Use `key` to distinguish users of several accounts.
        domain: The account's domain.
        master_sip_id: The account's id.
        locale: The locale, such as `de_DE`.
    """

    sub: str = ""
    domain: str | None = None
    master_sip_id: str | None = None
    locale: str | None = None

    @property
    def key(self) -> str:
        """The account and the user as one string, such as `1234567-w0`, which is unique across accounts.

        The string can be used as a session key, a database key or a file name.

        Raises:
            UnexpectedResponse: sipgate's response does not contain the account id or the user id.
        """
        if not self.master_sip_id or not self.sub:
            raise UnexpectedResponse(
                "sipgate's response does not contain the account and user of the credentials.",
                hint="Do not use sub alone instead: it is unique only within one account.",
            )
        # Escaped, so that the first hyphen always separates the two, whichever characters future ids have.
        return f"{quote(self.master_sip_id, safe='').replace('-', '%2D')}-{quote(self.sub, safe='')}"


class Account(Record, frozen=True, kw_only=True):
    """The account (operation getAccount).

    Attributes:
        main_product_type: The product, such as `TEAM`, `BASIC` or `TRUNKING`.
        history_life_time: The time for which the history is kept: `NONE`, `THIRTY_DAYS` or `UNLIMITED`.
    """

    company: str | None = None
    main_product_type: str | None = None
    logo_url: str | None = None
    verified: bool | None = None
    history_life_time: str | None = None


class Balance(Decimal):
    """The account's balance as a `Decimal` in currency units (operation getBalance).

    A balance of 3.50 EUR equals `Decimal("3.5")`; `str` returns `3.50 EUR`.

    Attributes:
        currency: The ISO 4217 code of the currency, such as `EUR`.
    """

    __slots__ = ("currency",)
    currency: str

    def __new__(cls, amount: Decimal, currency: str) -> Self:
        """Create a balance from an amount in currency units."""
        balance = super().__new__(cls, amount)
        balance.currency = currency
        return balance

    @property
    def amount(self) -> Decimal:
        """The plain amount, in currency units."""
        return Decimal(self)

    def __str__(self) -> str:
        return f"{self.amount:.2f} {self.currency}"

    def __repr__(self) -> str:
        return f"Balance({self.amount!r}, {self.currency!r})"

    def __reduce__(self) -> Any:
        return (type(self), (self.amount, self.currency))
