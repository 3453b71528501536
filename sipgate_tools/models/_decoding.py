"""Decoding of JSON objects into models.

In nearly all objects, every value has the type that the spec declares, and msgspec decodes the whole object. Otherwise,
the object is decoded without its nulls. If that also fails, the object is decoded field by field: a value that cannot
be decoded becomes the field's default, and the other fields are not affected.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Final, TypeVar, Union, cast, get_args, get_origin

import msgspec

ModelT = TypeVar("ModelT", bound=msgspec.Struct)

FieldDecoder = Callable[[Any], Any]
"""A function that takes a JSON value and returns the field's value, or `None` if the JSON value cannot be decoded."""

_MILLISECONDS_FROM: Final = 1e11  # in seconds that would be the year 5138


def from_object(model: type[ModelT], payload: Mapping[str, Any]) -> ModelT:
    """Return a model for a JSON object, in which values that cannot be decoded become the fields' defaults."""
    try:
        return msgspec.convert(payload, model)
    except (ValueError, RecursionError):
        pass
    present = {name: value for name, value in payload.items() if value is not None}
    try:
        return msgspec.convert(present, model)
    except (ValueError, RecursionError):
        return _field_by_field(model, present)


def _field_by_field(model: type[ModelT], payload: Mapping[str, Any]) -> ModelT:
    values: dict[str, Any] = {}
    for name, wire_name, decode in _field_decoders(model):
        if wire_name in payload and (value := decode(payload[wire_name])) is not None:
            values[name] = value
    return model(**values)


@cache
def _field_decoders(model: type[msgspec.Struct]) -> list[tuple[str, str, FieldDecoder]]:
    return [
        (field.name, field.encode_name, _decoder_of(field.type)) for field in msgspec.structs.fields(model)
    ]


def _decoder_of(kind: Any) -> FieldDecoder:
    """Return the decoder for a type annotation.

    Raises:
        TypeError: Values of this type cannot be decoded.
    """
    if get_origin(kind) in {Union, UnionType}:
        return _decoder_of(next(part for part in get_args(kind) if part is not NoneType))
    if get_origin(kind) is Annotated:
        return _decoder_of(get_args(kind)[0])
    if get_origin(kind) is tuple:
        return _tuple_of(_decoder_of(get_args(kind)[0]))
    simple: dict[Any, FieldDecoder] = {str: _text, int: _whole, float: _number, bool: _truth, datetime: _time}
    if kind in simple:
        return simple[kind]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return lambda value: kind(value) if isinstance(value, str) else None
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return lambda value: (
            from_object(kind, cast("dict[str, Any]", value)) if isinstance(value, dict) else None
        )
    raise TypeError(f"{kind} has no decoder")


def _text(value: Any) -> str | None:
    # Some ids arrive as numbers.
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
            parsed = _parse_time(value)
            return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000 if value > _MILLISECONDS_FROM else value, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return None


def _parse_time(text: str) -> datetime:
    try:
        # Prefer msgspec, as for whole objects: the two parsers round nanoseconds differently.
        return msgspec.convert(text, datetime)
    except ValueError:
        return datetime.fromisoformat(text)


def _tuple_of(decode_item: FieldDecoder) -> FieldDecoder:
    def decode(value: Any) -> Any:
        if not isinstance(value, (list, tuple)):
            return None
        return tuple([item for item in map(decode_item, cast("list[Any]", value)) if item is not None])

    return decode
