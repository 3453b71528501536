"""The account: what it is, what it has to spend, which platform it runs on."""

from __future__ import annotations

from dataclasses import dataclass

from sipgate_api.api.account import get_account, get_balance

from sipgate_tools.errors import UnexpectedResponse
from sipgate_tools.models.users import Account, Balance, Platform
from sipgate_tools.values import money

from ._support.platform import platform_of
from ._support.resource import AsyncResource


@dataclass(frozen=True, repr=False)
class AsyncAccount:
    """The account behind the credentials; `client.account`."""

    _session: AsyncResource

    async def get(self) -> Account:
        """Return the account's company, product and history settings (operation getAccount)."""
        return Account.from_payload(await self._session.payload(get_account.build_request()))

    async def balance(self) -> Balance:
        """Return what is left to spend, in units of the currency (operation getBalance).

        Raises:
            PermissionDenied: The user is not allowed to see it.
        """
        match await self._session.payload(get_balance.build_request()):
            case {"amount": int(amount), **rest}:
                return Balance(money(amount), str(rest.get("currency") or "EUR"))
            case _:
                raise UnexpectedResponse("sipgate's answer has no balance.", hint="Please report it.")

    async def platform(self) -> Platform:
        """Return which of sipgate's platforms the account runs on: classic or neo. Asked once, then remembered.

        Read from the token where it is an OAuth token, else found out by asking for groups, which only classic has.

        Raises:
            PermissionDenied: The token may see neither groups nor channels, so it cannot be told.
        """
        return await platform_of(self._session)
