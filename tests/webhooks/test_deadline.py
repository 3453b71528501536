"""The deadline of responses, on a simulated clock that jumps to the next timer."""

from __future__ import annotations

import asyncio
import logging
import selectors
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from sipgate_tools.webhooks import HangUp, NewCall, WebhookApp, actions
from sipgate_tools.webhooks.store import MemoryStore
from sipgate_tools.webhooks.store.records import Claim
from sipgate_tools.webhooks.testing import SignedRequest, Signer

Deliver = Callable[[WebhookApp, SignedRequest], Awaitable[int]]


class JumpingLoop(asyncio.SelectorEventLoop):
    """An event loop that never waits: when it is idle, its clock jumps to the next timer."""

    def __init__(self) -> None:
        self.now = 1000.0
        loop = self

        class Selector(selectors.DefaultSelector):  # type: ignore[misc, valid-type]
            def select(self, timeout: float | None = None) -> Any:
                found = super().select(0)
                if not found and timeout:
                    loop.now += timeout
                return found

        super().__init__(Selector())

    def time(self) -> float:
        return self.now


def run(test: Callable[[], Awaitable[Any]]) -> tuple[Any, float]:
    """Return the result of a coroutine function, and how many seconds it took on the simulated clock."""
    loop = JumpingLoop()
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        start = loop.now

        async def waited() -> Any:
            return await test()

        result = runner.run(waited())
        return result, loop.now - start


def app(signer: Signer, **options: Any) -> WebhookApp:
    return WebhookApp(
        public_url="https://phone.example.com/hook", public_key=signer.public_key, retention=None, **options
    )


async def exchange(hooks: WebhookApp, deliver: Deliver, request: SignedRequest) -> tuple[int, bytes | None]:
    status = await deliver(hooks, request)
    events = await hooks.store.events()
    return status, events[-1].answer if events else None


@pytest.mark.parametrize(
    ("deadline", "takes", "answered_after", "by_handler"),
    [
        (2.0, 0.0, 0.0, True),
        (2.0, 1.9, 1.9, True),
        (2.0, 2.1, 2.0, False),
        (2.0, 3.9, 2.0, False),
        (2.0, 1000.0, 2.0, False),
        (0.5, 0.6, 0.5, False),
        (10.0, 9.9, 9.9, True),
    ],
)
def test_a_handler_has_exactly_the_time_until_the_deadline(
    signer: Signer,
    deliver: Deliver,
    deadline: float,
    takes: float,
    answered_after: float,
    by_handler: bool,
) -> None:
    hooks = app(signer, deadline_seconds=deadline, safe_answer=actions.reject("busy"))

    @hooks.on_new_call
    async def slow(_: NewCall) -> actions.Action:
        await asyncio.sleep(takes)
        return actions.voicemail()

    (status, xml), seconds = run(lambda: exchange(hooks, deliver, signer.new_call()))
    assert status == 200
    assert (b"Voicemail" in (xml or b"")) is by_handler
    assert (b"Reject" in (xml or b"")) is not by_handler
    assert seconds == pytest.approx(answered_after, abs=0.01)


def test_all_handlers_share_the_time_until_the_deadline(signer: Signer, deliver: Deliver) -> None:
    hooks = app(signer)

    async def passes(_: NewCall) -> None:
        await asyncio.sleep(0.9)

    for _ in range(5):
        hooks.on_new_call(passes)
    (status, _), seconds = run(lambda: exchange(hooks, deliver, signer.new_call()))
    assert (status, seconds) == (200, pytest.approx(2.0, abs=0.01))


def test_a_handler_that_swallows_its_cancellation_counts_as_too_slow(
    signer: Signer, deliver: Deliver, caplog: pytest.LogCaptureFixture
) -> None:
    hooks = app(signer, safe_answer=actions.reject("busy"))

    @hooks.on_new_call
    async def stubborn(_: NewCall) -> actions.Action:
        try:
            await asyncio.sleep(100)
        except asyncio.CancelledError:
            return actions.voicemail()
        return actions.voicemail()

    (status, xml), seconds = run(lambda: exchange(hooks, deliver, signer.new_call()))
    assert (status, seconds) == (200, pytest.approx(2.0, abs=0.01))
    assert b"busy" in (xml or b"")
    assert "longer than 2 s" in caplog.text


def test_a_timeout_inside_the_handler_is_a_failure_and_not_the_deadline(
    signer: Signer, deliver: Deliver, caplog: pytest.LogCaptureFixture
) -> None:
    hooks = app(signer, safe_answer=actions.reject("busy"))

    @hooks.on_new_call
    async def fails(_: NewCall) -> actions.Action:
        async with asyncio.timeout(0.5):
            await asyncio.sleep(100)
        return actions.voicemail()

    (status, xml), seconds = run(lambda: exchange(hooks, deliver, signer.new_call()))
    assert (status, seconds) == (200, pytest.approx(0.5, abs=0.01))
    assert b"busy" in (xml or b"")
    assert "longer than" not in caplog.text


