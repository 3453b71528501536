"""Users of the account."""

from __future__ import annotations

from dataclasses import dataclass

from sipgate_api.api.users import get_all_users, get_user

from sipgate_tools.models.users import User, UserInfo
from sipgate_tools.requests.lines import busy_on_busy_request
from sipgate_tools.values import flag

from .._support.resource import AsyncResource


@dataclass(frozen=True, repr=False)
class AsyncUsers:
    """Users of the account (`client.users`)."""

    _resource: AsyncResource

    async def me(self) -> User:
        """Return the authenticated user (operations userinfo and getUser).

        Raises:
            PermissionDenied: The token lacks the scope `users:read`; `info()` works without it.
        """
        return await self.get((await self._resource.user_info()).sub)

    async def info(self) -> UserInfo:
        """Return the user and the account that the credentials belong to (operation userinfo).

        The result is cached.
        """
        return await self._resource.user_info()

    async def get(self, user_id: str) -> User:
        """Return one user (operation getUser).

        Args:
            user_id: The user id, such as `w0`.

        Raises:
            InvalidInput: `user_id` is not a user id.
            NotFound: The user does not exist.
        """
        checked = await self._resource.user_id(user_id)
        return User.from_payload(await self._resource.payload(get_user.build_request(user_id=checked)))

    async def list(self) -> list[User]:
        """Return all users of the account (operation getAllUsers)."""
        return await self._resource.records(get_all_users.build_request(), User)

    async def busy_on_busy(self, enabled: bool, user_id: str | None = None) -> None:
        """Set whether further callers hear the busy tone while a user is in a call (operation setBusyOnBusySetting).

        Args:
            enabled: Whether they hear the busy tone.
            user_id: The user id, such as `w0`; by default the id of the authenticated user.

        Raises:
            InvalidInput: An argument is invalid; nothing was sent.
        """
        flag(enabled, argument="enabled")
        user = await self._resource.user_id(user_id)
        await self._resource.confirm(busy_on_busy_request(user, enabled=enabled))
