"""A test-only build of the server: ours, with the things that the official conformance suite looks for.

Run it: `python -m tests.mcp.conformance_server PORT` (with `--product`: without those things). What each thing has to
do is written in the suite's scenarios.
"""

from __future__ import annotations

import base64
import sys
import warnings
from typing import Annotated, Any, Literal

import anyio
from mcp.server.mcpserver import Context, Elicit, MCPServer, Resolve, Sample
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.prompts.base import UserMessage
from mcp.shared.exceptions import MCPDeprecationWarning
from mcp_types import (
    AudioContent,
    CallToolResult,
    ContentBlock,
    CreateMessageRequest,
    CreateMessageRequestParams,
    CreateMessageResult,
    ElicitRequest,
    ElicitRequestFormParams,
    ElicitResult,
    EmbeddedResource,
    ImageContent,
    InputRequiredResult,
    ListRootsRequest,
    ListRootsResult,
    SamplingMessage,
    TextContent,
    TextResourceContents,
)
from pydantic import BaseModel, Field

from sipgate_tools.mcp.account import McpAccount
from sipgate_tools.mcp.http import server as http
from sipgate_tools.mcp.policy.audit_log import AuditLog
from sipgate_tools.mcp.server import create_server
from sipgate_tools.mcp.settings import load_settings
from sipgate_tools.sandbox import Sandbox

WHY = "Looked for by the conformance suite."
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=="
WAV = base64.b64encode(
    b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x80\x3e\x00\x00\x02\x00\x10\x00data"
    b"\x00\x00\x00\x00"
).decode()


def text(words: str) -> TextContent:
    return TextContent(type="text", text=words)


def image() -> ImageContent:
    return ImageContent(type="image", data=PNG, mime_type="image/png")


def embedded(uri: str, words: str, mime_type: str = "text/plain") -> EmbeddedResource:
    contents = TextResourceContents(uri=uri, text=words, mime_type=mime_type)
    return EmbeddedResource(type="resource", resource=contents)


def form(message: str, **properties: str) -> ElicitRequest:
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {name: {"type": kind} for name, kind in properties.items()},
        "required": list(properties),
    }
    return ElicitRequest(params=ElicitRequestFormParams(message=message, requested_schema=schema))


def sampling(prompt: str, most: int = 100) -> CreateMessageRequest:
    message = SamplingMessage(role="user", content=text(prompt))
    return CreateMessageRequest(params=CreateMessageRequestParams(messages=[message], max_tokens=most))


def add_contents(server: MCPServer[Any]) -> None:
    @server.tool(description=WHY)
    def test_simple_text() -> str:
        return "This is a simple text response for testing."

    @server.tool(description=WHY)
    def test_image_content() -> list[ImageContent]:
        return [image()]

    @server.tool(description=WHY)
    def test_audio_content() -> list[AudioContent]:
        return [AudioContent(type="audio", data=WAV, mime_type="audio/wav")]

    @server.tool(description=WHY)
    def test_embedded_resource() -> list[EmbeddedResource]:
        return [embedded("test://embedded-resource", "This is an embedded resource content.")]

    @server.tool(description=WHY)
    def test_multiple_content_types() -> list[ContentBlock]:
        mixed = embedded("test://mixed-content-resource", '{"test":"data","value":123}', "application/json")
        return [text("Multiple content types test:"), image(), mixed]

    @server.tool(description=WHY)
    def test_error_handling() -> str:
        raise ToolError("This tool intentionally returns an error for testing")


def ask_model(prompt: str) -> Sample:
    return Sample([SamplingMessage(role="user", content=text(prompt))], max_tokens=100)


def add_conversations(server: MCPServer[Any]) -> None:
    @server.tool(description=WHY)
    async def test_tool_with_logging(ctx: Context[Any, Any]) -> str:
        for words in ("Tool execution started", "Tool processing data", "Tool execution completed"):
            await ctx.info(words)  # pyright: ignore[reportDeprecated]
            await anyio.sleep(0.05)
        return "done"

    @server.tool(description=WHY)
    async def test_logging_tool(ctx: Context[Any, Any]) -> str:
        await ctx.info("only for those who asked")  # pyright: ignore[reportDeprecated]
        return "done"

    @server.tool(description=WHY)
    async def test_tool_with_progress(ctx: Context[Any, Any]) -> str:
        for progress in (0, 50, 100):
            await ctx.report_progress(progress, 100)
            await anyio.sleep(0.05)
        return "done"

    @server.tool(description=WHY)
    async def test_sampling(prompt: str, reply: Annotated[CreateMessageResult, Resolve(ask_model)]) -> str:
        return f"LLM response: {reply.content}"

    @server.tool(description=WHY)
    async def test_missing_capability(reply: Annotated[CreateMessageResult, Resolve(ask_nothing)]) -> str:
        return str(reply)

    @server.tool(description=WHY)
    async def test_trigger_tool_change(ctx: Context[Any, Any]) -> str:
        await ctx.notify_tools_changed()
        return "done"

    @server.tool(description=WHY)
    async def test_trigger_prompt_change(ctx: Context[Any, Any]) -> str:
        await ctx.notify_prompts_changed()
        return "done"


