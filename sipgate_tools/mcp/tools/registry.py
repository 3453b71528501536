"""How a tool is written: `@tool` above a function.

The function takes a `Call` first and described parameters after it, and returns a `Result`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, TypeVar

from mcp.server.mcpserver.utilities.func_metadata import ArgModelBase, FuncMetadata, func_metadata
from pydantic import BaseModel, ConfigDict, Field

from sipgate_tools.errors import InvalidInput

from .arguments import ArgumentKind, argument_kinds, without_empty
from .schemas import compact_input, compact_output

if TYPE_CHECKING:
    from pydantic import ValidationError

__all__ = ["Detail", "Effect", "Link", "Result", "ToolSpec", "tool"]

Effect = Literal["read", "write", "destructive"]
Detail = Annotated[
    Literal["concise", "full"],
    Field(description="concise (default) or full: no list or text is cut"),
]
"""The argument of every tool whose answer is shortened."""

_F = TypeVar("_F", bound=Callable[..., Awaitable["Result"]])


class Link(NamedTuple):
    """A resource that a result points to."""

    uri: str
    title: str
    mime_type: str


class Result(BaseModel):
    """What a tool returns; fields that are `None` are left out."""

    model_config = ConfigDict(extra="forbid")

    def links(self) -> list[Link]:
        """Resources that belong to the result and are too large for it."""
        return []


@dataclass(frozen=True)
class ToolSpec:
    """One tool.

    Attributes:
        fn: Takes the `Call` and the arguments, returns a `Result`.
        title: For people.
        toolset: The area by which operators choose.
        operations: Every operation of the API that a call may send; the policy's tests hold the tool to them.
        effect: The strongest effect of those.
        idempotent: Whether doing it twice leaves things as doing it once.
    """

    fn: Callable[..., Awaitable[Result]]
    title: str
    toolset: str
    operations: tuple[str, ...]
    effect: Effect = "read"
    idempotent: bool = True

    @property
    def name(self) -> str:
        """The tool's name: a verb and a noun."""
        return self.fn.__name__

    @property
    def description(self) -> str:
        """The docstring of the function, as one paragraph."""
        return " ".join((self.fn.__doc__ or "").split())

    @cached_property
    def _metadata(self) -> FuncMetadata:
        metadata = func_metadata(self.fn, skip_names=("call",), structured_output=False)
        arguments = metadata.arg_model
        arguments.model_config["extra"] = "forbid"
        # Models write ids of digits only as numbers.
        arguments.model_config["coerce_numbers_to_str"] = True
        arguments.model_rebuild(force=True)
        return metadata

    @property
    def arguments(self) -> type[ArgModelBase]:
        """The model of the arguments."""
        return self._metadata.arg_model

    @cached_property
    def _kinds(self) -> dict[str, ArgumentKind]:
        return argument_kinds(self.arguments)

    def checked(self, given: dict[str, Any]) -> dict[str, Any]:
        """Return the arguments of a call, validated.

        An argument that is not required is left out when it is null, an empty text or an empty list: strict hosts make
        models write every argument. Where emptying means something, it is said by the argument `clear`.

        Raises:
            InvalidInput: They do not fit; the message names each and never repeats a value.
        """
        from pydantic import ValidationError

        try:
            return self._metadata.validate_arguments(without_empty(given, self._kinds))
        except ValidationError as error:
            raise InvalidInput(_complaint(self, error)) from None

    def listed(self) -> dict[str, Any]:
        """The tool as clients see it, and what the server needs to know about it without loading it."""
        return {
            "name": self.name,
            "title": self.title,
            "description": self.description,
            "inputSchema": compact_input(self.arguments.model_json_schema(by_alias=True)),
            "outputSchema": compact_output(_returned(self.fn)),
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
    """Make a tool of a function; it becomes part of its module's `TOOLS`.

    Args:
        title: For people.
        toolset: The area by which operators choose.
        operations: Every operation that a call may send.
        effect: The strongest effect of those.
        idempotent: Whether doing it twice leaves things as doing it once.
    """

    def register(fn: _F) -> _F:
        tools: list[ToolSpec] = fn.__globals__.setdefault("TOOLS", [])
        tools.append(ToolSpec(fn, title, toolset, operations, effect, idempotent))
        return fn

    return register


def _returned(fn: Callable[..., Any]) -> type[Result]:
    import inspect

    return inspect.signature(fn, eval_str=True).return_annotation


def _complaint(spec: ToolSpec, error: ValidationError) -> str:
    known = ", ".join(field.alias or name for name, field in spec.arguments.model_fields.items()) or "none"
    parts: list[str] = []
    for problem in error.errors(include_input=False, include_url=False):
        where = ".".join(str(part) for part in problem["loc"]) or "arguments"
        if problem["type"] == "extra_forbidden":
            parts.append(f"{where[:60]} is no argument of this tool (it takes: {known})")
        else:
            parts.append(f"{where[:60]}: {problem['msg'].removeprefix('Value error, ')}")
    return f"Nothing was done. {'; '.join(parts[:6])}."
