"""Translation of redis-py's errors into `StoreFailed` and `InvalidInput`."""

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
    "WRONGTYPE": "a key of the store is used by another program",
    "MISCONF": "it cannot write to its disk",
    "READONLY": "it is a replica",
    "ReadOnlyError": "it is a replica",
    "BusyLoadingError": "it is still starting",
    "AuthenticationError": "it refuses the credentials",
    "NoPermissionError": "the user lacks a permission",
    "TimeoutError": "it did not respond in time",
    "ConnectionError": "it cannot be reached",
    "MaxConnectionsError": "there are too many connections to it",
    "KeyError": "an entry was written by another program",
}


def translate_errors(store: type[T]) -> type[T]:
    """Decorate a class so that its coroutine functions raise `StoreFailed` instead of redis-py's errors."""
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
    # Only the code of Redis's error is shown: the rest of its message may contain the data that was sent.
    code = re.match(r"[A-Z]{3,}\b", str(error))
    names = [code.group()] if code else []
    names += [kind.__name__ for kind in type(error).__mro__]
    return next((_REASONS[name] for name in names if name in _REASONS), names[0])


def checked_url(url: str) -> str:
    """Return a URL that redis-py accepts.

    Raises:
        InvalidInput: `url` is not a Redis URL, or sets `decode_responses`.
    """
    from redis.asyncio import ConnectionPool  # imported here: an optional extra

    try:
        pool: Any = cast("Any", ConnectionPool).from_url(url)
        pool.make_connection()
    except Exception:
        # The message may contain the password of the URL.
        raise InvalidInput(
            "The URL of the store is not a Redis URL.", hint="Use redis://localhost:6379/0, for example."
        ) from None
    if pool.connection_kwargs.get("decode_responses"):
        raise InvalidInput(
            "The URL of the store must not set decode_responses, because the store needs bytes."
        )
    return url
