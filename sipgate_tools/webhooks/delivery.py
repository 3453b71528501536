"""From a verified delivery to its answer: kept, handled once, answered, whatever the handlers do."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from sipgate_tools.errors import InvalidInput, SipgateError, StoreFailed

from .actions import Action, Gather, PlayThen, Redirect, render
from .clock import Clock
from .events import Dtmf, Event, NewCall
from .handlers import HandlerFailed, Handlers
from .store.base import Store
from .store.records import Claim, Delivery, FollowUp

_log = logging.getLogger("sipgate_tools.webhooks")

_LEASE_MARGIN_SECONDS: Final = 5.0
_LOOK_AGAIN_SECONDS: Final = 0.02
_FINISH_LATE_SECONDS: Final = 0.5


@dataclass(frozen=True, slots=True)
class DeliveryOptions:
    """How deliveries are answered.

    Attributes:
        deadline_seconds: How long sipgate is kept waiting for an answer: for the store and all handlers together.
        url: Where sipgate posts what follows.
        follow_calls: Whether answers and hang-ups are wanted even when nobody handles them.
        safe_answer: What to do when the handlers do not say it.
        measure: Returns the length in seconds of the sound file at a URL.
        prepare_client: Called before a follow-up is promised; raises when nobody could do it.
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
    """Answers deliveries.

    Args:
        store: Where they are kept.
        handlers: Who says what to do.
        clock: What time it is.
        rules: How they are answered.
        on_follow_up: Called when something was promised for later.
    """

    def __init__(
        self,
        store: Store,
        handlers: Handlers,
        clock: Clock,
        rules: DeliveryOptions,
        on_follow_up: Callable[[], None],
    ) -> None:
        self._store = store
        self._handlers = handlers
        self._clock = clock
        self._rules = rules
        self._on_follow_up = on_follow_up
        self._in_hand: dict[tuple[str, bytes], asyncio.Future[bytes]] = {}

    async def process(self, event: Event, body: bytes, *, occurred_at: float | None = None) -> bytes:
        """Keep a delivery and return its answer; a repeated one gets the answer of the first.

        Args:
            event: What it tells.
            body: Its bytes.
            occurred_at: When its sender says that it happened, seconds since the epoch.

        Raises:
            StoreFailed: The store does not work, or not in time.
        """
        delivery = Delivery(event, body, self._clock.now(), occurred_at)
        key = (event.call_id, delivery.digest)
        loop = asyncio.get_running_loop()
        first = self._in_hand.get(key)
        if first is not None and first.get_loop() is loop:
            await asyncio.wait([first])
            if not first.cancelled():
                return first.result()
        mine: asyncio.Future[bytes] = loop.create_future()
        self._in_hand[key] = mine
        try:
            answer = await self._answer(delivery)
        except Exception as error:
            mine.set_exception(error)
            mine.exception()  # it counts as seen although nobody else may wait for it
            raise
        else:
            mine.set_result(answer)
            return answer
        finally:
            mine.cancel()
            if self._in_hand.get(key) is mine:
                del self._in_hand[key]

    async def _answer(self, delivery: Delivery) -> bytes:
        seconds = self._rules.deadline_seconds
        claim: Claim | None = None
        reply: _Reply | None = None
        limit = asyncio.timeout(seconds)
        try:
            async with limit:
                claim = await self._store.claim(delivery, lease_seconds=seconds + _LEASE_MARGIN_SECONDS)
                if claim.answer is not None:
                    return claim.answer
                if not claim.acquired:
                    return await self._answer_of_another(claim)
                decided = await self._decide(delivery.event)
                if not limit.expired():  # a handler that keeps its cancellation to itself is too slow as well
                    reply = decided
                    return await self._finish(claim, reply)
        except TimeoutError:
            if not limit.expired():
                raise
        if claim is None or reply is not None:
            raise StoreFailed(f"The store took longer than {seconds:g} seconds.")
        if not claim.acquired:
            return self._render(self._rules.safe_answer)
        try:
            async with asyncio.timeout(_FINISH_LATE_SECONDS):
                return await self._finish(claim, self._late(delivery.event))
        except TimeoutError:
            raise StoreFailed("The store took too long to keep the safe answer.") from None

    async def _finish(self, claim: Claim, reply: _Reply) -> bytes:
        answer = await self._store.finish(claim, reply.xml, gathers=reply.gathers, follow_up=reply.follow_up)
        if reply.follow_up is not None:
            self._on_follow_up()
        return answer

    async def _answer_of_another(self, claim: Claim) -> bytes:
        while True:
            answer = await self._store.answer_of(claim)
            if answer is not None:
                return answer
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)

    def _late(self, event: Event) -> _Reply:
        if not isinstance(event, NewCall | Dtmf):
            return _Reply(self._render(None))
        _log.error("the answer to %s took longer than %g s", event.event, self._rules.deadline_seconds)
        return self._safe()

    def _safe(self) -> _Reply:
        safe = self._rules.safe_answer
        return _Reply(self._render(safe), gathers=isinstance(safe, Gather))

    async def _decide(self, event: Event) -> _Reply:
        if not isinstance(event, NewCall | Dtmf):
            await self._handlers.tell(event)
            return _Reply(self._render(None))
        try:
            action = await self._handlers.ask(event)
            return await self._reply(event, action)
        except HandlerFailed:
            pass
        except SipgateError as error:
            _log.error("the answer to %s cannot be given: %s", event.event, error)
        return self._safe()

    async def _reply(self, event: NewCall | Dtmf, action: Action | None) -> _Reply:
        follow_up: FollowUp | None = None
        if isinstance(action, PlayThen):
            follow_up = await self._promise(event, action)
        if isinstance(action, Redirect) and len(action.numbers) > 1 and _goes_out(event):
            raise InvalidInput("An outgoing call can be redirected to one number only.")
        return _Reply(self._render(action), isinstance(action, Gather), follow_up)

    async def _promise(self, event: NewCall | Dtmf, action: PlayThen) -> FollowUp:
        self._rules.prepare_client()
        length = action.duration_seconds
        if length is None:
            try:
                length = await self._rules.measure(action.announcement)
            except asyncio.CancelledError:
                _log.error("an announcement was not measured in time: say its length with duration=")
                raise
        due = self._clock.now() + length + action.extra_seconds
        return FollowUp(event.call_id, due, action.number, action.attended)

    def _render(self, action: Action | None) -> bytes:
        rules, handlers = self._rules, self._handlers
        return render(
            action,
            on_answer=rules.url if rules.follow_calls or handlers.exist("answer") else None,
            on_hangup=rules.url if rules.follow_calls or handlers.exist("hangup") else None,
            on_data=rules.url,
        )


def _goes_out(event: NewCall | Dtmf) -> bool:
    return isinstance(event, NewCall) and event.direction == "out"
