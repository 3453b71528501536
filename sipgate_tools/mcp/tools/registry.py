"""The decorator `@tool` that registers a function as a tool.

The function takes a `ToolContext` and parameters with descriptions, and returns a `Result`.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple, TypeVar

from mcp.server.mcpserver.utilities.func_metadata import ArgModelBase, FuncMetadata, func_metadata
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sipgate_tools.errors import InvalidInput

from .arguments import ArgumentKind, argument_kinds, without_empty
from .schemas import compact_input, compact_output

Effect = Literal["read", "write", "destructive"]
Detail = Annotated[
    Literal["concise", "full"],
    Field(description="concise (default) or full: no list or text is cut"),
]
"""The argument of all tools that can shorten their results."""

_F = TypeVar("_F", bound=Callable[..., Awaitable["Result"]])


class Link(NamedTuple):
    """A link to a resource in a result."""

    uri: str
    title: str
    mime_type: str


class Result(BaseModel):
    """The base class of tool results, in which fields that are `None` are omitted."""

    model_config = ConfigDict(extra="forbid")

    def links(self) -> list[Link]:
        """Return links to resources that are too large for the result."""
        return []


@dataclass(frozen=True)
class ToolSpec:
    """One tool.

    Attributes:
        fn: The function of the tool. It receives the `ToolContext` and the arguments, and returns a `Result`.
        title: The title that hosts display.
        toolset: The area, by which operators select tools.
        operations: The ids of all API operations that a call can send.
        effect: The strongest effect of these operations: `read`, `write` or `destructive`.
        idempotent: Whether a second call with the same arguments has no further effect.
    """

    fn: Callable[..., Awaitable[Result]]
    title: str
    toolset: str
    operations: tuple[str, ...]
    effect: Effect = "read"
    idempotent: bool = True

    @property
    def name(self) -> str:
        """Return the tool's name, a verb and a noun."""
        return self.fn.__name__

    @property
    def description(self) -> str:
        """Return the docstring of the function as one paragraph."""
        return " ".join((self.fn.__doc__ or "").split())

    @cached_property
    def _metadata(self) -> FuncMetadata:
        metadata = func_metadata(self.fn, skip_names=("call",), structured_output=False)
        arguments = metadata.arg_model
        arguments.model_config["extra"] = "forbid"
        # Models write ids that consist of digits as numbers.
        arguments.model_config["coerce_numbers_to_str"] = True
        arguments.model_rebuild(force=True)
        return metadata

    @property
    def arguments(self) -> type[ArgModelBase]:
        """Return the pydantic model of the arguments."""
        return self._metadata.arg_model

    @cached_property
    def _kinds(self) -> dict[str, ArgumentKind]:
        return argument_kinds(self.arguments)

    def checked(self, given: dict[str, Any]) -> dict[str, Any]:
        """Return the validated arguments of a call.

        Optional arguments that are null, an empty string or an empty list are omitted, because strict hosts make models
        write every argument. Fields are cleared with the argument `clear` instead.

        Raises:
            InvalidInput: One or more arguments are not valid. The message contains their names, but never a value.
        """
        try:
            return self._metadata.validate_arguments(without_empty(given, self._kinds))
        except ValidationError as error:
            raise InvalidInput(_validation_message(self, error)) from None

    def to_listing(self) -> dict[str, Any]:
        """Return the tool as clients see it, with the module, toolset and effect for the server."""
        return {
            "name": self.name,
            "title": self.title,
            "description": self.description,
            "inputSchema": compact_input(self.arguments.model_json_schema(by_alias=True)),
            "outputSchema": compact_output(_result_type(self.fn)),
            "annotations": {
                "readOnlyHint": self.effect == "read",
                "destructiveHint": self.effect == "destructive",
                "idempotentHint": self.idempotent,
                "openWorldHint": True,
            },
            "module": self.fn.__module__.rpartition(".")[2],
            "toolset": self.toolset,
            "effect": self.effect,
        }


def tool(
    title: str,
    *,
    toolset: str,
    operations: tuple[str, ...],
    effect: Effect = "read",
    idempotent: bool = True,
) -> Callable[[_F], _F]:
    """Register a function as a tool in its module's `TOOLS`.

    Args:
        title: The title that hosts display.
        toolset: The area, by which operators select tools.
        operations: The ids of all API operations that a call can send.
        effect: The strongest effect of these operations: `read`, `write` or `destructive`.
        idempotent: Whether a second call with the same arguments has no further effect.
    """

    def register(fn: _F) -> _F:
        tools: list[ToolSpec] = fn.__globals__.setdefault("TOOLS", [])
        tools.append(ToolSpec(fn, title, toolset, operations, effect, idempotent))
        return fn

    return register


def _result_type(fn: Callable[..., Any]) -> type[Result]:
    return inspect.signature(fn, eval_str=True).return_annotation


def _validation_message(spec: ToolSpec, error: ValidationError) -> str:
    names = ", ".join(field.alias or name for name, field in spec.arguments.model_fields.items()) or "none"
    parts: list[str] = []
    for problem in error.errors(include_input=False, include_url=False):
        where = ".".join(str(part) for part in problem["loc"]) or "arguments"
        if problem["type"] == "extra_forbidden":
            parts.append(f"{where[:60]} is not an argument of this tool (it takes: {names})")
        else:
            parts.append(f"{where[:60]}: {problem['msg'].removeprefix('Value error, ')}")
    return f"Nothing was done. {'; '.join(parts[:6])}."
