"""Credentials: the forms that sipgate accepts, and their lookup and storage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sipgate_tools._lazy import load_lazily

from .credentials import BearerToken, Credentials, NoCredentials, PersonalAccessToken, UserPassword
from .lookup import find_credentials

if TYPE_CHECKING:
    from sipgate_tools import AsyncOAuth, OAuth

    from .keyring_store import KeyringStore
    from .oauth import AuthorizationRequest
    from .oauth_credentials import OAuthCredentials
    from .storage import default_store, store_token, stored_credentials
    from .store_protocol import AsyncCredentialStore, AsyncStoreLock, CredentialStore, StoreLock
    from .stores import FileStore, MemoryCredentialStore
    from .tokens import OAuthTokens

__all__ = [
    "AsyncCredentialStore",
    "AsyncOAuth",
    "AsyncStoreLock",
    "AuthorizationRequest",
    "BearerToken",
    "CredentialStore",
    "Credentials",
    "FileStore",
    "KeyringStore",
    "MemoryCredentialStore",
    "NoCredentials",
    "OAuth",
    "OAuthCredentials",
    "OAuthTokens",
    "PersonalAccessToken",
    "StoreLock",
    "UserPassword",
    "default_store",
    "find_credentials",
    "store_token",
    "stored_credentials",
]

_PROTOCOL: Final = ("AsyncCredentialStore", "AsyncStoreLock", "CredentialStore", "StoreLock")
_STORES: Final = ("FileStore", "MemoryCredentialStore")
_STORED: Final = ("default_store", "store_token", "stored_credentials")
# Imported on demand: a client with a token needs none of these.
_MODULES: Final = {
    "AsyncOAuth": "sipgate_tools",
    "AuthorizationRequest": ".oauth",
    "KeyringStore": ".keyring_store",
    "OAuth": "sipgate_tools",
    "OAuthCredentials": ".oauth_credentials",
    "OAuthTokens": ".tokens",
    **dict.fromkeys(_STORED, ".storage"),
    **dict.fromkeys(_STORES, ".stores"),
    **dict.fromkeys(_PROTOCOL, ".store_protocol"),
}


def __getattr__(name: str) -> Any:
    return load_lazily(__name__, globals(), _MODULES, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
