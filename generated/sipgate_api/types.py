"""Types that all modules of this package share, and readers that never fail on a response."""

from __future__ import annotations

import json as _json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, Protocol, Self, TypeVar, cast


class Unset:
    """The type of ``UNSET``, which stands for an omitted argument, or for a field that is absent or null."""

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Unset = Unset()

T = TypeVar("T")
ItemT = TypeVar("ItemT")
ModelT = TypeVar("ModelT", bound="Model")


class Model(Protocol):
    """A class in ``models``."""

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Return the model of a JSON object."""
        ...


class HttpResponse(Protocol):
    """An HTTP response: a response of ``httpx2``, or any object with these properties."""

    @property
    def status_code(self) -> int:
        """The status code."""
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
    """A request, with the function that reads its response.

    Attributes:
        operation_id: The operationId in the document, such as ``sendWebSms``.
        method: The HTTP method in upper case, such as ``POST``.
        path_template: The path with placeholders, such as ``/v2/history/{entryId}``.
        url: The path with percent-encoded values, without host and query.
        params: The query as strings, numbers, booleans, and lists for repeated parameters. None for no query.
        json: The JSON body, or ``UNSET`` for no body.
        headers: ``Accept``, and ``Content-Type`` for a request with a body.
        parse: Converts decoded JSON, or a string if ``response_media`` is ``text/...``, to the type of the response.
            Returns None for a body without content or of another type than declared. Never raises.
        response_media: The media type of the response, or None if the document declares none.
    """

    operation_id: str
    method: str
    path_template: str
    url: str
    params: dict[str, Any] | None = field(repr=False)
    json: Any = field(repr=False)
    headers: dict[str, str] = field(repr=False)
    parse: Callable[[Any], T] = field(repr=False)
    response_media: str | None = None

    def read(self, response: HttpResponse) -> T | None:
        """Return the decoded body, or None unless the status is 2xx and the body is readable. Never raises."""
        if not 200 <= response.status_code < 300 or not response.content:
            return None
        text = response.content.decode("utf-8", errors="replace")
        if self.response_media is not None and self.response_media.startswith("text/"):
            return self.parse(text)
        try:
            decoded = _json.loads(text)
        except ValueError:
            return None
        return self.parse(decoded)


@dataclass(frozen=True)
class Response(Generic[T]):
    """The response to a request.

    Attributes:
        status_code: The status code.
        content: The whole body.
        headers: The headers.
        parsed: The decoded body, or None unless the status is 2xx and the body is readable.
    """

    status_code: int
    content: bytes = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    parsed: T | None = field(repr=False)


def build_response(request: Request[T], response: HttpResponse) -> Response[T]:
    """Return a response with its decoded body."""
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=request.read(response),
    )


def without_nulls(source: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a JSON object without those that are null."""
    return {name: value for name, value in source.items() if value is not None}


def read_model(source: object, model: type[ModelT]) -> ModelT | Unset:
    """Return a JSON object as a model, or ``UNSET`` if the value is not an object."""
    return model.from_dict(cast("Mapping[str, Any]", source)) if isinstance(source, Mapping) else UNSET


def read_list(source: object, read_item: Callable[[Any], ItemT | Unset]) -> list[ItemT] | Unset:
    """Return the readable items of a JSON array, or ``UNSET`` if the value is not an array."""
    if not isinstance(source, list):
        return UNSET
    items = [read_item(item) for item in cast("list[Any]", source) if item is not None]
    return [item for item in items if not isinstance(item, Unset)]


def read_enum(source: object, enum: Callable[[Any], ItemT]) -> ItemT | Unset:
    """Return a value as an enum, which accepts unknown values, or ``UNSET`` if the type is wrong."""
    return UNSET if source is None or isinstance(source, (Unset, Mapping, list)) else enum(source)


def read_text(source: object) -> str | None:
    """Return a string, or None if the value is not a string."""
    return source if isinstance(source, str) else None


def read_anything(source: Any) -> Any:
    """Return a value unchanged."""
    return source


def read_nothing(source: object) -> None:
    """Return None, for a response without a declared body."""


def none_if_unset(value: T | Unset) -> T | None:
    """Return None for ``UNSET``."""
    return None if isinstance(value, Unset) else value


__all__ = ["UNSET", "HttpResponse", "Model", "Request", "Response", "Unset"]
