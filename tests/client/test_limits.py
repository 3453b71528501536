"""Servers that answer without end: what is too large, and what takes too long, is ended by every kind of client."""

from __future__ import annotations

import io
import time
import tracemalloc
from collections.abc import AsyncIterator, Iterator
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
    UnexpectedAnswer,
)
from sipgate_tools.concurrency import thread_deadline
from tests.client import hostile
from tests.client.credentials import TOKEN, TOKEN_ID
from tests.client.kinds import KINDS, use
from tests.client.scripted import Reply, played

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
    assert isinstance(caught.value, UnexpectedAnswer)
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
    with played(Reply(200, body)) as script:
        assert use(kind, script.base_url, users, monkeypatch, limits=SMALL) == []
    with played(Reply(200, body + b" ")) as script, pytest.raises(ResponseTooLarge):
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
    limits = ResponseLimits(max_download_bytes=hostile.MEBIBYTE, download_deadline_seconds=0.3)
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
    limits = ResponseLimits(deadline_seconds=0.3)
    with hostile.serving(pieces) as server:
        with pytest.raises(TimedOut, match="passed its deadline"):
            use(kind, server.base_url, users, monkeypatch, limits=limits)
        assert server.requests == 1
        if pieces is not hostile.trickling_body:
            with pytest.raises(OutcomeUnknown):
                use(kind, server.base_url, send, monkeypatch, limits=limits)
            assert server.requests == 2


def test_options_of_a_copy_have_limits_of_their_own() -> None:
    with (
        played(Reply(200, {"items": [{"id": "w0"}]})) as script,
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
    with pytest.raises(InvalidInput, match="is not a limit"):
        ResponseLimits(**wrong)
    with pytest.raises(InvalidInput, match="limits"):
        Sipgate(token_id=TOKEN_ID, token=TOKEN, limits=5)  # type: ignore[arg-type]


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Recorded(httpcore2.NetworkStream):
    """A stream that remembers how long it may wait."""

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
    stream = thread_deadline._DeadlineStream(recorded)  # pyright: ignore[reportPrivateUsage]
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
    """Breaks off every request after some time of a clock."""

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
    """A body that comes in pieces, each after some time of a clock."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(100):
            self.clock.now += 1
            yield b" "

    async def __aiter__(self) -> AsyncIterator[bytes]:
        import trio

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
    aiohttp = pytest.importorskip("aiohttp", reason="aiohttp is not installed")
    given: list[Any] = []
    made = aiohttp.ClientTimeout

    def remembered(**times: Any) -> Any:
        given.append(times)
        return made(**times)

    monkeypatch.setattr(aiohttp, "ClientTimeout", remembered)
    with played(Reply(200, {"items": []})) as script:
        limits = ResponseLimits(deadline_seconds=40)
        use("aiohttp", script.base_url, users, monkeypatch, limits=limits, timeout=30)
    assert given[-1]["total"] == pytest.approx(40, abs=5)
    assert given[-1]["total"] <= 40
    assert (given[-1]["sock_read"], given[-1]["connect"]) == (30, pytest.approx(20, abs=2.5))
