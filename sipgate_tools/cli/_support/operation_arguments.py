"""Arguments of any operation, from `name=value` words of a command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sipgate_tools.errors import InvalidInput

if TYPE_CHECKING:
    from sipgate_tools.spec import Operation, Spec


def find_operation(spec: Spec, name: str) -> Operation:
    """Return an operation by its name, in any case.

    Raises:
        InvalidInput: The API has no such operation.
    """
    by_name = {one.casefold(): one for one in spec.operations}
    if (found := by_name.get(name.casefold())) is not None:
        return spec.operations[found]
    close = [by_name[one] for one in get_close_matches(name.casefold(), by_name, 3)]
    hint = (
        f"Did you mean {' or '.join(close)}?"
        if close
        else "Search with: sipgate-tools operations search WORDS."
    )
    raise InvalidInput(f"sipgate's API has no operation {name}.", hint=hint)


def read_fields(
    spec: Spec, operation: Operation, words: Iterable[str], body_source: str | None
) -> dict[str, Any]:
    """Return the arguments of an operation from words such as `limit=20`, `types=CALL` or `message="Hello"`.

    A name that is not a parameter of the operation is a field of its JSON body; `a.b=1` is a field of an object in it.
    Values are read according to the schema: numbers, true and false, and lists from a repeated name. `name:=JSON`
    passes a JSON value, and `name=@FILE` the content of a file.

    Args:
        spec: The spec.
        operation: The operation.
        words: The words.
        body_source: A file with the whole JSON body, `-` for stdin, or `None`.

    Raises:
        InvalidInput: A word has no `=`, a JSON value or the body is not JSON, or a file cannot be read.
    """
    parameters = {one.name: one.schema for one in operation.parameters}
    arguments: dict[str, Any] = {}
    body: Any = None if body_source is None else _json_in(_content_of(body_source), "the body")
    whole = {} if operation.body is None else spec.inline(operation.body)
    fields: dict[str, Any] = whole.get("properties", {})
    for word in words:
        name, value, is_json = _split(word)
        if name in parameters:
            schema = spec.inline(parameters[name])
            _set(arguments, name, value if is_json else _typed(value, schema), schema)
            continue
        if operation.body is None:
            schemas = ", ".join(parameters) or "none"
            raise InvalidInput(f"{operation.id} has no argument {name}.", hint=f"Its arguments: {schemas}.")
        body = cast("dict[str, Any]", {}) if body is None else body
        _set_below(_object(body), name, value, fields, is_json=is_json)
    if body is not None:
        arguments["body"] = body
    return arguments


def _split(word: str) -> tuple[str, Any, bool]:
    name, equals, value = word.partition("=")
    if not equals or not name.rstrip(":"):
        raise InvalidInput(f"{word!r} is not an argument.", hint="Use name=value, name:=JSON or name=@FILE.")
    if name.endswith(":"):
        return name[:-1], _json_in(value, name[:-1]), True
    if value.startswith("@"):
        return name, _content_of(value[1:]), False
    return name, value, False


def _object(body: Any) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise InvalidInput("Fields can be added only to a body that is a JSON object.")
    return cast("dict[str, Any]", body)


def _set_below(
    body: dict[str, Any], name: str, value: Any, fields: Mapping[str, Any], *, is_json: bool
) -> None:
    parts, place, schemas = name.split("."), body, fields
    for part in parts[:-1]:
        below = place.setdefault(part, {})
        if not isinstance(below, dict):
            raise InvalidInput(f"{part} in {name} is not an object.")
        place = cast("dict[str, Any]", below)
        schemas = schemas.get(part, {}).get("properties", {})
    schema = schemas.get(parts[-1], {})
    _set(place, parts[-1], value if is_json else _typed(value, schema), schema)


def _set(place: dict[str, Any], name: str, value: Any, schema: Mapping[str, Any]) -> None:
    """Set a value. A repeated name, or a single value where the schema has a list, makes a list."""
    if _kind(schema) == "array" and not isinstance(value, list):
        place.setdefault(name, []).append(value)
    elif name in place:
        held = place[name]
        place[name] = [*(cast("list[Any]", held) if isinstance(held, list) else [held]), value]
    else:
        place[name] = value


def _kind(schema: Mapping[str, Any]) -> str:
    kinds: Any = schema.get("type", "")
    if isinstance(kinds, list):
        return next((str(one) for one in cast("list[Any]", kinds) if one != "null"), "")
    return str(kinds)


def _typed(value: str, schema: Mapping[str, Any]) -> Any:
    kind = _kind(schema)
    if kind == "array":
        return _typed(value, schema.get("items", {}))
    if kind == "boolean" and value in ("true", "false"):
        return value == "true"
    for name, convert in (("integer", int), ("number", float)):
        if kind == name:
            try:
                return convert(value)
            except ValueError:
                return value  # the check of the arguments refuses it, with the name of the argument
    return value


def _content_of(source: str) -> str:
    try:
        return sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise InvalidInput(f"{source} is not UTF-8 text.") from None


def _json_in(text: str, what: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise InvalidInput(f"The value of {what} is not JSON.") from None
