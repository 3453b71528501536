"""What is done with a call later: hanging up or transferring when a sound file is over, once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from sipgate_tools.errors import ConnectionFailed, NotFound, OutcomeUnknown, SipgateError

from .clock import Clock, was_cancelled
from .live_calls import LiveCallActions
from .store.base import Store
from .store.records import FollowUp, FollowUpState

_log = logging.getLogger("sipgate_tools.webhooks")

_LOOK_AGAIN_SECONDS: Final = 5.0
_GIVEN_UP_SECONDS: Final = 90.0  # longer than the client waits to connect and then to read
_AT_ONCE: Final = 20


class FollowUps:
    """Does what is due, for as long as it runs; many may run over one store.

    Args:
        store: Where it is kept.
        clock: What time it is.
        live_calls: Gives the live-call operations, when they are needed.
    """

    def __init__(self, store: Store, clock: Clock, live_calls: Callable[[], LiveCallActions]) -> None:
        self._store = store
        self._clock = clock
        self._live_calls = live_calls
        self._woken: asyncio.Event | None = None
        self._stopping = False

    def wake(self) -> None:
        """Look again: something was added that may be due soon."""
        if self._woken is not None:
            self._woken.set()

    def stop(self) -> None:
        """Let `run` return once what it is doing is done."""
        self._stopping = True
        self.wake()

    async def run(self) -> None:
        """Do what is due whenever it is due, until stopped."""
        self._woken = asyncio.Event()
        while not self._stopping:
            self._woken.clear()
            now = self._clock.now()
            try:
                await self.do_due()
                due = await self._store.next_due()
            except Exception as error:
                _log.error("follow-ups cannot be done: %s", type(error).__name__)
                due = None
            if was_cancelled():
                return
            # Another process may have added one, or have died before its time came.
            again = now + _LOOK_AGAIN_SECONDS
            if not self._stopping:
                await self._clock.wait_until(again if due is None else min(due, again), self._woken)
        self._stopping = False

    async def do_due(self) -> int:
        """Do everything that is due now; return how much it was."""
        now = self._clock.now()
        before = now - _GIVEN_UP_SECONDS
        if interrupted := await self._store.interrupted_follow_ups(before):
            await self._look_after(interrupted, before)
        done = 0
        while True:
            waiting = await self._store.follow_ups(state="waiting", limit=_AT_ONCE)
            started = await asyncio.gather(*(self._do(one) for one in waiting if one.due_at <= now))
            if not any(started):
                return done
            done += sum(started)

    async def _look_after(self, interrupted: list[FollowUp], before: float) -> None:
        """Find out which were not done, and let them be done; what cannot be found out is not repeated."""
        try:
            live = {call.call_id for call in await self._live_calls().calls()}
        except ConnectionFailed:
            return  # the next time, then
        except SipgateError:
            live = set[str]()
        for one in interrupted:
            again = one.number is None and one.call_id in live
            if not await self._store.resolve_follow_up(one.id, before, again=again):
                continue
            what = _what(one)
            if again:
                _log.warning("%s of call %s was interrupted, and the call goes on: again", what, one.call_id)
            else:
                _log.error(
                    "%s of call %s was interrupted: unknown whether done, not repeated", what, one.call_id
                )

    async def _do(self, follow_up: FollowUp) -> bool:
        over = await self._store.is_over(follow_up.call_id)
        rtcm = None if over else self._live_calls()
        # From here on it counts as done: whoever dies now leaves it as started, and it is never repeated.
        if not await self._store.start_follow_up(follow_up.id, self._clock.now()):
            return False
        state, outcome = ("done", "the call was over") if rtcm is None else await _act(rtcm, follow_up)
        await self._store.settle_follow_up(follow_up.id, state, outcome)
        level = logging.INFO if state == "done" else logging.ERROR
        _log.log(level, "%s of call %s: %s, %s", _what(follow_up), follow_up.call_id, state, outcome)
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


def _what(follow_up: FollowUp) -> str:
    return "hanging up" if follow_up.number is None else "transfer"
