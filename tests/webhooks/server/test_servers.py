"""The same app on other ASGI servers: each one responds, verifies and stores as our own does.

Time limits for slow clients are the server's business there; the size of a body is ours everywhere.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from sipgate_tools.errors import InvalidInput
from sipgate_tools.webhooks import Origins, RunningServer, WebhookApp, actions, open_store, serve, start
from sipgate_tools.webhooks.testing import SignedRequest, Signer

HERE = Path(__file__).parent
COMMANDS = {
    "uvicorn": ["uvicorn", "--no-access-log", "--port", "{port}", "{app}"],
    "uvicorn-h11": ["uvicorn", "--no-access-log", "--http", "h11", "--port", "{port}", "{app}"],
    "granian": ["granian", "--interface", "asgi", "--workers", "1", "--port", "{port}", "{app}"],
    "hypercorn": ["hypercorn", "--bind", "127.0.0.1:{port}", "{app}"],
}
SERVERS = ["ours", *COMMANDS]


@contextlib.contextmanager
def serve_app(server: str, app: str, store: Path, signer: Signer) -> Generator[int]:
    """Serve one of the apps of served_app.py from another process and yield its port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    words = [word.format(port=port, app=f"served_app:{app}") for word in COMMANDS[server]]
    environment = os.environ | {"PUBLIC_KEY": signer.public_key, "STORE": str(store)}
    process = subprocess.Popen(
        [sys.executable, "-m", *words],
        cwd=HERE,
        env=environment,
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", port), timeout=1) as connection,
        ):
            connection.settimeout(10)
            connection.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            if connection.recv(100):
                return
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
    pytest.fail("the server did not start")


def _skip_if_missing(server: str) -> None:
    package = server.partition("-")[0]
    if server != "ours" and find_spec(package) is None:
        pytest.skip(f"{package} is not installed")


@pytest.fixture(scope="module", params=SERVERS)
def port(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, signer: Signer
) -> Iterator[int]:
    _skip_if_missing(request.param)
    store = tmp_path_factory.mktemp("servers") / "calls.db"
    if request.param != "ours":
        with serve_app(request.param, "hooks", store, signer) as port:
            yield port
        return
    with start(echo_app(signer, store), port=0) as running:
        yield running.port


def echo_app(signer: Signer, store: Path) -> WebhookApp:
    hooks = WebhookApp(
        public_url="https://phone.example.com/hook",
        public_key=signer.public_key,
        store=store,
        deadline_seconds=10,
    )
    hooks.on_new_call(lambda call: actions.play(f"https://example.com/{call.call_id}.wav"))
    return hooks


