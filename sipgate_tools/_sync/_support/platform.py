# Made by scripts/make_sync.py from sipgate_tools/_async/_support/platform.py: edit that file.
"""Detection of the platform that an account runs on."""

from __future__ import annotations

from sipgate_api.api.channels import get_channels
from sipgate_api.api.groups import get_groups

from sipgate_tools.auth.credentials import jwt_claims
from sipgate_tools.errors import NotFound, PermissionDenied, SipgateError
from sipgate_tools.models.users import Platform

from .resource import SyncResource


def platform_of(resource: SyncResource) -> Platform:
    """Return the platform that the account runs on, classic or neo.

    An OAuth token contains the platform; otherwise, it is detected by requesting groups and channels. The result is
    cached.

    Raises:
        PermissionDenied: The platform cannot be detected, because the token has neither the scope `groups:read` nor the
            scope `channels:read`.
        SipgateError: A request failed for another reason.
    """
    if resource.cache.platform is None:
        resource.cache.platform = _platform_in_token(resource) or _probe(resource)
    return resource.cache.platform


def is_neo(resource: SyncResource) -> bool:
    """Return whether the account is known to run on neo.

    If the platform cannot be determined, the account is treated as classic, and sipgate's own error explains the
    problem.
    """
    try:
        return platform_of(resource) == Platform.NEO
    except SipgateError:
        return False


def _platform_in_token(resource: SyncResource) -> Platform | None:
    scheme, _, token = resource.connection.credentials.authorization().partition(" ")
    claims = jwt_claims(token) if scheme == "Bearer" else None
    match (claims or {}).get("featureScope"):
        case "NEO_PBX":
            return Platform.NEO
        case "CLASSIC_PBX" | "CLASSIC":
            return Platform.CLASSIC
        case _:
            return None


def _probe(resource: SyncResource) -> Platform:
    try:
        resource.confirm(get_groups.build_request())
    except (PermissionDenied, NotFound) as refusal:
        if "Classic PBX" in (refusal.body or ""):
            return Platform.NEO
    else:
        return Platform.CLASSIC
    # A token without the scope for groups is rejected on classic too: try channels.
    try:
        resource.confirm(get_channels.build_request())
    except (PermissionDenied, NotFound) as refusal:
        raise PermissionDenied(
            "Cannot determine whether the account runs on sipgate classic or neo.",
            hint="Use a token with the scope groups:read or channels:read.",
            status=refusal.status,
            method=refusal.method,
            path=refusal.path,
            body=refusal.body,
        ) from refusal
    return Platform.NEO
