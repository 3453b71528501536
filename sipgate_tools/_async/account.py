"""The account: its data, balance and platform."""

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
    """The account of the credentials; `client.account`."""

    _resource: AsyncResource

    async def get(self) -> Account:
        """Return the account's company, product and history settings (operation getAccount)."""
        return Account.from_payload(await self._resource.payload(get_account.build_request()))

    async def balance(self) -> Balance:
        """Return the balance in units of the currency (operation getBalance).

        Raises:
            PermissionDenied: The user may not see it.
        """
        match await self._resource.payload(get_balance.build_request()):
            case {"amount": int(amount), **rest}:
                return Balance(money(amount), str(rest.get("currency") or "EUR"))
            case _:
                raise UnexpectedResponse("sipgate's response contains no balance.", hint="Please report it.")

    async def platform(self) -> Platform:
        """Return the platform that the account runs on, classic or neo; it is requested once and then cached.

        An OAuth token contains it; otherwise it is detected by requesting groups, which exist on classic only.

        Raises:
            PermissionDenied: The platform is unknown, because the token may see neither groups nor channels.
        """
        return await platform_of(self._resource)
