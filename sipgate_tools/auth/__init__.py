"""Credentials: the forms that sipgate accepts, where they are looked up, and how they are stored."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

from .credentials import BearerToken, Credentials, PersonalAccessToken, UserPassword
from .lookup import find_credentials

if TYPE_CHECKING:
    from sipgate_tools import AsyncOAuth, OAuth

    from .keyring_store import KeyringStore
    from .oauth import AuthorizationRequest
    from .oauth_credentials import OAuthCredentials
    from .storage import default_store, store_token, stored_credentials
    from .store_protocol import AsyncCredentialStore, AsyncStoreLock, CredentialStore, StoreLock
    from .stores import FileStore, MemoryStore
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
    "MemoryStore",
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
_STORES: Final = ("FileStore", "MemoryStore")
_STORED: Final = ("default_store", "store_token", "stored_credentials")
# Imported on demand: a client with a token needs none of these.
_LAZY: Final = {
    "AsyncOAuth": "sipgate_tools",
    "AuthorizationRequest": "sipgate_tools.auth.oauth",
    "KeyringStore": "sipgate_tools.auth.keyring_store",
    "OAuth": "sipgate_tools",
    "OAuthCredentials": "sipgate_tools.auth.oauth_credentials",
    "OAuthTokens": "sipgate_tools.auth.tokens",
    **dict.fromkeys(_STORED, "sipgate_tools.auth.storage"),
    **dict.fromkeys(_STORES, "sipgate_tools.auth.stores"),
    **dict.fromkeys(_PROTOCOL, "sipgate_tools.auth.store_protocol"),
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'sipgate_tools.auth' has no attribute {name!r}")
    found = getattr(importlib.import_module(_LAZY[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
