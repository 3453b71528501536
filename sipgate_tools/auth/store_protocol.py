"""Protocols of credential stores, and a check that a store implements one of them."""

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
    "A store has load(), save(content), clear() and lock(); a lock has try_acquire() and release(): "
    "see CredentialStore in docs/oauth.md."
)


class StoreLock(Protocol):
    """A lock that never blocks: a caller that does not get it tries again a little later."""

    def try_acquire(self) -> bool:
        """Acquire the lock if it is free, and return whether that succeeded."""
        ...

    def release(self) -> None:
        """Release the lock. The calling thread may be another than that of `try_acquire`."""
        ...


class AsyncStoreLock(Protocol):
    """A `StoreLock` with methods that are awaited."""

    async def try_acquire(self) -> bool:
        """Acquire the lock if it is free, and return whether that succeeded."""
        ...

    async def release(self) -> None:
        """Release the lock."""
        ...


class CredentialStore(Protocol):
    """Storage for one login: one small JSON object that contains secrets. Encrypt it.

    `OAuth` and `Sipgate` call these methods from any thread. `AsyncOAuth` and `AsyncSipgate` call them in a worker
    thread; they accept an `AsyncCredentialStore` as well.

    Create one store object for each user. Any exception of these methods becomes `CredentialsMissing`, which contains
    only the name of the exception, because its text may contain the secrets.
    """

    def load(self) -> dict[str, Any] | None:
        """Return the content that was saved last, or `None` if there is none."""
        ...

    def save(self, content: dict[str, Any]) -> None:
        """Replace the content. It must be durable when this returns: the old refresh token is no longer valid."""
        ...

    def clear(self) -> None:
        """Delete the content. An empty store is not an error."""
        ...

    def lock(self) -> StoreLock:
        """Return a lock that all users of this storage share, in every process. This call does not acquire it.

        The holder may refresh the login. The lock must become free when its holder dies, after two minutes at most:
        use a lease in the database, an advisory lock, or a Redis key that expires.
        """
        ...


class AsyncCredentialStore(Protocol):
    """A `CredentialStore` with methods that are awaited, for `AsyncOAuth` and `AsyncSipgate`."""

    async def load(self) -> dict[str, Any] | None:
        """Return the content that was saved last, or `None` if there is none."""
        ...

    async def save(self, content: dict[str, Any]) -> None:
        """Replace the content. It must be durable when this returns."""
        ...

    async def clear(self) -> None:
        """Delete the content. An empty store is not an error."""
        ...

    def lock(self) -> AsyncStoreLock | StoreLock | Awaitable[AsyncStoreLock | StoreLock]:
        """Return a lock that all users of this storage share, in every process. The result may be awaitable."""
        ...


AnyStore: TypeAlias = CredentialStore | AsyncCredentialStore


def check_store(store: object, *, asynchronous: bool) -> None:
    """Check that a client can use a credential store, before a login depends on it.

    Args:
        store: The store.
        asynchronous: Whether the client is asynchronous; then the methods may be of either kind.

    Raises:
        InvalidInput: The store is a class, lacks a method, or is asynchronous while the client is not.
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
        raise InvalidInput(
            f"The {what} has no {' and no '.join(f'{name}()' for name in missing)}.", hint=_HINT
        )
    awaited = [name for name in names if is_async(getattr(thing, name))]
    if awaited and not asynchronous:
        raise InvalidInput(
            f"The {what} is asynchronous ({', '.join(f'{name}()' for name in awaited)}), and this client is not.",
            hint="Use AsyncOAuth and AsyncSipgate, or a store with plain methods.",
        )