def head(request: SignedRequest, *more: str, length: int | str | None = 0) -> bytes:
    lines = ["POST /hook HTTP/1.1", "Host: phone.example.com", "Connection: close", *more]
    lines += [f"{name}: {value}" for name, value in request.headers.items()]
    if length is not None:
        lines.append(f"Content-Length: {length or len(request.body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def send_request(port: int, content: bytes) -> tuple[int, bytes]:
    """Send a request, and return the status and the rest of the response."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(content)
        received = b""
        with contextlib.suppress(ConnectionResetError):
            while part := connection.recv(65536):
                received += part
    statuses = [int(one) for one in re.findall(rb"HTTP/1.[01] (\d+)", received) if one != b"100"]
    assert len(statuses) == 1, received
    return statuses[0], received


def chunked(body: bytes, size: int = 50, trailers: bytes = b"") -> bytes:
    parts = [body[begin : begin + size] for begin in range(0, len(body), size)]
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts)
    return chunks + b"0\r\n" + trailers + b"\r\n"


def test_a_delivery_gets_its_response(port: int, signer: Signer) -> None:
    request = signer.new_call(call_id="one")
    status, received = send_request(port, head(request) + request.body)
    assert status == 200
    assert b"https://example.com/one.wav" in received
    assert re.search(rb"(?i)content-length: \d+", received)


def test_a_delivery_in_chunks_gets_its_response(port: int, signer: Signer) -> None:
    request = signer.new_call(call_id="chunks")
    content = head(request, "Transfer-Encoding: chunked", length=None) + chunked(request.body)
    assert send_request(port, content)[0] == 200


@pytest.mark.parametrize("expect", ["100-continue", "100-Continue"])
def test_a_client_that_expects_100_continue_gets_its_response(port: int, signer: Signer, expect: str) -> None:
    request = signer.new_call()
    assert send_request(port, head(request, f"Expect: {expect}") + request.body)[0] == 200


def test_trailing_whitespace_is_not_part_of_header_values(port: int, signer: Signer) -> None:
    request = signer.new_call()
    padded = SignedRequest(request.body, {name: f"{value} \t" for name, value in request.headers.items()})
    assert send_request(port, head(padded, length=f"{len(request.body)} ") + request.body)[0] == 200


def test_an_unsigned_or_changed_delivery_is_refused(port: int, signer: Signer) -> None:
    request = signer.new_call()
    unsigned = SignedRequest(request.body, {"content-type": "application/x-www-form-urlencoded"})
    assert send_request(port, head(unsigned) + request.body)[0] == 401
    assert send_request(port, head(request) + request.body.replace(b"in", b"ni", 1))[0] == 403


def test_a_body_that_is_too_large_is_refused(port: int, signer: Signer) -> None:
    large = signer.request(b"event=newCall&callId=1&x=" + b"y" * 300_000)
    assert send_request(port, head(large) + large.body)[0] == 413
    content = head(large, "Transfer-Encoding: chunked", length=None) + chunked(large.body, 10_000)
    assert send_request(port, content)[0] == 413


def test_a_body_of_the_maximum_size_is_accepted(port: int, signer: Signer) -> None:
    large = signer.request(b"event=newCall&callId=large&x=" + b"y" * 200_000)
    assert send_request(port, head(large) + large.body)[0] == 200


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 200),
        (b"HEAD /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 200),
        (b"GET /hook HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 405),
        (b"POST /other HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", 404),
    ],
    ids=["health", "head", "method", "path"],
)
def test_other_requests_get_a_specific_error(port: int, content: bytes, status: int) -> None:
    assert send_request(port, content)[0] == status


@pytest.mark.parametrize("server", SERVERS)
def test_a_trailer_does_not_change_the_origin_of_a_delivery(
    server: str, tmp_path: Path, signer: Signer
) -> None:
    _skip_if_missing(server)
    body = b"event=newCall&callId=1"
    lines = (
        b"POST /hook HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Forwarded-For: 6.6.6.6\r\n"
        b"Transfer-Encoding: chunked\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n"
    )
    forged = lines + chunked(body, trailers=b"X-Forwarded-For: 217.116.118.254\r\n")
    honest = lines.replace(b"6.6.6.6", b"217.116.118.254") + chunked(body)
    with contextlib.ExitStack() as stack:
        if server == "ours":
            origins = Origins(trusted_proxies=["127.0.0.1"])
            hooks = WebhookApp(
                public_url="https://phone.example.com/hook", verify=origins, deadline_seconds=10
            )
            port = stack.enter_context(start(hooks, port=0)).port
        else:
            port = stack.enter_context(serve_app(server, "by_origin", tmp_path / "calls.db", signer))
        assert [send_request(port, honest)[0], send_request(port, forged)[0]] == [200, 403]


@pytest.mark.parametrize("server", COMMANDS)
async def test_acknowledged_deliveries_are_in_the_store_when_the_server_has_stopped(
    server: str, tmp_path: Path, signer: Signer
) -> None:
    _skip_if_missing(server)
    path = tmp_path / "calls.db"
    with serve_app(server, "hooks", path, signer) as port:
        for number in range(5):
            request = signer.new_call(call_id=f"c{number}")
            assert send_request(port, head(request) + request.body)[0] == 200
    async with open_store(path, create=False) as store:
        assert [one.event.call_id for one in await store.events()] == [f"c{number}" for number in range(5)]


def test_an_app_whose_store_cannot_be_used_is_not_served(tmp_path: Path, signer: Signer) -> None:
    hooks = echo_app(signer, tmp_path)
    listening: list[str] = []
    with pytest.raises(InvalidInput, match="cannot be used as a store"):
        serve(hooks, port=0, on_listening=listening.append)
    with pytest.raises(InvalidInput, match="cannot be used as a store"):
        start(hooks, port=0)
    assert listening == []


def test_the_url_of_a_running_server_is_its_listening_address(tmp_path: Path, signer: Signer) -> None:
    with start(echo_app(signer, tmp_path / "calls.db"), port=0) as running:
        assert isinstance(running, RunningServer)
        assert running.url == f"http://127.0.0.1:{running.port}"
