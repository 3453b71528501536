"""Decoding of list responses into records."""

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
    """A decoder for the items of a list response.

    Args:
        model: The model for the items.
        kinds: The models for items with certain values in their `type` field; `model` is used for all other items.
    """

    def __init__(self, model: type[RecordT], kinds: Mapping[str, type[RecordT]] | None = None) -> None:
        self._model = model
        self._kinds = kinds or {}
        self._decoders = {kind: msgspec.json.Decoder(kind).decode for kind in {model, *self._kinds.values()}}

    def read(self, parts: Iterable[msgspec.Raw]) -> tuple[RecordT, ...]:
        """Decode the items of a response, and skip items that are not objects."""
        records: list[RecordT] = []
        expected = next(
            iter(self._kinds.values()), self._model
        )  # most lists have items of one kind: guess the kind of the previous item
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
        """Return the record for a decoded JSON object."""
        return self._kind_of(payload.get(_KIND)).read_payload(payload)

    def _kind_of(self, kind: object) -> type[RecordT]:
        return self._kinds.get(kind, self._model) if isinstance(kind, str) else self._model


_decoders: dict[type[Record], RecordDecoder[Any]] = {}


def record_decoder(model: type[RecordT]) -> RecordDecoder[RecordT]:
    """Return the decoder for a model, from the cache after the first call."""
    decoder = _decoders.get(model)
    if decoder is None:
        decoder = _decoders[model] = RecordDecoder(model)
    return decoder


@dataclass(frozen=True, slots=True)
class ListResponse(Generic[T]):
    """A decoded list response.

    Attributes:
        items: The items of this page.
        total: The number of items on all pages, or `None` if the response does not contain it.
    """

    items: tuple[T, ...]
    total: int | None


def list_response_in(
    content: bytes, decoder: RecordDecoder[RecordT], *names: str
) -> ListResponse[RecordT] | None:
    """Decode the list in a response body, or return `None` if the body is not an object or is malformed.

    Args:
        content: The response body.
        decoder: The decoder for the items.
        *names: Fields that can contain the list; by default `items`.
    """
    try:
        holder = _holder(names or (_ITEMS,)).decode(content)
        found = next((holder[name] for name in names or (_ITEMS,) if holder.get(name)), ())
        return ListResponse(decoder.read(found), holder.get(_TOTAL))
    except (ValueError, RecursionError):
        return None


def list_response_of(payload: object, decoder: RecordDecoder[RecordT], *names: str) -> ListResponse[RecordT]:
    """Return the list in decoded JSON; see `items_of` for the arguments and errors."""
    items = tuple([decoder.read_payload(item) for item in items_of(payload, *names)])
    return ListResponse(items, total_of(payload))


def items_of(payload: object, *names: str) -> list[Any]:
    """Return the items of a list response, or an empty list if the list is null or missing.

    Items that are not objects are skipped.

    Args:
        payload: The decoded JSON: an object that contains the list, or the list itself.
        *names: Fields that can contain the list; by default `items`.

    Raises:
        UnexpectedResponse: The payload is neither an object nor a list.
    """
    if isinstance(payload, list):
        return _objects(cast("list[Any]", payload))
    if not isinstance(payload, dict):
        raise UnexpectedResponse(
            "sipgate returned something other than a list.",
            hint="The API may have changed; please report it.",
        )
    holder = cast("dict[str, Any]", payload)
    for name in names or (_ITEMS,):
        found = holder.get(name)
        if isinstance(found, list):
            return _objects(cast("list[Any]", found))
    return []


def total_of(payload: object) -> int | None:
    """Return the `totalCount` of a list response, or `None` if it is missing."""
    count = cast("dict[str, Any]", payload).get(_TOTAL) if isinstance(payload, dict) else None
    return count if isinstance(count, int) else None


def _objects(found: list[Any]) -> list[Any]:
    return [item for item in found if isinstance(item, dict)]


@cache
def _holder(names: tuple[str, ...]) -> msgspec.json.Decoder[dict[str, Any]]:
    fields = dict.fromkeys(names, list[msgspec.Raw] | None) | {_TOTAL: int | None}
    holder: Any = TypedDict("Holder", fields, total=False)  # pyright: ignore
    return msgspec.json.Decoder(holder)
