# Made by scripts/make_sync.py from sipgate_tools/_async/_support/platform.py: edit that file.
"""Which platform an account runs on: asked in this one place."""

from __future__ import annotations

from sipgate_api.api.channels import get_channels
from sipgate_api.api.groups import get_groups

from sipgate_tools.auth.credentials import jwt_claims
from sipgate_tools.errors import NotFound, PermissionDenied, SipgateError
from sipgate_tools.models.users import Platform

from .resource import SyncResource


def platform_of(session: SyncResource) -> Platform:
    """Return the platform, remembered after the first time.

    Raises:
        PermissionDenied: The token may see neither groups nor channels.
    """
    if session.memory.platform is None:
        session.memory.platform = _claimed(session) or _observed(session)
    return session.memory.platform


def is_neo(session: SyncResource) -> bool:
    """Return whether the account is known to run on neo.

    Where it cannot be told now, the caller goes on as on classic: sipgate's own answer then says what is wrong.
    """
    try:
        return platform_of(session) == Platform.NEO
    except SipgateError:
        return False


def _claimed(session: SyncResource) -> Platform | None:
    scheme, _, token = session.connection.credentials.authorization().partition(" ")
    claims = jwt_claims(token) if scheme == "Bearer" else None
    match (claims or {}).get("featureScope"):
        case "NEO_PBX":
            return Platform.NEO
        case "CLASSIC_PBX" | "CLASSIC":
            return Platform.CLASSIC
        case _:
            return None


def _observed(session: SyncResource) -> Platform:
    try:
        session.confirm(get_groups.build_request())
    except (PermissionDenied, NotFound) as refusal:
        if "Classic PBX" in (refusal.body or ""):
            return Platform.NEO
    else:
        return Platform.CLASSIC
    # A token without the scope for groups is refused on classic too: channels decide.
    try:
        session.confirm(get_channels.build_request())
    except (PermissionDenied, NotFound) as refusal:
        raise PermissionDenied(
            "It cannot be told whether the account runs on sipgate classic or neo.",
            hint="Give the token the scope groups:read or channels:read.",
            status=refusal.status,
            method=refusal.method,
            path=refusal.path,
            body=refusal.body,
        ) from refusal
    return Platform.NEO
