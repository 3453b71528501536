"""Errors of redis-py as errors of ours."""

from __future__ import annotations

import inspect
import re
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, Final, TypeVar, cast

from sipgate_tools.errors import InvalidInput, SipgateError, StoreFailed

T = TypeVar("T")

_REASONS: Final = {
    "OutOfMemoryError": "its memory is full",
    "OOM": "its memory is full",
    "WRONGTYPE": "a key of the store belongs to another program",
    "MISCONF": "it cannot write to its disk",
    "READONLY": "it is a replica",
    "ReadOnlyError": "it is a replica",
    "BusyLoadingError": "it is still starting",
    "AuthenticationError": "it refuses the credentials",
    "NoPermissionError": "the user lacks a permission",
    "TimeoutError": "it did not answer in time",
    "ConnectionError": "it cannot be reached",
    "MaxConnectionsError": "there are too many connections to it",
    "KeyError": "an entry belongs to another program",
}


def errors_are_ours(store: type[T]) -> type[T]:
    """Decorate a class so that whatever goes wrong in one of its coroutines is a `StoreFailed`."""
    for name, method in list(vars(store).items()):
        if inspect.iscoroutinefunction(method):
            setattr(store, name, _translating(method))
    return store


def _translating(method: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    @wraps(method)
    async def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return await method(*args, **kwargs)
        except SipgateError:
            raise
        except Exception as error:
            raise StoreFailed(f"The store in Redis cannot be used: {_reason(error)}.") from error

    return call


def _reason(error: Exception) -> str:
    # Only the code of an error of Redis is named: the rest of its text may hold what was sent.
    code = re.match(r"[A-Z]{3,}\b", str(error))
    names = [code.group()] if code else []
    names += [kind.__name__ for kind in type(error).__mro__]
    return next((_REASONS[name] for name in names if name in _REASONS), names[0])


def checked_url(url: str) -> str:
    """Return a URL of Redis that redis-py understands.

    Raises:
        InvalidInput: It is not one.
    """
    from redis.asyncio import ConnectionPool

    try:
        pool: Any = cast("Any", ConnectionPool).from_url(url)
        pool.make_connection()
    except Exception:
        # Its text may hold the password of the URL.
        raise InvalidInput(
            "The URL of the store is not one of Redis.", hint="Such as redis://localhost:6379/0."
        ) from None
    if pool.connection_kwargs.get("decode_responses"):
        raise InvalidInput("The store in Redis keeps bytes: leave decode_responses out of its URL.")
    return url
