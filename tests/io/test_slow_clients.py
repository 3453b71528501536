"""Clients that send or read slowly, or not at all, with real sockets and both event loops."""

from __future__ import annotations

import contextlib
import select
import socket
import sys
import threading
import time
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NoReturn

import pytest

from sipgate_tools._io.uvicorn_server import Limits
from tests.io.raw_http import ONE, App, Start, connected, rest, statuses

QUICK = Limits(head_seconds=0.3, body_seconds=0.3, write_seconds=0.3)


def until(connection: socket.socket, mark: bytes) -> bool:
    content = b""
    while mark not in content and (part := connection.recv(65536)):
        content += part
    return mark in content


def is_cut(connection: socket.socket) -> bool:
    """Return whether the server resets a connection that nothing is read from."""
    poll = select.poll()
    poll.register(connection, select.POLLRDHUP)
    return bool(poll.poll(20_000))


@pytest.mark.parametrize(
    ("sent", "expected"),
    [(b"", []), (b"\r\n", []), (b"GET / HT", [408]), (b"GET / HTTP/1.1\r\nX-Long: ab", [408])],
    ids=["nothing", "a blank line", "half a line", "half a header"],
)
def test_a_head_has_to_come_in_time(start: Start, sent: bytes, expected: list[int]) -> None:
    app = App()
    with connected(start(app, QUICK)) as connection:
        connection.sendall(sent)
        assert statuses(rest(connection)) == expected
    assert app.requests == []


@pytest.mark.parametrize("first", [b"", ONE], ids=["first request", "second request"])
def test_a_head_that_comes_in_drops_is_cut_off_all_the_same(start: Start, first: bytes) -> None:
    with (
        connected(start(App(), QUICK)) as connection,
        contextlib.suppress(BrokenPipeError, ConnectionResetError),
    ):
        connection.sendall(first + b"GET / HTTP/1.1\r\n")
        connection.settimeout(0.02)
        received = b""
        for _ in range(500):
            connection.sendall(b"a: b\r\n")
            with contextlib.suppress(TimeoutError):
                if not (part := connection.recv(65536)):
                    break
                received += part
        else:
            pytest.fail("it was never cut off")
        assert statuses(received)[-1] == 408


@pytest.mark.parametrize("framing", [b"Content-Length: 10", b"Transfer-Encoding: chunked"])
def test_a_body_has_to_come_in_time_and_the_application_sees_the_client_leave(
    start: Start, framing: bytes
) -> None:
    app = App()
    with connected(start(app, QUICK)) as connection:
        connection.sendall(b"POST /slow HTTP/1.1\r\nHost: x\r\n" + framing + b"\r\n\r\n3\r\n")
        assert statuses(rest(connection)) == [408]
    received = app.next()
    assert (received.path, received.body) == ("/slow", None)


def test_a_body_that_is_answered_early_has_to_come_in_time_too(start: Start) -> None:
    with connected(start(App(early=True), QUICK)) as connection:
        connection.sendall(b"POST /early HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n")
        assert statuses(rest(connection)) == [200]


@contextlib.contextmanager
def connected_without_room(address: tuple[str, int]) -> Generator[socket.socket]:
    """Yield a connection whose receive buffer holds only a few kilobytes."""
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(20)
        connection.connect(address)
        yield connection


def ask_without_end(connection: socket.socket) -> NoReturn:
    while True:
        connection.sendall(ONE * 50)


