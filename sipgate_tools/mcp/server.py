"""The MCP server, which is the SDK's server with tools in a fixed order, resources, prompts and completion.

Clients see the tools as listed in `tools/tools.json`; the module of a tool is imported on its first call.
"""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, cast

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

from .prompts import add_prompts
from .resources.completion import add_completion
from .resources.resources import add_resources
from .resources.subscriptions import CallSubscriptions
from .stdio.handshake import DESCRIPTION, INSTRUCTIONS, LIST_TTL_MS, NAME, TITLE
from .tools import offered_tools, why_not_offered

if TYPE_CHECKING:
    from .account import McpAccount
    from .settings import McpSettings
    from .tools.registry import Result, ToolSpec

# The results of these methods do not change while the process runs.
_FIXED_LISTS: Final[tuple[CacheableMethod, ...]] = (
    "server/discover",
    "tools/list",
    "prompts/list",
    "resources/list",
    "resources/templates/list",
)
_log = logging.getLogger("sipgate_tools.mcp")


class ListedTool(Tool):
    """A tool that is listed from `tools.json` and whose code is imported on its first call."""

    _entry: dict[str, Any] = PrivateAttr()
    _account: McpAccount = PrivateAttr()
    _spec: ToolSpec | None = PrivateAttr(default=None)

    @classmethod
    def of(cls, entry: dict[str, Any], account: McpAccount) -> ListedTool:
        """Return the tool of an entry of `listing()`, for an account."""
        tool = cls(
            fn=_placeholder,
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
        """Return the schema of the result, from `tools.json`."""
        return self._entry["outputSchema"]

    async def run(
        self,
        arguments: dict[str, Any],
        context: Context[Any, Any],
        convert_result: bool = False,  # noqa: ARG002 - the SDK's signature; results are converted here
    ) -> Any:
        """Validate the arguments, run the tool, and return its result in compact form.

        Raises:
            ToolError: The call failed. The message is for the model.
        """
        # Imported on the first call, to keep the start short.
        from .policy.approval import refuse_replay
        from .policy.confirmation import InputNeeded
        from .presentation.error_messages import error_message
        from .tool_context import ToolContext

        try:
            spec = self._load_spec()
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
            raise ToolError(_first_error_message(group)) from None
        except Exception as error:
            # The text of an unexpected exception may contain message texts, so only its type and location are logged.
            _log.error("%s failed: %s", self.name, _kind_and_place(error))
            raise ToolError(
                f"{self.name} failed inside this server ({type(error).__name__}). The error was logged."
            ) from None
        return _compact(result)

    def _load_spec(self) -> ToolSpec:
        if self._spec is None:
            module = import_module(f"sipgate_tools.mcp.tools.{self._entry['module']}")
            self._spec = next(spec for spec in module.TOOLS if spec.name == self.name)
        return cast("ToolSpec", self._spec)


class ToolServer(MCPServer[Any]):
    """The SDK's server, with an error message that explains why a tool is not offered."""

    settings_of_tools: McpSettings

    async def call_tool(
        self, name: str, arguments: dict[str, Any], context: Context[Any, Any] | None = None
    ) -> Any:
        """Call a tool by name.

        Raises:
            ToolError: The tool is not offered, or the call failed.
        """
        if self._tool_manager.get_tool(name) is None:
            raise ToolError(why_not_offered(self.settings_of_tools, name))
        return await super().call_tool(name, arguments, context)


def create_server(account: McpAccount, **options: Any) -> MCPServer[Any]:
    """Return a server for an account. Credentials are needed only when a tool is called.

    Args:
        account: The account that the server's tools work on.
        options: Additional arguments for the SDK's server (`http.server_options`).
    """
    subscriptions = CallSubscriptions(account)

    @asynccontextmanager
    async def lifespan(_: MCPServer[Any]) -> AsyncGenerator[McpAccount]:
        try:
            async with subscriptions.watch_store():
                yield account
        finally:
            await account.close()

    server = ToolServer(
        NAME,
        title=TITLE,
        description=DESCRIPTION,
        instructions=INSTRUCTIONS,
        version=__version__,
        tools=[ListedTool.of(entry, account) for entry in offered_tools(account.settings)],
        lifespan=lifespan,
        log_level="WARNING",
        subscriptions=subscriptions.bus,
        cache_hints=dict.fromkeys(_FIXED_LISTS, CacheHint(ttl_ms=LIST_TTL_MS)),
        **options,
    )
    server.settings_of_tools = account.settings
    subscriptions.attach(server)
    add_resources(server, account)
    add_prompts(server)
    add_completion(server, account)
    return server


def _compact(result: Result) -> CallToolResult:
    """Return a result whose text is JSON without indentation, to save tokens."""
    content = result.model_dump(mode="json", exclude_none=True)
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    links = [
        ResourceLink(type="resource_link", uri=link.uri, name=link.title, mime_type=link.mime_type)
        for link in result.links()
    ]
    return CallToolResult(content=[TextContent(type="text", text=text), *links], structured_content=content)


def _first_error_message(group: BaseExceptionGroup[BaseException]) -> str:
    from .presentation.error_messages import error_message  # on first use: keeps the start short

    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            return _first_error_message(cast("BaseExceptionGroup[BaseException]", error))
        if isinstance(error, SipgateError):
            return error_message(error)
    _log.error("A tool failed: %s", ", ".join(type(one).__name__ for one in group.exceptions))
    return "The tool failed inside this server. The error was logged."


def _kind_and_place(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else "unknown place"
    return f"{type(error).__name__} at {place}"


def _placeholder() -> None:
    """Take the place of the function that the SDK requires. `ListedTool.run` calls the real function."""
