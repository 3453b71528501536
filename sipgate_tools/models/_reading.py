"""Reading JSON into models without ever failing on a value.

What sipgate answers may lack any field, hold null for it, or hold something else than last year. Each field is read by
itself: what cannot be read becomes the field's default, and nothing else suffers. pydantic's own validation does the
opposite (all or nothing) and takes several times as long for a page of 1,000 history entries; pydantic still defines
the models, checks what people construct, and writes them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Union, cast, get_args, get_origin

import msgspec
from pydantic import BaseModel

Reader = Callable[[Any], Any]
"""Takes a JSON value and returns the field's value, or `None` where it cannot be read."""

_MILLISECONDS_FROM: Final = 1e11  # in seconds that would be the year 5138


def fields_reader(model: type[BaseModel]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Return a function from a JSON object to the fields of a model, compiled for this very model.

    Compiled, because the loop over the fields would cost more than the reading: a page of the history is 20,000 values.
    What goes into the source are positions only; names, defaults and readers are constants of the function.
    """
    constants: dict[str, Any] = {}
    values: list[str] = []
    for number, (name, field) in enumerate(model.model_fields.items()):
        kind = without_none(field.annotation)
        default = field.get_default()
        constants |= {f"n{number}": name, f"k{number}": field.alias or name, f"d{number}": default}
        constants[f"r{number}"] = reader_of(kind)
        otherwise = f"d{number} if v is None or (w := r{number}(v)) is None else w"
        if kind in {str, int, bool}:
            constants[f"t{number}"] = kind
            values.append(f"v if (v := payload.get(k{number})).__class__ is t{number} else {otherwise}")
        else:
            values.append(otherwise.replace("v is None", f"(v := payload.get(k{number})) is None", 1))
    return compiled("payload", values, constants)


def compiled(
    parameters: str, values: Sequence[str], constants: dict[str, Any]
) -> Callable[..., dict[str, Any]]:
    """Return a function to the fields of a model.

    Args:
        parameters: Names of its parameters, with commas between them.
        values: One expression for each field, which may name the parameters and constants.
        constants: What the expressions name; `n0`, `n1` and so on are the names of the fields.
    """
    body = ", ".join(f"n{number}: {value}" for number, value in enumerate(values))
    known = ", ".join(f"{name}={name}" for name in constants)
    source = f"def read({parameters}, {known}):\n    return {{{body}}}\n"
    space: dict[str, Any] = dict(constants)
    exec(source, space)  # noqa: S102 - the source above holds nothing from outside
    return space["read"]


def reader_of(kind: Any) -> Reader:
    """Return how a value of an annotated type is read.

    Raises:
        TypeError: Models have no fields of that type so far.
    """
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) is tuple:
        return _tuple_of(reader_of(get_args(kind)[0]))
    simple: dict[Any, Reader] = {str: _text, int: _whole, float: _number, bool: _truth, datetime: _time}
    if kind in simple:
        return simple[kind]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _enum_of(kind)
    if isinstance(kind, type) and hasattr(kind, "read_payload"):
        read_payload: Reader = cast(Any, kind).read_payload
        return lambda value: read_payload(value) if isinstance(value, dict) else None
    raise TypeError(f"{kind} has no reader")


def without_none(annotation: Any) -> Any:
    """Return the type of a field that may be null."""
    if get_origin(annotation) in {Union, UnionType}:
        return next(part for part in get_args(annotation) if part is not NoneType)
    return annotation


def _text(value: Any) -> str | None:
    # An id that arrives as a number is still that id.
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else None


def _whole(value: Any) -> int | None:
    try:
        return int(value) if isinstance(value, (int, float, str)) else None
    except (ValueError, OverflowError):
        return None


def _number(value: Any) -> float | None:
    try:
        return float(value) if isinstance(value, (int, float, str)) else None
    except (ValueError, OverflowError):
        return None


def _truth(value: Any) -> bool | None:
    return {"true": True, "false": False}.get(str(value).lower())


def _time(value: Any) -> datetime | None:
    try:
        if isinstance(value, str):
            moment = _moment(value)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000 if value > _MILLISECONDS_FROM else value, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return None


def _moment(text: str) -> datetime:
    try:
        # First as lists are read: the two round nanoseconds differently.
        return msgspec.convert(text, datetime)
    except ValueError:
        return datetime.fromisoformat(text)


def _enum_of(kind: type[Enum]) -> Reader:
    members: dict[Any, Any] = {member.value: member for member in kind}

    def read(value: Any) -> Any:
        if not isinstance(value, str):
            return None
        found = members.get(value)
        return kind(value) if found is None else found

    return read


def _tuple_of(read_item: Reader) -> Reader:
    def read(value: Any) -> Any:
        if not isinstance(value, (list, tuple)):
            return None
        items = cast("list[Any]", value)
        return tuple([item for item in map(read_item, items) if item is not None]) if items else ()

    return read