def test_a_handler_of_hang_ups_continues_after_the_response(signer: Signer, deliver: Deliver) -> None:
    hooks = app(signer)
    done: list[str] = []

    @hooks.on_hangup
    async def slow(event: HangUp) -> None:
        await asyncio.sleep(5)
        done.append(event.call_id)

    async def test() -> float:
        async with hooks:
            start = asyncio.get_running_loop().time()
            assert await deliver(hooks, signer.hang_up(call_id="c")) == 200
            answered = asyncio.get_running_loop().time() - start
            assert done == []
        return answered

    answered, _ = run(test)
    assert answered == pytest.approx(2.0, abs=0.01)
    assert done == ["c"]


class SlowStore(MemoryStore):
    """A store with one slow method."""

    def __init__(self, slow: str, seconds: float) -> None:
        super().__init__()
        self._slow, self._seconds = slow, seconds

    async def _take_time(self, method: str) -> None:
        if method == self._slow:
            await asyncio.sleep(self._seconds)

    async def open(self) -> None:
        await self._take_time("open")

    async def claim(self, delivery: Any, *, lease_seconds: float) -> Claim:
        await self._take_time("claim")
        return await super().claim(delivery, lease_seconds=lease_seconds)

    async def finish(self, claim: Claim, response: bytes, **options: Any) -> bytes:
        await self._take_time("finish")
        return await super().finish(claim, response, **options)

    async def check(self) -> None:
        await self._take_time("check")


@pytest.mark.parametrize("method", ["open", "claim", "finish"])
@pytest.mark.parametrize(("takes", "status"), [(1.9, 200), (2.1, 503), (100.0, 503)])
def test_a_response_is_sent_in_time_with_a_slow_store(
    signer: Signer, deliver: Deliver, caplog: pytest.LogCaptureFixture, method: str, takes: float, status: int
) -> None:
    async def test() -> list[int]:
        same = signer.new_call()
        requests = [signer.new_call(), same, same]
        return await asyncio.gather(*(deliver(hooks, one) for one in requests))

    async def quick(_: NewCall) -> actions.Action:
        return actions.voicemail()

    hooks = app(signer, store=SlowStore(method, takes))
    hooks.on_new_call(quick)
    statuses, seconds = run(test)
    assert statuses == [status] * 3
    assert seconds == pytest.approx(min(takes, 2.0), abs=0.01)
    refused = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(refused) == (0 if status == 200 else 3)
    assert all(record.exc_info is None for record in refused)


def test_a_slow_store_has_half_a_second_more_for_the_safe_action(signer: Signer, deliver: Deliver) -> None:
    hooks = app(signer, store=SlowStore("finish", 100.0))

    @hooks.on_new_call
    async def slow(_: NewCall) -> None:
        await asyncio.sleep(100)

    (status, xml), seconds = run(lambda: exchange(hooks, deliver, signer.new_call()))
    assert (status, xml, seconds) == (503, None, pytest.approx(2.5, abs=0.01))


@pytest.mark.parametrize("method", ["open", "check"])
def test_health_responds_in_time(
    signer: Signer, health: Callable[[WebhookApp], Awaitable[int]], method: str
) -> None:
    hooks = app(signer, store=SlowStore(method, 100.0))
    status, seconds = run(lambda: health(hooks))
    assert (status, seconds) == (503, pytest.approx(2.0, abs=0.01))


def test_when_the_first_of_two_workers_never_responds_the_other_sends_the_safe_action(
    signer: Signer, deliver: Deliver
) -> None:
    store = MemoryStore()
    first = app(signer, store=store)
    second = app(signer, store=store, safe_answer=actions.reject("busy"), deadline_seconds=0.5)
    request = signer.new_call()

    @first.on_new_call
    async def hangs(_: NewCall) -> None:
        await asyncio.sleep(1.5)

    async def test() -> tuple[list[int], list[bytes | None]]:
        statuses = await asyncio.gather(deliver(first, request), deliver(second, request))
        return list(statuses), [one.answer for one in await store.events()]

    (statuses, responses), seconds = run(test)
    assert (statuses, seconds) == ([200, 200], pytest.approx(1.5, abs=0.01))
    assert [b"busy" in (xml or b"") for xml in responses] == [True]


def test_a_duplicate_is_refused_if_the_store_cannot_keep_the_safe_answer(
    signer: Signer, deliver: Deliver
) -> None:
    store = SlowStore("finish", 100.0)
    first, second = (app(signer, store=store, deadline_seconds=seconds) for seconds in (50.0, 0.5))
    request = signer.new_call()

    async def test() -> tuple[int, bytes | None]:
        original = asyncio.ensure_future(deliver(first, request))
        await asyncio.sleep(0)
        refused = await exchange(second, deliver, request)
        original.cancel()
        return refused

    result, seconds = run(test)
    assert (result, seconds) == ((503, None), pytest.approx(1.0, abs=0.01))
