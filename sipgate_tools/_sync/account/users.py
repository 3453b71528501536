# Made by scripts/make_sync.py from sipgate_tools/_async/account/users.py: edit that file.
"""Users of the account."""

from __future__ import annotations

from dataclasses import dataclass

from sipgate_api.api.users import get_all_users, get_user

from sipgate_tools.models.users import User, UserInfo
from sipgate_tools.requests.lines import busy_on_busy_request
from sipgate_tools.values import flag

from .._support.resource import SyncResource


@dataclass(frozen=True, repr=False)
class SyncUsers:
    """Users of the account (`client.users`)."""

    _resource: SyncResource

    def me(self) -> User:
        """Return the authenticated user (operations userinfo and getUser).

        Raises:
            PermissionDenied: The token lacks the scope `users:read`; `info()` works without it.
        """
        return self.get((self._resource.user_info()).sub)

    def info(self) -> UserInfo:
        """Return the user and the account that the credentials belong to (operation userinfo).

        The result is cached.
        """
        return self._resource.user_info()

    def get(self, user_id: str) -> User:
        """Return one user (operation getUser).

        Args:
            user_id: The user id, such as `w0`.

        Raises:
            InvalidInput: `user_id` is not a user id.
            NotFound: The user does not exist.
        """
        checked = self._resource.user_id(user_id)
        return User.from_payload(self._resource.payload(get_user.build_request(user_id=checked)))

    def list(self) -> list[User]:
        """Return all users of the account (operation getAllUsers)."""
        return self._resource.records(get_all_users.build_request(), User)

    def busy_on_busy(self, enabled: bool, user_id: str | None = None) -> None:
        """Set whether further callers hear the busy tone while a user is in a call (operation setBusyOnBusySetting).

        Args:
            enabled: Whether they hear the busy tone.
            user_id: The user id, such as `w0`; by default the id of the authenticated user.

        Raises:
            InvalidInput: An argument is invalid; nothing was sent.
        """
        flag(enabled, argument="enabled")
        user = self._resource.user_id(user_id)
        self._resource.confirm(busy_on_busy_request(user, enabled=enabled))
