"""Decoding of token responses, which is lenient so that the single-use refresh token in a response is not lost."""

from __future__ import annotations

import json
import math
from datetime import datetime, timedelta
from typing import Any, Final, cast

from .credentials import other_kind_of_token
from .tokens import OAuthTokens

_LIFETIME_SECONDS: Final = 300.0  # of an access token whose response has no lifetime
_MAX_LIFETIME_SECONDS: Final = 100 * 365 * 86400.0


def read_tokens(
    content: bytes, *, requested_at: datetime, previous: OAuthTokens | None = None
) -> OAuthTokens | None:
    """Return the tokens in a successful response, or `None` if it contains no usable access token.

    Other fields can be malformed: if the lifetime of the access token cannot be read, it is assumed to be five minutes.

    Args:
        content: The response body.
        requested_at: The time when the request was sent, at which the lifetimes begin.
        previous: The tokens to refresh. Their refresh token is kept if the response contains no new one.
    """
    # Imported here: slow to import, and only logins need it.
    from oauthlib.oauth2 import OAuth2Error
    from oauthlib.oauth2.rfc6749.parameters import parse_token_response

    response = object_in(content)
    if response is None:
        return None
    lifetime, longer = _seconds(response.get("expires_in")), _seconds(response.get("refresh_expires_in"))
    scopes = _scopes(response.get("scope"))
    # oauthlib validates the tokens; malformed lifetimes or scopes would make it reject the whole response.
    plain = {key: value for key, value in response.items() if key not in {"expires_in", "scope"}}
    try:
        found: Any = parse_token_response(json.dumps(plain | {"token_type": "Bearer"}))
    except (OAuth2Error, AttributeError, TypeError, ValueError, OverflowError):
        return None
    access_token, rotated = found.get("access_token"), found.get("refresh_token")
    if not isinstance(access_token, str) or not access_token or other_kind_of_token(access_token):
        return None
    previous_refresh_token = previous.refresh_token if previous else None
    return OAuthTokens(
        access_token=access_token,
        refresh_token=rotated if isinstance(rotated, str) and rotated else previous_refresh_token,
        issued_at=requested_at,
        expires_at=requested_at + timedelta(seconds=lifetime or _LIFETIME_SECONDS),
        # Keycloak returns 0 for a refresh token that does not expire.
        refresh_expires_at=requested_at + timedelta(seconds=longer) if longer else None,
        scopes=scopes or (previous.scopes if previous else ()),
    )


def with_rotated_refresh_token(content: bytes, previous: OAuthTokens) -> OAuthTokens | None:
    """Return the old tokens with the new refresh token from a response whose access token is unusable.

    The old refresh token is no longer valid at that point. If the response contains no refresh token, the result is
    `None`.
    """
    rotated = (object_in(content) or {}).get("refresh_token")
    if not isinstance(rotated, str) or not rotated:
        return None
    return OAuthTokens(
        previous.access_token,
        rotated,
        previous.issued_at,
        previous.issued_at,  # has expired: the next request refreshes it
        None,
        previous.scopes,
    )


def error_code(content: bytes) -> str | None:
    """Return the OAuth error code in a response, such as `invalid_grant`, or `None` if there is none."""
    code = (object_in(content) or {}).get("error")
    return code if isinstance(code, str) else None


def object_in(content: bytes) -> dict[str, Any] | None:
    """Return a response body as a JSON object, or `None` if the body is something else."""
    try:
        found: object = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, Any]", found) if isinstance(found, dict) else None


def _seconds(value: object) -> float | None:
    """Return a lifetime in seconds, or `None` if it cannot be read."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return None
    return min(seconds, _MAX_LIFETIME_SECONDS) if math.isfinite(seconds) and seconds > 0 else None


def _scopes(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(value.split())
    if isinstance(value, list):
        return tuple(one for one in cast("list[object]", value) if isinstance(one, str))
    return ()
