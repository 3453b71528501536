"""The MCP server in numbers: its start, what a model sees, how fast tools answer, memory, and requests per job.

The reference of the start is the SDK's own import in the same run, because machines and their load differ.
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
from pathlib import Path
from typing import Any

import anyio
import httpx2
from mcp import Client, StdioServerParameters, stdio_client

from sipgate_tools.mcp.account import Account
from sipgate_tools.mcp.journal import Journal
from sipgate_tools.mcp.server import create_server
from sipgate_tools.mcp.settings import load_settings
from sipgate_tools.sandbox import Sandbox

PROGRAM = str(Path(sys.executable).with_name("sipgate-tools"))
STARTS, CALLS = 15, 200
HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "bench", "version": "1"},
    },
}
# What the other sipgate server needs for the same two jobs, as it was counted for the issue.
PEER_UPDATE, PEER_DELETE = 746, 1009


@contextmanager
def greeted() -> Generator[int]:
    """The process id of a server that has said hello."""
    with subprocess.Popen(
        [PROGRAM, "mcp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(HELLO) + "\n")
        process.stdin.flush()
        process.stdout.readline()
        yield process.pid
        process.stdin.close()


@contextmanager
def listening() -> Generator[str]:
    """The address of a server over HTTP."""
    command = [PROGRAM, "mcp", "--sandbox", "--transport", "http", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        yield next(found[0] for line in process.stderr if (found := re.search(r"http://\S+/mcp", line)))
        process.terminate()


def started_in() -> float:
    """Seconds from starting the process to its answer to `initialize`."""
    began = time.perf_counter()
    with greeted():
        return time.perf_counter() - began


def imported_in(module: str) -> float:
    """Seconds of a process that only imports a module."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {module}"], check=True)
    return time.perf_counter() - began


def start() -> None:
    """The start, beside the SDK's import; taken in turns so that both see the same load."""
    pairs = [(started_in(), imported_in("mcp.server.mcpserver")) for _ in range(STARTS)]
    ours, sdk = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"start to initialize   {ours * 1000:6.0f} ms (best {min(one for one, _ in pairs) * 1000:.0f})")
    print(f"import of the SDK     {sdk * 1000:6.0f} ms (best {min(one for _, one in pairs) * 1000:.0f})")
    print(f"ratio                 {ours / sdk:6.2f}")


async def p50(call: Callable[[], Awaitable[Any]]) -> float:
    """The median of many calls, in seconds."""
    await call()
    seconds: list[float] = []
    for _ in range(CALLS):
        began = time.perf_counter()
        await call()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


async def tools(client: Client, where: str) -> None:
    """How fast two tools answer; each makes its own requests to the embedded account."""
    for tool, arguments in (("search_history", {"limit": 10}), ("list_live_calls", {})):

        async def call(tool: str = tool, arguments: dict[str, Any] = arguments) -> None:
            result = await client.call_tool(tool, arguments)
            assert not result.is_error

        print(f"p50 {tool:16} {where:5} {await p50(call) * 1000:6.1f} ms")


def resident(pid: int) -> str:
    """The resident memory of a process, where the system tells."""
    status = Path(f"/proc/{pid}/status")
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return f"{int(found[1]) / 1024:.0f} MB" if found else "unknown on this system"


async def on_stdio() -> None:
    """Bytes of the list, calls and memory of a server on stdio."""
    with tempfile.TemporaryFile("w+") as words:
        server = stdio_client(StdioServerParameters(command=PROGRAM, args=["mcp", "--sandbox"]), errlog=words)
        async with Client(server) as client:
            listed = await client.list_tools()
            text = json.dumps([tool.model_dump(by_alias=True, exclude_none=True) for tool in listed.tools])
            print(f"tools/list            {len(json.dumps(json.loads(text), separators=(',', ':'))):6} bytes")
            await tools(client, "stdio")


async def over_http(address: str) -> None:
    """Calls to a server over HTTP."""
    async with Client(address) as client:
        await tools(client, "http")


class Counting(httpx2.AsyncBaseTransport):
    """Counts what leaves for the embedded account."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.count = 0
        self._sandbox = sandbox

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.count += 1
        return await self._sandbox.handle_async_request(request)


@asynccontextmanager
async def counted() -> AsyncGenerator[tuple[Client, Counting]]:
    """A server in memory with 1,000 own entries of history, and the count of its requests."""
    from dataclasses import replace

    sandbox = Sandbox()
    own = (entry for entry in sandbox.state.history if entry.type == "SMS" and "s0" in entry.connection_ids)
    model = next(entry for entry in own if not entry.archived)
    for number in range(1000):
        sandbox.state.history.put(replace(model, id=str(4_300_000_000 + number)))
    sandbox.state.commit()
    transport = Counting(sandbox)
    options = {"token_id": sandbox.token_id, "token": sandbox.token, "base_url": sandbox.base_url}
    settings = load_settings({"confirm": "never"}, {})
    account = Account(settings, client_options=options, transport=transport, journal=Journal(None))
    async with Client(create_server(account)) as client:
        yield client, transport


async def jobs() -> None:
    """Requests and seconds of two large jobs."""
    ids = [str(4_300_000_000 + number) for number in range(1000)]
    for tool, wanted, further, peer in (
        ("mark_history_entries", ids[:150], {"read": True}, PEER_UPDATE),
        ("delete_history_entries", ids, {}, PEER_DELETE),
    ):
        async with counted() as (client, transport):
            began = time.perf_counter()
            result = await client.call_tool(tool, {"entry_ids": wanted, **further})
            assert not result.is_error
            seconds = time.perf_counter() - began
        print(f"{tool} of {len(wanted)}: {transport.count} requests (the peer: {peer}), {seconds:.2f} s")


def main() -> None:
    """Measure everything."""
    start()
    anyio.run(on_stdio)
    with greeted() as pid:
        print(f"resident, idle        {resident(pid)}")
    with listening() as address:
        anyio.run(over_http, address)
    anyio.run(jobs)


if __name__ == "__main__":
    main()
