"""The server over HTTP: access, messages, and two workers that share no memory."""

from __future__ import annotations

import json
import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest
import uvicorn
from anyio import fail_after
from mcp import Client
from mcp_types import ElicitResult

from sipgate_tools.mcp.http.server import (
    AnnouncingServer,
    application,
)
from sipgate_tools.mcp.server import create_server
from sipgate_tools.mcp.settings import load_settings
from tests.mcp.harness import Harness, MakeHarness
from tests.mcp.http.serving import ADDRESS, HEADERS, HELLO, hello, serve


@contextmanager
def listening(harness: Harness) -> Generator[str]:
    """The address of a harness that is served on a socket: questions in the middle of a call need a real stream."""
    settings = load_settings({"transport": "http", "port": 0}, {})
    app = application(create_server(harness.account), settings)
    started = threading.Event()

    class Server(AnnouncingServer):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets=sockets)
            started.set()

    server = Server(uvicorn.Config(app, port=0, log_level="warning", timeout_graceful_shutdown=1), settings)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert started.wait(10)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/mcp"
    finally:
        server.should_exit = True
        thread.join()


@pytest.mark.parametrize("mode", ["legacy", "auto"])
async def test_a_message_is_sent_and_confirmed_over_http(make_harness: MakeHarness, mode: Any) -> None:
    harness = make_harness()

    async def yes(context: Any, params: Any) -> ElicitResult:
        return ElicitResult(action="accept", content={})

    with listening(harness) as address, fail_after(20):
        async with Client(address, mode=mode, elicitation_callback=yes) as client:
            result = await client.call_tool("send_sms", {"to": "+491729925904", "message": "Hallo"})
    assert not result.is_error
    assert len(harness.sandbox.outbox()["sms"]) == 1


async def test_without_the_token_access_is_refused(make_harness: MakeHarness) -> None:
    harness = make_harness(environment={"SIPGATE_MCP_AUTH_TOKEN": "made-up-secret-0001"})
    async with serve(harness) as client:
        assert await hello(client) == 401
        assert await hello(client, authorization="Bearer wrong") == 401
        assert await hello(client, authorization="Basic made-up-secret-0001") == 401
        assert await hello(client, authorization="Bearer made-up-secret-0001") == 200
        assert (await client.get("http://127.0.0.1:8321/health")).json()["status"] == "ok"


async def test_other_names_and_origins_are_turned_away(make_harness: MakeHarness) -> None:
    async with serve(make_harness()) as client:
        assert await hello(client) == 200
        for host in ("localhost", "127.0.0.1", "[::1]", "localhost:8080"):
            assert await hello(client, host=host) == 200
        for host in ("evil.example.org", "localhost.evil.example.org", "127.0.0.1.evil.example.org"):
            assert await hello(client, host=host) == 421
        assert await hello(client, origin="https://evil.example.org") == 403
        assert await hello(client, origin="http://localhost:3000") == 200


async def test_the_names_of_a_public_server_are_those_that_were_given(make_harness: MakeHarness) -> None:
    flags = {"allowed_hosts": "mcp.example.org", "allowed_origins": "https://app.example.org"}
    async with serve(make_harness(**flags)) as client:
        assert await hello(client, host="mcp.example.org") == 200
        assert await hello(client, host="mcp.example.org", origin="https://app.example.org") == 200
        assert await hello(client, host="127.0.0.1:8321") == 421


async def test_a_client_that_takes_no_stream_gets_none(make_harness: MakeHarness) -> None:
    """The protocol wants both types in `Accept`."""
    async with serve(make_harness()) as client:
        refused = await client.post(ADDRESS, json=HELLO, headers={**HEADERS, "accept": "application/json"})
    assert refused.status_code == 406
    assert refused.headers["content-type"] == "application/json"


async def test_a_huge_body_is_refused(make_harness: MakeHarness) -> None:
    async with serve(make_harness()) as client:
        response = await client.post(ADDRESS, content=b"x" * 5_000_000, headers=HEADERS)
    assert response.status_code == 413


async def test_a_call_that_one_worker_began_another_finishes(make_harness: MakeHarness) -> None:
    """Protocol 2026-07-28, two workers with the same keys behind a balancer: the answer goes to the other one."""
    environment = {"SIPGATE_MCP_STATE_KEYS": "a-secret-that-both-workers-know-0001"}
    first = make_harness(environment=environment)
    second = make_harness(environment=environment, sandbox=first.sandbox)
    async with serve(first) as one, serve(second) as two:
        arguments = {"to": "+491729925904", "message": "Hallo"}
        question = await modern_call(one, "send_sms", arguments)
        assert question["resultType"] == "input_required"
        key = next(iter(question["inputRequests"]))
        answered = {key: {"action": "accept", "content": {"confirm": True}}}
        done = await modern_call(two, "send_sms", arguments, answered, question["requestState"])
    assert done["structuredContent"]["status"] == "accepted"
    assert len(first.sandbox.outbox()["sms"]) == 1


async def modern_call(
    client: httpx2.AsyncClient,
    tool: str,
    arguments: dict[str, Any],
    responses: Any = None,
    state: str | None = None,
) -> dict[str, Any]:
    """One call of protocol 2026-07-28, which says all there is to know in one request."""
    meta: dict[str, Any] = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {"elicitation": {"form": {}}},
        "io.modelcontextprotocol/clientInfo": {"name": "t", "version": "1"},
    }
    params: dict[str, Any] = {"name": tool, "arguments": arguments, "_meta": meta}
    if state is not None:
        params |= {"inputResponses": responses, "requestState": state}
    body = {"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": params}
    extra = {"mcp-protocol-version": "2026-07-28", "mcp-method": "tools/call", "mcp-name": tool}
    response = await client.post(ADDRESS, json=body, headers={**HEADERS, **extra})
    text = response.text
    if text.startswith(("event:", "data:", "id:")):
        text = next(line[5:] for line in text.splitlines() if line.startswith("data:") and '"id":7' in line)
    return json.loads(text)["result"]


async def test_a_request_that_is_cut_off_leaves_no_traceback_and_the_server_goes_on(
    make_harness: MakeHarness, caplog: pytest.LogCaptureFixture
) -> None:
    settings = load_settings({"transport": "http"}, {})
    app = application(create_server(make_harness().account), settings)
    headers = [(b"host", b"127.0.0.1:8321"), *((k.encode(), v.encode()) for k, v in HEADERS.items())]
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/mcp",
        "raw_path": b"/mcp",
        "query_string": b"",
        "headers": [*headers, (b"content-length", b"1000")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8321),
    }
    async with app.router.lifespan_context(app):
        for _ in range(3):
            arriving = iter([{"type": "http.request", "body": b"{", "more_body": True}])

            async def receive(parts: Any = arriving) -> Any:
                return next(parts, {"type": "http.disconnect"})

            async def send(message: Any) -> None:
                """Discard the response: the client has left."""

            await app(dict(scope), receive, send)
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app)) as client:
            assert await hello(client) == 200
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []
