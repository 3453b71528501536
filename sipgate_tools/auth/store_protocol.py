"""What a place that keeps a login has to offer, and a check of it before anything is kept there."""

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
    """A lock that is tried, never waited for: whoever does not get it tries again a little later."""

    def try_acquire(self) -> bool:
        """Take the lock if it is free, and return whether it is taken now."""
        ...

    def release(self) -> None:
        """Give the lock back. It may be called from another thread than `try_acquire`."""
        ...


class AsyncStoreLock(Protocol):
    """The same with methods that are awaited."""

    async def try_acquire(self) -> bool:
        """Take the lock if it is free, and return whether it is taken now."""
        ...

    async def release(self) -> None:
        """Give the lock back."""
        ...


class CredentialStore(Protocol):
    """A place that keeps one login: one JSON object, which is small and holds secrets. Encrypt it.

    `OAuth` and `Sipgate` call these methods from any thread. `AsyncOAuth` and `AsyncSipgate` call them in a worker
    thread; they take an `AsyncCredentialStore` as well.

    Make one store object for each user. What the methods raise becomes `CredentialsMissing`, with the name of the
    exception only: its text may hold the secrets.
    """

    def load(self) -> dict[str, Any] | None:
        """Return what was saved last, or `None` where nothing is kept."""
        ...

    def save(self, content: dict[str, Any]) -> None:
        """Keep this instead of what was there. It is durable when this returns: the old refresh token is used up."""
        ...

    def clear(self) -> None:
        """Forget what is kept; it is no error when nothing is."""
        ...

    def lock(self) -> StoreLock:
        """Return a lock that all share who use this place, in every process; making it takes nothing.

        Whoever holds it may renew the login. It must become free when its holder dies, at the latest after a minute
        or two: a lease in the database, an advisory lock, a key of Redis that expires.
        """
        ...


class AsyncCredentialStore(Protocol):
    """A `CredentialStore` with methods that are awaited, for `AsyncOAuth` and `AsyncSipgate`."""

    async def load(self) -> dict[str, Any] | None:
        """Return what was saved last, or `None` where nothing is kept."""
        ...

    async def save(self, content: dict[str, Any]) -> None:
        """Keep this instead of what was there; it is durable when this returns."""
        ...

    async def clear(self) -> None:
        """Forget what is kept; it is no error when nothing is."""
        ...

    def lock(self) -> AsyncStoreLock | StoreLock | Awaitable[AsyncStoreLock | StoreLock]:
        """Return a lock that all share who use this place, in every process. It may itself be awaited."""
        ...


AnyStore: TypeAlias = CredentialStore | AsyncCredentialStore


def check_store(store: object, *, asynchronous: bool) -> None:
    """Check that a client can use a credential store, before a login depends on it.

    Args:
        store: The store.
        asynchronous: Whether the client awaits; then methods of both kinds may be used.

    Raises:
        InvalidInput: It is a class, lacks a method, or is asynchronous where the client is not.
    """
    if isinstance(store, type):
        raise InvalidInput(
            "The credential store is a class.", hint="Make an object of it: store=TheClass(...)."
        )
    _check_methods(store, _METHODS, "credential store", asynchronous=asynchronous)
    lock_method = getattr(store, "lock")  # noqa: B009 - it is there, as was checked
    if is_async(lock_method):
        return
    lock = None
    with contextlib.suppress(Exception):  # a place that is down now shows it when it is used
        lock = lock_method()
    if inspect.iscoroutine(lock):
        lock.close()
    elif lock is not None and not inspect.isawaitable(lock):
        _check_methods(lock, _LOCK_METHODS, "lock of the credential store", asynchronous=asynchronous)


def is_async(method: Callable[..., Any]) -> bool:
    """Return whether calling this gives something to await."""
    while isinstance(method, functools.partial):
        method = method.func
    if inspect.iscoroutinefunction(method):
        return True
    # An object that is called like a function.
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
