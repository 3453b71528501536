"""Deadlines: every kind of client ends a request when its time is over."""

from __future__ import annotations

import asyncio
import selectors
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import httpcore2
import httpx2
import pytest

from sipgate_tools import (
    AsyncSipgate,
    ConnectionFailed,
    OutcomeUnknown,
    ResponseLimits,
    RetryPolicy,
    Sipgate,
    TimedOut,
)
from sipgate_tools._backends import deadline_network, thread_deadline
from sipgate_tools._backends.task_deadline import TaskDeadlines
from tests.client import hostile
from tests.client.credentials import TOKEN, TOKEN_ID
from tests.client.http.requests import send, users
from tests.client.kinds import KINDS, use
from tests.client.scripted_server import Reply, scripted_server

AT_ONCE = RetryPolicy(backoff_seconds=0)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("pieces", [hostile.trickling_body, hostile.trickling_head, hostile.continuing])
def test_a_request_ends_at_its_deadline_however_busy_the_server_seems(
    kind: str, pieces: hostile.Pieces, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Long enough for a machine under load to connect in the half of it.
    limits = ResponseLimits(deadline_seconds=1)
    with hostile.serving(pieces) as server:
        work, expected = (users, TimedOut) if pieces is not hostile.continuing else (send, OutcomeUnknown)
        with pytest.raises(expected, match="exceeded its deadline"):
            use(kind, server.base_url, work, monkeypatch, limits=limits)
    assert server.requests == 1


class Clock:
    """A clock that a test advances."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Recorded(httpcore2.NetworkStream):
    """A stream that records the timeouts it is given."""

    def __init__(self) -> None:
        self.timeouts: list[float | None] = []

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        self.timeouts.append(timeout)
        return b"x"

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.timeouts.append(timeout)


def test_a_thread_waits_as_long_as_is_left_and_not_at_all_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, recorded = Clock(), Recorded()
    monkeypatch.setattr(thread_deadline, "monotonic", clock)
    stream = deadline_network._DeadlineStream(recorded)  # pyright: ignore[reportPrivateUsage]
    with thread_deadline.deadline(10):
        stream.read(1, 30)
        stream.write(b"x", 3)
        clock.now += 4
        stream.read(1, 30)
        stream.write(b"x", None)
        clock.now += 6
        for refused in (lambda: stream.read(1, 30), lambda: stream.write(b"x", 30)):
            with pytest.raises(httpcore2.TimeoutException):
                refused()
    stream.read(1, 30)
    assert recorded.timeouts == [10, 3, 6, 6, 30]


class Breaking(httpx2.BaseTransport):
    """A transport that loses every connection after some time of a clock."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self.clock, self.seconds, self.count = clock, seconds, 0

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self.count += 1
        self.clock.now += self.seconds
        raise httpx2.ReadError("broken")


@pytest.mark.parametrize(("deadline", "sent"), [(120, 3), (100, 2), (50, 1), (201, 4)])
def test_all_attempts_of_a_request_share_one_deadline(
    deadline: float, sent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(time, "monotonic", clock)
    transport = Breaking(clock, 50)
    limits = ResponseLimits(deadline_seconds=deadline)
    with Sipgate(
        token_id=TOKEN_ID, token=TOKEN, transport=transport, limits=limits, retries=AT_ONCE
    ) as client:
        with pytest.raises(ConnectionFailed) as caught:
            client.users.list()
    assert transport.count == sent
    assert isinstance(caught.value, TimedOut) is (sent < 4)


class Slow(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body in pieces, each after some time of a clock."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(100):
            self.clock.now += 1
            yield b" "

    async def __aiter__(self) -> AsyncIterator[bytes]:
        import trio  # noqa: PLC0415 - the case of asyncio does without it

        for _ in range(100):
            await trio.sleep(1)
            yield b" "


def test_a_transport_of_ones_own_that_knows_no_deadline_is_ended_at_the_first_late_piece(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock()
    monkeypatch.setattr(time, "monotonic", clock)
    transport = httpx2.MockTransport(lambda _: httpx2.Response(200, stream=Slow(clock)))
    limits = ResponseLimits(deadline_seconds=10)
    with Sipgate(token_id=TOKEN_ID, token=TOKEN, transport=transport, limits=limits) as client:
        with pytest.raises(TimedOut, match="deadline"):
            client.users.list()
    assert clock.now == 1010


def test_a_task_is_cancelled_exactly_at_its_deadline() -> None:
    trio = pytest.importorskip("trio", reason="trio is not installed")
    testing = pytest.importorskip("trio.testing", reason="trio is not installed")
    transport = httpx2.MockTransport(lambda _: httpx2.Response(200, stream=Slow(Clock())))
    limits = ResponseLimits(deadline_seconds=9.5)

    async def main() -> float:
        started = trio.current_time()
        async with AsyncSipgate(token_id=TOKEN_ID, token=TOKEN, transport=transport, limits=limits) as client:
            with pytest.raises(TimedOut, match="deadline"):
                await client.users.list()
        return trio.current_time() - started

    elapsed = trio.run(main, clock=testing.MockClock(autojump_threshold=0))
    assert elapsed == pytest.approx(9.5, abs=0.2)


def test_aiohttp_is_given_the_time_that_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Any] = []
    within = TaskDeadlines.within

    def remembered(deadlines: TaskDeadlines, seconds: float) -> Any:
        given.append(seconds)
        return within(deadlines, seconds)

    monkeypatch.setattr(TaskDeadlines, "within", remembered)
    with scripted_server(Reply(200, {"items": []})) as script:
        limits = ResponseLimits(deadline_seconds=40)
        use("aiohttp", script.base_url, users, monkeypatch, limits=limits)
    assert given == [pytest.approx(40, abs=5)]
    assert given[0] <= 40


class JumpingLoop(asyncio.SelectorEventLoop):
    """An event loop that never waits: when it is idle, its time jumps to the next timer."""

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


def run(work: Callable[[TaskDeadlines], Awaitable[None]]) -> None:
    """Run a coroutine in an event loop that jumps."""
    loop = JumpingLoop()

    async def main() -> None:
        await work(TaskDeadlines(loop))

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(main())


def now() -> float:
    return asyncio.get_running_loop().time() - 1000


def test_each_task_has_exactly_its_time_whatever_the_others_have() -> None:
    ended: dict[float, float] = {}

    async def one(deadlines: TaskDeadlines, seconds: float, after: float) -> None:
        await asyncio.sleep(after)
        began = now()
        with pytest.raises(TimeoutError), deadlines.within(seconds):
            await asyncio.Event().wait()
        ended[seconds] = now() - began

    async def quick(deadlines: TaskDeadlines) -> None:
        for _ in range(50):
            with deadlines.within(30):
                await asyncio.sleep(1)

    async def work(deadlines: TaskDeadlines) -> None:
        cases = [(10.0, 0.0), (3.0, 1.0), (20.0, 0.5), (4.0, 40.0)]
        await asyncio.gather(quick(deadlines), *(one(deadlines, *case) for case in cases))

    run(work)
    assert ended == {seconds: pytest.approx(seconds) for seconds in (10.0, 3.0, 20.0, 4.0)}


def test_a_task_that_others_cancel_stays_cancelled_also_at_its_deadline() -> None:
    async def work(deadlines: TaskDeadlines) -> None:
        async def limited() -> None:
            with deadlines.within(5):
                await asyncio.Event().wait()

        for at in (2, 5):
            task = asyncio.create_task(limited())
            await asyncio.sleep(0)
            asyncio.get_running_loop().call_later(at, task.cancel)
            with pytest.raises(asyncio.CancelledError):
                await task

    run(work)


def test_an_error_at_the_deadline_stays_itself_and_the_task_goes_on() -> None:
    async def work(deadlines: TaskDeadlines) -> None:
        async def fails() -> None:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                raise KeyError from None

        with pytest.raises(KeyError), deadlines.within(5):
            await fails()
        task = asyncio.current_task()
        assert task is not None
        assert task.cancelling() == 0
        with deadlines.within(5):
            await asyncio.sleep(4.9)

    run(work)
