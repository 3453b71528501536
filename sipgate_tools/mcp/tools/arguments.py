"""Accept arguments that do not match the schema but whose meaning is clear: null, empty, or a single list item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, get_args, get_origin

from sipgate_tools.errors import InvalidInput

if TYPE_CHECKING:
    from mcp.server.mcpserver.utilities.func_metadata import ArgModelBase

CLEAR: Final = "clear"
"""The argument that names the fields to clear."""


@dataclass(frozen=True)
class ArgumentKind:
    """The properties of an argument that are needed before its validation.

    Attributes:
        is_required: Whether the argument is required.
        is_list: Whether the argument is a list.
        can_be_cleared: Whether the name of the argument is allowed in the tool's `clear`.
    """

    is_required: bool
    is_list: bool
    can_be_cleared: bool


def argument_kinds(model: type[ArgModelBase]) -> dict[str, ArgumentKind]:
    """Return the properties of a tool's arguments by name."""
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    clearable = _words(fields[CLEAR].annotation) if CLEAR in fields else set[str]()
    return {
        name: ArgumentKind(field.is_required(), _is_list(field.annotation), name in clearable)
        for name, field in fields.items()
    }


def without_empty(given: Mapping[str, Any], kinds: Mapping[str, ArgumentKind]) -> dict[str, Any]:
    """Return arguments without optional arguments that are null or empty.

    A single value for an argument that takes a list is wrapped in a list.

    Raises:
        InvalidInput: An argument that can be cleared is empty, which could mean to keep or to clear the field.
    """
    kept: dict[str, Any] = {}
    for name, value in given.items():
        kind = kinds.get(name)
        if kind is None or kind.is_required:
            kept[name] = value
        elif value is None:
            continue
        elif _is_empty(value):
            if kind.can_be_cleared:
                raise InvalidInput(
                    f"Nothing was done. {name} is empty.",
                    hint=f'Omit {name} to keep the current value. {CLEAR}: ["{name}"] removes the value.',
                )
        else:
            kept[name] = value
        if kind is not None and kind.is_list and isinstance(kept.get(name), str | int | dict):
            kept[name] = _as_list(kept[name])
    return kept


def _is_empty(value: Any) -> bool:
    return value in ([], {}) or (isinstance(value, str) and not value.strip())


def _as_list(value: Any) -> Any:
    """Return a value as a list of one item. A JSON array in a string is unchanged, because the validation parses it."""
    return value if isinstance(value, str) and value.lstrip().startswith("[") else [value]


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) is list or any(map(_is_list, get_args(annotation)))


def _words(annotation: Any) -> set[str]:
    """Return the values of the `Literal` in an annotation."""
    if isinstance(annotation, str):
        return {annotation}
    return set[str]().union(*map(_words, get_args(annotation)))
