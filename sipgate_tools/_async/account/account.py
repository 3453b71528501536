"""The account: its data, balance and platform."""

from __future__ import annotations

from dataclasses import dataclass

from sipgate_api.api.account import get_account, get_balance

from sipgate_tools.errors import UnexpectedResponse
from sipgate_tools.models.users import Account, Balance, Platform
from sipgate_tools.values import money

from .._support.platform import platform_of
from .._support.resource import AsyncResource


@dataclass(frozen=True, repr=False)
class AsyncAccount:
    """The account that the credentials belong to (`client.account`)."""

    _resource: AsyncResource

    async def get(self) -> Account:
        """Return the account's company, product and history settings (operation getAccount)."""
        return Account.from_payload(await self._resource.payload(get_account.build_request()))

    async def balance(self) -> Balance:
        """Return the balance in currency units (operation getBalance).

        Raises:
            PermissionDenied: The user is not allowed to see the balance.
            UnexpectedResponse: The response contains no balance.
        """
        match await self._resource.payload(get_balance.build_request()):
            case {"amount": int(amount), **rest}:
                return Balance(money(amount), str(rest.get("currency") or "EUR"))
            case _:
                raise UnexpectedResponse("sipgate's response contains no balance.", hint="Please report it.")

    async def platform(self) -> Platform:
        """Return the platform that the account runs on, classic or neo.

        An OAuth token contains the platform; otherwise, it is detected by requesting groups, which exist on classic
        only, and channels. The result is cached.

        Raises:
            PermissionDenied: The platform cannot be detected, because the token has neither the scope `groups:read` nor
                the scope `channels:read`.
        """
        return await platform_of(self._resource)
