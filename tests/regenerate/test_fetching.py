"""The published document is fetched from its address, within limits, and nothing secret is repeated."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from scripts.openapi_build.failures import BuildFailure
from scripts.openapi_build.upstream import Limits, fetch

from .conftest import TakeOver
from .published import PRESENT

Answering = Callable[[BaseHTTPRequestHandler], None]


def answering(status: int, body: bytes = b"", **headers: str) -> Answering:
    """Answer like this, whatever is asked."""

    def respond(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"content_length": str(len(body)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return respond


@pytest.fixture
def server() -> Iterator[Callable[[dict[str, Answering]], str]]:
    """Serves answers by path on this machine, and gives the address."""
    responders: dict[str, Answering] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            responders[self.path](self)

        def log_message(self, format: str, *args: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()

    def serve(given: dict[str, Answering]) -> str:
        responders.update(given)
        return f"http://127.0.0.1:{http.server_port}"

    yield serve
    http.shutdown()
    thread.join()
    http.server_close()


def test_a_document_is_taken_over_from_an_address_and_through_a_redirect(
    server: Callable[[dict[str, Answering]], str], take_over: TakeOver
):
    address = server(
        {
            "/v2/swagger.json?token=secret": answering(302, location="/moved"),
            "/moved": answering(200, json.dumps(PRESENT).encode(), content_type="application/json"),
        }
    )
    run = take_over(f"{address}/v2/swagger.json?token=secret")
    assert (run.code, run.report["result"]) == (0, "nothing")
    assert run.report["source"] == f"{address}/v2/swagger.json"
    assert "secret" not in run.output


@pytest.mark.parametrize(
    ("respond", "reason"),
    [
        (answering(503, b"later"), "returned 503 instead of a document"),
        (answering(200, b"<html>Login</html>"), "the content is HTML or XML"),
        (answering(200, b'{"openapi"', content_length="400"), "cannot be fetched: RemoteProtocolError"),
        (answering(302, location="/"), "redirects more than 3 times"),
        (answering(302, location="http://sipgate.example/"), "neither https nor on this machine"),
    ],
)
def test_incomplete_responses_are_rejected(
    respond: Answering, reason: str, server: Callable[[dict[str, Answering]], str], take_over: TakeOver
):
    run = take_over(server({"/": respond}) + "/")
    assert run.code == 2
    assert reason in run.complained


def test_a_document_that_is_too_long_or_too_slow_is_refused(
    server: Callable[[dict[str, Answering]], str], tmp_path: Path
):
    address = server({"/": answering(200, b"x" * 2000)})
    with pytest.raises(BuildFailure, match="more than 1000 bytes"):
        fetch(f"{address}/", Limits(size_bytes=1000))
    with pytest.raises(BuildFailure, match=r"takes more than|cannot be fetched"):
        fetch(f"{address}/", Limits(seconds=1e-9))
    (tmp_path / "long").write_bytes(b"x" * 2000)
    with pytest.raises(BuildFailure, match="more than 1000 bytes"):
        fetch(str(tmp_path / "long"), Limits(size_bytes=1000))


@pytest.mark.parametrize(
    "address", ["http://api.sipgate.com/v2/swagger.json", "ftp://127.0.0.1/", "file:///etc/hostname"]
)
def test_a_url_whose_response_could_be_forged_is_rejected(address: str, take_over: TakeOver):
    run = take_over(address)
    assert run.code == 2
    assert "is neither https nor on this machine: download it yourself and name the file" in run.complained


def test_a_password_in_an_address_is_not_repeated(take_over: TakeOver):
    run = take_over("http://name:hush@sipgate.example/v2?key=hush")
    assert "http://sipgate.example/v2 is neither" in run.complained
    assert "hush" not in run.complained + run.output


def test_a_file_that_is_not_there_is_named(take_over: TakeOver):
    run = take_over("no/such/file.json")
    assert run.code == 2
    assert "no/such/file.json cannot be read: No such file or directory" in run.complained
