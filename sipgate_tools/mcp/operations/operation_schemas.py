"""JSON schemas for the arguments of API operations, validation of arguments, and redacted responses for models."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from sipgate_tools.errors import InvalidInput

from ..presentation.sanitize import LONG_TEXT, mask_url, sanitize

if TYPE_CHECKING:
    from sipgate_tools.spec import Operation, Spec

MAX_ITEMS: Final = 50
"""The maximum number of items per list in a response without `detail="full"`."""

_SECRET_NAME: Final = re.compile(r"(?i)passwor|secret|puk|^pin$|token|credential")


def argument_schema(spec: Spec, operation: Operation) -> dict[str, Any]:
    """Return the JSON schema for an operation's arguments, which are its parameters and, if it has one, `body`."""
    properties: dict[str, Any] = {}
    for parameter in operation.parameters:
        if parameter.location != "header":
            properties[parameter.name] = {
                **spec.inline(parameter.schema),
                **({"description": parameter.description} if parameter.description else {}),
            }
    required = [one.name for one in operation.parameters if one.required and one.location != "header"]
    if operation.body is not None:
        properties["body"] = spec.inline(operation.body)
        if operation.body_required:
            required.append("body")
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def check_arguments(spec: Spec, operation: Operation, arguments: Mapping[str, Any]) -> None:
    """Validate arguments against an operation's schema.

    Raises:
        InvalidInput: The arguments are not valid. The message contains the location, but never a value.
    """
    from jsonschema import Draft202012Validator  # 100 ms that only the operation tools need

    validator: Any = Draft202012Validator(_strict(argument_schema(spec, operation)))
    problems = sorted(
        validator.iter_errors(dict(arguments)), key=lambda one: list(map(str, one.absolute_path))
    )
    if problems:
        details = "; ".join(dict.fromkeys(_describe_problem(problem) for problem in problems[:5]))
        raise InvalidInput(
            f"The arguments of {operation.id} are not valid: {details}. Nothing was sent.",
            hint="Call describe_operation to see the arguments.",
        )


def redacted_response(
    spec: Spec, operation: Operation, response: Any, *, full: bool = False
) -> tuple[Any, list[str]]:
    """Return a response without the values that a model must not or need not see, and notes about the changes.

    Secrets are replaced, credentials in URLs are masked, strings are sanitized, and long strings and lists are cut.
    Unless `full` is true, API paths are omitted, because models find operations with `search_operations`.
    """
    notes: list[str] = []
    names = _names(spec, operation.id)

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
            kept = items if full else items[:MAX_ITEMS]
            if len(kept) < len(items):
                notes.append(
                    f"{name or 'list'}: {len(kept)} of {len(items)} shown; use paging or detail='full'."
                )
            return [look(item, name) for item in kept]
        if isinstance(value, str):
            return mask_url(value) if "://" in value[:12] else sanitize(value, LONG_TEXT)
        return value

    return look(response, ""), notes


def _strict(node: Any) -> Any:
    """Return a schema that rejects unknown fields, because the policy could not check ids in them."""
    if isinstance(node, list):
        return [_strict(item) for item in cast("list[Any]", node)]
    if not isinstance(node, Mapping):
        return node
    held = {key: _strict(value) for key, value in cast("Mapping[str, Any]", node).items()}
    if isinstance(held.get("properties"), Mapping) and "type" in held:
        held.setdefault("additionalProperties", False)
    return held


def _describe_problem(problem: Any) -> str:
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
    """The names of the fields in an operation's response that need special treatment."""

    secret: frozenset[str]
    paths: frozenset[str]
    ten_thousandths: frozenset[str]


@cache
def _names(spec: Spec, operation_id: str) -> _Names:
    operation = spec.operations[operation_id]
    if operation.success is None:
        return _Names(frozenset(), frozenset(), frozenset())
    secret: set[str] = set()
    paths: set[str] = set()
    parts: set[str] = set()

    def look(node: Any, name: str) -> None:
        if isinstance(node, Mapping):
            held = cast("Mapping[str, Any]", node)
            description = str(held.get("description", ""))
            if held.get("x-secret") is True:
                secret.add(name)
            if description.startswith("Path of "):
                paths.add(name)
            if "ten-thousandths" in description and held.get("type") == "integer":
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

    look(spec.inline(operation.success, keep_marks=True), "")
    # Operations whose purpose is to list paths keep them.
    about_paths = operation_id.endswith(("Urls", "Links"))
    return _Names(frozenset(secret), frozenset() if about_paths else frozenset(paths), frozenset(parts))
