"""Handlers: which of them an event concerns, and running them within the time that the caller waits."""

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

from .actions import Action, is_action
from .events import ANONYMOUS, Answer, Dtmf, Event, HangUp, NewCall, UnknownEvent

Reply: TypeAlias = Action | None
NewCallHandler: TypeAlias = Callable[[NewCall], Reply | Awaitable[Reply]]
DtmfHandler: TypeAlias = Callable[[Dtmf], Reply | Awaitable[Reply]]
AnswerHandler: TypeAlias = Callable[[Answer], Awaitable[None] | None]
HangUpHandler: TypeAlias = Callable[[HangUp], Awaitable[None] | None]

_log = logging.getLogger("sipgate_tools.webhooks")
_THREADS: Final = 32
_INTERNAL: Final = re.compile(r"[0-9]{1,5}|[0-9]+[a-z][0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which events a handler wants; what is `None` does not matter.

    Attributes:
        direction: `in` or `out`.
        from_: The caller, a telephone number, a short number (`10`), an internal SIP id (`1234567e0`) or `anonymous`.
        to: The callee, likewise.
        number: Either of the two.
        user: A user involved: name, id (`w0`) or full id (`1234567w0`).
        dtmf: The digits pressed.
    """

    direction: str | None = None
    from_: str | None = None
    to: str | None = None
    number: str | None = None
    user: str | None = None
    dtmf: str | None = None

    def wants(self, event: Event) -> bool:
        """Whether the event is one of them."""
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
    """Return a checked filter of calls.

    Raises:
        InvalidInput: The direction is neither `in` nor `out`, or a number is none.
    """
    if direction not in {None, "in", "out"}:
        raise InvalidInput("A call's direction is 'in' or 'out'.")
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
    wanted: Filter
    waits: bool

    @property
    def name(self) -> str:
        return getattr(self.call, "__qualname__", type(self.call).__name__)


class Handlers:
    """The handlers of an app, by the name of their event."""

    def __init__(self) -> None:
        self._by_event: dict[str, list[_EventHandler]] = {}
        self._threads: ThreadPoolExecutor | None = None
        self._going_on: set[asyncio.Task[None]] = set()

    def add(self, event: str, handler: Callable[[Any], Any], wanted: Filter) -> None:
        """Let a handler have the events of a name that a filter wants."""
        waits = inspect.iscoroutinefunction(handler) or inspect.iscoroutinefunction(
            getattr(handler, "__call__", None)  # noqa: B004 - asks whether calling the object waits
        )
        self._by_event.setdefault(event, []).append(_EventHandler(handler, wanted, waits))

    def exist(self, event: str) -> bool:
        """Whether anybody wants events of that name."""
        return event in self._by_event

    async def ask(self, event: Event) -> Reply:
        """Return what the first handler says that says anything.

        Raises:
            HandlerFailed: A handler failed, or said something that is no action. It has been logged.
        """
        try:
            for handler in self._by_event.get(event.event, ()):
                if handler.wanted.wants(event):
                    reply = await self._run(handler, event)
                    if reply is not None:
                        return _checked(handler, reply)
        except HandlerFailed:
            raise
        except Exception as error:
            _log.error("a handler of %s failed", event.event, exc_info=error)
            raise HandlerFailed from error
        return None

    async def tell(self, event: Event) -> None:
        """Run all handlers of an event whose answer does not matter; one that fails is logged.

        They go on when whoever waits here is cancelled, because sipgate has to be answered.
        """
        wanted = [one for one in self._by_event.get(event.event, ()) if one.wanted.wants(event)]
        if not wanted:
            return
        tasks = [asyncio.ensure_future(self._run_logged(handler, event)) for handler in wanted]
        self._going_on.update(tasks)
        for task in tasks:
            task.add_done_callback(self._going_on.discard)
        await asyncio.wait(tasks)

    async def finish(self, *, within_seconds: float) -> None:
        """Wait for handlers that go on after their answer; what is not done in time is cancelled."""
        loop = asyncio.get_running_loop()
        tasks = [task for task in self._going_on if task.get_loop() is loop]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=within_seconds)
            for task in late:
                task.cancel()
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
            self._threads = None

    async def _run(self, handler: _EventHandler, event: Event) -> object:
        if handler.waits:
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
    """No handler said what to do; why is in the log."""


def _checked(handler: _EventHandler, reply: object) -> Action:
    if is_action(reply):
        return reply
    kind = type(reply).__name__
    _log.error("handler %s returned %s, which is no action of webhooks.actions", handler.name, kind)
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
