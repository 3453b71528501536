"""The responses that a host gets before the SDK is imported: at once, and the same as those of the SDK."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import anyio
import pytest
from mcp.server.stdio import stdio_server
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS, MODERN_PROTOCOL_VERSIONS

from sipgate_tools.mcp.account import McpAccount
from sipgate_tools.mcp.server import create_server
from sipgate_tools.mcp.settings import load_settings
from sipgate_tools.mcp.stdio.handshake import Handshake
from sipgate_tools.mcp.tools import offered_tools

CLIENT = {"name": "test", "version": "1"}
META = "io.modelcontextprotocol/"
MODERN = MODERN_PROTOCOL_VERSIONS[-1]
SETTINGS = load_settings({}, {})
# What clients say that they can do, each in another way.
CAPABLE: list[dict[str, Any]] = [
    {},
    {"roots": {}},
    {"roots": {"listChanged": True}, "sampling": {}, "elicitation": {}},
    {"sampling": {"context": {}, "tools": {}}, "elicitation": {"form": {}, "url": {}}},
    {"elicitation": {"form": {"applyDefaults": True}}, "experimental": {"a": {"b": {}}}},
    {"extensions": {"io.modelcontextprotocol/ui": {}}},
    {"tasks": {"list": {}, "cancel": {}, "requests": {"elicitation": {"create": {}}}}},
]
# What would not do, or is nobody's habit.
ODD: list[Any] = [
    [],
    None,
    {"roots": True},
    {"roots": {"listChanged": {}}},
    {"roots": {"listChanged": "yes"}},
    {"sampling": []},
    {"experimental": {"listChanged": True}},
    {"experimental": {"a": 1}},
    {"elicitation": {"form": "no"}},
]

Message = dict[str, Any]


def request(method: str, params: Any = None, *, number: Any = 1) -> Message:
    return {
        "jsonrpc": "2.0",
        "id": number,
        "method": method,
        **({} if params is None else {"params": params}),
    }


def introduction(version: str = "2025-11-25", capabilities: Any = None, **client: Any) -> Message:
    can: Any = {} if capabilities is None else capabilities
    introduced = {"protocolVersion": version, "capabilities": can, "clientInfo": {**CLIENT, **client}}
    return request("initialize", introduced)


def enveloped(
    method: str, capabilities: Any = None, *, version: str = MODERN, number: int = 1, **more: Any
) -> Message:
    meta = {
        f"{META}protocolVersion": version,
        f"{META}clientInfo": CLIENT,
        f"{META}clientCapabilities": {} if capabilities is None else capabilities,
    }
    return request(method, {"_meta": meta, **more}, number=number)


def without(message: Message, *path: str) -> Message:
    copy = json.loads(json.dumps(message))
    inner = copy
    for name in path[:-1]:
        inner = inner[name]
    del inner[path[-1]]
    return copy


class Script(io.StringIO):
    """Lines of a host, which goes only after it has all the answers."""

    def __init__(self, messages: Sequence[Message]) -> None:
        super().__init__("".join(f"{json.dumps(one)}\n" for one in messages))
        self.responses: SimpleQueue[str] = SimpleQueue()
        self.sent: list[Message] = []
        self._awaited = len(messages)

    def readline(self, size: int | None = -1, /) -> str:
        if line := super().readline(-1 if size is None else size):
            return line
        self.sent.extend(json.loads(self.responses.get(timeout=10)) for _ in range(self._awaited))
        return ""


class Paper(io.StringIO):
    """What is written to a host, line by line."""

    def __init__(self, responses: SimpleQueue[str]) -> None:
        super().__init__()
        self._responses = responses

    def write(self, text: str, /) -> int:
        self._responses.put(text)
        return len(text)


async def responses_of_the_sdk(*messages: Message) -> list[Message]:
    """The answers of the whole server to the messages of one connection, by their ids."""
    script = Script(messages)
    lowlevel = create_server(McpAccount(SETTINGS))._lowlevel_server  # pyright: ignore[reportPrivateUsage]
    async with stdio_server(anyio.wrap_file(script), anyio.wrap_file(Paper(script.responses))) as (
        reads,
        writes,
    ):
        await lowlevel.run(reads, writes, lowlevel.create_initialization_options())
    return sorted(script.sent, key=lambda one: one["id"])


def welcomed(*messages: Message) -> list[Message | None]:
    welcome = Handshake(offered_tools(SETTINGS))
    return [welcome.respond(json.dumps(one).encode()) for one in messages]


@pytest.mark.parametrize("version", HANDSHAKE_PROTOCOL_VERSIONS)
async def test_the_handshake_and_the_tools_are_told_as_the_sdk_tells_them(version: str) -> None:
    messages = introduction(version), request("tools/list", number=2), request("tools/list", {}, number=3)
    assert welcomed(*messages) == await responses_of_the_sdk(*messages)


@pytest.mark.parametrize("version", MODERN_PROTOCOL_VERSIONS)
async def test_discovery_and_the_tools_are_told_as_the_sdk_tells_them(version: str) -> None:
    messages = (
        enveloped("server/discover", version=version),
        enveloped("tools/list", version=version, number=2),
    )
    assert welcomed(*messages) == await responses_of_the_sdk(*messages)


@pytest.mark.parametrize("capabilities", CAPABLE, ids=json.dumps)
async def test_whatever_a_client_can_do_it_is_told_what_the_sdk_tells_it(
    capabilities: dict[str, Any],
) -> None:
    for first in (introduction(capabilities=capabilities), enveloped("server/discover", capabilities)):
        assert welcomed(first) == await responses_of_the_sdk(first)


@pytest.mark.parametrize(
    "first",
    [
        introduction("2026-07-28"),
        introduction("1999-01-01"),
        introduction(icons=[]),
        without(introduction(), "params"),
        without(introduction(), "params", "clientInfo"),
        without(introduction(), "params", "clientInfo", "version"),
        without(introduction(), "jsonrpc"),
        {**introduction(), "id": None},
        {**introduction(), "id": 1.5},
        {**introduction(), "id": True},
        {**introduction(), "method": ["initialize"]},
        {"jsonrpc": "2.0", "id": 1, "result": {}},
        request("tools/list"),
        request("tools/list", {"cursor": "x"}),
        request("tools/call", {"name": "get_overview", "arguments": {}}),
        enveloped("tools/list", cursor="x"),
        enveloped("tools/list", version="2031-01-01"),
        without(enveloped("tools/list"), "params", "_meta", f"{META}clientInfo"),
        *(introduction(capabilities=one) for one in ODD if one is not None),
        *(enveloped("server/discover", one) for one in ODD if one is not None),
    ],
    ids=str,
)
def test_after_any_other_beginning_the_sdk_has_the_word(first: Message) -> None:
    following = introduction(), request("tools/list", number=2), enveloped("tools/list", number=3)
    assert welcomed(first, *following) == [None] * 4


@pytest.mark.parametrize(
    "line",
    [
        *(b"\n", b"{", b"\xff\n", b"[" * 100_000, b"[]", b"null", b'"initialize"'),
        # What Python's reader takes and the SDK's does not.
        b"\xef\xbb\xbf" + json.dumps(introduction()).encode(),
        json.dumps(introduction()).encode("utf-16-le"),
        json.dumps(introduction(name="\ud800")).encode(),
        json.dumps({**introduction(), "id": "\udfff"}).encode(),
        json.dumps(
            introduction(capabilities=json.loads('{"experimental":' * 198 + "{}" + "}" * 198))
        ).encode(),
    ],
    ids=lambda line: line[:20],
)
def test_what_is_no_message_is_left_to_the_sdk(line: bytes) -> None:
    welcome = Handshake(offered_tools(SETTINGS))
    assert welcome.respond(line) is None
    assert welcome.respond(json.dumps(introduction()).encode()) is None


def test_what_comes_after_the_handshake_and_is_not_known_is_left_to_the_sdk() -> None:
    others = (
        introduction(),
        enveloped("tools/list"),
        request("tools/list", {"cursor": "x"}),
        request("prompts/list"),
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
    )
    [hello, *responses, tools] = welcomed(introduction(), *others, request("tools/list", number=9))
    assert hello is not None
    assert responses == [None] * len(others)
    assert tools is not None


# A process whose import of the SDK waits until its host allows it.
GATED = """
import os, sys

