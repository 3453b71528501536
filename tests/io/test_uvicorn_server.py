"""Limits of requests to our HTTP servers, with real sockets and both event loops."""

from __future__ import annotations

import contextlib
import socket

import pytest

from sipgate_tools._io.uvicorn_server import Limits
from tests.io.raw_http import ONE, App, Start, connected, rest, statuses


@pytest.mark.parametrize(
    "head",
    [
        b"".join(b"X-%d: y\r\n" % number for number in range(200)),
        b"".join(b"X-%d: %b\r\n" % (number, b"y" * 1000) for number in range(100)),
        b"X: " + b"y" * 100_000 + b"\r\n",
    ],
    ids=["many", "large", "one"],
)
def test_too_many_headers_are_refused(start: Start, head: bytes) -> None:
    app = App()
    with connected(start(app, Limits())) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n" + head)
        connection.sendall(b"\r\n")
        assert statuses(rest(connection)) == [431]
    assert app.requests == []


def test_a_url_without_end_is_refused(start: Start) -> None:
    with connected(start(App(), Limits())) as connection:
        connection.sendall(b"GET /" + b"a" * 300_000)
        assert statuses(rest(connection)) == [431]


def test_trailers_are_not_headers(start: Start) -> None:
    app = App()
    with connected(start(app, Limits())) as connection:
        connection.sendall(
            b"POST / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 6.6.6.6\r\nTransfer-Encoding: chunked\r\n"
            b"Connection: close\r\n\r\n5\r\nhello\r\n0\r\nX-Forwarded-For: 1.1.1.1\r\n\r\n"
        )
        assert statuses(rest(connection)) == [200]
    received = app.next()
    assert received.body == b"hello"
    assert [value for name, value in received.headers if name == b"x-forwarded-for"] == [b"6.6.6.6"]


def test_endless_trailers_are_refused(start: Start) -> None:
    with connected(start(App(), Limits())) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n")
        connection.sendall(b"X: " + b"y" * 300_000)
        assert statuses(rest(connection)) == [431]


def test_white_space_around_the_value_of_a_header_is_not_part_of_it(start: Start) -> None:
    app = App()
    with connected(start(app, Limits())) as connection:
        connection.sendall(
            b"POST / HTTP/1.1\r\nHost: x\r\nX-One: \t a b \t\r\nContent-Length:  5 \r\n"
            b"Expect: 100-Continue \r\nConnection: close\r\n\r\n"
        )
        assert connection.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"hello")
        assert statuses(rest(connection)) == [200]
    received = app.next()
    headers = dict(received.headers)
    assert (headers[b"x-one"], headers[b"content-length"], received.body) == (b"a b", b"5", b"hello")


def test_only_so_many_requests_may_wait(start: Start) -> None:
    app = App()
    with connected(start(app, Limits(max_pipelined=5))) as connection:
        connection.sendall(ONE * 1000)
        received = rest(connection)
    assert statuses(received) == [200] * len(app.requests)
    assert 1 <= len(app.requests) <= 6
    assert received.count(b"connection: close") == 1


def test_a_refusal_waits_for_the_responses_before_it(start: Start) -> None:
    with connected(start(App(), Limits())) as connection:
        connection.sendall(ONE * 3 + b"nonsense\r\n\r\n" + ONE)
        assert statuses(rest(connection)) == [200, 200, 200, 400]


def test_a_broken_body_behind_another_request_is_refused_in_its_turn(start: Start) -> None:
    app = App()
    broken = b"POST /broken HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n"
    with connected(start(app, Limits())) as connection:
        connection.sendall(ONE + ONE + broken)
        assert statuses(rest(connection)) == [200, 200, 400]
    assert [received.path for received in app.requests] == ["/one", "/one"]


def test_a_client_that_has_closed_its_half_is_answered(start: Start) -> None:
    with connected(start(App(), Limits())) as connection:
        connection.sendall(ONE + ONE)
        connection.shutdown(socket.SHUT_WR)
        assert statuses(rest(connection)) == [200, 200]


@pytest.mark.parametrize(
    ("framing", "body"),
    [(b"Content-Length: 5\r\n", b"hello"), (b"Transfer-Encoding: chunked\r\n", b"5\r\nhello\r\n0\r\n\r\n")],
)
def test_an_offer_of_http2_is_ignored_and_the_body_is_read(start: Start, framing: bytes, body: bytes) -> None:
    app = App()
    with connected(start(app, Limits())) as connection:
        connection.sendall(
            b"POST /java HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n"
            + framing
            + b"\r\n"
            + body[:3]
        )
        connection.sendall(body[3:] + ONE)
        assert statuses(rest(connection)) == [200]
    assert [(received.path, received.body) for received in app.requests] == [("/java", b"hello")]


def test_data_after_a_rejected_request_does_not_destroy_the_response(start: Start) -> None:
    app = App(early=True)
    with connected(start(app, Limits())) as connection:
        connection.sendall(
            b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 5000000\r\n\r\n"
        )
        with contextlib.suppress(BrokenPipeError):
            for _ in range(50):
                connection.sendall(b"x" * 100_000)
        assert statuses(rest(connection)) == [200]
