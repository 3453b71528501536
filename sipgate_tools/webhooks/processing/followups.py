"""Follow-ups: hang up or transfer a call when its sound file ends, exactly once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from sipgate_tools.errors import ConnectionFailed, NotFound, OutcomeUnknown, SipgateError

from ..store.base import Store
from ..store.records import FollowUp, FollowUpState
from .clock import Clock, was_cancelled
from .live_calls import LiveCallActions

_log: Final = logging.getLogger("sipgate_tools.webhooks")

_POLL_SECONDS: Final = 5.0
_INTERRUPTED_AFTER_SECONDS: Final = 90.0  # longer than the client waits to connect and then to read
_CONCURRENCY: Final = 20


class FollowUps:
    """A scheduler that runs follow-ups when they are due. Several schedulers can share one store.

    Args:
        store: The store of the follow-ups.
        clock: The source of the current time.
        live_calls: A function that returns the live-call operations, called when a follow-up is due.
    """

    def __init__(self, store: Store, clock: Clock, live_calls: Callable[[], LiveCallActions]) -> None:
        self._store = store
        self._clock = clock
        self._live_calls = live_calls
        self._woken: asyncio.Event | None = None
        self._stopping = False

    def wake(self) -> None:
        """Check the store now, because a new follow-up may be due soon."""
        if self._woken is not None:
            self._woken.set()

    def stop(self) -> None:
        """Make `run` return after the follow-ups in progress."""
        self._stopping = True
        self.wake()

    async def run(self) -> None:
        """Run follow-ups when they are due, until stopped."""
        self._woken = asyncio.Event()
        while not self._stopping:
            self._woken.clear()
            now = self._clock.now()
            try:
                await self.run_due()
                due = await self._store.next_due()
            except Exception as error:
                _log.error("follow-ups cannot be run: %s", type(error).__name__)
                due = None
            if was_cancelled():
                return
            # Another process may have added a follow-up, or may have died before its own were due.
            next_poll = now + _POLL_SECONDS
            if not self._stopping:
                await self._clock.wait_until(next_poll if due is None else min(due, next_poll), self._woken)
        self._stopping = False

    async def run_due(self) -> int:
        """Run all follow-ups that are due now, and return their number."""
        now = self._clock.now()
        before = now - _INTERRUPTED_AFTER_SECONDS
        if interrupted := await self._store.interrupted_follow_ups(before):
            await self._resolve_interrupted(interrupted, before)
        done = 0
        while True:
            waiting = await self._store.follow_ups(state="waiting", limit=_CONCURRENCY)
            started = await asyncio.gather(*(self._run_once(one) for one in waiting if one.due_at <= now))
            if not any(started):
                return done
            done += sum(started)

    async def _resolve_interrupted(self, interrupted: list[FollowUp], before: float) -> None:
        """Retry interrupted hang-ups of live calls, and mark all other interrupted follow-ups as `unknown`."""
        try:
            live = {call.call_id for call in await self._live_calls().calls()}
        except ConnectionFailed:
            return  # try again at the next poll
        except SipgateError:
            live = set[str]()
        for one in interrupted:
            retry = one.number is None and one.call_id in live
            if not await self._store.resolve_follow_up(one.id, before, retry=retry):
                continue
            name = _describe(one)
            if retry:
                _log.warning(
                    "%s of call %s was interrupted, and the call is still live: retrying", name, one.call_id
                )
            else:
                _log.error(
                    "%s of call %s was interrupted: the outcome is unknown, so it is not retried",
                    name,
                    one.call_id,
                )

    async def _run_once(self, follow_up: FollowUp) -> bool:
        over = await self._store.is_over(follow_up.call_id)
        rtcm = None if over else self._live_calls()
        # From here on it may have happened: if the process dies now, the follow-up stays `started`.
        if not await self._store.start_follow_up(follow_up.id, self._clock.now()):
            return False
        state, outcome = ("done", "the call was over") if rtcm is None else await _act(rtcm, follow_up)
        await self._store.settle_follow_up(follow_up.id, state, outcome)
        level = logging.INFO if state == "done" else logging.ERROR
        _log.log(level, "%s of call %s: %s, %s", _describe(follow_up), follow_up.call_id, state, outcome)
        return True


async def _act(rtcm: LiveCallActions, follow_up: FollowUp) -> tuple[FollowUpState, str]:
    try:
        if follow_up.number is None:
            await rtcm.hang_up(follow_up.call_id)
        else:
            await rtcm.transfer(follow_up.call_id, follow_up.number, attended=follow_up.attended)
    except NotFound:
        return "done", "the call was over"
    except OutcomeUnknown:
        return "unknown", "OutcomeUnknown"
    except SipgateError as error:
        return "failed", type(error).__name__
    except Exception as error:
        return "unknown", type(error).__name__
    return "done", "accepted"


def _describe(follow_up: FollowUp) -> str:
    return "hang-up" if follow_up.number is None else "transfer"
