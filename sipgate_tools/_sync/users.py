# Made by scripts/make_sync.py from sipgate_tools/_async/users.py: edit that file.
"""Users of the account."""

from __future__ import annotations

from dataclasses import dataclass

from sipgate_api.api.users import get_all_users, get_user

from sipgate_tools.models.users import User, UserInfo

from ._support.resource import SyncResource


@dataclass(frozen=True, repr=False)
class SyncUsers:
    """Users of the account; `client.users`."""

    _resource: SyncResource

    def me(self) -> User:
        """Return the authenticated user (operations userinfo and getUser).

        Raises:
            PermissionDenied: The token lacks the scope `users:read`; `info()` works without it.
        """
        return self.get((self._resource.user_info()).sub)

    def info(self) -> UserInfo:
        """Return user id and domain of the credentials (operation userinfo), requested once and then cached."""
        return self._resource.user_info()

    def get(self, user_id: str) -> User:
        """Return one user (operation getUser).

        Args:
            user_id: Such as `w0`.

        Raises:
            InvalidInput: It is not a user id.
            NotFound: There is no such user.
        """
        checked = self._resource.user_id(user_id)
        return User.from_payload(self._resource.payload(get_user.build_request(user_id=checked)))

    def list(self) -> list[User]:
        """Return all users of the account (operation getAllUsers)."""
        return self._resource.records(get_all_users.build_request(), User)
