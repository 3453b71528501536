"""Lookup of credentials in arguments, in the environment, and in storage on this machine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final, cast

from sipgate_tools.errors import CredentialsMissing, InvalidInput

from .credentials import BearerToken, Credentials, PersonalAccessToken, UserPassword

TOKEN_ID_VARIABLE: Final = "SIPGATE_TOKEN_ID"  # noqa: S105 - a name, not a secret
TOKEN_VARIABLE: Final = "SIPGATE_TOKEN"  # noqa: S105 - a name, not a secret
NOTHING_FOUND: Final = "No sipgate credentials were passed and none were found."


def find_credentials(
    *,
    token_id: str | None = None,
    token: str | None = None,
    username: str | None = None,
    password: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> Credentials:
    """Return credentials from the arguments, otherwise from the environment, otherwise from storage on this machine.

    Args:
        token_id: The id of a personal access token.
        token: The personal access token, or, without a token id, an OAuth access token.
        username: The user's e-mail address.
        password: The user's password.
        environment: Variables to use instead of the process environment: `SIPGATE_TOKEN_ID` and `SIPGATE_TOKEN`.

    Raises:
        InvalidInput: The credentials are malformed, or the arguments are not a complete set of credentials.
        CredentialsMissing: No credentials were passed or found, `SIPGATE_TOKEN_ID` is set without `SIPGATE_TOKEN`, or
            stored credentials cannot be read.
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
        f"{' and '.join(sorted(named))} are not a complete set of credentials.",
        hint="Pass token_id and token, or token alone (OAuth), or username and password.",
    )


def _from_environment(environment: Mapping[str, str]) -> Credentials:
    token_id, token = environment.get(TOKEN_ID_VARIABLE), environment.get(TOKEN_VARIABLE)
    if token:
        return PersonalAccessToken(token_id, token) if token_id else BearerToken(token)
    if token_id:
        raise CredentialsMissing(
            f"{TOKEN_ID_VARIABLE} is set but {TOKEN_VARIABLE} is not.",
            hint="Set both. sipgate shows the token once, when the personal access token is created.",
        )
    from .storage import stored_credentials  # slow to import, and only needed without other credentials

    stored = stored_credentials()
    if stored is None:
        raise CredentialsMissing(
            NOTHING_FOUND,
            hint=f"Create a personal access token in your sipgate account and set {TOKEN_ID_VARIABLE} and "
            f"{TOKEN_VARIABLE}, or run sipgate-tools auth login, or pass token_id= and token=. Without an account, try "
            "the sandbox: sipgate-tools sandbox.",
        )
    return stored
