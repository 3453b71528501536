"""Objects of list answers as records, straight from the bytes.

Nearly always every value is what the document says it is. Then msgspec reads an object without a detour over
dictionaries, many times as fast, and the bytes are kept for `raw`. An object with one value that is anything else is
read again leniently, field by field (`_reading.py`), and costs nobody but itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any, Generic, TypeAlias, TypeVar, cast, get_args, get_origin

import msgspec

from sipgate_tools.json_reading import decoded
from sipgate_tools.models._base import Model, Record
from sipgate_tools.models._reading import compiled, without_none

RecordT = TypeVar("RecordT", bound=Record)

Memo: TypeAlias = dict[Any, Any]
"""Parts of objects that were made already, by what msgspec read; parts are frozen and may be shared."""

_KIND = "type"
_TIME = Annotated[datetime, msgspec.Meta(tz=True)]
"""Without a zone it is read leniently."""


class Rows(Generic[RecordT]):
    """How the objects of a list are read.

    Args:
        model: What each of them is.
        kinds: What it is for each value of its field `type`, where that makes a difference; `model` for all others.
    """

    def __init__(self, model: type[RecordT], kinds: Mapping[str, type[RecordT]] | None = None) -> None:
        self._model = model
        self._kinds = kinds or {}
        read_as = [(_struct_of(kind, tag), kind, tag) for tag, kind in self._kinds.items()]
        read_as = read_as or [(_struct_of(model), model, None)]
        alternatives: Any = read_as[0][0]
        for struct, _, _ in read_as[1:]:
            alternatives |= struct
        self._decode: Callable[[bytes], Any] = msgspec.json.Decoder(alternatives).decode
        self._builders = {
            struct: (kind.of_fields, _fields_builder(kind, tag)) for struct, kind, tag in read_as
        }

    def read(self, parts: Iterable[msgspec.Raw]) -> tuple[RecordT, ...]:
        """Return the objects that parts of an answer hold; what is no object is left out."""
        memo: Memo = {}
        decode, builders = self._decode, self._builders
        records: list[RecordT] = []
        for part in parts:
            content = bytes(part)  # the part itself would keep the whole answer in memory
            try:
                struct = decode(content)
            except (ValueError, RecursionError):
                payload = decoded(content)
                if isinstance(payload, dict):
                    records.append(self.read_payload(cast("dict[str, Any]", payload)))
            else:
                of_fields, fields = builders[struct.__class__]
                records.append(of_fields(fields(struct, memo), {"_raw": content}))
        return tuple(records)

    def read_payload(self, payload: dict[str, Any]) -> RecordT:
        """Return an object that was decoded before."""
        kind = payload.get(_KIND)
        model = self._kinds.get(kind, self._model) if isinstance(kind, str) else self._model
        return model.read_payload(payload)


def _struct_of(model: type[Model], tag: str | None = None) -> type[msgspec.Struct]:
    """Return what msgspec reads for a model: the same fields, each of which may be null or absent.

    Args:
        model: The model.
        tag: The value of its field `type` that tells it from others, if any does.
    """
    names = {name: field.alias or name for name, field in model.model_fields.items()}
    fields = [
        (name, _exact(without_none(field.annotation)) | None, None)
        for name, field in model.model_fields.items()
        if tag is None or name != _KIND
    ]
    tag_field = None if tag is None else _KIND
    return msgspec.defstruct(
        model.__name__, fields, rename=names, frozen=True, gc=False, tag_field=tag_field, tag=tag
    )


def _exact(kind: Any) -> Any:
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) is tuple:
        return tuple[_exact(get_args(kind)[0]), ...]
    if kind is datetime:
        return _TIME
    return _struct_of(kind) if _is_model(kind) else kind


def _fields_builder(model: type[Model], tag: str | None = None) -> Callable[[Any, Memo], dict[str, Any]]:
    """Return a function from what msgspec read to the fields of a model, compiled for this very model."""
    constants: dict[str, Any] = {}
    values: list[str] = []
    for number, (name, field) in enumerate(model.model_fields.items()):
        kind = without_none(field.annotation)
        value = f"struct.{name}"
        constants |= {f"n{number}": name, f"d{number}": field.get_default()}
        if tag is not None and name == _KIND:
            constants[f"d{number}"] = kind(tag)
            value = f"d{number}"
        elif part := _model_in(kind):
            constants[f"p{number}"] = _part_builder(part, several=part is not kind)
            value = f"d{number} if not (v := {value}) else memo.get(v) or p{number}(v, memo)"
        elif field.get_default() is not None:
            value = f"d{number} if (v := {value}) is None else v"
        values.append(value)
    return compiled("struct, memo", values, constants)


def _part_builder(model: type[Model], *, several: bool) -> Callable[[Any, Memo], Any]:
    """Return a function from a part that msgspec read, or from a tuple of parts, to what it is in a model."""
    fields = _fields_builder(model)

    def one(struct: Any, memo: Memo) -> Model:
        made = memo[struct] = model.of_fields(fields(struct, memo))
        return made

    def all_of(structs: tuple[Any, ...], memo: Memo) -> tuple[Model, ...]:
        made = memo[structs] = tuple([memo.get(struct) or one(struct, memo) for struct in structs])
        return made

    return all_of if several else one


def _model_in(kind: Any) -> type[Model] | None:
    part = get_args(kind)[0] if get_origin(kind) is tuple else kind
    return part if _is_model(part) else None


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Model)


_rows: dict[type[Record], Rows[Any]] = {}


def rows_of(model: type[RecordT]) -> Rows[RecordT]:
    """Return how a list of a model is read; made once."""
    rows = _rows.get(model)
    if rows is None:
        rows = _rows[model] = Rows(model)
    return rows
