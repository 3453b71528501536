# Made by scripts/make_sync.py from sipgate_tools/_async/_http/credential_store.py: edit that file.
"""Calls to credential stores, synchronous or asynchronous, with errors that contain no secrets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sipgate_tools._backends.sync import call_store
from sipgate_tools.auth.store_protocol import AnyStore
from sipgate_tools.errors import CredentialsMissing, SipgateError


def load(store: AnyStore) -> dict[str, Any] | None:
    """Return the content of a store, or `None` if it is empty.

    Raises:
        CredentialsMissing: The store cannot be read, or returned something other than a dictionary.
    """
    content: dict[str, Any] | None = call_credential_store(store.load)
    if content is not None and not isinstance(content, dict):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise CredentialsMissing(
            f"The credential store returned {type(content).__name__}, not the object that was saved.",
            hint="load() must return the dict that was passed to save(), or None.",
        )
    return content


def call_credential_store(method: Callable[..., Any], *arguments: Any) -> Any:
    """Call a method of a store or of its lock.

    Raises:
        CredentialsMissing: The method raised an exception. The error contains only the class name of the exception,
            because the exception's message may contain tokens.
    """
    try:
        return call_store(method, *arguments)
    except SipgateError:
        raise
    except Exception as error:
        kind = type(error).__name__
    raise CredentialsMissing(
        f"The credential store failed in {getattr(method, '__name__', 'a method')}() ({kind}).",
        hint="Check whether the store's database can be reached, and whether it accepts the object.",
    )
