"""Every operation of the API, for models: found by words, described, and its arguments checked."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from sipgate_tools.errors import InvalidInput
from sipgate_tools.mcp.text import LONG_TEXT, clean, mask_url

if TYPE_CHECKING:
    from sipgate_tools.document import Document, Operation

__all__ = ["argument_schema", "check_arguments", "search", "shown"]

MOST_ITEMS = 50
"""Entries of a list in an answer that are shown; `detail="full"` shows all."""

_WORD = re.compile(r"[a-z0-9]+")
_SMALL_WORDS = frozenset(
    {"a", "an", "and", "are", "by", "can", "do", "for", "from", "how", "in", "is", "it", "my"}
) | {*("of", "on", "or", "the", "to", "who", "whose", "with")}
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SECRET_NAME = re.compile(r"(?i)passwor|secret|puk|^pin$|token|credential")


def search(document: Document, words: str, effects: Iterable[str]) -> list[Operation]:
    """Operations with one of the effects that have something to do with the words, the most fitting first."""
    asked = {_stem(word) for word in _WORD.findall(words.lower()) if word not in _SMALL_WORDS}
    allowed = set(effects)
    index, rarity = _index(document)
    scores = {
        operation.id: sum(index[operation.id].get(word, 0) * rarity.get(word, 0) for word in asked)
        for operation in document.operations.values()
        if operation.effect in allowed
    }
    # What shares only the commonest of the words is not what was looked for.
    least = max(scores.values(), default=0) / 3 if asked else 0
    found = [
        operation_id for operation_id, score in scores.items() if score >= least and (score or not asked)
    ]
    return [document.operations[one] for one in sorted(found, key=lambda one: (-scores[one], one))]


def argument_schema(document: Document, operation: Operation) -> dict[str, Any]:
    """The JSON schema of an operation's arguments: its parameters by name, and `body` where it has one."""
    properties: dict[str, Any] = {}
    for parameter in operation.parameters:
        if parameter.location != "header":
            properties[parameter.name] = {
                **document.inline(parameter.schema),
                **({"description": parameter.description} if parameter.description else {}),
            }
    required = [one.name for one in operation.parameters if one.required and one.location != "header"]
    if operation.body is not None:
        properties["body"] = document.inline(operation.body)
        if operation.body_required:
            required.append("body")
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def check_arguments(document: Document, operation: Operation, arguments: Mapping[str, Any]) -> None:
    """Check arguments against an operation's schema.

    Raises:
        InvalidInput: They do not fit; the message says where and never repeats a value.
    """
    from jsonschema import Draft202012Validator  # 100 ms that only the operation tools need

    validator: Any = Draft202012Validator(_strict(argument_schema(document, operation)))
    problems = sorted(
        validator.iter_errors(dict(arguments)), key=lambda one: list(map(str, one.absolute_path))
    )
    if problems:
        told = "; ".join(dict.fromkeys(_told(problem) for problem in problems[:5]))
        raise InvalidInput(
            f"The arguments of {operation.id} do not fit: {told}. Nothing was sent.",
            hint="describe_operation shows what it takes.",
        )


def shown(
    document: Document, operation: Operation, answer: Any, *, full: bool = False
) -> tuple[Any, list[str]]:
    """An answer as a model may see it, and notes on what was left out.

    Secrets are replaced, addresses lose what may be a password, texts are cleaned and cut, long lists are
    cut.
    """
    notes: list[str] = []
    secrets = _secret_names(document, operation.id)

    def look(value: Any, name: str) -> Any:
        if value is not None and value != "" and (name in secrets or _SECRET_NAME.search(name)):
            return "[secret, not shown]"
        if isinstance(value, Mapping):
            held = cast("Mapping[str, Any]", value)
            return {clean(key, 80): look(item, key) for key, item in held.items()}
        if isinstance(value, list):
            items = cast("list[Any]", value)
            kept = items if full else items[:MOST_ITEMS]
            if len(kept) < len(items):
                notes.append(
                    f"{name or 'list'}: {len(kept)} of {len(items)} shown; use paging or detail='full'."
                )
            return [look(item, name) for item in kept]
        if isinstance(value, str):
            return mask_url(value) if "://" in value[:12] else clean(value, LONG_TEXT)
        return value

    return look(answer, ""), notes


def _strict(node: Any) -> Any:
    """A schema without room for fields that it does not name: nobody could say what kind of id is in them."""
    if isinstance(node, list):
        return [_strict(item) for item in cast("list[Any]", node)]
    if not isinstance(node, Mapping):
        return node
    held = {key: _strict(value) for key, value in cast("Mapping[str, Any]", node).items()}
    if isinstance(held.get("properties"), Mapping) and "type" in held:
        held.setdefault("additionalProperties", False)
    return held


@cache
def _index(document: Document) -> tuple[dict[str, dict[str, int]], dict[str, float]]:
    """The words of each operation with their weights, and how rare each word is among all."""
    index = {operation.id: _weights(operation) for operation in document.operations.values()}
    frequency = Counter(word for weights in index.values() for word in weights)
    return index, {word: math.log(1 + len(index) / count) for word, count in frequency.items()}


def _weights(operation: Operation) -> dict[str, int]:
    weights: dict[str, int] = {}
    id_words = _HUMP.sub(" ", operation.id)
    for text, weight in ((operation.summary, 4), (id_words, 4), (operation.tag, 3), (operation.path, 2)):
        for word in _WORD.findall(text.lower()):
            weights[_stem(word)] = max(weight, weights.get(_stem(word), 0))
    for word in _WORD.findall(operation.description.lower()):
        weights.setdefault(_stem(word), 1)
    return weights


def _stem(word: str) -> str:
    """A word without the endings that make no difference when looking for it."""
    for ending in ("s", "ing", "ie", "ed", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
    return word


def _told(problem: Any) -> str:
    where = ".".join(str(part) for part in problem.absolute_path) or "arguments"
    match problem.validator:
        case "required" | "additionalProperties":
            return f"{where}: {clean(str(problem.message), 160)}"
        case "type":
            return f"{where} must be {problem.validator_value}"
        case "enum":
            return f"{where} must be one of {', '.join(map(str, problem.validator_value))}"
        case rule:
            return f"{where} breaks {rule} {problem.validator_value}"


@cache
def _secret_names(document: Document, operation_id: str) -> frozenset[str]:
    operation = document.operations[operation_id]
    if operation.success is None:
        return frozenset()
    names: set[str] = set()

    def look(node: Any, name: str) -> None:
        if isinstance(node, Mapping):
            held = cast("Mapping[str, Any]", node)
            if held.get("x-secret") is True:
                names.add(name)
            for key, value in held.items():
                if key == "properties":
                    for below, schema in value.items():
                        look(schema, below)
                else:
                    look(value, name)
        elif isinstance(node, list):
            for item in cast("list[Any]", node):
                look(item, name)

    look(document.inline(operation.success, keep_marks=True), "")
    return frozenset(names)
