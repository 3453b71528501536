"""A server in memory, an embedded account behind it, and a spy on the wire between the two."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import httpx2
from jsonschema import Draft202012Validator
from mcp import Client
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.prompts import base as prompts
from mcp.server.mcpserver.resources import templates
from mcp.server.mcpserver.utilities.func_metadata import FuncMetadata, func_metadata
from mcp_types import CallToolResult, ElicitResult
from sipgate_api.types import Request

from sipgate_tools.mcp.account import McpAccount
from sipgate_tools.mcp.policy.action import Action, Permit, current_permit
from sipgate_tools.mcp.policy.ownership_queries import ownership_queries
from sipgate_tools.mcp.server import create_server
from sipgate_tools.mcp.tools import listing
from sipgate_tools.mcp.tools.snapshot import specs
from sipgate_tools.sandbox import Sandbox
from sipgate_tools.spec import load

# Loosely typed in the library.
_VALIDATORS: dict[str, Any] = {one["name"]: Draft202012Validator(one["outputSchema"]) for one in listing()}

_DOCUMENT = load()
_NAMED = {spec.name: set(spec.operations) for spec in specs()}
_LISTING_OPERATIONS = {
    query.operation for queries in ownership_queries(_DOCUMENT).values() for query in queries
} | {
    *("userinfo", "getUser", "getChannels", "getCalls", "getUserNumbers", "getVoicemails", "getHistory"),
}


_ACTIONS: dict[str, Literal["accept", "decline", "cancel"]] = {
    "yes": "accept",
    "no": "decline",
    "dismissed": "cancel",
}


_METADATA: dict[Any, FuncMetadata] = {}


def _metadata_of(func: Any, skip_names: Sequence[str] = (), structured_output: bool | None = None) -> Any:
    """Return what the SDK makes of the signature of a function, once for each function and not for each server."""
    key = (func.__code__, tuple(skip_names), structured_output)
    if key not in _METADATA:
        _METADATA[key] = func_metadata(func, skip_names, structured_output)
    return _METADATA[key]


for _module in (prompts, templates):
    setattr(_module, "func_metadata", _metadata_of)  # noqa: B010 - the SDK has no such attribute for type checkers


class Spy(httpx2.AsyncBaseTransport):
    """Passes requests to the sandbox and keeps what left: method, path with query, and body."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.sent: list[tuple[str, str, str]] = []

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.sent.append((request.method, request.url.raw_path.decode(), request.content.decode()))
        return await self.sandbox.handle_async_request(request)

    @property
    def writes(self) -> list[tuple[str, str, str]]:
        return [one for one in self.sent if one[0] != "GET"]


@dataclass
class Harness:
    """One server under test.

    Attributes:
        says: What the user answers when asked: yes, no, or dismissed; or the client cannot ask.
        asked: The questions that reached the user.
        succeeded: Tools that had a result.
    """

    sandbox: Sandbox
    spy: Spy
    account: McpAccount
    says: Literal["yes", "no", "dismissed", "cannot ask"] = "yes"
    questions: list[str] = field(default_factory=list[str])
    succeeded: set[str] = field(default_factory=set[str])

    @asynccontextmanager
    async def client(self, mode: Any = "auto") -> AsyncGenerator[Client]:
        callback = None if self.says == "cannot ask" else self.respond
        async with Client(self._server, mode=mode, elicitation_callback=callback) as client:
            yield client

    @cached_property
    def _server(self) -> MCPServer[Any]:
        return create_server(self.account)  # takes longer than most calls

    async def call(self, tool: str, /, **arguments: Any) -> CallToolResult:
        """One call on a connection of its own; a result satisfies the tool's schema."""
        before = len(self.spy.sent)
        async with self.client() as client:
            # The client would compile the schemas again for each connection; below, each is compiled once.
            client.session.validate_tool_result = _no_validation
            result = await client.call_tool(tool, arguments)
        self._check_sent(tool, before)
        if not result.is_error:
            _VALIDATORS[tool].validate(result.structured_content)
            self.succeeded.add(tool)
        return result

    async def data(self, tool: str, /, **arguments: Any) -> dict[str, Any]:
        """The structured content of a call that must succeed."""
        result = await self.call(tool, **arguments)
        assert not result.is_error, text_of(result)
        assert result.structured_content is not None
        return result.structured_content

    async def refusal(self, tool: str, /, **arguments: Any) -> str:
        """The sentence of a call that must not succeed."""
        result = await self.call(tool, **arguments)
        assert result.is_error, text_of(result)
        return text_of(result)

    def _check_sent(self, tool: str, before: int) -> None:
        """A tool sends what it says it does, and what finding out about ownership takes: nothing else."""
        named = _NAMED[tool]
        for method, path, _ in () if tool.startswith("invoke_") else self.spy.sent[before:]:
            found = _DOCUMENT.match(method, path.partition("?")[0])
            assert found is not None, path
            assert found[0].id in named | _LISTING_OPERATIONS, (tool, found[0].id)

    async def respond(self, context: Any, params: Any) -> ElicitResult:
        self.questions.append(params.message)
        return ElicitResult(action=_ACTIONS[self.says], content={} if self.says == "yes" else None)


@contextmanager
def permit_for(*requests: Request[Any], companions: tuple[Request[Any], ...] = ()) -> Generator[Permit]:
    """A permit as `approve` grants it, without its checks and its question."""
    action = Action(_DOCUMENT)
    for request in requests:
        action.add(request)
    for companion in companions:
        action.add_companion(companion)
    permit = action.permit()
    token = current_permit.set(permit)
    try:
        yield permit
    finally:
        current_permit.reset(token)


async def _no_validation(name: str, result: CallToolResult) -> None:
    pass


def text_of(result: CallToolResult) -> str:
    return "".join(block.text for block in result.content if block.type == "text")


MakeHarness = Callable[..., Harness]
