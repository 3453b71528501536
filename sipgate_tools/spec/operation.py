"""One operation of the interface and its parameters, as read from the document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Schema: TypeAlias = dict[str, Any]
"""A schema as OpenAPI writes it; it may be a mere ``{"$ref": ...}``, see ``Document.resolve``."""

Effect: TypeAlias = Literal["read", "write", "destructive"]
Cost: TypeAlias = Literal["none", "charged"]
Reach: TypeAlias = Literal["own", "account"]
Risk: TypeAlias = Literal["recording", "data", "calls"]
Platform: TypeAlias = Literal["classic", "neo"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation.

    Attributes:
        name: As sent, for example ``connectionIds``.
        location: ``path``, ``query`` or ``header``.
        required: Whether a request without it is refused; always true in a path.
        schema: The schema of its value.
        description: What to fill in.
        id_kind: What the id names (``x-id-kind``: ``user``, ``device``, ``phoneline``, ...), None if it is no id.
        deprecated: Whether sipgate advises against it.
        secret: Whether its value must never be logged or shown.
        phone_number: The form in which a telephone number is sent (``x-phone-number``: ``e164``, ``digits``, ``part``
            or ``any``), None if it is none.
    """

    name: str
    location: Literal["path", "query", "header"]
    required: bool
    schema: Schema
    description: str
    id_kind: str | None
    deprecated: bool = False
    secret: bool = False
    phone_number: str | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the interface.

    Attributes:
        id: The operationId, for example ``sendWebSms``; those of version 3 start with ``v3``.
        method: In upper case, for example ``POST``.
        path: The path with its version and placeholders, for example ``/v2/history/{entryId}``.
        tag: The area it belongs to, for example ``history`` or ``v3-events``.
        summary: One short sentence.
        description: More sentences, perhaps none.
        parameters: Path parameters first, in the order of the path.
        body: The schema of the JSON body, None if it takes none; may be a ``$ref``.
        body_required: Whether a request without a body is refused.
        success: The schema of the answer, None if the answer says nothing; may be a ``$ref``.
        success_media: The media type of that answer, ``application/json`` or ``text/csv``; None without one.
        scopes: Any one of these scopes suffices. Empty: any credential will do, or none is needed (``secured``).
        secured: Whether a credential is needed.
        effect: ``read``, ``write``, or ``destructive`` (what it removes or overwrites is not to be had again).
        cost: ``charged`` if it may cost money, else ``none``.
        reach: ``own`` if it touches only what its ids name, or what belongs to the user; ``account`` if more.
        risk: ``recording`` (of people), ``data`` or ``calls`` (it sends them elsewhere from now on), None without one.
        risk_unless: Values of the body that take the risk away, such as ``{"value": False}``.
        platforms: Where it works: ``classic``, ``neo`` or both.
        deprecated: Whether sipgate advises against it.
        raw: The operation as the document has it.
    """

    id: str
    method: str
    path: str
    tag: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    body: Schema | None
    body_required: bool
    success: Schema | None
    success_media: str | None
    scopes: tuple[str, ...]
    secured: bool
    effect: Effect
    cost: Cost
    reach: Reach
    platforms: tuple[Platform, ...]
    risk: Risk | None
    risk_unless: dict[str, Any]
    deprecated: bool
    raw: dict[str, Any] = field(repr=False, compare=False)


def read_operation(path: str, method: str, raw: dict[str, Any]) -> Operation:
    """Return the operation that the document has at a path and method."""
    body: Mapping[str, Any] = raw.get("requestBody", {})
    success_media, success = _success(raw["responses"])
    demands: list[dict[str, list[str]]] = raw.get("security", [])
    return Operation(
        id=raw["operationId"],
        method=method.upper(),
        path=path,
        tag=raw["tags"][0],
        summary=raw["summary"],
        description=raw.get("description", ""),
        parameters=tuple(_read_parameter(parameter) for parameter in raw.get("parameters", [])),
        body=_first_schema(body)[1],
        body_required=body.get("required", False),
        success=success,
        success_media=success_media,
        scopes=tuple(scope for demand in demands for scope in demand.get("oauth2", [])),
        secured=bool(demands),
        effect=raw["x-effect"],
        cost=raw["x-cost"],
        reach=raw["x-reach"],
        platforms=tuple(raw["x-platforms"]),
        risk=raw.get("x-risk"),
        risk_unless=raw.get("x-risk-unless", {}),
        deprecated=raw.get("deprecated", False),
        raw=raw,
    )


def _read_parameter(raw: Mapping[str, Any]) -> Parameter:
    """Return a parameter as the document has it."""
    return Parameter(
        name=raw["name"],
        location=raw["in"],
        required=raw.get("required", False),
        schema=raw["schema"],
        description=raw.get("description", ""),
        id_kind=raw.get("x-id-kind"),
        deprecated=raw.get("deprecated", False),
        secret=raw.get("x-secret", False),
        phone_number=raw.get("x-phone-number"),
    )


def _success(answers: Mapping[str, Mapping[str, Any]]) -> tuple[str | None, Schema | None]:
    """Return media type and schema of the first 2xx that says anything."""
    for status in sorted(answers):
        if status.startswith("2") and "content" in answers[status]:
            return _first_schema(answers[status])
    return None, None


def _first_schema(node: Mapping[str, Any]) -> tuple[str | None, Schema | None]:
    """Return the first media type below ``content`` and its schema; the document never has two."""
    for media, content in node.get("content", {}).items():
        return media, content["schema"]
    return None, None
