"""The real server as a host starts it: a process on stdio."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from anyio import fail_after, to_thread
from mcp import Client, StdioServerParameters, stdio_client
from mcp_types import ElicitResult


def fetch(address: str) -> Any:
    with urlopen(address, timeout=5) as response:
        return json.load(response)


PROGRAM = str(Path(sys.executable).with_name("sipgate-tools"))


@asynccontextmanager
async def host(*arguments: str, home: Path, mode: Any = "auto") -> AsyncGenerator[tuple[Client, Any]]:
    """A client of the server, and what the server says on stderr."""

    async def yes(context: Any, params: Any) -> ElicitResult:
        return ElicitResult(action="accept", content={})

    with tempfile.TemporaryFile("w+", encoding="utf-8") as words:
        environment = {"HOME": str(home), "XDG_STATE_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
        parameters = StdioServerParameters(command=PROGRAM, args=["mcp", *arguments], env=environment)
        with fail_after(60):
            async with Client(
                stdio_client(parameters, errlog=words), mode=mode, elicitation_callback=yes
            ) as client:
                yield client, words


async def test_without_credentials_it_starts_lists_its_tools_and_says_what_to_do(tmp_path: Path) -> None:
    async with host(home=tmp_path) as (client, _):
        assert len((await client.list_tools()).tools) > 10
        result = await client.call_tool("get_overview", {})
    assert result.is_error
    assert result.content[0].type == "text"
    assert "SIPGATE_TOKEN_ID" in result.content[0].text


async def test_an_embedded_account_is_served_with_a_console_and_leaves_no_journal(tmp_path: Path) -> None:
    async with host("--sandbox", "--account", "neo", home=tmp_path, mode="legacy") as (client, words):
        await client.call_tool("send_sms", {"to": "+491729925904", "message": "Hallo"})
        words.seek(0)
        console = re.search(r"http://\S+/console", words.read())
        assert console is not None
        [sent] = (await to_thread.run_sync(fetch, f"{console[0]}/api/outbox"))["sms"]
    assert sent["message"] == "Hallo"
    assert list(tmp_path.rglob("*journal*")) == []


async def test_read_only_offers_reading_tools_only(tmp_path: Path) -> None:
    async with host("--read-only", home=tmp_path) as (client, _):
        tools = (await client.list_tools()).tools
    assert tools
    assert all(tool.annotations is not None and tool.annotations.read_only_hint for tool in tools)


HELLO: dict[str, Any] = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}


def test_stdout_carries_the_protocol_and_nothing_else(tmp_path: Path) -> None:
    done = subprocess.run(
        [PROGRAM, "mcp", "--sandbox"],
        input=json.dumps(HELLO) + "\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={"HOME": str(tmp_path)},
    )
    [line] = done.stdout.splitlines()
    assert json.loads(line)["result"]["serverInfo"]["name"] == "sipgate-tools"
    assert "Console" in done.stderr


def test_what_was_asked_before_the_host_fell_silent_is_answered(tmp_path: Path) -> None:
    calls: list[dict[str, Any]] = [
        {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": {"name": name, "arguments": {}}}
        for number, name in enumerate(("get_overview", "search_history", "list_live_calls"), start=2)
    ]
    done = subprocess.run(
        [PROGRAM, "mcp", "--sandbox"],
        input="\n".join(json.dumps(message) for message in (HELLO, *calls)),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={"HOME": str(tmp_path)},
    )
    responses = sorted((json.loads(line) for line in done.stdout.splitlines()), key=lambda one: one["id"])
    assert [one["id"] for one in responses] == [1, 2, 3, 4]
    assert not any(one["result"].get("isError") for one in responses)


@pytest.mark.parametrize("requests", [[], ["initialize"], ["initialize", "ping"]], ids=len)
def test_when_the_host_stops_reading_it_ends_quietly(requests: list[str], tmp_path: Path) -> None:
    with subprocess.Popen(
        [PROGRAM, "mcp"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={"HOME": str(tmp_path)},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        messages = {one["method"]: one for one in (HELLO, {"jsonrpc": "2.0", "id": 2, "method": "ping"})}
        for name in requests:
            process.stdin.write(json.dumps(messages[name]) + "\n")
            process.stdin.flush()
            process.stdout.readline()
        process.stdout.close()
        process.stdin.write(json.dumps(messages["ping"]) + "\n")
        process.stdin.flush()
        assert process.wait(timeout=20) == 0
        assert process.stderr.read() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="interrupts a process as POSIX systems do")
@pytest.mark.parametrize("awaited", ["initialize", "ping"])
@pytest.mark.parametrize(
    "start", [[], ["sh", "-c", 'trap "" INT; exec "$@"', "sh"]], ids=["as usual", "in the background"]
)
def test_an_interrupt_ends_it_at_once_however_silent_the_host_is(
    start: list[str], awaited: str, tmp_path: Path
) -> None:
    """`ping` is answered by the whole server: then nothing is on its way any more.

    A shell without job control starts what runs in the background with interrupts ignored.
    """
    with subprocess.Popen(
        [*start, PROGRAM, "mcp"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"HOME": str(tmp_path), "PATH": os.environ["PATH"]},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for message in (HELLO, {"jsonrpc": "2.0", "id": 2, "method": "ping"})[
            : 1 if awaited == "initialize" else 2
        ]:
            process.stdin.write(json.dumps(message) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == message["id"]
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 130


@pytest.mark.skipif(sys.platform == "win32", reason="closes streams as POSIX systems do")
@pytest.mark.parametrize(("closed", "responses"), [("2>&-", 1), ("<&-", 0), (">&-", 0), ("<&- >&- 2>&-", 0)])
def test_it_works_without_the_streams_that_a_host_has_closed(
    closed: str, responses: int, tmp_path: Path
) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "$0" mcp --sandbox {closed}', PROGRAM],
        input=json.dumps(HELLO) + "\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={"HOME": str(tmp_path)},
    )
    assert len(done.stdout.splitlines()) == responses
    assert "Traceback" not in done.stderr
