"""Confirmation questions for operations of the API: readable lines, with names, and the values to be replaced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from ..presentation.display_names import name_of
from ..presentation.sanitize import one_line

if TYPE_CHECKING:
    from ..account import McpAccount
    from ..policy.request_facts import RequestFacts

_MAX_NAMES: Final = 8
_MAX_BODY: Final = 6000
_MAX_BEFORE: Final = 2000
_MAX_TEXT: Final = 400


async def question(
    account: McpAccount,
    summary: str,
    facts: RequestFacts,
    *,
    parameters: Mapping[str, Any],
    body: Any,
    before: Any,
) -> str:
    """Return the question about a request.

    Args:
        account: The account, which is asked for the names of ids and numbers.
        summary: The summary of the operation, such as "Delete a contact".
        facts: The facts of the request.
        parameters: The path and query parameters by name.
        body: The body to display, or `None` without a body.
        before: The current state as decoded JSON, or `None` if it could not be read.
    """
    names = await _names(account, facts)
    lines = [f"{summary}?", *(f"{name}: {_render_value(value, names)}" for name, value in parameters.items())]
    replaced = _replaced_part(before, body)
    if replaced is not None:
        lines += ["", "Now:", _cut("\n".join(_lines(replaced, names)), _MAX_BEFORE)]
    if body is not None:
        # Each text is cut separately, so that a long one does not push the number below it out of sight.
        lines += [
            "",
            "Then:" if replaced is not None else "With:",
            _cut("\n".join(_lines(body, names)), _MAX_BODY),
        ]
    return "\n".join(lines)


async def _names(account: McpAccount, facts: RequestFacts) -> dict[str, str]:
    """Return the names for the ids and numbers in a request, without those that cannot be read."""
    ids = [("number", number) for number in facts.recipients]
    ids += sorted((one.kind, one.value) for one in facts.ids)
    found = {value: await name_of(account, kind, value) for kind, value in ids[:_MAX_NAMES]}
    return {value: name for value, name in found.items() if name}


def _replaced_part(before: Any, body: Any) -> Any:
    """Return the part of the current state that a body replaces, or the whole state if they share no field."""
    if not isinstance(before, Mapping):
        return before or None
    there = cast("Mapping[str, Any]", before)
    if isinstance(body, Mapping):
        given = cast("Mapping[str, Any]", body)
        common = {name: there[name] for name in given if name in there}
        if common:
            return common
        if isinstance(there.get("items"), list) and len(given) == 1:
            # In responses, a list is called `items`. In bodies, it has another name.
            return {next(iter(given)): there["items"]}
    return there or None


def _lines(value: Any, names: Mapping[str, str], indent: str = "  ") -> Iterable[str]:
    """Yield the lines of a JSON value, one per field or item."""
    if isinstance(value, Mapping):
        for name, below in cast("Mapping[str, Any]", value).items():
            yield from _named_lines(one_line(str(name), 60), below, names, indent)
    elif isinstance(value, list):
        for below in cast("list[Any]", value) or ["(none)"]:
            yield from _item_lines(below, names, indent)
    else:
        yield indent + _render_value(value, names)


def _named_lines(name: str, value: Any, names: Mapping[str, str], indent: str) -> Iterable[str]:
    if value in ([], {}):
        yield f"{indent}{name}: (none)"
    elif isinstance(value, Mapping | list):
        yield f"{indent}{name}:"
        yield from _lines(value, names, indent + "  ")
    else:
        yield f"{indent}{name}: {_render_value(value, names)}"


def _item_lines(value: Any, names: Mapping[str, str], indent: str) -> Iterable[str]:
    """Yield the lines of a list item. An item without nested values is a single line."""
    flat = isinstance(value, Mapping) and not any(
        isinstance(below, Mapping | list) for below in cast("Mapping[str, Any]", value).values()
    )
    if flat:
        held = cast("Mapping[str, Any]", value)
        parts = (f"{one_line(str(name), 60)}: {_render_value(below, names)}" for name, below in held.items())
        yield f"{indent}- {', '.join(parts)}"
        return
    first = True
    for line in _lines(value, names, indent + "  "):
        yield f"{indent}- {line[len(indent) + 2 :]}" if first else line
        first = False


def _render_value(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return ", ".join(_render_value(one, names) for one in cast("list[Any]", value)) or "(none)"
    words = {None: "(none)", True: "yes", False: "no"}
    if value is None or isinstance(value, bool):
        return words[value]
    text = str(value)
    name = names.get(text)
    return f"{one_line(text, _MAX_TEXT)} ({name})" if name else one_line(text, _MAX_TEXT)


def _cut(text: str, maximum: int) -> str:
    return text if len(text) <= maximum else f"{text[:maximum]}… [cut: {len(text)} characters in all]"
