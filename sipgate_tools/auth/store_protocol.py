"""Protocols for credential stores, and a check that a store implements one of them."""

from __future__ import annotations

import contextlib
import functools
import inspect
from collections.abc import Awaitable, Callable
from typing import Any, Final, Protocol, TypeAlias

from sipgate_tools.errors import InvalidInput

_METHODS: Final = ("load", "save", "clear", "lock")
_LOCK_METHODS: Final = ("try_acquire", "release")
_HINT: Final = (
    "A store must have load(), save(content), clear() and lock(), and a lock try_acquire() and release(); "
    "see CredentialStore in docs/oauth.md."
)


class StoreLock(Protocol):
    """A lock that never blocks: a client that does not acquire it tries again a little later."""

    def try_acquire(self) -> bool:
        """Acquire the lock if it is free, and return whether it was acquired."""
        ...

    def release(self) -> None:
        """Release the lock, possibly in a different thread from the one that acquired it."""
        ...


class AsyncStoreLock(Protocol):
    """A `StoreLock` with asynchronous methods."""

    async def try_acquire(self) -> bool:
        """Acquire the lock if it is free, and return whether it was acquired."""
        ...

    async def release(self) -> None:
        """Release the lock."""
        ...


class CredentialStore(Protocol):
    """Storage for one login: a small JSON object, which contains secrets and should be encrypted.

    `OAuth` and `Sipgate` call these methods from any thread. `AsyncOAuth` and `AsyncSipgate` call them in a worker
    thread, and also accept an `AsyncCredentialStore`.

    Create one store object for each user. Clients convert any exception from these methods to `CredentialsMissing`,
    which contains only the class name of the exception, because the exception's message may contain secrets.
    """

    def load(self) -> dict[str, Any] | None:
        """Return the content that was saved last, or `None` if the store is empty."""
        ...

    def save(self, content: dict[str, Any]) -> None:
        """Replace the content.

        The content must be stored durably when this method returns, because the old refresh token is no longer valid.
        """
        ...

    def clear(self) -> None:
        """Delete the content, if there is any."""
        ...

    def lock(self) -> StoreLock:
        """Return a lock that all clients of this storage share, in every process, without acquiring it.

        Only the holder of the lock refreshes the login. If the holder dies, the lock must be released within two
        minutes: use a lease in the database, an advisory lock, or a Redis key that expires.
        """
        ...


class AsyncCredentialStore(Protocol):
    """A `CredentialStore` with asynchronous methods, for `AsyncOAuth` and `AsyncSipgate`."""

    async def load(self) -> dict[str, Any] | None:
        """Return the content that was saved last, or `None` if the store is empty."""
        ...

    async def save(self, content: dict[str, Any]) -> None:
        """Replace the content, which must be stored durably when this method returns."""
        ...

    async def clear(self) -> None:
        """Delete the content, if there is any."""
        ...

    def lock(self) -> AsyncStoreLock | StoreLock | Awaitable[AsyncStoreLock | StoreLock]:
        """Return a lock that all clients of this storage share, in every process, or an awaitable that returns it."""
        ...


AnyStore: TypeAlias = CredentialStore | AsyncCredentialStore


def check_store(store: object, *, asynchronous: bool) -> None:
    """Check that a client can use a credential store, before a login depends on it.

    Args:
        store: The store.
        asynchronous: Whether the client is asynchronous. If so, the methods can be synchronous or asynchronous.

    Raises:
        InvalidInput: The store is a class, the store or its lock lacks a method, or the store is asynchronous and the
            client is not.
    """
    if isinstance(store, type):
        raise InvalidInput("The credential store is a class.", hint="Pass an object: store=TheClass(...).")
    _check_methods(store, _METHODS, "credential store", asynchronous=asynchronous)
    lock_method = getattr(store, "lock")  # noqa: B009 - it is there, as was checked
    if is_async(lock_method):
        return
    lock = None
    with contextlib.suppress(Exception):  # storage that is down raises when it is used
        lock = lock_method()
    if inspect.iscoroutine(lock):
        lock.close()
    elif lock is not None and not inspect.isawaitable(lock):
        _check_methods(lock, _LOCK_METHODS, "lock of the credential store", asynchronous=asynchronous)


def is_async(method: Callable[..., Any]) -> bool:
    """Return whether calling the method returns an awaitable."""
    while isinstance(method, functools.partial):
        method = method.func
    if inspect.iscoroutinefunction(method):
        return True
    # A callable object.
    return not inspect.isroutine(method) and inspect.iscoroutinefunction(type(method).__call__)


def _check_methods(thing: object, names: tuple[str, ...], what: str, *, asynchronous: bool) -> None:
    missing = [name for name in names if not callable(getattr(thing, name, None))]
    if missing:
        raise InvalidInput(f"The {what} lacks {' and '.join(f'{name}()' for name in missing)}.", hint=_HINT)
    awaited = [name for name in names if is_async(getattr(thing, name))]
    if awaited and not asynchronous:
        raise InvalidInput(
            f"The {what} is asynchronous ({', '.join(f'{name}()' for name in awaited)}), but this client is not.",
            hint="Use AsyncOAuth and AsyncSipgate, or a store with synchronous methods.",
        )