class Gate:
    def find_spec(self, name, path=None, target=None):
        if name in ("mcp.server", "mcp_types") and self in sys.meta_path:
            sys.meta_path.remove(self)
            print("a stray line")
            loaded = {one.partition(".")[0] for one, module in sys.modules.items() if module}
            print("loaded:", *sorted(loaded), file=sys.stderr, flush=True)
            os.read(int(sys.argv[1]), 1)

sys.meta_path.insert(0, Gate())
from sipgate_tools.cli import main
main(["mcp", *sys.argv[2:]])
"""


@contextmanager
def gated(home: Path) -> Generator[tuple[subprocess.Popen[str], int]]:
    """A server before its SDK is imported, and where a byte opens the gate."""
    reading, opening = os.pipe()
    command = [sys.executable, "-c", GATED, str(reading)]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        pass_fds=[reading],
        env={"HOME": str(home)},
    ) as process:
        os.close(reading)
        yield process, opening
        os.close(opening)


def say(process: subprocess.Popen[str], *messages: Message) -> None:
    assert process.stdin is not None
    process.stdin.write("".join(f"{json.dumps(one)}\n" for one in messages))
    process.stdin.flush()


def heard(process: subprocess.Popen[str]) -> Message:
    assert process.stdout is not None
    return json.loads(process.stdout.readline())


FIRST = {
    "2025-11-25": (
        [introduction(), {"jsonrpc": "2.0", "method": "notifications/initialized"}],
        request("tools/list", number=2),
        request("tools/call", {"name": "get_overview", "arguments": {}}, number=3),
    ),
    "2026-07-28": (
        [enveloped("server/discover")],
        enveloped("tools/list", number=2),
        enveloped("tools/call", number=3, name="get_overview", arguments={}),
    ),
}


@pytest.mark.skipif(sys.platform == "win32", reason="hands a pipe to a process, as POSIX systems do")
@pytest.mark.parametrize("version", FIRST)
def test_a_host_has_the_tools_before_the_sdk_is_imported_and_each_response_once(
    version: str, tmp_path: Path
) -> None:
    opening, listing, calling = FIRST[version]
    with gated(tmp_path) as (process, gate):
        say(process, *opening)
        assert heard(process)["id"] == 1
        say(process, listing)
        assert len(heard(process)["result"]["tools"]) > 10
        say(process, calling)
        os.write(gate, b".")
        called = heard(process)
        assert called["id"] == 3
        assert "SIPGATE_TOKEN_ID" in called["result"]["content"][0]["text"]
        rest, words = process.communicate()
    assert rest == ""  # the stray line neither: it is where people look for words
    assert "a stray line" in words
    [loaded] = [line for line in words.splitlines() if line.startswith("loaded:")]
    heavy = {"mcp_types", "anyio", "asyncio", "httpx2", "starlette", "typer", "rich", "jsonschema", "sqlite3"}
    assert set(loaded.split()) & heavy == set()
    assert process.returncode == 0


# What the server has loaded when it is ready for the first call of a tool; the SDK has its own needs.
READY = """
import sys
from sipgate_tools.cli import main
try:
    main(["mcp"])
