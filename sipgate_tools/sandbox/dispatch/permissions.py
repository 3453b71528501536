"""Checks permissions: the account's platform and features, and the user's role and ownership of data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sipgate_tools.spec import Operation, load

from ..state import State
from .api_errors import ApiError, classic_only, forbidden, neo_only, not_found
from .credentials import Identity


def features() -> list[str]:
    """Return the optional features in alphabetical order. An operation returns 403 if its feature is not active."""
    return sorted({one.feature for one in load().operations.values() if one.feature})


def check(operation: Operation, path: Mapping[str, Any], identity: Identity, state: State) -> None:
    """Check that the account and the user have permission for an operation.

    Raises:
        ApiError: 403 for the wrong platform (in plain text), a feature that is not active, a missing role, or another
            user's data; 404 for an unknown user.
    """
    account = state.account
    if account.platform not in operation.platforms:
        raise classic_only() if account.platform == "neo" else neo_only()
    if operation.feature in account.missing_features:
        raise forbidden(f"The feature {operation.feature} is not active for this account")
    if identity.user is None:
        return
    if operation.role == "administrator" and not identity.admin:
        raise forbidden("This operation requires administrator rights")
    user_id = path.get("userId")
    if user_id is not None:
        if not identity.admin and user_id != identity.id:
            raise forbidden("Not your user")
        if user_id not in state.users:
            raise not_found("User", user_id)


def check_owner(owner: str, identity: Identity) -> None:
    """Check that an object belongs to the user, or that the user is an administrator.

    Raises:
        ApiError: 403, if neither is the case.
    """
    if not identity.admin and owner != identity.id:
        raise ApiError(403, "Cannot access extension - not found or forbidden")
