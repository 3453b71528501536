"""Benchmarks the MCP server: start-up, size of the tool list, response times, memory, and requests per job.

Start-up is compared with a minimal server of the same SDK in the same run, because machines and their load differ. It
is measured until the responses that a host waits for: to `initialize`, to `tools/list`, and to the first tool call,
which requires the SDK.
"""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import anyio
import httpx2
from mcp import Client, StdioServerParameters, stdio_client

from sipgate_tools.mcp.account import McpAccount
from sipgate_tools.mcp.policy.audit_log import AuditLog
from sipgate_tools.mcp.server import create_server
from sipgate_tools.mcp.settings import load_settings
from sipgate_tools.sandbox import Sandbox

PROGRAM: Final = str(Path(sys.executable).with_name("sipgate-tools"))
STARTS, CALLS = 15, 200
HELLO: Final = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "bench", "version": "1"},
    },
}
LISTING: Final = {"jsonrpc": "2.0", "id": 2, "method": "tools/list"}
MINIMAL: Final = """
from mcp.server.mcpserver import MCPServer
server = MCPServer("hello")
@server.tool()
def hello() -> str:
    return "hello"
server.run("stdio")
"""
Started = tuple[list[str], dict[str, Any]]  # the command, and the first tool call
OURS: Final[Started] = [PROGRAM, "mcp"], {"name": "search_operations", "arguments": {"query": "sms"}}
REFERENCE: Final[Started] = [sys.executable, "-c", MINIMAL], {"name": "hello", "arguments": {}}
# The number of requests that the other sipgate server needs for the same two jobs.
PEER_UPDATE, PEER_DELETE = 746, 1009


@contextmanager
def greeted(command: list[str]) -> Generator[tuple[subprocess.Popen[str], Callable[[dict[str, Any]], None]]]:
    """Start a server on stdio, and yield it after the handshake with a function that sends a request and waits."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        source, sink = process.stdout, process.stdin
        assert source is not None
        assert sink is not None

        def ask(request: dict[str, Any]) -> None:
            sink.write(json.dumps(request) + "\n")
            sink.flush()
            response = json.loads(source.readline())
            assert response["id"] == request["id"]
            assert not response["result"].get("isError")

        ask(HELLO)
        yield process, ask
        sink.close()


@contextmanager
def listening() -> Generator[str]:
    """Start a server over HTTP, and yield its address."""
    command = [PROGRAM, "mcp", "--sandbox", "--transport", "http", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        yield next(found[0] for line in process.stderr if (found := re.search(r"http://\S+/mcp", line)))
        process.terminate()


def started_in(command: list[str], call: dict[str, Any]) -> tuple[float, float, float]:
    """Return the seconds from the start to the responses to `initialize`, `tools/list` and the first tool call."""
    began = time.perf_counter()
    with greeted(command) as (_, ask):
        hello = time.perf_counter() - began
        ask(LISTING)
        listed = time.perf_counter() - began
        ask({"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": call})
        return hello, listed, time.perf_counter() - began


def start() -> None:
    """Print the start-up time and the reference's. Both are measured alternately, so that they have the same load."""
    pairs = [(started_in(*OURS), started_in(*REFERENCE)) for _ in range(STARTS)]
    for place, step in enumerate(("initialize", "tools/list", "first call")):
        ours, reference = ([one[place] for one in column] for column in zip(*pairs, strict=True))
        middle, theirs = statistics.median(ours), statistics.median(reference)
        print(
            f"start to {step:12} {middle * 1000:6.0f} ms (best {min(ours) * 1000:.0f}), a minimal server of the "
            f"SDK {theirs * 1000:.0f} ms (best {min(reference) * 1000:.0f}), ratio {middle / theirs:.2f}"
        )


async def p50(call: Callable[[], Awaitable[Any]]) -> float:
    """Return the median duration of many calls, in seconds."""
    await call()
    seconds: list[float] = []
    for _ in range(CALLS):
        began = time.perf_counter()
        await call()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


async def tools(client: Client, where: str) -> None:
    """Print the response times of two tools, which send requests to the embedded account."""
    for tool, arguments in (("search_history", {"limit": 10}), ("list_live_calls", {})):

        async def call(tool: str = tool, arguments: dict[str, Any] = arguments) -> None:
            result = await client.call_tool(tool, arguments)
            assert not result.is_error

        print(f"p50 {tool:16} {where:5} {await p50(call) * 1000:6.1f} ms")


def resident(pid: int) -> str:
    """Return the resident memory of a process as text, or that it is unknown (not Linux)."""
    status = Path(f"/proc/{pid}/status")
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return f"{int(found[1]) / 1024:.0f} MB" if found else "unknown on this system"


async def on_stdio() -> None:
    """Print the size of the tool list and the response times of a server on stdio."""
    with tempfile.TemporaryFile("w+") as words:
        server = stdio_client(StdioServerParameters(command=PROGRAM, args=["mcp", "--sandbox"]), errlog=words)
        async with Client(server) as client:
            listed = await client.list_tools()
            text = json.dumps([tool.model_dump(by_alias=True, exclude_none=True) for tool in listed.tools])
            print(f"tools/list            {len(json.dumps(json.loads(text), separators=(',', ':'))):6} bytes")
            await tools(client, "stdio")


async def over_http(address: str) -> None:
    """Print the response times of a server over HTTP."""
    async with Client(address) as client:
        await tools(client, "http")


class Counting(httpx2.AsyncBaseTransport):
    """A transport that counts the requests to the embedded account."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.count = 0
        self._sandbox = sandbox

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.count += 1
        return await self._sandbox.handle_async_request(request)


@asynccontextmanager
async def counted() -> AsyncGenerator[tuple[Client, Counting]]:
    """Yield a client for a server in memory whose user has 1,000 history entries, and the counting transport."""
    sandbox = Sandbox()
    own = (entry for entry in sandbox.state.history if entry.type == "SMS" and "s0" in entry.connection_ids)
    model = next(entry for entry in own if not entry.archived)
    for number in range(1000):
        sandbox.state.history.put(replace(model, id=str(4_300_000_000 + number)))
    sandbox.state.commit()
    transport = Counting(sandbox)
    options = {"token_id": sandbox.token_id, "token": sandbox.token, "base_url": sandbox.base_url}
    settings = load_settings({"confirm": "never"}, {})
    account = McpAccount(settings, client_options=options, transport=transport, audit_log=AuditLog(None))
    async with Client(create_server(account)) as client:
        yield client, transport


async def jobs() -> None:
    """Print the number of requests and the duration of two large jobs."""
    ids = [str(4_300_000_000 + number) for number in range(1000)]
    for tool, names, further, peer in (
        ("mark_history_entries", ids[:150], {"read": True}, PEER_UPDATE),
        ("delete_history_entries", ids, {}, PEER_DELETE),
    ):
        async with counted() as (client, transport):
            began = time.perf_counter()
            result = await client.call_tool(tool, {"entry_ids": names, **further})
            assert not result.is_error
            seconds = time.perf_counter() - began
        print(f"{tool} of {len(names)}: {transport.count} requests (the peer: {peer}), {seconds:.2f} s")


def main() -> None:
    """Run all measurements."""
    start()
    anyio.run(on_stdio)
    with greeted(OURS[0]) as (process, ask):
        ask({"jsonrpc": "2.0", "id": 2, "method": "prompts/list"})  # answered by the whole server
        print(f"resident, idle        {resident(process.pid)}")
    with listening() as address:
        anyio.run(over_http, address)
    anyio.run(jobs)


if __name__ == "__main__":
    main()
