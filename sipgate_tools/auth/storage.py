"""Lookup and storage of credentials on this machine.

The stored content is a small JSON object whose `kind` is `personal_access_token`, `bearer_token` or `oauth`.
"""

from __future__ import annotations

import importlib.util
from typing import Any

from sipgate_tools.errors import CredentialsMissing

from .credentials import BearerToken, Credentials, PersonalAccessToken
from .oauth_credentials import OAuthCredentials
from .store_protocol import CredentialStore, check_store
from .stores import FileStore


def default_store() -> CredentialStore:
    """Return the default store: the system's keyring if the extra is installed and a keyring works, else a file."""
    return candidate_stores()[0]


def candidate_stores() -> list[CredentialStore]:
    """Return all stores on this machine, in the order in which they are searched."""
    if importlib.util.find_spec("keyring") is not None:
        import keyring  # an optional extra
        from keyring.backends import fail, null

        if not isinstance(keyring.get_keyring(), (fail.Keyring, null.Keyring)):
            from .keyring_store import KeyringStore  # needs the optional extra

            # A login that was stored before the keyring was installed remains valid.
            return [KeyringStore(), FileStore()]
    return [FileStore()]


def stored_credentials(store: CredentialStore | None = None) -> Credentials | None:
    """Return the credentials that are stored on this machine, or `None` if there are none.

    Args:
        store: The store to read; by default all stores on this machine, the keyring first.

    Raises:
        CredentialsMissing: The stored content cannot be read.
        InvalidInput: The store is a class, lacks a method, or is asynchronous (use `AsyncOAuth.stored()`), or the
            stored token is malformed.
    """
    if store is not None:
        check_store(store, asynchronous=False)
    for candidate in candidate_stores() if store is None else [store]:
        content = candidate.load()
        if content is not None:
            return _credentials_of(content, candidate)
    return None


def _credentials_of(content: dict[str, Any], store: CredentialStore) -> Credentials:
    match content:
        case {"kind": "personal_access_token", "token_id": str(token_id), "token": str(token)}:
            return PersonalAccessToken(token_id, token)
        case {"kind": "bearer_token", "token": str(token)}:
            return BearerToken(token)
        case {"kind": "oauth"}:
            return OAuthCredentials.from_json(content, store)
        case _:
            raise CredentialsMissing("The stored credentials are of an unknown kind.", hint="Log in again.")


def store_token(credentials: PersonalAccessToken | BearerToken, store: CredentialStore | None = None) -> None:
    """Store a token on this machine, where `Sipgate()` finds it.

    To store an OAuth login, pass a store to `OAuth`.

    Args:
        credentials: The token to store.
        store: The store; by default the result of `default_store()`.

    Raises:
        CredentialsMissing: The store cannot be written.
    """
    match credentials:
        case PersonalAccessToken(token_id, token):
            content = {"kind": "personal_access_token", "token_id": token_id, "token": token}
        case BearerToken(token):
            content = {"kind": "bearer_token", "token": token}
    (store or default_store()).save(content)
