"""The three forms of credentials, which are validated when they are created, and the absence of credentials.

No `repr` and no error contains a secret.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, cast, runtime_checkable

from sipgate_tools.errors import CredentialsMissing, InvalidInput
from sipgate_tools.values import required_text

from ._unpicklable import Unpicklable

_TOKEN_ID: Final = re.compile(r"token-[^\s:]+")
_UUID4: Final = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE
)
_EMAIL: Final = re.compile(r"[^@\s:]+@[^@\s:]+")
_TOKEN_ID_HINT: Final = "Use a token id such as token-ABC123, without spaces or colons."  # noqa: S105 - no secret
_UUID_HINT: Final = (
    "Use the token that sipgate showed when it was created: a version 4 UUID, such as "
    "01234567-89ab-4def-8123-456789abcdef."
)
_JWT_HINT: Final = (
    "Use a JWT, which has three parts separated by dots; the middle part is base64url-encoded JSON."
)
_USERNAME_HINT: Final = "Use the user's e-mail address."
_PASSWORD_HINT: Final = "The password must not be empty or contain a space."  # noqa: S105 - no secret


@runtime_checkable
class Credentials(Protocol):
    """Protocol of all credentials: personal access token, OAuth token, and user with password."""

    def authorization(self) -> str:
        """Return the value of the `Authorization` header."""
        ...

    def secrets(self) -> tuple[str, ...]:
        """Return the strings that must not appear in logs or errors."""
        ...


@dataclass(frozen=True)
class PersonalAccessToken(Unpicklable):
    """A personal access token: its id, such as `token-ABC123`, and the token itself, a version 4 UUID.

    Raises:
        InvalidInput: The token id or the token is malformed.
    """

    token_id: str
    token: str = field(repr=False)

    def __post_init__(self) -> None:
        if not _TOKEN_ID.fullmatch(required_text(self.token_id, argument="token_id", hint=_TOKEN_ID_HINT)):
            raise InvalidInput("The token id of the personal access token is malformed.", hint=_TOKEN_ID_HINT)
        if not _UUID4.fullmatch(required_text(self.token, argument="token", hint=_UUID_HINT)):
            raise InvalidInput("The personal access token is malformed.", hint=_UUID_HINT)

    def authorization(self) -> str:
        """Return the value of the `Authorization` header."""
        return _basic(self.token_id, self.token)

    def secrets(self) -> tuple[str, ...]:
        """Return the strings that must not appear in logs or errors."""
        return (self.token, self.authorization().partition(" ")[2])


@dataclass(frozen=True)
class BearerToken(Unpicklable):
    """An OAuth access token (a JWT), which is not refreshed.

    Raises:
        InvalidInput: The token is not a JWT, or is an ID token or a refresh token.
    """

    token: str = field(repr=False)

    def __post_init__(self) -> None:
        if _UUID4.fullmatch(required_text(self.token, argument="token", hint=_JWT_HINT)):
            raise InvalidInput(
                "A personal access token was passed without its token id.",
                hint="Pass token_id= (token-ABC123) together with token=, or an OAuth access token (a JWT).",
            )
        if jwt_claims(self.token) is None:
            raise InvalidInput("The OAuth access token is malformed.", hint=_JWT_HINT)
        kind = other_kind_of_token(self.token)
        if kind is not None:
            raise InvalidInput(
                f"{'An' if kind == 'ID' else 'A'} {kind} token was passed as the access token.",
                hint="Pass the access_token of the login."
                if kind == "ID"
                else "Pass the access_token of the login, or create credentials with OAuth.resume(refresh_token).",
            )

    def authorization(self) -> str:
        """Return the value of the `Authorization` header."""
        return f"Bearer {self.token}"

    def secrets(self) -> tuple[str, ...]:
        """Return the strings that must not appear in logs or errors."""
        return (self.token,)


@dataclass(frozen=True)
class NoCredentials:
    """Credentials of a client that provides only its connection pool, for copies made by `with_credentials`.

    A web application can create such a client at startup, before any user has logged in. A request that is sent with
    it raises `CredentialsMissing`.
    """

    def authorization(self) -> str:
        """Refuse to authorize a request.

        Raises:
            CredentialsMissing: Always.
        """
        raise CredentialsMissing(
            "This client has no credentials.",
            hint="Use client.with_credentials(...) with the credentials of the user.",
        )

    def secrets(self) -> tuple[str, ...]:
        """Return no strings: there are no secrets."""
        return ()


@dataclass(frozen=True)
class UserPassword(Unpicklable):
    """The e-mail address and password of a user. Prefer a personal access token.

    Raises:
        InvalidInput: The e-mail address or the password is malformed.
    """

    username: str
    password: str = field(repr=False)

    def __post_init__(self) -> None:
        if not _EMAIL.fullmatch(required_text(self.username, argument="username", hint=_USERNAME_HINT)):
            raise InvalidInput("The user name is malformed.", hint=_USERNAME_HINT)
        password = required_text(self.password, argument="password", hint=_PASSWORD_HINT)
        if not password or " " in password:
            raise InvalidInput("The password is malformed.", hint=_PASSWORD_HINT)

    def authorization(self) -> str:
        """Return the value of the `Authorization` header."""
        return _basic(self.username, self.password)

    def secrets(self) -> tuple[str, ...]:
        """Return the strings that must not appear in logs or errors."""
        return (self.password, self.authorization().partition(" ")[2])


def jwt_claims(token: str) -> dict[str, Any] | None:
    """Return the claims of a JWT without verifying its signature, or `None` if it is not a JWT."""
    parts = token.split(".")
    if len(parts) != 3 or not token.isascii():
        return None
    try:
        padded = parts[1] + "=" * (-len(parts[1]) % 4)
        claims: object = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError):
        return None
    return cast("dict[str, Any]", claims) if isinstance(claims, dict) else None


def other_kind_of_token(token: str) -> str | None:
    """Return `"ID"` or `"refresh"` if a JWT is an ID token or a refresh token, otherwise `None`.

    sipgate's login service is Keycloak, which writes the kind of token into the claim `typ`. ID tokens from other
    issuers are recognized by claims that only ID tokens have.
    """
    claims = jwt_claims(token) or {}
    match str(claims.get("typ", "")).lower():
        case "id":
            return "ID"
        case "refresh" | "offline":
            return "refresh"
        case "":
            is_id = not claims.get("scope") and any(name in claims for name in ("nonce", "at_hash", "c_hash"))
            return "ID" if is_id else None
        case _:
            return None


def _basic(name: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode("ascii")
