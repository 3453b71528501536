"""The server: the SDK's, with our tools in their fixed order.

A client sees the tools as `tools/tools.json` has them; a tool's module is loaded when it is first called.
"""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from mcp.server.caching import CacheableMethod, CacheHint
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.tools.base import Tool
from mcp.server.mcpserver.utilities.func_metadata import ArgModelBase, FuncMetadata
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult, ResourceLink, TextContent, ToolAnnotations
from pydantic import PrivateAttr

from sipgate_tools._version import __version__
from sipgate_tools.errors import SipgateError

from .completion import add_completion
from .prompts import add_prompts
from .resources import add_resources
from .stdio.handshake import DESCRIPTION, INSTRUCTIONS, LIST_TTL_MS, NAME, TITLE
from .subscriptions import CallSubscriptions
from .tools import offered, why_not_offered

if TYPE_CHECKING:
    from .account import McpAccount
    from .settings import McpSettings
    from .tools.registry import Result, ToolSpec

__all__ = ["create_server"]

# What these answer is decided when the process starts.
_FIXED_LISTS: tuple[CacheableMethod, ...] = (
    "server/discover",
    "tools/list",
    "prompts/list",
    "resources/list",
    "resources/templates/list",
)
_log = logging.getLogger("sipgate_tools.mcp")


class ListedTool(Tool):
    """A tool whose listing comes from the file and whose code is loaded on its first call."""

    _entry: dict[str, Any] = PrivateAttr()
    _account: McpAccount = PrivateAttr()
    _spec: ToolSpec | None = PrivateAttr(default=None)

    @classmethod
    def of(cls, entry: dict[str, Any], account: McpAccount) -> ListedTool:
        """Make the tool of an entry of `listing()`, working on an account."""
        tool = cls(
            fn=_never_called,
            name=entry["name"],
            title=entry["title"],
            description=entry["description"],
            parameters=entry["inputSchema"],
            fn_metadata=FuncMetadata(arg_model=ArgModelBase),
            is_async=True,
            context_kwarg=None,
            annotations=ToolAnnotations.model_validate(entry["annotations"]),
        )
        tool._entry, tool._account = entry, account
        return tool

    @property
    def output_schema(self) -> dict[str, Any] | None:  # pyright: ignore[reportIncompatibleVariableOverride]
        """The schema of the result, from the file."""
        return self._entry["outputSchema"]

    async def run(
        self,
        arguments: dict[str, Any],
        context: Context[Any, Any],
        convert_result: bool = False,  # noqa: ARG002 - the SDK's signature; our results are converted already
    ) -> Any:
        """Check the arguments, run the tool, and return its result compactly.

        Raises:
            ToolError: What the model is to read when it did not work.
        """
        from .error_messages import error_message
        from .policy.approval import refuse_replay
        from .policy.confirmation import InputNeeded
        from .tool_context import ToolContext

        try:
            spec = self._loaded()
            checked = spec.checked(arguments)
            refuse_replay(self._account, context)
            result = await spec.fn(ToolContext(self._account, context, self.name), **checked)
        except InputNeeded as question:
            return question.result
        except SipgateError as error:
            raise ToolError(error_message(error)) from None
        except (ToolError, MCPError):
            raise
        except BaseExceptionGroup as group:
            raise ToolError(_first_advice(group)) from None
        except Exception as error:
            # The text of an unforeseen exception may hold what people wrote: its kind and place must do.
            _log.error("%s failed: %s", self.name, _kind_and_place(error))
            raise ToolError(
                f"{self.name} failed inside this server ({type(error).__name__}); it was logged."
            ) from None
        return _compact(result)

    def _loaded(self) -> ToolSpec:
        if self._spec is None:
            module = import_module(f"sipgate_tools.mcp.tools.{self._entry['module']}")
            self._spec = next(spec for spec in module.TOOLS if spec.name == self.name)
        return cast("ToolSpec", self._spec)


class ToolServer(MCPServer[Any]):
    """The SDK's server, which says why a tool is not offered."""

    settings_of_tools: McpSettings

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> Any:
        """Call a tool by its name.

        Raises:
            ToolError: It is not offered, or did not work.
        """
        if self._tool_manager.get_tool(name) is None:
            raise ToolError(why_not_offered(self.settings_of_tools, name))
        return await super().call_tool(name, arguments, context)


def create_server(account: McpAccount, **options: Any) -> MCPServer[Any]:
    """The server for an account: lists its tools at once, looks for credentials when one is called.

    Args:
        account: The account that its tools work on.
        options: Further arguments of the SDK's server (`http.server_options`).
    """
    news = CallSubscriptions(account)

    @asynccontextmanager
    async def lifespan(_: MCPServer[Any]) -> AsyncGenerator[McpAccount]:
        try:
            async with news.watching():
                yield account
        finally:
            await account.close()

    server = ToolServer(
        NAME,
        title=TITLE,
        description=DESCRIPTION,
        instructions=INSTRUCTIONS,
        version=__version__,
        tools=[ListedTool.of(entry, account) for entry in offered(account.settings)],
        lifespan=lifespan,
        log_level="WARNING",
        subscriptions=news.bus,
        cache_hints=dict.fromkeys(_FIXED_LISTS, CacheHint(ttl_ms=LIST_TTL_MS)),
        **options,
    )
    server.settings_of_tools = account.settings
    news.attach(server)
    add_resources(server, account)
    add_prompts(server)
    add_completion(server, account)
    return server


def _compact(result: Result) -> CallToolResult:
    """A result whose text is the same JSON without indentation, which models would pay for."""
    content = result.model_dump(mode="json", exclude_none=True)
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    links = [
        ResourceLink(type="resource_link", uri=link.uri, name=link.title, mime_type=link.mime_type)
        for link in result.links()
    ]
    return CallToolResult(content=[TextContent(type="text", text=text), *links], structured_content=content)


def _first_advice(group: BaseExceptionGroup[BaseException]) -> str:
    from .error_messages import error_message

    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            return _first_advice(cast("BaseExceptionGroup[BaseException]", error))
        if isinstance(error, SipgateError):
            return error_message(error)
    _log.error("A tool failed: %s", ", ".join(type(one).__name__ for one in group.exceptions))
    return "It failed inside this server; it was logged."


def _kind_and_place(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else "unknown place"
    return f"{type(error).__name__} at {place}"


def _never_called() -> None:
    """Stands where the SDK wants a function: `ListedTool.run` loads the real one."""
