"""List responses: finds the objects in them and decodes each as a record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Generic, TypedDict, TypeVar, cast

import msgspec

from sipgate_tools._io.lenient_json import decode
from sipgate_tools.errors import UnexpectedResponse

from ._base import Record

T = TypeVar("T")
RecordT = TypeVar("RecordT", bound=Record)

_ITEMS: Final = "items"
_TOTAL: Final = "totalCount"
_KIND: Final = "type"


class RecordDecoder(Generic[RecordT]):
    """Decodes the objects of a list response.

    Args:
        model: What each of them is.
        kinds: What it is for each value of its field `type`, where that makes a difference; `model` for all others.
    """

    def __init__(self, model: type[RecordT], kinds: Mapping[str, type[RecordT]] | None = None) -> None:
        self._model = model
        self._kinds = kinds or {}
        self._decoders = {kind: msgspec.json.Decoder(kind).decode for kind in {model, *self._kinds.values()}}

    def read(self, parts: Iterable[msgspec.Raw]) -> tuple[RecordT, ...]:
        """Return the objects that parts of a response hold; whatever is not an object is left out."""
        records: list[RecordT] = []
        expected = next(
            iter(self._kinds.values()), self._model
        )  # lists mostly hold one kind: each is the next guess
        for part in parts:
            content = bytes(part)  # the part itself would keep the whole response in memory
            try:
                record = self._decoders[expected](content)
                kind = self._kind_of(getattr(record, _KIND)) if self._kinds else expected
                if kind is not expected:
                    expected = kind
                    record = self._decoders[kind](content)
            except (ValueError, RecursionError):
                payload = decode(content)
                if isinstance(payload, dict):
                    records.append(self.read_payload(cast("dict[str, Any]", payload)))
            else:
                records.append(record.with_raw(record, content))
        return tuple(records)

    def read_payload(self, payload: dict[str, Any]) -> RecordT:
        """Return the record for an object that was decoded before."""
        return self._kind_of(payload.get(_KIND)).read_payload(payload)

    def _kind_of(self, kind: object) -> type[RecordT]:
        return self._kinds.get(kind, self._model) if isinstance(kind, str) else self._model


_decoders: dict[type[Record], RecordDecoder[Any]] = {}


def record_decoder(model: type[RecordT]) -> RecordDecoder[RecordT]:
    """Return the decoder of a model; made once."""
    decoder = _decoders.get(model)
    if decoder is None:
        decoder = _decoders[model] = RecordDecoder(model)
    return decoder


@dataclass(frozen=True, slots=True)
class ListResponse(Generic[T]):
    """What a list answer says.

    Attributes:
        items: The objects in it.
        total: How many there are in all, or `None` where sipgate did not say.
    """

    items: tuple[T, ...]
    total: int | None


def list_response_in(
    content: bytes, rows: RecordDecoder[RecordT], *names: str
) -> ListResponse[RecordT] | None:
    """Return a list straight from the bytes of an answer; `None` where it is not in an object, or not readable so.

    Args:
        content: The answer.
        rows: How its objects are read.
        names: Where the list may be; `items` when none is named.
    """
    try:
        holder = _holder(names or (_ITEMS,)).decode(content)
        found = next((holder[name] for name in names or (_ITEMS,) if holder.get(name)), ())
        return ListResponse(rows.read(found), holder.get(_TOTAL))
    except (ValueError, RecursionError):
        return None


def list_response_of(payload: object, rows: RecordDecoder[RecordT], *names: str) -> ListResponse[RecordT]:
    """Return a list that was decoded before, in whatever form; arguments and errors as for `items_of`."""
    items = tuple([rows.read_payload(item) for item in items_of(payload, *names)])
    return ListResponse(items, total_of(payload))


def items_of(payload: object, *names: str) -> list[Any]:
    """Return the objects of a list answer, whatever wraps them; a null or absent list is empty.

    Args:
        payload: The decoded JSON: an object that holds the list, or the list itself.
        names: Where the list may be; `items` when none is named.

    Raises:
        UnexpectedResponse: It is neither an object nor a list.
    """
    if isinstance(payload, list):
        return _objects(cast("list[Any]", payload))
    if not isinstance(payload, dict):
        raise UnexpectedResponse(
            "sipgate answered with something that is not a list.",
            hint="The API may have changed; please report it.",
        )
    holder = cast("dict[str, Any]", payload)
    for name in names or (_ITEMS,):
        found = holder.get(name)
        if isinstance(found, list):
            return _objects(cast("list[Any]", found))
    return []


def total_of(payload: object) -> int | None:
    """Return the `totalCount` of a list answer, which may be missing."""
    count = cast("dict[str, Any]", payload).get(_TOTAL) if isinstance(payload, dict) else None
    return count if isinstance(count, int) else None


def _objects(found: list[Any]) -> list[Any]:
    return [item for item in found if isinstance(item, dict)]


@cache
def _holder(names: tuple[str, ...]) -> msgspec.json.Decoder[dict[str, Any]]:
    fields = dict.fromkeys(names, list[msgspec.Raw] | None) | {_TOTAL: int | None}
    holder: Any = TypedDict("Holder", fields, total=False)  # pyright: ignore
    return msgspec.json.Decoder(holder)
