"""Decorators that register event handlers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, overload

from .processing.handlers import (
    ALL,
    AnswerHandler,
    DtmfHandler,
    Filter,
    Handlers,
    HangUpHandler,
    NewCallHandler,
    call_filter,
)

H = TypeVar("H", bound=Callable[[Any], Any])


class HandlerDecorators:
    """Decorators that register event handlers.

    Handlers for new calls and digits run in the order in which they were added, until one of them returns an action.
    Handlers for answered and ended calls run concurrently.

    Args:
        handlers: The registry that handlers are added to.
    """

    def __init__(self, handlers: Handlers) -> None:
        self._handlers = handlers

    @overload
    def on_new_call(self, handler: NewCallHandler, /) -> NewCallHandler: ...
    @overload
    def on_new_call(
        self,
        /,
        *,
        direction: str | None = None,
        from_: str | None = None,
        to: str | None = None,
        number: str | None = None,
        user: str | None = None,
    ) -> Callable[[H], H]: ...
    def on_new_call(self, handler: Any = None, /, **filters: str | None) -> Any:
        """Register a handler for new calls, which returns an action, or `None` to leave the call to the next handler.

        Args:
            handler: A function or coroutine function that takes a `NewCall`.
            **filters: Values that the call must have: `direction`, `from_`, `to`, `number` (caller or callee), `user`.

        Raises:
            InvalidInput: The direction is neither `in` nor `out`, or a number is invalid.
        """
        return self._add("newCall", handler, call_filter(**filters))

    @overload
    def on_answer(self, handler: AnswerHandler, /) -> AnswerHandler: ...
    @overload
    def on_answer(
        self,
        /,
        *,
        direction: str | None = None,
        from_: str | None = None,
        to: str | None = None,
        number: str | None = None,
        user: str | None = None,
    ) -> Callable[[H], H]: ...
    def on_answer(self, handler: Any = None, /, **filters: str | None) -> Any:
        """Register a handler for answered calls, whose return value is ignored.

        Args:
            handler: A function or coroutine function that takes an `Answer`.
            **filters: Values that the call must have: `direction`, `from_`, `to`, `number` (caller or callee), `user`.

        Raises:
            InvalidInput: The direction is neither `in` nor `out`, or a number is invalid.
        """
        return self._add("answer", handler, call_filter(**filters))

    @overload
    def on_hangup(self, handler: HangUpHandler, /) -> HangUpHandler: ...
    @overload
    def on_hangup(
        self,
        /,
        *,
        direction: str | None = None,
        from_: str | None = None,
        to: str | None = None,
        number: str | None = None,
    ) -> Callable[[H], H]: ...
    def on_hangup(self, handler: Any = None, /, **filters: str | None) -> Any:
        """Register a handler for ended calls. Its return value is ignored.

        Args:
            handler: A function or coroutine function that takes a `HangUp`.
            **filters: Values that the call must have: `direction`, `from_`, `to`, `number` (caller or callee).

        Raises:
            InvalidInput: The direction is neither `in` nor `out`, or a number is invalid.
        """
        return self._add("hangup", handler, call_filter(**filters))

    @overload
    def on_data(self, handler: DtmfHandler, /) -> DtmfHandler: ...
    @overload
    def on_data(self, /, *, dtmf: str | None = None) -> Callable[[H], H]: ...
    def on_data(self, handler: Any = None, /, *, dtmf: str | None = None) -> Any:
        """Register a handler for the digits that a `gather` collects.

        The handler returns an action, or `None` to leave the call to the next handler.

        Args:
            handler: A function or coroutine function that takes a `Dtmf`.
            dtmf: The digits that must have been pressed; an empty string for none, `None` for any.
        """
        return self._add("dtmf", handler, ALL if dtmf is None else Filter(dtmf=dtmf))

    def _add(self, event: str, handler: Callable[[Any], Any] | None, event_filter: Filter) -> Any:
        def register(function: H) -> H:
            self._handlers.add(event, function, event_filter)
            return function

        return register if handler is None else register(handler)
