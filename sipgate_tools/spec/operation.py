"""Operations of the API and their parameters, as read from the spec."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Schema: TypeAlias = dict[str, Any]
"""An OpenAPI schema, possibly a reference (`{"$ref": ...}`); see `Spec.resolve`."""

Effect: TypeAlias = Literal["read", "write", "destructive"]
Cost: TypeAlias = Literal["none", "charged"]
Reach: TypeAlias = Literal["own", "account"]
Risk: TypeAlias = Literal["recording", "data", "calls"]
Platform: TypeAlias = Literal["classic", "neo"]
Meter: TypeAlias = Literal["sms", "fax", "call"]
Role: TypeAlias = Literal["administrator"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation.

    Attributes:
        name: The name in requests, such as `connectionIds`.
        location: `path`, `query` or `header`.
        required: Whether sipgate rejects a request without the parameter; always true for a path parameter.
        schema: The schema of the value.
        description: The description of the value.
        id_kind: The kind of the id (`x-id-kind`: `user`, `device`, `phoneline`, ...), or `None` if it is not an id.
        deprecated: Whether the parameter is deprecated.
        secret: Whether the value must never be logged or shown.
        phone_number: The format of a telephone number (`x-phone-number`: `e164`, `digits`, `part` or `any`), or `None`
            if it is not a telephone number.
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
class IdList:
    """The ids in the response of a reading operation (`x-lists`).

    Attributes:
        kind: The kind of the ids.
        of: Whose they are: `user` (the user in the path), `groups` (with the user's id in the query, those of the
            user's groups, without it everybody's), or `account` (everybody's).
        key: The field of an item with the id.
        parts: The field of an item with nested items of the same shape, or "".
        query: Query parameters without which ids are left out.
        nested: Whether the ids are nested deeper than in the items of the list.
    """

    kind: str
    of: Literal["user", "groups", "account"]
    key: str = "id"
    parts: str = ""
    query: tuple[tuple[str, str], ...] = ()
    nested: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the API.

    Attributes:
        id: The operationId, such as `sendWebSms`. Operations of version 3 start with `v3`.
        method: The HTTP method in upper case, such as `POST`.
        path: The path with its version and placeholders, such as `/v2/history/{entryId}`.
        tag: The area of the API, such as `history` or `v3-events`.
        summary: A summary in one short sentence.
        description: Further sentences; can be empty.
        parameters: The parameters: path parameters first, in the order of the path.
        body: The schema of the JSON body, or `None` without a body; can be a `$ref`.
        body_required: Whether sipgate rejects a request without a body.
        success: The schema of the response, or `None` if it has no content; can be a `$ref`.
        success_media: The media type of the response, `application/json` or `text/csv`, or `None` without content.
        scopes: The scopes, any one of which suffices. If empty, any credentials suffice, or none are needed (see
            `secured`).
        secured: Whether credentials are needed.
        effect: `read`, `write`, or `destructive` (removes or overwrites data that cannot be restored).
        cost: `charged` if the operation can cost money, else `none`.
        reach: `own` if it affects only objects whose ids are passed or that belong to the user, else `account`.
        risk: `recording` (records people), `data` or `calls` (diverts data or calls from now on), or `None`.
        risk_unless: Values of the body that remove the risk, such as `{"value": False}`.
        platforms: The platforms that support the operation: `classic`, `neo` or both.
        meter: The unit for hourly and daily limits: `sms` (parts), `fax` (pages), `call`, or `None`.
        meter_field: The field of the body that determines how much a request counts, such as the text of the SMS or the
            PDF of the fax. `None` if each request counts once.
        feature: The feature that must be active in the account, such as `fax`, or `None`.
        role: `administrator` if sipgate refuses other users, or `None`. This is inferred, because it is undocumented.
        lists: The ids in the response, if the operation lists ids of users or of the account.
        use: The purpose for an assistant, such as "to send faxes", or `None`.
        deprecated: Whether the operation is deprecated.
        raw: The operation as it is in the spec.
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
    meter: Meter | None
    meter_field: str | None
    feature: str | None
    role: Role | None
    lists: IdList | None
    use: str | None
    deprecated: bool
    raw: dict[str, Any] = field(repr=False, compare=False)


def read_operation(path: str, method: str, raw: dict[str, Any]) -> Operation:
    """Return the operation for a path, a method and its object in the spec."""
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
        meter=raw.get("x-meter"),
        meter_field=raw.get("x-meter-field"),
        feature=raw.get("x-feature"),
        role=raw.get("x-role"),
        lists=_read_lists(raw["x-lists"]) if "x-lists" in raw else None,
        use=raw.get("x-use"),
        deprecated=raw.get("deprecated", False),
        raw=raw,
    )


def _read_lists(raw: Mapping[str, Any]) -> IdList:
    """Return the ids that an operation lists, for their object in the spec."""
    given: dict[str, Any] = {**raw, "query": tuple(raw.get("query", {}).items())}
    return IdList(**given)


def _read_parameter(raw: Mapping[str, Any]) -> Parameter:
    """Return the parameter for its object in the spec."""
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


def _success(responses: Mapping[str, Mapping[str, Any]]) -> tuple[str | None, Schema | None]:
    """Return media type and schema of the first 2xx response with content."""
    for status in sorted(responses):
        if status.startswith("2") and "content" in responses[status]:
            return _first_schema(responses[status])
    return None, None


def _first_schema(node: Mapping[str, Any]) -> tuple[str | None, Schema | None]:
    """Return the first media type below `content` and its schema; the spec never has two."""
    for media, content in node.get("content", {}).items():
        return media, content["schema"]
    return None, None
