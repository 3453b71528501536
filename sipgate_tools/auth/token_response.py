"""Reading what the token endpoint answers: leniently, as a refresh token in it is good once and must not be lost."""

from __future__ import annotations

import json
import math
from datetime import datetime, timedelta
from typing import Any, Final, cast

from .credentials import other_kind_of_token
from .tokens import OAuthTokens

_LIFETIME_SECONDS: Final = 300.0  # of an access token whose answer does not say
_LONGEST_SECONDS: Final = 100 * 365 * 86400.0


def read_tokens(
    content: bytes, *, asked_at: datetime, previous: OAuthTokens | None = None
) -> OAuthTokens | None:
    """Return the tokens of a successful answer, or `None` when there are none in it.

    Fields beside the tokens may be odd: a lifetime that cannot be read is taken for the usual one.

    Args:
        content: Its body.
        asked_at: When it was asked for: the lifetimes count from then.
        previous: What is renewed; its refresh token stays when the answer has no new one.
    """
    from oauthlib.oauth2 import OAuth2Error
    from oauthlib.oauth2.rfc6749.parameters import parse_token_response

    answer = object_in(content)
    if answer is None:
        return None
    lifetime, longer = _seconds(answer.get("expires_in")), _seconds(answer.get("refresh_expires_in"))
    scopes = _scopes(answer.get("scope"))
    # oauthlib judges the tokens; it refuses whole answers for the sake of the other fields.
    plain = {key: value for key, value in answer.items() if key not in {"expires_in", "scope"}}
    try:
        found: Any = parse_token_response(json.dumps(plain | {"token_type": "Bearer"}))
    except (OAuth2Error, AttributeError, TypeError, ValueError, OverflowError):
        return None
    access_token, rotated = found.get("access_token"), found.get("refresh_token")
    if not isinstance(access_token, str) or not access_token or other_kind_of_token(access_token):
        return None
    kept = previous.refresh_token if previous else None
    return OAuthTokens(
        access_token=access_token,
        refresh_token=rotated if isinstance(rotated, str) and rotated else kept,
        issued_at=asked_at,
        expires_at=asked_at + timedelta(seconds=lifetime or _LIFETIME_SECONDS),
        # Keycloak answers 0 for a refresh token that does not end by itself.
        refresh_expires_at=asked_at + timedelta(seconds=longer) if longer else None,
        scopes=scopes or (previous.scopes if previous else ()),
    )


def rotated_alone(content: bytes, previous: OAuthTokens) -> OAuthTokens | None:
    """Return the old tokens with the new refresh token of an answer whose access token cannot be used.

    The old refresh token is used up by then: with the new one, the login can go on.
    """
    rotated = (object_in(content) or {}).get("refresh_token")
    if not isinstance(rotated, str) or not rotated:
        return None
    return OAuthTokens(
        previous.access_token,
        rotated,
        previous.issued_at,
        previous.issued_at,  # has ended: the next request renews it
        None,
        previous.scopes,
    )


def error_code(content: bytes) -> str | None:
    """Return the code of a refusal (`invalid_grant`), or `None`."""
    code = (object_in(content) or {}).get("error")
    return code if isinstance(code, str) else None


def object_in(content: bytes) -> dict[str, Any] | None:
    """Return the JSON object that a body is, or `None`."""
    try:
        found: object = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, Any]", found) if isinstance(found, dict) else None


def _seconds(value: object) -> float | None:
    """Return a lifetime in seconds, or `None` where none can be read."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return None
    return min(seconds, _LONGEST_SECONDS) if math.isfinite(seconds) and seconds > 0 else None


def _scopes(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(value.split())
    if isinstance(value, list):
        return tuple(one for one in cast("list[object]", value) if isinstance(one, str))
    return ()
