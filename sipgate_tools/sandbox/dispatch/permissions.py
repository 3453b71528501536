"""Permissions: platform and features of the account, and roles and ownership of users."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sipgate_tools.spec import Operation

from ..state import State
from .api_errors import ApiError, classic_only, forbidden, neo_only, not_found
from .credentials import Identity

ADMINISTRATORS_ONLY: Final = frozenset(
    {
        "verify",
        "getBalance",
        "modifyAddress",
        "deleteUser",
        "setRole",
        "setLocation",
        "setCallRestriction",
        "addQuickDialNumber",
        "changeQuickDialNumber",
        "deleteQuickDialNumber",
        "changeNumberSettings",
        "revokePorting",
        "setSipgateIoUrls",
        "getWebhooksLog",
        "setRoutings",
        "deleteRoutings",
        "setChannelRouting",
        "v3CreateGroup",
        "v3DeleteGroup",
        "v3SetGroupAlias",
        "v3SetGroupMembers",
    }
)
"""Operations on the whole account, reserved for administrators. The real list is not documented: this is inferred."""

FEATURES: Final = {
    "sms": ("getSmsExtensions", "getSmsCallerIds", "setSmsAlias", "addCallerId", "deleteSmsCallerId", "editCallerId",
            "verifyCallerId", "sendWebSms"),
    "sipgateio": ("getSipgateIoUrls", "setSipgateIoUrls", "getWebhooksLog", "getSipgateIoSettings",
                  "setSipgateIoSettings", "getSipgateIoLogs"),
    "autorecording": ("getSetting", "updateSetting", "getGreeting", "addAutorecordingGreeting", "deleteGreeting"),
    "numbers": ("getUserNumbers",),
    "fax": ("sendFax", "resendFax", "getUserFaxlines", "createFaxline"),
}  # fmt: skip
"""Optional features, and the operations that return 403 if a feature is not booked."""

_FEATURE_OF: Final = {
    operation: feature for feature, operations in FEATURES.items() for operation in operations
}


def check(operation: Operation, path: Mapping[str, Any], identity: Identity, state: State) -> None:
    """Check that this account and this user may use an operation.

    Raises:
        ApiError: 403 for the wrong platform (plain text), a missing feature or role, or another user's data; 404 for
            an unknown user.
    """
    account = state.account
    if account.platform not in operation.platforms:
        raise classic_only() if account.platform == "neo" else neo_only()
    feature = _FEATURE_OF.get(operation.id)
    if feature in account.missing_features:
        raise forbidden(f"The feature {feature} is not booked for this account")
    if identity.user is None:
        return
    if operation.id in ADMINISTRATORS_ONLY and not identity.admin:
        raise forbidden("Only administrators may do this")
    user_id = path.get("userId")
    if user_id is not None:
        if not identity.admin and user_id != identity.id:
            raise forbidden("Not your user")
        if user_id not in state.users:
            raise not_found("User", user_id)


def check_owner(owner: str, identity: Identity) -> None:
    """Check that an object belongs to the user, or that the user is an administrator.

    Raises:
        ApiError: 403.
    """
    if not identity.admin and owner != identity.id:
        raise ApiError(403, "Cannot access extension - not found or forbidden")
