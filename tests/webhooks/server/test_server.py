"""The server over real sockets: requests in pieces, pipelined, too large, too slow, or incomplete."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sipgate_tools.webhooks import NewCall, RunningServer, WebhookApp, actions, start
from sipgate_tools.webhooks.testing import SignedRequest, Signer


@pytest.fixture
def server(signer: Signer) -> Iterator[RunningServer]:
    hooks = WebhookApp(public_url="https://phone.example.com/hook", public_key=signer.public_key)

    @hooks.on_new_call
    async def echo(call: NewCall) -> actions.Play:
        return actions.play(f"https://example.com/{call.call_id}.wav")

    with start(hooks, port=0) as running:
        yield running


def http(request: SignedRequest, *more: str, target: str = "/hook", length: bool = True) -> bytes:
    lines = [f"POST {target} HTTP/1.1", "Host: phone.example.com", *more]
    lines += [f"{name}: {value}" for name, value in request.headers.items()]
    if length:
        lines.append(f"Content-Length: {len(request.body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + request.body


class Connection:
    """A socket with the data received from it."""

    def __init__(self, server: RunningServer) -> None:
        self._socket = socket.create_connection((server.host, server.port), timeout=10)
        self._buffer = b""

    def send(self, content: bytes) -> None:
        self._socket.sendall(content)

    def end(self) -> None:
        self._socket.shutdown(socket.SHUT_WR)

    def response(self) -> tuple[int, dict[str, str], bytes]:
        """Read one response: status, headers, body."""
        head = self.until(b"\r\n\r\n").decode()
        first, *lines = head.removesuffix("\r\n\r\n").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        length = int(headers["content-length"])
        while len(self._buffer) < length:
            self._receive()
        body, self._buffer = self._buffer[:length], self._buffer[length:]
        return int(first.split()[1]), headers, body

    def send_if_open(self, content: bytes) -> None:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.send(content)

    def everything(self) -> bytes:
        """Return everything that is received until the server closes the connection."""
        with contextlib.suppress(OSError):
            self.end()
        with contextlib.suppress(EOFError, ConnectionResetError):
            while True:
                self._receive()
        return self._buffer

    def is_closed(self) -> bool:
        try:
            return self._socket.recv(1) == b""
        except ConnectionResetError:
            return True

    def until(self, mark: bytes) -> bytes:
        while mark not in self._buffer:
            self._receive()
        found, _, self._buffer = self._buffer.partition(mark)
        return found + mark

    def _receive(self) -> None:
        more = self._socket.recv(65536)
        if not more:
            raise EOFError(self._buffer)
        self._buffer += more

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()


@pytest.fixture
def connection(server: RunningServer) -> Iterator[Connection]:
    with Connection(server) as opened:
        yield opened


def call_of(body: bytes) -> str:
    return body.decode().partition("https://example.com/")[2].partition(".wav")[0]


def test_a_connection_is_kept_for_the_next_delivery(connection: Connection, signer: Signer) -> None:
    for call_id in ("a", "b", "c"):
        connection.send(http(signer.new_call(call_id=call_id)))
        status, headers, body = connection.response()
        assert (status, headers["content-type"], call_of(body)) == (200, "application/xml", call_id)
        assert "date" in headers
        assert "connection" not in headers


def test_pipelined_deliveries_get_their_responses_in_order(connection: Connection, signer: Signer) -> None:
    names = [f"c{number}" for number in range(20)]
    connection.send(b"".join(http(signer.new_call(call_id=name)) for name in names))
    assert [call_of(connection.response()[2]) for _ in names] == names


def test_a_delivery_may_arrive_byte_by_byte(connection: Connection, signer: Signer) -> None:
    for byte in http(signer.new_call(call_id="slow")):
        connection.send(bytes([byte]))
    assert call_of(connection.response()[2]) == "slow"


def test_a_body_may_arrive_in_chunks(connection: Connection, signer: Signer) -> None:
    request = signer.new_call(call_id="chunked")
    head, _, body = http(request, "Transfer-Encoding: chunked", length=False).partition(b"\r\n\r\n")
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:10], body[10:]))
    connection.send(head + b"\r\n\r\n" + chunks + b"0\r\n\r\n")
    assert call_of(connection.response()[2]) == "chunked"


def test_a_client_that_expects_100_continue_gets_it(connection: Connection, signer: Signer) -> None:
    head, _, body = http(signer.new_call(call_id="polite"), "Expect: 100-continue").partition(b"\r\n\r\n")
    connection.send(head + b"\r\n\r\n")
    assert connection.until(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
    connection.send(body)
    assert call_of(connection.response()[2]) == "polite"


@pytest.mark.parametrize("step", [7, 100_000])
def test_an_upgrade_to_http2_is_declined(connection: Connection, signer: Signer, step: int) -> None:
    offer = ("Upgrade: h2c", "Connection: Upgrade, HTTP2-Settings", "HTTP2-Settings: AA")
    content = http(signer.new_call(call_id="java"), *offer)
    for begin in range(0, len(content), step):
        connection.send(content[begin : begin + step])
    status, _, body = connection.response()
    assert (status, call_of(body)) == (200, "java")
    assert connection.is_closed()


def test_the_connection_is_closed_on_request(connection: Connection, signer: Signer) -> None:
    connection.send(http(signer.new_call(), "Connection: close"))
    status, headers, _ = connection.response()
    assert (status, headers["connection"]) == (200, "close")
    assert connection.is_closed()


def test_http_1_0_gets_its_response_and_is_closed(connection: Connection, signer: Signer) -> None:
    connection.send(http(signer.new_call(call_id="old")).replace(b"HTTP/1.1", b"HTTP/1.0", 1))
    assert call_of(connection.response()[2]) == "old"
    assert connection.is_closed()


def test_a_client_that_has_closed_its_sending_side_gets_its_response(
    connection: Connection, signer: Signer
) -> None:
    connection.send(http(signer.new_call(call_id="last")))
    connection.end()
    assert call_of(connection.response()[2]) == "last"
    assert connection.is_closed()


@pytest.mark.parametrize("target", ["/hook?x=1", "http://phone.example.com/hook", "/hoo%6B", "/hook/"])
def test_the_target_may_have_several_forms(connection: Connection, signer: Signer, target: str) -> None:
    connection.send(http(signer.new_call(), target=target))
    assert connection.response()[0] == 200


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"GET /hook HTTP/1.1\r\nHost: x\r\n\r\n", 405),
        (b"POST /other HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", 404),
        (b"POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", 401),
        (b"POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\n\r\n", 413),
        (b"POST /hook HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: 3\r\n\r\nabc", 415),
        (b"POST /hook HTTP/1.1\r\nContent-Length: x\r\n\r\n", 400),
        (b"POST /hook HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (b"hello\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
    ],
    ids=["GET", "path", "unsigned", "large", "type", "length", "smuggled", "words", "TLS"],
)
def test_a_request_that_is_not_a_delivery_is_refused(
    connection: Connection, content: bytes, status: int
) -> None:
    connection.send(content)
    assert connection.response()[0] == status


def test_ten_megabytes_are_refused_and_the_refusal_arrives(connection: Connection) -> None:
    connection.send(b"POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\n")
    for _ in range(100):
        connection.send(b"x" * 100_000)
    assert connection.response()[0] == 413


def test_an_endless_body_in_chunks_is_refused(connection: Connection) -> None:
    connection.send(b"POST /hook HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(40):
        connection.send(b"2710\r\n" + b"x" * 10_000 + b"\r\n")
    assert connection.response()[0] == 413


def test_endless_headers_are_refused(connection: Connection) -> None:
    connection.send(b"POST /hook HTTP/1.1\r\nHost: x\r\n")
    for _ in range(50):
        connection.send(b"X-Long: " + b"x" * 10_000 + b"\r\n")
    assert connection.response()[0] == 431


_signed = Signer().request(b"event=hangup&callId=fuzzed")
_piece = st.sampled_from(
    [
        http(_signed),
        http(_signed, "Connection: close"),
        http(_signed)[:80],
        b"POST /hook HTTP/1.1\r\n",
        b"Content-Length: 5\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Upgrade: h2c\r\nConnection: Upgrade\r\n",
        b"Expect: 100-continue\r\n",
        b"\r\n",
        b"5\r\nhello\r\n0\r\n\r\n",
        b"GET /health HTTP/1.0\r\n\r\n",
        b"HEAD * HTTP/1.1\r\n\r\n",
        b"CONNECT x:1 HTTP/1.1\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(_piece | st.binary(max_size=30), min_size=1, max_size=6))
def test_no_input_crashes_the_server(
    server: RunningServer, caplog: pytest.LogCaptureFixture, pieces: list[bytes]
) -> None:
    with Connection(server) as connection:
        for piece in pieces:
            connection.send_if_open(piece)
        statuses = [
            line.split()[1]
            for line in connection.everything().split(b"\r\n")
            if line.startswith(b"HTTP/1.1 ")
        ]
    assert all(status in {b"100", b"200"} or status.startswith(b"4") for status in statuses)
    assert [record for record in caplog.records if record.levelname in {"ERROR", "CRITICAL"}] == []


def test_a_refusal_comes_after_the_responses_to_earlier_requests(
    connection: Connection, signer: Signer
) -> None:
    connection.send(http(signer.new_call(call_id="first")) + b"nonsense\r\n\r\n" + http(signer.new_call()))
    assert call_of(connection.response()[2]) == "first"
    assert connection.response()[0] == 400
    assert connection.is_closed()


def test_health_is_read_over_a_kept_connection(connection: Connection) -> None:
    for _ in range(2):
        connection.send(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        status, headers, body = connection.response()
        assert (status, body, "connection" in headers) == (200, b"ok", False)


def test_a_client_that_disconnects_does_not_affect_others(server: RunningServer, signer: Signer) -> None:
    whole = http(signer.new_call(call_id="left"))
    for part in (len(whole) // 2, len(whole)):
        with Connection(server) as leaving:
            leaving.send(whole[:part])
    with Connection(server) as staying:
        staying.send(http(signer.new_call(call_id="stays")))
        assert call_of(staying.response()[2]) == "stays"


def test_stopping_finishes_the_deliveries_in_progress(signer: Signer) -> None:
    hooks = WebhookApp(public_url="https://phone.example.com/hook", public_key=signer.public_key)
    running: list[RunningServer] = []

    @hooks.on_new_call
    def stop_in_between(call: NewCall) -> actions.RedirectToVoicemail:
        threading.Thread(target=running[0].stop).start()
        return actions.voicemail()

    with start(hooks, port=0) as server:
        running.append(server)
        with Connection(server) as connection:
            connection.send(http(signer.new_call()))
            status, _, body = connection.response()
        server.wait()
    assert (status, b"Voicemail" in body) == (200, True)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((server.host, server.port))


def test_stopping_does_not_take_long(server: RunningServer, signer: Signer) -> None:
    with Connection(server) as connection:
        connection.send(http(signer.new_call()))
        connection.response()
        start = time.monotonic()
        server.stop()
        assert time.monotonic() - start < 3