@pytest.mark.parametrize("size", [0, 5_000_000], ids=["small responses", "large responses"])
def test_a_client_that_asks_on_and_on_and_never_reads_is_cut_off(start: Start, size: int) -> None:
    address = start(App(size=size), Limits(write_seconds=0.3, head_seconds=60, max_pipelined=10_000))
    with (
        connected_without_room(address) as connection,
        pytest.raises((ConnectionResetError, BrokenPipeError)),
    ):
        ask_without_end(connection)
    with connected(address) as another:
        another.sendall(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")
        assert statuses(rest(another)) == [200]


SIZES = pytest.mark.parametrize(
    "size", [60_000, 1_000_000, 20_000_000], ids=["the system takes all", "or most", "or a part"]
)


@SIZES
@pytest.mark.parametrize("connection_header", [b"", b"Connection: close\r\n"], ids=["keep-alive", "close"])
@pytest.mark.parametrize("keep_alive", [0, 60], ids=["closes when idle", "stays open"])
def test_a_client_that_asks_once_and_never_reads_is_cut_off(
    start: Start, size: int, connection_header: bytes, keep_alive: int
) -> None:
    address = start(App(size=size), Limits(write_seconds=0.3), timeout_keep_alive=keep_alive)
    with connected_without_room(address) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n" + connection_header + b"\r\n")
        assert is_cut(connection)
        with pytest.raises(ConnectionResetError):
            rest(connection)


@SIZES
def test_a_client_that_closes_its_half_and_never_reads_is_cut_off(start: Start, size: int) -> None:
    with connected_without_room(start(App(size=size), Limits(write_seconds=0.3))) as connection:
        connection.sendall(ONE)
        connection.shutdown(socket.SHUT_WR)
        assert is_cut(connection)


async def stream_a_part(_scope: Any, receive: Any, send: Any) -> None:
    """Send a part of the response, and wait for the client to leave."""
    await send({"type": "http.response.start", "status": 200})
    await send({"type": "http.response.body", "body": b"x" * 1_000_000, "more_body": True})
    while (await receive())["type"] != "http.disconnect":
        pass


def connections_of_the_system(address: tuple[str, int]) -> list[str]:
    """Return the system's connections to this address, with or without a process."""
    own = f"0100007F:{address[1]:04X}"
    lines = [line.split() for line in Path("/proc/net/tcp").read_text("ascii").splitlines()]
    return [words[2] for words in lines if words[1] == own and words[3] != "0A"]


def test_a_head_does_not_wait_for_a_body_that_comes_later(start: Start) -> None:
    async def begin(_scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200})
        while (await receive())["type"] != "http.disconnect":
            pass

    with connected(start(begin, Limits())) as connection:
        connection.sendall(ONE)
        assert until(connection, b"\r\n\r\n")


def test_what_was_written_before_the_application_closes_the_connection_arrives(start: Start) -> None:
    async def break_off(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "http.response.start", "status": 200})
        scope["state"]["close"]()

    with connected(start(break_off, Limits(), closable=True)) as connection:
        connection.sendall(ONE)
        assert statuses(rest(connection)) == [200]


@pytest.mark.skipif(sys.platform != "linux", reason="Linux says what it keeps")
def test_the_system_does_not_keep_what_a_client_that_has_left_does_not_read(start: Start) -> None:
    address = start(stream_a_part, Limits(write_seconds=0.3))
    with connected_without_room(address) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert connection.recv(1)
        connection.shutdown(socket.SHUT_WR)
        pause, deadline = threading.Event(), time.monotonic() + 20
        while connections_of_the_system(address) and time.monotonic() < deadline:
            pause.wait(0.02)
        assert connections_of_the_system(address) == []


@SIZES
@pytest.mark.parametrize(
    "connection_header", [b"", b"Connection: close\r\n"], ids=["closes when idle", "close"]
)
def test_a_client_that_begins_to_read_after_the_end_gets_everything(
    start: Start, size: int, connection_header: bytes
) -> None:
    app = App(size=size)
    with connected_without_room(start(app, Limits(), timeout_keep_alive=0)) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n" + connection_header + b"\r\n")
        app.next()
        assert len(rest(connection)) > size


def test_a_client_that_reads_slowly_gets_everything(start: Start) -> None:
    size = 3_000_000
    with connected(start(App(size=size), Limits(write_seconds=1.0))) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 32_768)
        connection.sendall(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")
        received = 0
        pause = threading.Event()
        while part := connection.recv(32_768):
            received += len(part)
            pause.wait(0.015)
    assert received > size


def test_a_connection_that_waits_for_its_client_makes_room_for_another(start: Start) -> None:
    address = start(App(), Limits(max_connections=5))
    with ExitStack() as stack:
        waiting = [stack.enter_context(connected(address)) for _ in range(5)]
        for one in waiting:
            one.sendall(ONE)
            assert until(one, b"/one ")
            one.sendall(b"POST /half HTTP/1.1\r\nContent-Length: 5\r\n\r\n")
        another = stack.enter_context(connected(address))
        another.sendall(ONE)
        assert until(another, b"/one ")
        poll = select.poll()
        for one in waiting:
            poll.register(one, select.POLLRDHUP)
        [(cut, _)] = poll.poll(20_000)
        for one in waiting:
            if one.fileno() != cut:
                one.sendall(b"hello")
                assert until(one, b"/half hello")


def test_many_slow_clients_do_not_keep_others_waiting(start: Start) -> None:
    address = start(App(), Limits(head_seconds=1.5))
    with ExitStack() as stack:
        slow = [stack.enter_context(connected(address)) for _ in range(200)]
        for one in slow:
            one.sendall(b"POST / HTTP/1.1\r\nHost:")
        with connected(address) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")
            assert statuses(rest(connection)) == [200]
        assert {tuple(statuses(rest(one))) for one in slow} == {(408,)}
