"""Rates the impact of a difference on users.

*Breaking*: a working program may stop working, with the released library or with the next release. *Additive*: new
features become possible. *Neutral*: everything else.

The impact is rated for three kinds of users: those of the library (generated layer and facades), of the MCP server's
tools, and of the sandbox.
"""

from __future__ import annotations

from typing import Any, Final, Literal, NamedTuple

from .compare import Change
from .flatten import LIMITS

Level = Literal["breaking", "additive", "neutral"]
LEVELS: Final[tuple[Level, ...]] = ("neutral", "additive", "breaking")
_B: Final[Level] = "breaking"
_A: Final[Level] = "additive"
_N: Final[Level] = "neutral"


class Judgment(NamedTuple):
    """The impact of a difference on the three kinds of users, and the reason."""

    library: Level
    mcp: Level
    sandbox: Level
    because: str

    @property
    def worst(self) -> Level:
        """The highest of the three levels."""
        return max((self.library, self.mcp, self.sandbox), key=LEVELS.index)


_REJECTED: Final = "unchanged requests are refused"
RULES: Final[dict[str, Judgment]] = {
    "operation added": Judgment(
        _A, _A, _A, "a new operation, which counts as destructive until its policy is set"
    ),
    "operation removed": Judgment(_B, _B, _B, "requests fail"),
    "operation renamed": Judgment(
        _B, _B, _N, "the function and operation_id are renamed; requests are unchanged"
    ),
    "operation path": Judgment(_B, _B, _B, "released versions send requests to the old path"),
    "operation tag": Judgment(_B, _N, _N, "the generated module is moved"),
    "operation scope added": Judgment(_A, _A, _A, "tokens with this scope are sufficient too"),
    "operation scope removed": Judgment(_B, _B, _B, "tokens with this scope are no longer sufficient"),
    "operation open": Judgment(_A, _A, _A, "credentials are no longer required"),
    "operation closed": Judgment(_B, _B, _B, "credentials are now required"),
    "policy stricter": Judgment(_N, _B, _N, "assistants need a confirmation for more"),
    "policy looser": Judgment(_N, _A, _N, "assistants need a confirmation for less"),
    "input added": Judgment(_A, _A, _A, "a new optional value"),
    "input added required": Judgment(_B, _B, _B, "requests without it are refused"),
    "input removed": Judgment(_B, _B, _N, "the value can no longer be sent"),
    "input renamed": Judgment(_B, _B, _B, "the old name is no longer accepted"),
    "input stricter": Judgment(_B, _B, _B, _REJECTED),
    "input looser": Judgment(_A, _A, _A, "more values are accepted"),
    "input different": Judgment(_B, _B, _B, "the format in requests is different"),
    "input default": Judgment(_B, _B, _B, "omitting the value has another meaning"),
    "input value added": Judgment(_A, _A, _A, "a new value is accepted"),
    "input value removed": Judgment(_B, _B, _B, "the value is no longer accepted"),
    "output added": Judgment(_A, _A, _N, "responses contain more"),
    "output removed": Judgment(_B, _B, _N, "responses no longer contain it"),
    "output renamed": Judgment(_B, _B, _N, "it has another name in responses"),
    "output different": Judgment(_B, _B, _N, "the format in responses is different"),
    "output value added": Judgment(_A, _A, _N, "the value gets a name; unknown values were accepted before"),
    "output value removed": Judgment(
        _B, _N, _N, "the name is removed from the generated enum; nothing else changes"
    ),
    "schema added": Judgment(_A, _N, _N, "a class is added to the generated client"),
    "schema removed": Judgment(_B, _N, _N, "its class is removed from the generated client"),
    "schema renamed": Judgment(_B, _N, _N, "its class in the generated client is renamed"),
    "words": Judgment(_N, _N, _N, "nothing behaves differently"),
}
"""All judgments, by the sort of difference."""

_FLOORS: Final = {"minimum", "minLength", "minItems", "minProperties", "exclusiveMinimum"}
_CEILINGS: Final = {"maximum", "maxLength", "maxItems", "maxProperties", "exclusiveMaximum"}
_CAREFUL_FIRST: Final[dict[str, list[Any]]] = {
    "effect": ["destructive", "write", "read"],
    "cost": ["charged", "none"],
    "reach": ["account", "own"],
}
_WIDENED: Final = {("integer", "number"), ("integer int32", "integer int64"), ("integer int32", "integer")}


def classify(change: Change, *, used_by_a_tool: bool) -> Judgment:
    """Return the impact of a difference.

    Args:
        change: The difference.
        used_by_a_tool: Whether one of the direct MCP tools calls an affected operation. Only these tools read
            responses; the generic ones pass them on unchanged.
    """
    sorts = _sorts(change)
    judgment = max((RULES[sort] for sort in sorts), key=lambda one: LEVELS.index(one.worst))
    if not used_by_a_tool and all(sort.startswith("output") for sort in sorts) and judgment.mcp == "breaking":
        judgment = judgment._replace(mcp="neutral")
    return judgment


def _sorts(change: Change) -> list[str]:
    """Return the sorts of a difference: one, or one for each side."""
    kind, whole = change.thing.kind, change.facet in ("", "required") and change.what != "changed"
    if change.facet == "deprecated" or kind == "scope":
        return ["words"]
    if kind == "operation":
        return [_sort_of_operation(change)]
    if kind == "schema" and whole:
        return [f"schema {change.what}"]
    if kind == "response" and change.thing.name[:1] not in ("2", "d"):
        return ["words"]
    sides = {"both": ("input", "output"), "request": ("input",), "response": ("output",)}.get(change.side, ())
    return [_sort_of_value(change, side) for side in sides] or ["words"]


def _sort_of_operation(change: Change) -> str:
    """Return the sort of a difference of an operation."""
    if change.facet in ("", "path", "tag"):
        return f"operation {change.facet or change.what}"
    if change.facet == "scope":
        return f"operation scope {change.what}"
    if change.facet == "scopes":
        return "operation closed" if change.after else "operation open"
    order = _CAREFUL_FIRST.get(change.facet)
    if order is None or change.before not in order or change.after not in order:
        return "policy stricter" if change.facet == "platforms" else "words"
    return "policy stricter" if order.index(change.after) < order.index(change.before) else "policy looser"


def _sort_of_value(change: Change, side: str) -> str:
    """Return the sort of a difference of a parameter, field, body or response, in requests or in responses."""
    if change.facet in ("value", "media type"):
        return f"{side} value {change.what}" if change.facet == "value" else f"{side} {change.what}"
    if change.what == "added" and change.facet == "required":
        return f"{side} added required" if side == "input" else "output added"
    if change.what != "changed":
        return f"{side} {change.what}"
    if change.facet == "type":
        return f"{side} looser" if side == "input" and _widened(change) else f"{side} different"
    if side == "output":
        return "words"
    if change.facet == "default":
        return "input default" if None not in (change.before, change.after) else "words"
    if change.facet in ("style", "explode", "media"):
        return "input different"
    return "input stricter" if _stricter(change) else "input looser"


def _widened(change: Change) -> bool:
    return change.after == "anything" or (change.before, change.after) in _WIDENED


def _stricter(change: Change) -> bool:
    """Return whether fewer values are accepted: the value is now required, or has a new or tighter limit."""
    before, after = change.before, change.after
    if change.facet == "required":
        return bool(after)
    if change.facet == "nullable":
        return not after
    if change.facet in LIMITS and isinstance(before, int | float) and isinstance(after, int | float):
        if change.facet in _FLOORS:
            return after > before
        return after < before if change.facet in _CEILINGS else True
    return after is not None
