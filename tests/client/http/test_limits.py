"""Endless responses: every kind of client aborts those that are too large or take too long."""

from __future__ import annotations

import asyncio
import io
import selectors
import time
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpcore2
import httpx2
import pytest

from sipgate_tools import (
    AsyncSipgate,
    ConnectionFailed,
    InvalidInput,
    NotFound,
    OutcomeUnknown,
    ResponseLimits,
    ResponseTooLarge,
    RetryPolicy,
    Sipgate,
    TimedOut,
    UnexpectedResponse,
)
from sipgate_tools._backends import deadline_network, thread_deadline
from sipgate_tools._backends.task_deadline import TaskDeadlines
from tests.client import hostile
from tests.client.credentials import TOKEN, TOKEN_ID
from tests.client.kinds import KINDS, use
from tests.client.scripted_server import Reply, scripted_server

SMALL = ResponseLimits(max_bytes=hostile.MEBIBYTE)
AT_ONCE = RetryPolicy(backoff_seconds=0)


def users(client: Any) -> Any:
    return client.users.list()


def send(client: Any) -> Any:
    return client.sms.send(to="+4915799912345", message="Dinner at eight?", sms_id="s0")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("pieces", [hostile.plain, hostile.closing, hostile.chunked, hostile.gzipped])
def test_a_response_that_is_too_large_is_not_read_to_its_end(
    kind: str, pieces: hostile.Pieces, monkeypatch: pytest.MonkeyPatch
) -> None:
    with hostile.serving(pieces) as server:
        tracemalloc.start()
        try:
            with pytest.raises(ResponseTooLarge, match="larger than 1048576 bytes") as caught:
                use(kind, server.base_url, users, monkeypatch, limits=SMALL)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert isinstance(caught.value, UnexpectedResponse)
    assert "limits=" in (caught.value.hint or "")
    assert (server.requests, caught.value.status) == (1, 200)
    assert server.sent < 40 * hostile.MEBIBYTE  # what the system's own buffers take
    assert peak < 16 * hostile.MEBIBYTE


@pytest.mark.parametrize("kind", KINDS)
def test_of_an_endless_refusal_the_beginning_is_enough(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with hostile.serving(hostile.failing) as server, pytest.raises(NotFound):
        use(kind, server.base_url, users, monkeypatch, limits=SMALL)
    assert server.sent < 40 * hostile.MEBIBYTE


@pytest.mark.parametrize("kind", KINDS)
def test_a_response_just_below_the_ceiling_is_read(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    body = b'{"items": []}'
    body += b" " * (hostile.MEBIBYTE - len(body))
    with scripted_server(Reply(200, body)) as script:
        assert use(kind, script.base_url, users, monkeypatch, limits=SMALL) == []
    with scripted_server(Reply(200, body + b" ")) as script, pytest.raises(ResponseTooLarge):
        use(kind, script.base_url, users, monkeypatch, limits=SMALL)


@pytest.mark.parametrize("kind", KINDS)
def test_a_write_with_an_endless_success_has_happened(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with hostile.serving(hostile.chunked) as server:
        use(kind, server.base_url, send, monkeypatch, limits=SMALL)
    assert server.requests == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "pieces", [hostile.plain, hostile.closing, hostile.chunked, hostile.gzipped, hostile.trickling_body]
)
def test_a_download_ends_at_its_limits_and_leaves_nothing_behind(
    kind: str, pieces: hostile.Pieces, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    limits = ResponseLimits(max_download_bytes=hostile.MEBIBYTE, download_deadline_seconds=1)
    with hostile.serving(pieces) as server:
        expected = TimedOut if pieces is hostile.trickling_body else ResponseTooLarge
        with (
            pytest.raises(expected, match="download_")
            if expected is ResponseTooLarge
            else pytest.raises(expected)
        ):
            use(
                kind,
                server.base_url,
                lambda client: client.history.download(f"{server.base_url}/file", tmp_path / "file"),
                monkeypatch,
                limits=limits
                if expected is TimedOut
                else ResponseLimits(max_download_bytes=hostile.MEBIBYTE),
            )
    assert list(tmp_path.iterdir()) == []
    assert server.requests == 1
    assert server.sent < 40 * hostile.MEBIBYTE


def test_a_file_that_is_announced_as_too_large_is_not_written_at_all() -> None:
    file = io.BytesIO(b"before")
    with hostile.serving(hostile.plain) as server:
        limits = ResponseLimits(max_download_bytes=hostile.MEBIBYTE)
        with (
            Sipgate(token_id=TOKEN_ID, token=TOKEN, base_url=server.base_url, limits=limits) as client,
            pytest.raises(ResponseTooLarge),
        ):
            client.api.save(f"{server.base_url}/file", file)
    assert file.getvalue() == b"before"


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


def test_options_of_a_copy_have_limits_of_their_own() -> None:
    with (
        scripted_server(Reply(200, {"items": [{"id": "w0"}]})) as script,
        Sipgate(token_id=TOKEN_ID, token=TOKEN, base_url=script.base_url) as client,
    ):
        small = client.with_options(limits=ResponseLimits(max_bytes=5))
        with pytest.raises(ResponseTooLarge, match="larger than 5 bytes"):
            small.users.list()
        assert len(client.users.list()) == 1
        assert small.with_options(timeout=3).api.limits.max_bytes == 5


@pytest.mark.parametrize(
    "wrong",
    [
        {"max_bytes": 0},
        {"max_bytes": 1.5},
        {"max_download_bytes": True},
        {"deadline_seconds": -1},
        {"deadline_seconds": float("nan")},
        {"download_deadline_seconds": float("inf")},
        {"deadline_seconds": "10"},
    ],
)
def test_limits_that_are_none_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput, match="is not a valid limit"):
        ResponseLimits(**wrong)
    with pytest.raises(InvalidInput, match="limits"):
        Sipgate(token_id=TOKEN_ID, token=TOKEN, limits=5)  # type: ignore[arg-type]


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
