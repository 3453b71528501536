"""Processes a verified delivery: stores it, runs its handlers once, and returns the response within the deadline."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from sipgate_tools.errors import InvalidInput, SipgateError, StoreFailed

from ..actions import Action, Gather, PlayThen, Redirect, render
from ..events import Dtmf, Event, NewCall
from ..store.base import Store
from ..store.records import Claim, Delivery, FollowUp
from .clock import Clock, was_cancelled
from .handlers import HandlerFailed, Handlers

_log: Final = logging.getLogger("sipgate_tools.webhooks")

_LEASE_MARGIN_SECONDS: Final = 5.0
_POLL_SECONDS: Final = 0.02
_FINISH_LATE_SECONDS: Final = 0.5


@dataclass(frozen=True, slots=True)
class DeliveryOptions:
    """Options for processing deliveries.

    Attributes:
        deadline_seconds: The time limit for the store and all handlers together, in seconds.
        url: The URL to which sipgate posts later events of the call.
        follow_calls: Whether to subscribe to `answer` and `hangup` events even without handlers for them.
        safe_answer: The action if the handlers fail or take too long; `None` lets the call continue.
        measure: A coroutine function that returns the length of the sound file at a URL, in seconds.
        prepare_client: A function that is called before a follow-up is scheduled, and raises an error if there are no
            credentials for it.
    """

    deadline_seconds: float
    url: str
    follow_calls: bool
    safe_answer: Action | None
    measure: Callable[[str], Awaitable[float]]
    prepare_client: Callable[[], object]


@dataclass(frozen=True, slots=True)
class _Reply:
    xml: bytes
    gathers: bool = False
    follow_up: FollowUp | None = None


class DeliveryProcessor:
    """Processes deliveries, each exactly once.

    Args:
        store: The store of deliveries and follow-ups.
        handlers: The handlers that choose the actions.
        clock: The source of the current time.
        options: The options for processing.
        on_follow_up: Called after a follow-up was scheduled.
    """

    def __init__(
        self,
        store: Store,
        handlers: Handlers,
        clock: Clock,
        options: DeliveryOptions,
        on_follow_up: Callable[[], None],
    ) -> None:
        self._store = store
        self._handlers = handlers
        self._clock = clock
        self._options = options
        self._on_follow_up = on_follow_up
        self._in_progress: dict[tuple[str, bytes], asyncio.Future[bytes]] = {}

    async def process(self, event: Event, body: bytes, *, occurred_at: float | None = None) -> bytes:
        """Store a delivery, and return the XML of its response.

        A duplicate gets the response to the first delivery.

        Args:
            event: The event of the delivery.
            body: The body of the delivery.
            occurred_at: The time of the event according to its sender, in seconds since the epoch.

        Raises:
            StoreFailed: The store failed or took longer than the deadline.
        """
        delivery = Delivery(event, body, self._clock.now(), occurred_at)
        key = (event.call_id, delivery.digest)
        loop = asyncio.get_running_loop()
        first = self._in_progress.get(key)
        if first is not None and first.get_loop() is loop:
            await asyncio.wait([first])
            if not first.cancelled():
                return first.result()
        future: asyncio.Future[bytes] = loop.create_future()
        self._in_progress[key] = future
        try:
            xml = await self._respond(delivery)
        except Exception as error:
            future.set_exception(error)
            future.exception()  # marks it as retrieved: perhaps no duplicate waits for it
            raise
        else:
            future.set_result(xml)
            return xml
        finally:
            future.cancel()
            if self._in_progress.get(key) is future:
                del self._in_progress[key]

    async def _respond(self, delivery: Delivery) -> bytes:
        seconds = self._options.deadline_seconds
        claim: Claim | None = None
        reply: _Reply | None = None
        limit = asyncio.timeout(seconds)
        try:
            async with limit:
                claim = await self._store.claim(delivery, lease_seconds=seconds + _LEASE_MARGIN_SECONDS)
                if claim.response is not None:
                    return claim.response
                if not claim.acquired:
                    return await self._await_response(claim)
                decided = await self._decide(delivery.event)
                if not limit.expired():  # a handler that swallows its cancellation counts as too slow
                    reply = decided
                    return await self._finish(claim, reply)
        except TimeoutError:
            if not limit.expired():
                raise
        if claim is None or reply is not None:
            raise StoreFailed(f"The store took longer than {seconds:g} seconds.")
        try:
            # Even if another process has the claim, because it may have died. The first stored response is valid.
            async with asyncio.timeout(_FINISH_LATE_SECONDS):
                return await self._finish(claim, self._late_reply(delivery.event))
        except TimeoutError:
            raise StoreFailed("The safe answer could not be stored in time.") from None

    async def _finish(self, claim: Claim, reply: _Reply) -> bytes:
        xml = await self._store.finish(claim, reply.xml, gathers=reply.gathers, follow_up=reply.follow_up)
        if reply.follow_up is not None:
            self._on_follow_up()
        return xml

    async def _await_response(self, claim: Claim) -> bytes:
        while True:
            xml = await self._store.response_of(claim)
            if xml is not None:
                return xml
            if was_cancelled():  # or it would poll forever once the deadline has passed
                raise asyncio.CancelledError
            await asyncio.sleep(_POLL_SECONDS)

    def _late_reply(self, event: Event) -> _Reply:
        if not isinstance(event, NewCall | Dtmf):
            return _Reply(self._render(None))
        _log.error("the response to %s took longer than %g s", event.event, self._options.deadline_seconds)
        return self._safe_reply()

    def _safe_reply(self) -> _Reply:
        safe = self._options.safe_answer
        return _Reply(self._render(safe), gathers=isinstance(safe, Gather))

    async def _decide(self, event: Event) -> _Reply:
        if not isinstance(event, NewCall | Dtmf):
            await self._handlers.notify_all(event)
            return _Reply(self._render(None))
        try:
            action = await self._handlers.first_reply(event)
            return await self._reply(event, action)
        except HandlerFailed:
            pass
        except SipgateError as error:
            _log.error("the response to %s failed: %s", event.event, error)
        return self._safe_reply()

    async def _reply(self, event: NewCall | Dtmf, action: Action | None) -> _Reply:
        follow_up: FollowUp | None = None
        if isinstance(action, PlayThen):
            follow_up = await self._schedule(event, action)
        if isinstance(action, Redirect) and len(action.numbers) > 1 and _is_outgoing(event):
            raise InvalidInput("An outgoing call can be redirected to one number only.")
        return _Reply(self._render(action), isinstance(action, Gather), follow_up)

    async def _schedule(self, event: NewCall | Dtmf, action: PlayThen) -> FollowUp:
        self._options.prepare_client()
        length = action.duration_seconds
        if length is None:
            try:
                length = await self._options.measure(action.announcement)
            except asyncio.CancelledError:
                _log.error("an announcement was not measured in time: pass its length as duration=")
                raise
        due = self._clock.now() + length + action.extra_seconds
        return FollowUp(event.call_id, due, action.number, action.attended)

    def _render(self, action: Action | None) -> bytes:
        options, handlers = self._options, self._handlers
        return render(
            action,
            on_answer=options.url if options.follow_calls or handlers.exist("answer") else None,
            on_hangup=options.url if options.follow_calls or handlers.exist("hangup") else None,
            on_data=options.url,
        )


def _is_outgoing(event: NewCall | Dtmf) -> bool:
    return isinstance(event, NewCall) and event.direction == "out"
