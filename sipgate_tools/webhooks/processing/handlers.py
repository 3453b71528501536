"""Event handlers: finding those that match an event, and running them in the event loop or in threads."""

from __future__ import annotations

import asyncio
import contextvars
import inspect
import logging
import re
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, cast

from sipgate_tools.errors import InvalidInput
from sipgate_tools.values import phone_number

from ..actions import Action, is_action
from ..events import ANONYMOUS, Answer, Dtmf, Event, HangUp, NewCall, UnknownEvent

Reply: TypeAlias = Action | None
NewCallHandler: TypeAlias = Callable[[NewCall], Reply | Awaitable[Reply]]
DtmfHandler: TypeAlias = Callable[[Dtmf], Reply | Awaitable[Reply]]
AnswerHandler: TypeAlias = Callable[[Answer], Awaitable[None] | None]
HangUpHandler: TypeAlias = Callable[[HangUp], Awaitable[None] | None]

_log: Final = logging.getLogger("sipgate_tools.webhooks")
_THREADS: Final = 32
_INTERNAL: Final = re.compile(r"[0-9]{1,5}|[0-9]+[a-z][0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A filter for the events that a handler receives. `None` matches everything.

    Attributes:
        direction: `in` or `out`.
        from_: The caller: a telephone number, a short number (`10`), an internal SIP id (`1234567e0`) or `anonymous`.
        to: The callee, in the same forms as `from_`.
        number: The caller or the callee, in the same forms as `from_`.
        user: A user involved: the name, id (`w0`) or full id (`1234567w0`).
        dtmf: The digits that were pressed; an empty string if none were.
    """

    direction: str | None = None
    from_: str | None = None
    to: str | None = None
    number: str | None = None
    user: str | None = None
    dtmf: str | None = None

    def matches(self, event: Event) -> bool:
        """Return whether an event matches."""
        if isinstance(event, Dtmf):
            return self.dtmf is None or self.dtmf == event.dtmf
        if isinstance(event, UnknownEvent):
            return True
        return (
            (self.direction is None or self.direction == event.direction)
            and (self.from_ is None or self.from_ == event.from_)
            and (self.to is None or self.to == event.to)
            and (self.number is None or self.number in (event.from_, event.to))
            and (self.user is None or self.user in _users(event))
        )


ALL: Final = Filter()


def call_filter(
    *,
    direction: str | None = None,
    from_: str | None = None,
    to: str | None = None,
    number: str | None = None,
    user: str | None = None,
) -> Filter:
    """Return a filter for calls after validating its values.

    Raises:
        InvalidInput: The direction is neither `in` nor `out`, or a number is invalid.
    """
    if direction not in {None, "in", "out"}:
        raise InvalidInput("direction must be 'in' or 'out'.")
    return Filter(
        direction=direction,
        from_=_number(from_, "from_"),
        to=_number(to, "to"),
        number=_number(number, "number"),
        user=user,
    )


@dataclass(frozen=True, slots=True)
class _EventHandler:
    call: Callable[[Any], Any]
    filter: Filter
    is_async: bool

    @property
    def name(self) -> str:
        return getattr(self.call, "__qualname__", type(self.call).__name__)


class Handlers:
    """The registered handlers of an app, by event name."""

    def __init__(self) -> None:
        self._by_event: dict[str, list[_EventHandler]] = {}
        self._threads: ThreadPoolExecutor | None = None
        self._running: set[asyncio.Task[None]] = set()

    def add(self, event: str, handler: Callable[[Any], Any], event_filter: Filter) -> None:
        """Register a handler for the events that have this name and match the filter."""
        is_async = inspect.iscoroutinefunction(handler) or inspect.iscoroutinefunction(
            getattr(handler, "__call__", None)  # noqa: B004 - whether calling the object returns a coroutine
        )
        self._by_event.setdefault(event, []).append(_EventHandler(handler, event_filter, is_async))

    def exist(self, event: str) -> bool:
        """Return whether a handler is registered for the event with this name."""
        return event in self._by_event

    async def first_reply(self, event: Event) -> Reply:
        """Return the action of the first matching handler that returns one, else `None`.

        Raises:
            HandlerFailed: A handler raised an exception or returned something that is not an action; it is logged.
        """
        try:
            for handler in self._by_event.get(event.event, ()):
                if handler.filter.matches(event):
                    reply = await self._run(handler, event)
                    if reply is not None:
                        return _checked_action(handler, reply)
        except HandlerFailed:
            raise
        except Exception as error:
            _log.error("a handler of %s failed", event.event, exc_info=error)
            raise HandlerFailed from error
        return None

    async def notify_all(self, event: Event) -> None:
        """Run all handlers for an event concurrently, ignore their return values, and log failures.

        The handlers keep running if this coroutine is canceled because the response is due.
        """
        matching = [one for one in self._by_event.get(event.event, ()) if one.filter.matches(event)]
        if not matching:
            return
        tasks = [asyncio.ensure_future(self._run_logged(handler, event)) for handler in matching]
        self._running.update(tasks)
        for task in tasks:
            task.add_done_callback(self._running.discard)
        await asyncio.wait(tasks)

    async def finish(self, *, within_seconds: float) -> None:
        """Wait for handlers that still run after their response was sent, and cancel them after the time limit."""
        loop = asyncio.get_running_loop()
        tasks = [task for task in self._running if task.get_loop() is loop]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=within_seconds)
            for task in late:
                task.cancel()
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
            self._threads = None

    async def _run(self, handler: _EventHandler, event: Event) -> object:
        if handler.is_async:
            return await handler.call(event)
        if self._threads is None:
            self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="sipgate-webhook-handler")
        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        reply = await loop.run_in_executor(self._threads, lambda: context.run(handler.call, event))
        return await cast("Awaitable[object]", reply) if inspect.isawaitable(reply) else reply

    async def _run_logged(self, handler: _EventHandler, event: Event) -> None:
        try:
            await self._run(handler, event)
        except Exception as error:
            _log.error("a handler of %s failed: %s", event.event, handler.name, exc_info=error)


class HandlerFailed(Exception):
    """A handler failed or returned something that is not an action; the reason is logged."""


def _checked_action(handler: _EventHandler, reply: object) -> Action:
    if is_action(reply):
        return reply
    kind = type(reply).__name__
    _log.error("handler %s returned %s, which is not an action of webhooks.actions", handler.name, kind)
    raise HandlerFailed


def _users(event: NewCall | Answer | HangUp) -> tuple[str | None, ...]:
    if isinstance(event, NewCall):
        return event.users + event.user_ids + event.full_user_ids
    if isinstance(event, Answer):
        return (event.user, event.user_id, event.full_user_id)
    return ()


def _number(text: str | None, argument: str) -> str | None:
    if text is None or text == ANONYMOUS or _INTERNAL.fullmatch(text):
        return text
    return phone_number(text, argument=argument)
