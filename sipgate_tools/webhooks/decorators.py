"""The decorators that let functions have events."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, overload

from .handlers import (
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
    """Adds handlers; several may have one event, in the order they were added.

    Args:
        handlers: Where they are added.
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
    def on_new_call(self, handler: Any = None, /, **wanted: str | None) -> Any:
        """Let a function say what happens with new calls: it returns an action, or `None` for the next to say.

        Args:
            handler: Takes a `NewCall`, async or not.
            **wanted: Which calls: `direction`, `from_`, `to`, `number` (either of the two), `user`.
        """
        return self._add("newCall", handler, call_filter(**wanted))

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
    def on_answer(self, handler: Any = None, /, **wanted: str | None) -> Any:
        """Let a function know when somebody picks up; what it returns does not matter.

        Args:
            handler: Takes an `Answer`, async or not.
            **wanted: Which calls: `direction`, `from_`, `to`, `number` (either of the two), `user`.
        """
        return self._add("answer", handler, call_filter(**wanted))

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
    def on_hangup(self, handler: Any = None, /, **wanted: str | None) -> Any:
        """Let a function know when a call is over; what it returns does not matter.

        Args:
            handler: Takes a `HangUp`, async or not.
            **wanted: Which calls: `direction`, `from_`, `to`, `number` (either of the two).
        """
        return self._add("hangup", handler, call_filter(**wanted))

    @overload
    def on_data(self, handler: DtmfHandler, /) -> DtmfHandler: ...
    @overload
    def on_data(self, /, *, dtmf: str | None = None) -> Callable[[H], H]: ...
    def on_data(self, handler: Any = None, /, *, dtmf: str | None = None) -> Any:
        """Let a function say what happens after a `gather`: it returns an action, or `None` for the next to say.

        Args:
            handler: Takes a `Dtmf`, async or not.
            dtmf: Only when exactly these digits were pressed; empty: when none was.
        """
        return self._add("dtmf", handler, ALL if dtmf is None else Filter(dtmf=dtmf))

    def _add(self, event: str, handler: Callable[[Any], Any] | None, wanted: Filter) -> Any:
        def register(function: H) -> H:
            self._handlers.add(event, function, wanted)
            return function

        return register if handler is None else register(handler)
