"""Types that all modules of this package share, and the readers that never fail on an answer."""

from __future__ import annotations

import json as _json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, Protocol, Self, TypeVar, cast


class Unset:
    """The type of ``UNSET``: an argument not given, a field that was absent or null."""

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Unset = Unset()

T = TypeVar("T")
ItemT = TypeVar("ItemT")
ModelT = TypeVar("ModelT", bound="Model")


class Model(Protocol):
    """A class of ``models``."""

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object."""
        ...


class Answer(Protocol):
    """What came back for a request: the answer of ``httpx2`` is one, and so is any object with these three."""

    @property
    def status_code(self) -> int:
        """The status, any integer."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers."""
        ...

    @property
    def content(self) -> bytes:
        """The whole body."""
        ...


@dataclass(frozen=True)
class Request(Generic[T]):
    """One request, ready to be sent, and the way to read its answer.

    Attributes:
        operation_id: The operationId of the document, for example ``sendWebSms``.
        method: In upper case, for example ``POST``.
        path_template: The path with its placeholders, for example ``/v2/history/{entryId}``.
        url: The path with the values filled in and percent-encoded; no host, no query.
        params: The query: strings, numbers, booleans, and lists of these for repeated parameters. None for none.
        json: What to send as a JSON body; ``UNSET`` for no body.
        headers: ``Accept``, and ``Content-Type`` where there is a body.
        parse: Turns a decoded answer (of JSON, or the text where ``answer_media`` is ``text/...``) into its type;
            None where the answer says nothing, or something else than declared. Never raises.
        answer_media: The media type of the answer; None where nothing is declared.
    """

    operation_id: str
    method: str
    path_template: str
    url: str
    params: dict[str, Any] | None = field(repr=False)
    json: Any = field(repr=False)
    headers: dict[str, str] = field(repr=False)
    parse: Callable[[Any], T] = field(repr=False)
    answer_media: str | None = None

    def read(self, answer: Answer) -> T | None:
        """Return what an answer says; None unless it is a 2xx that says something readable. Never raises."""
        if not 200 <= answer.status_code < 300 or not answer.content:
            return None
        text = answer.content.decode("utf-8", errors="replace")
        if self.answer_media is not None and self.answer_media.startswith("text/"):
            return self.parse(text)
        try:
            decoded = _json.loads(text)
        except ValueError:
            return None
        return self.parse(decoded)


@dataclass(frozen=True)
class Response(Generic[T]):
    """The answer to a request.

    Attributes:
        status_code: The status, any integer.
        content: The whole body.
        headers: The headers.
        parsed: What the body says; None unless it is a 2xx that says something readable.
    """

    status_code: int
    content: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    parsed: T | None = field(repr=False)


def build_response(request: Request[T], answer: Answer) -> Response[T]:
    """Return the answer to a request with its body read."""
    return Response(
        status_code=answer.status_code,
        content=answer.content,
        headers=answer.headers,
        parsed=request.read(answer),
    )


def without_nulls(source: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a JSON object that are there: null is read as absent."""
    return {name: value for name, value in source.items() if value is not None}


def read_model(source: object, model: type[ModelT]) -> ModelT | Unset:
    """Return a JSON object as a model; ``UNSET`` if it is not an object."""
    return model.from_dict(cast("Mapping[str, Any]", source)) if isinstance(source, Mapping) else UNSET


def read_list(source: object, read_item: Callable[[Any], ItemT | Unset]) -> list[ItemT] | Unset:
    """Return a JSON array with each item read; items that cannot be are left out. ``UNSET`` if it is no array."""
    if not isinstance(source, list):
        return UNSET
    items = [read_item(item) for item in cast("list[Any]", source) if item is not None]
    return [item for item in items if not isinstance(item, Unset)]


def read_enum(source: object, enum: Callable[[Any], ItemT]) -> ItemT | Unset:
    """Return a value as an enum, which keeps values it does not list; ``UNSET`` if it cannot be one at all."""
    return UNSET if source is None or isinstance(source, (Unset, Mapping, list)) else enum(source)


def read_text(source: object) -> str | None:
    """Return a text answer."""
    return source if isinstance(source, str) else None


def read_anything(source: Any) -> Any:
    """Return a value as it came."""
    return source


def read_nothing(source: object) -> None:
    """Read an answer of which nothing is declared."""


def none_if_unset(value: T | Unset) -> T | None:
    """Return None for ``UNSET``."""
    return None if isinstance(value, Unset) else value


__all__ = ["UNSET", "Answer", "Model", "Request", "Response", "Unset"]
