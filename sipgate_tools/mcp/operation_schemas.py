"""Every operation of the API, for models: its arguments described and checked, its answers made fit to be read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from sipgate_tools.errors import InvalidInput

from .sanitize import LONG_TEXT, mask_url, sanitize

if TYPE_CHECKING:
    from sipgate_tools.spec import Operation, Spec

__all__ = ["argument_schema", "check_arguments", "redacted_response"]

MOST_ITEMS = 50
"""Entries of a list in an answer that are shown; `detail="full"` shows all."""

_SECRET_NAME = re.compile(r"(?i)passwor|secret|puk|^pin$|token|credential")


def argument_schema(document: Spec, operation: Operation) -> dict[str, Any]:
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


def check_arguments(document: Spec, operation: Operation, arguments: Mapping[str, Any]) -> None:
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


def redacted_response(
    document: Spec, operation: Operation, answer: Any, *, full: bool = False
) -> tuple[Any, list[str]]:
    """An answer as a model may see it, and notes on what was left out.

    Secrets are replaced, addresses lose what may be a password, texts are cleaned and cut, long lists are cut, and
    paths of the API are left out: the operations that they name are found by `search_operations`.
    """
    notes: list[str] = []
    names = _names(document, operation.id)

    def look(value: Any, name: str) -> Any:
        if value is not None and value != "" and (name in names.secret or _SECRET_NAME.search(name)):
            return "[secret, not shown]"
        if isinstance(value, Mapping):
            held = cast("Mapping[str, Any]", value)
            notes.extend(
                f"{key} is in ten-thousandths of the currency unit: {held[key]} is {held[key] / 10_000:.2f}."
                for key in held
                if key in names.ten_thousandths and isinstance(held[key], int)
            )
            return {
                sanitize(key, 80): look(item, key)
                for key, item in held.items()
                if full or key not in names.paths
            }
        if isinstance(value, list):
            items = cast("list[Any]", value)
            kept = items if full else items[:MOST_ITEMS]
            if len(kept) < len(items):
                notes.append(
                    f"{name or 'list'}: {len(kept)} of {len(items)} shown; use paging or detail='full'."
                )
            return [look(item, name) for item in kept]
        if isinstance(value, str):
            return mask_url(value) if "://" in value[:12] else sanitize(value, LONG_TEXT)
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


def _told(problem: Any) -> str:
    where = ".".join(str(part) for part in problem.absolute_path) or "arguments"
    match problem.validator:
        case "required" | "additionalProperties":
            return f"{where}: {sanitize(str(problem.message), 160)}"
        case "type":
            return f"{where} must be {problem.validator_value}"
        case "enum":
            return f"{where} must be one of {', '.join(map(str, problem.validator_value))}"
        case rule:
            return f"{where} breaks {rule} {problem.validator_value}"


class _Names(NamedTuple):
    """Names of fields in an operation's answer that are shown in a way of their own."""

    secret: frozenset[str]
    paths: frozenset[str]
    ten_thousandths: frozenset[str]


@cache
def _names(document: Spec, operation_id: str) -> _Names:
    operation = document.operations[operation_id]
    if operation.success is None:
        return _Names(frozenset(), frozenset(), frozenset())
    secret: set[str] = set()
    paths: set[str] = set()
    parts: set[str] = set()

    def look(node: Any, name: str) -> None:
        if isinstance(node, Mapping):
            held = cast("Mapping[str, Any]", node)
            said = str(held.get("description", ""))
            if held.get("x-secret") is True:
                secret.add(name)
            if said.startswith("Path of "):
                paths.add(name)
            if "ten-thousandths" in said and held.get("type") == "integer":
                parts.add(name)
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
    # Where paths are what was asked for, they stay.
    about_paths = operation_id.endswith(("Urls", "Links"))
    return _Names(frozenset(secret), frozenset() if about_paths else frozenset(paths), frozenset(parts))
