"""The question before an operation of the API is invoked: in lines for people, with names, and what it replaces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from ..display_names import name_of
from ..sanitize import one_line

if TYPE_CHECKING:
    from ..account import McpAccount
    from ..policy.request_facts import RequestFacts

__all__ = ["question"]

_MOST_NAMES: Final = 8
_MOST_BODY: Final = 6000
_MOST_BEFORE: Final = 2000
_MOST_TEXT: Final = 400


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
        account: The account, for the names of what the request is about.
        summary: What the operation does.
        facts: What the policy sees in the request.
        parameters: The parameters of path and query by name.
        body: The body as it is shown, or `None`.
        before: How the thing is now, where that could be read.
    """
    names = await _names(account, facts)
    lines = [f"{summary}?", *(f"{name}: {_shown(value, names)}" for name, value in parameters.items())]
    replaced = _replaced(before, body)
    if replaced is not None:
        lines += ["", "Now:", _cut("\n".join(_lines(replaced, names)), _MOST_BEFORE)]
    if body is not None:
        # Each text is cut by itself: a long one must not push the number below it out of sight.
        lines += [
            "",
            "Then:" if replaced is not None else "With:",
            _cut("\n".join(_lines(body, names)), _MOST_BODY),
        ]
    return "\n".join(lines)


async def _names(account: McpAccount, facts: RequestFacts) -> dict[str, str]:
    """Return the names of what the ids and numbers of a request stand for, as far as they can be read."""
    wanted = [("number", number) for number in facts.recipients]
    wanted += sorted((one.kind, one.value) for one in facts.ids)
    found = {value: await name_of(account, kind, value) for kind, value in wanted[:_MOST_NAMES]}
    return {value: name for value, name in found.items() if name}


def _replaced(before: Any, body: Any) -> Any:
    """Return the part of what is there that a body replaces; all of it when the two have nothing in common."""
    if not isinstance(before, Mapping):
        return before or None
    there = cast("Mapping[str, Any]", before)
    if isinstance(body, Mapping):
        given = cast("Mapping[str, Any]", body)
        common = {name: there[name] for name in given if name in there}
        if common:
            return common
        if isinstance(there.get("items"), list) and len(given) == 1:
            # A list is read as `items` and written under its own name.
            return {next(iter(given)): there["items"]}
    return there or None


def _lines(value: Any, names: Mapping[str, str], indent: str = "  ") -> Iterable[str]:
    """Yield a JSON value in lines, one for each thing."""
    if isinstance(value, Mapping):
        for name, below in cast("Mapping[str, Any]", value).items():
            yield from _named_lines(one_line(str(name), 60), below, names, indent)
    elif isinstance(value, list):
        for below in cast("list[Any]", value) or ["(none)"]:
            yield from _item_lines(below, names, indent)
    else:
        yield indent + _shown(value, names)


def _named_lines(name: str, value: Any, names: Mapping[str, str], indent: str) -> Iterable[str]:
    if value in ([], {}):
        yield f"{indent}{name}: (none)"
    elif isinstance(value, Mapping | list):
        yield f"{indent}{name}:"
        yield from _lines(value, names, indent + "  ")
    else:
        yield f"{indent}{name}: {_shown(value, names)}"


def _item_lines(value: Any, names: Mapping[str, str], indent: str) -> Iterable[str]:
    """Yield an item of a list: in one line where it has no more below it."""
    flat = isinstance(value, Mapping) and not any(
        isinstance(below, Mapping | list) for below in cast("Mapping[str, Any]", value).values()
    )
    if flat:
        held = cast("Mapping[str, Any]", value)
        parts = (f"{one_line(str(name), 60)}: {_shown(below, names)}" for name, below in held.items())
        yield f"{indent}- {', '.join(parts)}"
        return
    first = True
    for line in _lines(value, names, indent + "  "):
        yield f"{indent}- {line[len(indent) + 2 :]}" if first else line
        first = False


def _shown(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return ", ".join(_shown(one, names) for one in cast("list[Any]", value)) or "(none)"
    words = {None: "(none)", True: "yes", False: "no"}
    if value is None or isinstance(value, bool):
        return words[value]
    text = str(value)
    name = names.get(text)
    return f"{one_line(text, _MOST_TEXT)} ({name})" if name else one_line(text, _MOST_TEXT)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}… [cut: {len(text)} characters in all]"
