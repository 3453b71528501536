# Made by scripts/make_sync.py from sipgate_tools/_async/_http/credential_store.py: edit that file.
"""The store of a login, used by a client: plain or asynchronous, and with errors that hold no secret."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sipgate_tools._backends.sync import call_store
from sipgate_tools.auth.store_protocol import AnyStore
from sipgate_tools.errors import CredentialsMissing, SipgateError


def load(store: AnyStore) -> dict[str, Any] | None:
    """Return what a store keeps, or `None`.

    Raises:
        CredentialsMissing: It cannot be read, or is not what was saved.
    """
    content: dict[str, Any] | None = call_credential_store(store.load)
    if content is not None and not isinstance(content, dict):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise CredentialsMissing(
            f"The credential store gave {type(content).__name__}, not the object that was saved.",
            hint="load() returns the dict that save() got, or None.",
        )
    return content


def call_credential_store(method: Callable[..., Any], *arguments: Any) -> Any:
    """Call a method of a store or of its lock.

    Raises:
        CredentialsMissing: It raised something; only the name of that is told, as its text may hold the tokens.
    """
    try:
        return call_store(method, *arguments)
    except SipgateError:
        raise
    except Exception as error:
        kind = type(error).__name__
    raise CredentialsMissing(
        f"The credential store failed in {getattr(method, '__name__', 'a method')}() ({kind}).",
        hint="Look at the store: whether its database can be reached, and whether it takes the object.",
    )
