"""Lookup of credentials in arguments, in the environment, and in storage on this machine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final, cast

from sipgate_tools.errors import CredentialsMissing, InvalidInput

from .credentials import BearerToken, Credentials, PersonalAccessToken, UserPassword
from .profiles import PROFILE_VARIABLE

TOKEN_ID_VARIABLE: Final = "SIPGATE_TOKEN_ID"  # noqa: S105 - a name, not a secret
TOKEN_VARIABLE: Final = "SIPGATE_TOKEN"  # noqa: S105 - a name, not a secret
TOKEN_FILE_VARIABLE: Final = "SIPGATE_TOKEN_FILE"  # noqa: S105 - a name, not a secret
TOKEN_COMMAND_VARIABLE: Final = "SIPGATE_TOKEN_COMMAND"  # noqa: S105 - a name, not a secret
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
        environment: Variables to use instead of the process environment: `SIPGATE_TOKEN_ID` and `SIPGATE_TOKEN`, or
            instead of the latter `SIPGATE_TOKEN_FILE` (a file with the token) or `SIPGATE_TOKEN_COMMAND` (a command
            that prints the token; it runs without a shell). With `SIPGATE_PROFILE`, only the login that is stored for
            this profile is used.

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


def _token_of(environment: Mapping[str, str]) -> str | None:
    """Return the token from the environment, else from the file or the command that the environment names.

    Raises:
        CredentialsMissing: The file cannot be read, the command fails, or either yields no token.
    """
    if token := environment.get(TOKEN_VARIABLE):
        return token
    if path := environment.get(TOKEN_FILE_VARIABLE):
        return _token_in(Path(path))
    if command := environment.get(TOKEN_COMMAND_VARIABLE):
        return _token_from(command)
    return None


def _token_in(path: Path) -> str:
    try:
        token = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = type(error).__name__  # the text of the error could contain a part of the file
    else:
        if token:
            return token
        reason = "it is empty"
    raise CredentialsMissing(
        f"The file in {TOKEN_FILE_VARIABLE} cannot be used ({reason}).",
        hint="It must contain the token alone, and be readable for your user.",
    )


def _token_from(command: str) -> str:
    """Return what a command prints, such as that of a password manager. It runs without a shell, for up to a minute."""
    import shlex  # only this form of credentials needs them
    import subprocess

    try:
        printed = subprocess.run(  # noqa: S603 - the user's own command, like a credential helper of git
            shlex.split(command), stdout=subprocess.PIPE, check=True, timeout=60, stdin=subprocess.DEVNULL
        ).stdout.decode("utf-8")
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        reason = type(error).__name__  # the text of the error contains the command
    else:
        if token := printed.strip():
            return token
        reason = "it printed nothing"
    raise CredentialsMissing(
        f"The command in {TOKEN_COMMAND_VARIABLE} failed ({reason}).",
        hint="Run it by hand: it must print the token alone to stdout.",
    )


def _from_environment(environment: Mapping[str, str]) -> Credentials:
    profile = environment.get(PROFILE_VARIABLE)
    token_id = environment.get(TOKEN_ID_VARIABLE) if not profile else None
    token = _token_of(environment) if not profile else None
    if token:
        return PersonalAccessToken(token_id, token) if token_id else BearerToken(token)
    if token_id:
        raise CredentialsMissing(
            f"{TOKEN_ID_VARIABLE} is set but {TOKEN_VARIABLE} is not.",
            hint=f"Set both, or set {TOKEN_FILE_VARIABLE} to a file with the token. sipgate shows a token once, "
            "when it is created.",
        )
    from .storage import stored_credentials  # slow to import, and only needed without other credentials

    stored = stored_credentials()
    if stored is None and profile:
        raise CredentialsMissing(
            f"The profile {profile} has no login.",
            hint=f"Run: sipgate-tools --profile {profile} auth login. See all: sipgate-tools auth profiles.",
        )
    if stored is None:
        raise CredentialsMissing(
            NOTHING_FOUND,
            hint=f"Create a personal access token in your sipgate account and set {TOKEN_ID_VARIABLE} and "
            f"{TOKEN_VARIABLE}, or run sipgate-tools auth login, or pass token_id= and token=. Without an account, try "
            "the sandbox: sipgate-tools sandbox.",
        )
    return stored
