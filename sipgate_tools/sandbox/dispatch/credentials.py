"""Authenticates requests, and checks the scopes of the credentials."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from ..state import State
from ..state.people import User
from .api_errors import ApiError

FEATURE_SCOPES: Final = {"classic": "CLASSIC_PBX", "neo": "NEO_PBX"}


@dataclass(frozen=True, slots=True)
class Identity:
    """An authenticated user and the scopes of the credentials. Without credentials, `user` is None."""

    user: User | None
    scopes: frozenset[str]

    @property
    def id(self) -> str:
        """The user's id, such as `w0`; "" without a user."""
        return self.user.id if self.user else ""

    @property
    def admin(self) -> bool:
        """Whether the user is an administrator."""
        return self.user is not None and self.user.admin


ANONYMOUS: Final = Identity(None, frozenset())


@lru_cache(maxsize=1024)
def sufficient_scopes(scopes: tuple[str, ...]) -> frozenset[str]:
    """Return all scopes that permit an operation that requires one of `scopes`: these scopes and their parents.

    For example, `sessions:write` is sufficient for `sessions:sms:write` because a parent scope includes its children.
    """
    enough = set(scopes)
    for scope in scopes:
        *areas, verb = scope.split(":")
        enough.update(":".join([*areas[:depth], verb]) for depth in range(1, len(areas)))
    return frozenset(enough)


def allows(identity: Identity, scopes: tuple[str, ...]) -> bool:
    """Return whether an identity has permission for an operation that requires one of `scopes`."""
    return not scopes or not identity.scopes.isdisjoint(sufficient_scopes(scopes))


def identify(headers: Mapping[str, str], state: State, now: datetime) -> Identity:
    """Return the identity that the request's credentials belong to.

    Args:
        headers: The headers of the request, by lowercase name.
        state: The account.
        now: The current time of the sandbox, for checking whether a bearer token has expired.

    Raises:
        ApiError: 401, if the credentials are missing, invalid or expired.
    """
    kind, _, credential = headers.get("authorization", "").partition(" ")
    identity = None
    if kind.lower() == "basic":
        identity = _from_basic(credential.strip(), state)
    elif kind.lower() == "bearer":
        identity = _from_jwt(credential.strip(), state, now)
    if identity is None:
        raise ApiError(401, "Unauthorized", headers={"www-authenticate": 'Basic realm="sipgate", Bearer'})
    return identity


def _from_basic(credential: str, state: State) -> Identity | None:
    try:
        name, colon, secret = base64.b64decode(credential, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    if not colon:
        return None
    token = state.tokens.get(name)
    if token is not None:
        user = state.users.get(token.user_id)
        if user is not None and hmac.compare_digest(token.secret.encode(), secret.encode()):
            return Identity(user, frozenset(token.scopes))
        return None
    for user in state.users:
        if user.email == name and hmac.compare_digest(user.password.encode(), secret.encode()):
            return Identity(user, frozenset({"all"}))
    return None


def make_jwt(
    state: State,
    user_id: str,
    scopes: Iterable[str],
    now: datetime,
    lifetime: timedelta,
    claims: Mapping[str, Any] | None = None,
) -> str:
    """Return an access token, a JWT with the known claims of sipgate's access tokens.

    Args:
        state: The account.
        user_id: The id of the user that the token belongs to.
        scopes: The scopes of the token.
        now: The current time of the sandbox.
        lifetime: The lifetime of the token.
        claims: Additional claims, which replace default claims with the same name.
    """
    account = state.account
    usual = {
        "iss": f"https://login.sipgate.com/auth/realms/{account.domain}",
        "sub": user_id,
        "iat": int(now.timestamp()),
        "exp": int((now + lifetime).timestamp()),
        "jti": state.new_uuid("jwt"),
        "scope": " ".join(scopes),
        **_names(state.users.get(user_id)),
        "masterSipId": account.master_sip_id,
        "featureScope": FEATURE_SCOPES[account.platform],
    }
    return sign_jwt({**usual, **(claims or {})}, account.secret)


def _names(user: User | None) -> dict[str, str]:
    return {"email": user.email, "preferred_username": user.email} if user else {}


def sign_jwt(claims: Mapping[str, Any], secret: str) -> str:
    """Return a JWT with these claims, signed with HS256."""
    signed = f"{_part({'alg': 'HS256', 'typ': 'JWT'})}.{_part(claims)}"
    return f"{signed}.{_sign(signed, secret)}"


def verify_jwt(token: str, secret: str) -> dict[str, Any] | None:
    """Return the claims in a JWT, or None if the JWT was not signed by `sign_jwt` with this secret."""
    signed, _, signature = token.rpartition(".")
    if not hmac.compare_digest(_sign(signed, secret).encode(), signature.encode()):
        return None
    return json.loads(_decode(signed.partition(".")[2]))


def _from_jwt(token: str, state: State, now: datetime) -> Identity | None:
    claims = verify_jwt(token, state.account.secret)
    user = state.users.get(claims["sub"]) if claims else None
    if claims is None or user is None or claims["exp"] <= now.timestamp():
        return None
    return Identity(user, frozenset(claims["scope"].split()))


def _part(value: Any) -> str:
    return _encode(json.dumps(value, separators=(",", ":")).encode())


def _sign(text: str, secret: str) -> str:
    return _encode(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest())


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def scope_text(scopes: Iterable[str]) -> tuple[str, ...]:
    """Return scopes as a tuple. A single string is one scope."""
    return (scopes,) if isinstance(scopes, str) else tuple(scopes)