finally:
    print(*sorted(sys.modules), file=sys.stderr)
"""


def test_a_server_that_only_lists_its_tools_loads_nothing_heavy_beside_the_sdk(tmp_path: Path) -> None:
    sent = [*FIRST["2025-11-25"][0], FIRST["2025-11-25"][1], request("prompts/list", number=3)]
    done = subprocess.run(
        [sys.executable, "-c", READY],
        input="".join(f"{json.dumps(one)}\n" for one in sent),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={"HOME": str(tmp_path)},
    )
    loaded = set(done.stderr.split())
    packages = {
        "typer",
        "rich",
        "jsonschema",
        "pydantic_settings",
        "phonenumbers",
        "pypdf",
        "keyring",
        "aiohttp",
    }
    assert loaded & (packages | {"sqlite3", "platformdirs", "oauthlib", "sipgate_api", "mcp.client"}) == set()
    ours = {name for name in loaded if name.startswith("sipgate_tools.")}
    assert {name for name in ours if name.startswith(("sipgate_tools.mcp.tools.", "sipgate_tools._"))} <= {
        "sipgate_tools._lazy",
        "sipgate_tools._version",
        "sipgate_tools._io",
        "sipgate_tools._io.interrupts",
    }
    too_early = ("sipgate_tools.mcp.http.", "sipgate_tools.mcp.policy.")
    # The settings check the prefixes that the operator allows.
    assert {name for name in ours if name.startswith(too_early)} <= {
        "sipgate_tools.mcp.policy.numbers",
        "sipgate_tools.mcp.policy.numbers.recipients",
    }
