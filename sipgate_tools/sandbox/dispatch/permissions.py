"""What a user may do who is not an administrator, and what an account's platform and features allow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sipgate_tools.spec import Operation

from ..state import State
from .api_errors import ApiError, classic_only, forbidden, neo_only, not_found
from .credentials import Identity

ADMINISTRATORS_ONLY = frozenset(
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
"""Operations on the whole account. Which ones the real service keeps for administrators is inferred."""

FEATURES = {
    "sms": ("getSmsExtensions", "getSmsCallerIds", "setSmsAlias", "addCallerId", "deleteSmsCallerId", "editCallerId",
            "verifyCallerId", "sendWebSms"),
    "sipgateio": ("getSipgateIoUrls", "setSipgateIoUrls", "getWebhooksLog", "getSipgateIoSettings",
                  "setSipgateIoSettings", "getSipgateIoLogs"),
    "autorecording": ("getSetting", "updateSetting", "getGreeting", "addAutorecordingGreeting", "deleteGreeting"),
    "numbers": ("getUserNumbers",),
    "fax": ("sendFax", "resendFax", "getUserFaxlines", "createFaxline"),
}  # fmt: skip
"""Features that may not be booked, and the operations that then answer 403."""

_FEATURE_OF = {operation: feature for feature, operations in FEATURES.items() for operation in operations}


def check(operation: Operation, path: Mapping[str, Any], who: Identity, state: State) -> None:
    """Refuse what this account or this user may not do.

    Raises:
        Refusal: 403 for the wrong platform (plain text), a missing feature or role, or another user's things;
            404 for a user that does not exist.
    """
    account = state.account
    if account.platform not in operation.platforms:
        raise classic_only() if account.platform == "neo" else neo_only()
    feature = _FEATURE_OF.get(operation.id)
    if feature in account.missing_features:
        raise forbidden(f"The feature {feature} is not booked for this account")
    if who.user is None:
        return
    if operation.id in ADMINISTRATORS_ONLY and not who.admin:
        raise forbidden("Only administrators may do this")
    user_id = path.get("userId")
    if user_id is not None:
        if not who.admin and user_id != who.id:
            raise forbidden("Not your user")
        if user_id not in state.users:
            raise not_found("User", user_id)


def check_owner(owner: str, who: Identity) -> None:
    """Refuse another user's thing to somebody who is no administrator.

    Raises:
        Refusal: 403.
    """
    if not who.admin and owner != who.id:
        raise ApiError(403, "Cannot access extension - not found or forbidden")