def ask_nothing() -> Sample:
    return Sample([SamplingMessage(role="user", content=text("?"))], max_tokens=10)


class Who(BaseModel):
    username: str = Field(description="User's response")
    email: str = Field(description="User's email address")


class Defaults(BaseModel):
    name: str = "John Doe"
    age: int = 30
    score: float = 95.5
    status: Literal["active", "inactive", "pending"] = "active"
    verified: bool = True


def _titled(**titles: str) -> Any:
    return [{"const": value, "title": title} for value, title in titles.items()]


Option = Literal["option1", "option2", "option3"]
FIRST = _titled(value1="First Option", value2="Second Option", value3="Third Option")
CHOICES = _titled(value1="First Choice", value2="Second Choice", value3="Third Choice")
NAMED: Any = {"enum": ["opt1", "opt2", "opt3"], "enumNames": ["Option One", "Option Two", "Option Three"]}


class Enums(BaseModel):
    untitledSingle: Option
    titledSingle: str = Field(json_schema_extra={"oneOf": FIRST})
    legacyEnum: str = Field(json_schema_extra=NAMED)
    untitledMulti: list[Option]
    titledMulti: list[str] = Field(json_schema_extra={"items": {"anyOf": CHOICES}})


def ask_who() -> Elicit[Who]:
    return Elicit("Who are you?", Who)


def add_elicitation(server: MCPServer[Any]) -> None:
    @server.tool(description=WHY)
    async def test_elicitation(message: str, ctx: Context[Any, Any]) -> str:
        return f"User response: {await ctx.elicit(message, Who)}"

    @server.tool(description=WHY)
    async def test_elicitation_sep1034_defaults(ctx: Context[Any, Any]) -> str:
        return f"Elicitation completed: {await ctx.elicit('Please check', Defaults)}"

    @server.tool(description=WHY)
    async def test_elicitation_sep1330_enums(ctx: Context[Any, Any]) -> str:
        return f"Elicitation completed: {await ctx.elicit('Please choose', Enums)}"

    @server.tool(description=WHY)
    async def test_streaming_elicitation(who: Annotated[Who, Resolve(ask_who)]) -> str:
        return who.username


def add_resources(server: MCPServer[Any]) -> None:
    @server.resource("test://static-text", mime_type="text/plain")
    def static_text() -> str:
        return "This is the content of the static text resource."

    @server.resource("test://static-binary", mime_type="image/png")
    def static_binary() -> bytes:
        return base64.b64decode(PNG)

    @server.resource("test://template/{id}/data", mime_type="application/json")
    def template(id: str) -> dict[str, Any]:
        return {"id": id, "templateTest": True, "data": f"Data for ID: {id}"}

    @server.resource("test://watched-resource", mime_type="text/plain")
    def watched() -> str:
        return "watched"


def add_prompts(server: MCPServer[Any]) -> None:
    @server.prompt(description=WHY)
    def test_simple_prompt() -> str:
        return "This is a simple prompt for testing."

    @server.prompt(description=WHY)
    def test_prompt_with_arguments(arg1: str, arg2: str) -> str:
        return f"Prompt with arguments: arg1='{arg1}', arg2='{arg2}'"

    @server.prompt(description=WHY)
    def test_prompt_with_embedded_resource(resourceUri: str) -> list[UserMessage]:
        resource = embedded(resourceUri, "Embedded resource content for testing.")
        return [UserMessage(resource), UserMessage("Please process the embedded resource above.")]

    @server.prompt(description=WHY)
    def test_prompt_with_image() -> list[UserMessage]:
        return [UserMessage(image()), UserMessage("Please analyze the image above.")]

    @server.prompt(description=WHY)
    async def test_input_required_result_prompt(ctx: Context[Any, Any]) -> str | InputRequiredResult:
        question = form("What context should the prompt use?", context="string")
        reply = (ctx.input_responses or {}).get("user_context")
        if not isinstance(reply, ElicitResult):
            return InputRequiredResult(input_requests={"user_context": question})
        return f"Context: {(reply.content or {}).get('context')}"


