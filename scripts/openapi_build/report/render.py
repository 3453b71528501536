"""Renders a difference as a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .compare import Change

_Quote = Callable[[Any], str]


def sentence(change: Change, *, mark: str = "") -> str:
    """Return a sentence for a difference, with names enclosed in `mark`."""

    def quoted(value: Any) -> str:
        return f"{mark}{_one_line(value)}{mark}"

    name = f"{change.thing.kind} {quoted(_name(change))}"
    match change.what, change.facet:
        case "changed", "path":
            return f"{name} moved from {quoted(change.before)} to {quoted(change.after)}"
        case "changed", "scopes":
            return f"{name} now requires {'credentials' if change.after else 'no credentials'}"
        case "changed", "required":
            return f"{name} is now {'required' if change.after else 'optional'}"
        case "changed", "deprecated":
            return f"{name} is {'' if change.after else 'no longer '}deprecated"
        case "renamed", _:
            return f"{name} is now called {quoted(change.after)}"
        case "added" | "removed", "scope":
            return _scope(change, name, quoted)
        case "added" | "removed", "value" | "media type":
            value = change.after if change.what == "added" else change.before
            verb = "has" if change.what == "added" else "no longer has"
            return f"{name} {verb} the {change.facet} {quoted(value)}"
        case "added", _:
            must = ", which is required" if change.facet == "required" and change.side != "response" else ""
            return f"new {name}{_of(change.after, quoted)}{must}"
        case "removed", _:
            return f"{name}{_of(change.before, quoted)} is removed"
        case _:
            return f"{change.facet} of {name} was {quoted(change.before)} and is {quoted(change.after)}"


def _scope(change: Change, name: str, quoted: _Quote) -> str:
    """Return a sentence about a scope that now is or is no longer sufficient."""
    added = change.what == "added"
    verb = "is now sufficient" if added else "is no longer sufficient"
    return f"for {name} the scope {quoted(change.after if added else change.before)} {verb}"


def _name(change: Change) -> str:
    """Return the full name of a thing: `SendWebSmsRequest.message`, `getHistory query limit`."""
    thing = change.thing
    return f"{thing.owner}{'.' if thing.kind == 'field' else ' '}{thing.name}" if thing.name else thing.owner


def _of(gist: Any, quoted: _Quote) -> str:
    return f" ({quoted(gist)})" if gist and gist != "anything" else ""


def _one_line(value: Any) -> str:
    """Return a value on one line, without characters that would end a Markdown code span."""
    if value is None:
        return "nothing"
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return "".join(letter for letter in text if letter.isprintable() and letter not in "`|")[:200]
