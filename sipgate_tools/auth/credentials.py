"""The three forms of credentials, checked before anything is sent, and where they are looked for.

Nothing here shows a secret: not in `repr`, not in an error.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, cast, runtime_checkable

from sipgate_tools.errors import CredentialsMissing, InvalidInput
from sipgate_tools.values import required_text

from ._unpicklable import Unpicklable

TOKEN_ID_VARIABLE: Final = "SIPGATE_TOKEN_ID"  # noqa: S105 - a name, not a secret
TOKEN_VARIABLE: Final = "SIPGATE_TOKEN"  # noqa: S105 - a name, not a secret

NOTHING_FOUND: Final = "No sipgate credentials were given and none were found."

_TOKEN_ID: Final = re.compile(r"token-[^\s:]+")
_UUID4: Final = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.IGNORECASE
)
_EMAIL: Final = re.compile(r"[^@\s:]+@[^@\s:]+")
_TOKEN_ID_HINT: Final = "It looks like token-ABC123: the prefix token-, no space, no colon."  # noqa: S105 - no secret
_UUID_HINT: Final = (
    "It is a version 4 UUID, such as 01234567-89ab-4def-8123-456789abcdef, shown once when created."
)
_JWT_HINT: Final = "It is a JWT: three parts divided by dots, the middle one base64url JSON."
_USERNAME_HINT: Final = "It is the user's e-mail address."
_PASSWORD_HINT: Final = "It is not empty and has no space."  # noqa: S105 - no secret


@runtime_checkable
class Credentials(Protocol):
    """What signs a request."""

    def authorization(self) -> str:
        """Return the value of the `Authorization` header."""
        ...

    def secrets(self) -> tuple[str, ...]:
        """Return the texts that must never be shown."""
        ...


@dataclass(frozen=True)
class PersonalAccessToken(Unpicklable):
    """A personal access token: token id (`token-ABC123`) and token (a version 4 UUID)."""

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
        """Return the texts that must never be shown."""
        return (self.token, self.authorization().partition(" ")[2])


@dataclass(frozen=True)
class BearerToken(Unpicklable):
    """An OAuth access token: a JWT that somebody else renews."""

    token: str = field(repr=False)

    def __post_init__(self) -> None:
        if _UUID4.fullmatch(required_text(self.token, argument="token", hint=_JWT_HINT)):
            raise InvalidInput(
                "A personal access token was given without its token id.",
                hint="Give token_id= (token-ABC123) beside token=, or an OAuth access token (a JWT).",
            )
        if jwt_claims(self.token) is None:
            raise InvalidInput("The OAuth access token is malformed.", hint=_JWT_HINT)
        kind = other_kind_of_token(self.token)
        if kind is not None:
            raise InvalidInput(
                f"{'An' if kind == 'ID' else 'A'} {kind} token was given as the access token.",
                hint="Give the access_token of the login: it is what sipgate accepts."
                if kind == "ID"
                else "Give the access_token of the login, or make credentials of it with OAuth.resume(refresh_token).",
            )

    def authorization(self) -> str:
        """Return the value of the `Authorization` header."""
        return f"Bearer {self.token}"

    def secrets(self) -> tuple[str, ...]:
        """Return the texts that must never be shown."""
        return (self.token,)


@dataclass(frozen=True)
class UserPassword(Unpicklable):
    """E-mail address and password of a user; personal access tokens are the better choice."""

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
        """Return the texts that must never be shown."""
        return (self.password, self.authorization().partition(" ")[2])


def find_credentials(
    *,
    token_id: str | None = None,
    token: str | None = None,
    username: str | None = None,
    password: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> Credentials:
    """Return the credentials that were given, else those of the environment, else the stored ones.

    Args:
        token_id: Of a personal access token.
        token: The personal access token, or, without a token id, an OAuth access token.
        username: The user's e-mail address.
        password: The user's password.
        environment: Instead of the process's: `SIPGATE_TOKEN_ID` and `SIPGATE_TOKEN` are looked up in it.

    Raises:
        InvalidInput: What was given is malformed or does not go together.
        CredentialsMissing: Nothing was given and nothing found.
    """
    given = {"token_id": token_id, "token": token, "username": username, "password": password}
    named = {name for name, value in given.items() if value is not None}
    if not named:
        return _from_environment(os.environ if environment is None else environment)
    if named == {"token_id", "token"}:
        return PersonalAccessToken(cast(str, token_id), cast(str, token))
    if named == {"token"}:
        return BearerToken(cast(str, token))
    if named == {"username", "password"}:
        return UserPassword(cast(str, username), cast(str, password))
    raise InvalidInput(
        f"{' and '.join(sorted(named))} do not make credentials.",
        hint="Give token_id and token, or token alone (OAuth), or username and password.",
    )


def _from_environment(environment: Mapping[str, str]) -> Credentials:
    token_id, token = environment.get(TOKEN_ID_VARIABLE), environment.get(TOKEN_VARIABLE)
    if token:
        return PersonalAccessToken(token_id, token) if token_id else BearerToken(token)
    if token_id:
        raise CredentialsMissing(
            f"{TOKEN_ID_VARIABLE} is set but {TOKEN_VARIABLE} is not.",
            hint="Set both: the token was shown once when the personal access token was created.",
        )
    from .stores import stored_credentials  # reads files: only when nothing else was said

    stored = stored_credentials()
    if stored is None:
        raise CredentialsMissing(
            NOTHING_FOUND,
            hint=f"Create a personal access token in your sipgate account and set {TOKEN_ID_VARIABLE} and "
            f"{TOKEN_VARIABLE}, or run sipgate-tools auth login, or pass token_id= and token=. Without an account, try "
            "the sandbox: sipgate-tools sandbox.",
        )
    return stored


def jwt_claims(token: str) -> dict[str, Any] | None:
    """Return the claims of a JWT without verifying it (that is the server's business), or `None`."""
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
    """Return `ID` or `refresh` where a JWT says that it is such a token, and `None` for an access token.

    Keycloak, which sipgate's login is, writes the kind into the claim `typ`; other issuers' ID tokens show by claims
    that only those have.
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