def add_single_rounds(server: MCPServer[Any]) -> None:
    @server.tool(description=WHY)
    async def test_input_required_result_elicitation(
        ctx: Context[Any, Any],
    ) -> CallToolResult | InputRequiredResult:
        reply = (ctx.input_responses or {}).get("user_name")
        name = (reply.content or {}).get("name") if isinstance(reply, ElicitResult) else None
        if not isinstance(name, str):
            question = form("What is your name?", name="string")
            return InputRequiredResult(input_requests={"user_name": question})
        return CallToolResult(content=[text(f"Hello, {name}!")])

    @server.tool(description=WHY)
    async def test_input_required_result_sampling(
        ctx: Context[Any, Any],
    ) -> CallToolResult | InputRequiredResult:
        reply = (ctx.input_responses or {}).get("capital_question")
        if not isinstance(reply, CreateMessageResult):
            question = sampling("What is the capital of France?")
            return InputRequiredResult(input_requests={"capital_question": question})
        return CallToolResult(content=[text(str(reply.content))])

    @server.tool(description=WHY)
    async def test_input_required_result_list_roots(
        ctx: Context[Any, Any],
    ) -> CallToolResult | InputRequiredResult:
        reply = (ctx.input_responses or {}).get("client_roots")
        if not isinstance(reply, ListRootsResult):
            return InputRequiredResult(input_requests={"client_roots": ListRootsRequest()})
        return CallToolResult(content=[text(f"Roots: {[str(root.uri) for root in reply.roots]}")])

    @server.tool(description=WHY)
    async def test_input_required_result_capabilities(
        ctx: Context[Any, Any],
    ) -> CallToolResult | InputRequiredResult:
        declared = ctx.client_capabilities
        possible: dict[str, Any] = {}
        if declared is not None and declared.elicitation is not None:
            possible["confirm"] = form("Please confirm", ok="boolean")
        if declared is not None and declared.sampling is not None:
            possible["thought"] = sampling("What do you think?")
        if possible and not ctx.input_responses:
            return InputRequiredResult(input_requests=possible)
        return CallToolResult(content=[text("done")])


def add_rounds_with_state(server: MCPServer[Any]) -> None:
    async def confirmed(ctx: Context[Any, Any]) -> CallToolResult | InputRequiredResult:
        if not ctx.input_responses or ctx.request_state != "waiting":
            question = form("Please confirm", ok="boolean")
            return InputRequiredResult(input_requests={"confirm": question}, request_state="waiting")
        return CallToolResult(content=[text("state-ok")])

    for name in ("test_input_required_result_request_state", "test_input_required_result_tampered_state"):
        server.add_tool(confirmed, name=name, description=WHY)

    @server.tool(description=WHY)
    async def test_input_required_result_multiple_inputs(
        ctx: Context[Any, Any],
    ) -> CallToolResult | InputRequiredResult:
        question: dict[str, Any] = {
            "user_name": form("What is your name?", name="string"),
            "greeting": sampling("Generate a greeting", 50),
            "client_roots": ListRootsRequest(),
        }
        if not set(question) <= set(ctx.input_responses or {}):
            return InputRequiredResult(input_requests=question, request_state="waiting")
        return CallToolResult(content=[text("done")])

    @server.tool(description=WHY)
    async def test_input_required_result_multi_round(
        ctx: Context[Any, Any],
    ) -> CallToolResult | InputRequiredResult:
        replies = ctx.input_responses or {}
        if "step2" in replies:
            return CallToolResult(content=[text("done")])
        if "step1" in replies:
            question = form("Step 2: What is your favorite color?", color="string")
            return InputRequiredResult(input_requests={"step2": question}, request_state="round 2")
        question = form("Step 1: What is your name?", name="string")
        return InputRequiredResult(input_requests={"step1": question}, request_state="round 1")


def main() -> None:
    warnings.simplefilter("ignore", MCPDeprecationWarning)
    settings = load_settings({"transport": "http", "port": int(sys.argv[1])}, {})
    sandbox = Sandbox()
    credentials = {"token_id": sandbox.token_id, "token": sandbox.token, "base_url": sandbox.base_url}
    account = McpAccount(settings, client_options=credentials, transport=sandbox, audit_log=AuditLog(None))
    server = create_server(account)
    if "--product" in sys.argv:
        http.run(server, settings)
        return
    for add in (add_contents, add_conversations, add_elicitation, add_resources, add_prompts):
        add(server)
    add_single_rounds(server)
    add_rounds_with_state(server)
    http.run(server, settings)


if __name__ == "__main__":
    main()
