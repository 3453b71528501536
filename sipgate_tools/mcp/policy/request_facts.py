"""Read the facts that the policy needs from a request.

The spec contains the effect of each operation, whether the operation can cost money, and the kind of each id.
Everything else comes from the request itself, so a tool cannot omit a recipient or an id.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from sipgate_tools.errors import InvalidInput
from sipgate_tools.values import ID_KINDS

from .numbers.canonical import NO_NUMBER, fields_of

if TYPE_CHECKING:
    from sipgate_tools.spec import Meter, Operation, Risk, Spec

EMPTY_ID_KIND: Final = "an empty id"
"""The kind of an empty id."""

UNREADABLE_PAGES: Final = 1000
"""The amount of a fax whose pages cannot be counted, which exceeds every limit."""

# The kinds of extensions by their letters. The owner of an extension with another letter cannot be determined.
_EXTENSION: Final = re.compile(r"([a-z])\d+", re.ASCII)
_NUMBER: Final = re.compile(r"\+?[\d ()/.-]{3,}")


class Id(NamedTuple):
    """An id in a request with its kind, which is `x-id-kind` in the spec, or the kind of an extension's letter."""

    kind: str
    value: str


@dataclass(frozen=True)
class RequestFacts:
    """The properties of one request that the policy evaluates.

    Attributes:
        operation_id: The id of the operation.
        effect: `read`, `write` or `destructive`.
        charged: Whether the request can cost money.
        risk: `recording` (people are recorded), `data` or `calls` (sent elsewhere from now on), or `None`.
        account_wide: Whether the request affects more than the ids in it.
        ids: All ids in the path, the query and the body.
        recipients: The telephone numbers that are contacted, in E.164.
        meter: The limit that the request counts against, or `None`.
        amount: The amount that counts against the limit, in SMS parts, fax pages or calls.
        unpublished: Whether the body has fields that are not in sipgate's spec, so that ids in them are unknown.
        unscoped: Whether ids that restrict the operation are missing, so that it would delete all items or read the
            history of all users.
        public: Whether sipgate executes the operation without credentials, for any user.
        message_text: The text of an SMS, or `None`. The audit log stores it only if the operator allows that.
        fingerprint: A SHA-256 digest of the operation and its arguments. Equal requests have equal digests.
    """

    operation_id: str
    effect: str
    charged: bool
    risk: Risk | None
    account_wide: bool
    ids: frozenset[Id]
    recipients: tuple[str, ...]
    meter: Meter | None
    amount: int
    unpublished: bool
    unscoped: bool
    public: bool
    message_text: str | None = field(repr=False)
    fingerprint: str

    @property
    def reads(self) -> bool:
        """Whether the request only reads."""
        return self.effect == "read"


def read_request(
    spec: Spec,
    operation: Operation,
    *,
    path: Mapping[str, Any] | None = None,
    query: Mapping[str, Any] | None = None,
    body: Any = None,
    amount: int | None = None,
    varying: Collection[str] = (),
) -> RequestFacts:
    """Return the facts of a request.

    Args:
        spec: The OpenAPI spec, which contains the schema of the body.
        operation: The operation of the request.
        path: The path parameters by name.
        query: The query parameters by name. The value of a repeated parameter is a list.
        body: The body as decoded JSON, or `None` without a body.
        amount: The amount that counts against the limit of the operation, in SMS parts, fax pages or calls. By
            default, it is calculated from the body.
        varying: The names of body fields that are left out of the fingerprint.
    """
    ids = set(_parameter_ids(operation, {**(query or {}), **(path or {})}))
    recipients: dict[str, None] = {}
    if operation.body is not None and body is not None:
        for kind, value in _marked_values(spec, operation.body, body):
            if kind == "recipient":
                recipients[value] = None
            else:
                ids.update(_ids_of(kind, value))
    # `canonical_arguments` has normalized the numbers, so equal numbers give equal fingerprints.
    arguments = [operation.id, dict(path or {}), dict(query or {}), _without(body, varying)]
    canonical = json.dumps(arguments, sort_keys=True, ensure_ascii=True, default=str)
    return RequestFacts(
        operation_id=operation.id,
        effect=operation.effect,
        charged=operation.cost == "charged",
        risk=_risk(operation, body),
        account_wide=operation.reach == "account",
        ids=frozenset(ids),
        recipients=tuple(recipients),
        meter=operation.meter,
        amount=amount or _amount(operation, body),
        unpublished=operation.body is not None and _has_unpublished_fields(spec, operation.body, body),
        unscoped=all(one.kind == EMPTY_ID_KIND for one in ids) and _must_be_scoped(spec, operation),
        public=not operation.secured,
        message_text=_message_text(operation, body),
        fingerprint=hashlib.sha256(canonical.encode()).hexdigest(),
    )


def _risk(operation: Operation, body: Any) -> Risk | None:
    """Return the risk of an operation, or `None` if this body has no risk, such as the body that stops a recording."""
    held = cast("Mapping[str, Any]", body) if isinstance(body, Mapping) else dict[str, Any]()
    without = [
        type(held.get(name)) is type(value) and held[name] == value
        for name, value in operation.risk_unless.items()
    ]
    return None if without and all(without) else operation.risk


def _must_be_scoped(spec: Spec, operation: Operation) -> bool:
    """Return whether an operation affects the whole account unless ids restrict it."""
    if operation.reach != "account" or any(one.required for one in operation.parameters):
        return False
    if operation.effect == "read":
        return any(one.id_kind == "connection" or one.name == "userIds" for one in operation.parameters)
    if operation.effect != "destructive":
        return False
    in_body = operation.body is not None and "x-id-kind" in str(spec.inline(operation.body, keep_marks=True))
    return in_body or any(one.id_kind for one in operation.parameters)


def _parameter_ids(operation: Operation, given: Mapping[str, Any]) -> Iterator[Id]:
    for parameter in operation.parameters:
        value = given.get(parameter.name)
        if parameter.id_kind and value is not None:
            listed = cast("list[Any]", value) if isinstance(value, list | tuple) else [value]
            for single in listed:
                # Some lists are one comma-separated string; ids contain no comma.
                for part in str(single).split(",") if parameter.location == "query" else [str(single)]:
                    # An empty filter could select the data of all users.
                    yield from _ids_of(parameter.id_kind, part) if part.strip() else [Id(EMPTY_ID_KIND, part)]


def extension_id(value: str) -> Id | None:
    """Return an extension such as `p0` with the kind of its letter, or `None` if the value is not an extension."""
    found = _EXTENSION.fullmatch(value)
    return Id(ID_KINDS[found[1]], value) if found and found[1] in ID_KINDS else None


def _ids_of(kind: str, value: str) -> Iterator[Id]:
    extension = _EXTENSION.fullmatch(value)
    if kind in ("extension", "connection"):
        if extension is not None:
            yield Id(ID_KINDS.get(extension[1], kind), value)
        elif value and (kind == "connection" or not _NUMBER.fullmatch(value)):
            # A caller can be a telephone number, but a filter or a routing target cannot.
            yield Id(kind, value)
    elif value and not (kind == "number" and value in NO_NUMBER):
        # "" as an endpoint removes a routing. It has no owner and does no harm.
        yield Id("entry" if kind == "data" else kind, value)


def _marked_values(spec: Spec, schema: Mapping[str, Any], value: Any) -> Iterator[tuple[str, str]]:
    """Yield the kind and the value of each id and recipient in a body, as marked in the spec."""
    schema = spec.resolve(dict(schema))
    for part in (*schema.get("allOf", ()), *schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from _marked_values(spec, part, value)
    if isinstance(value, Mapping):
        for name, below in cast("dict[str, Any]", schema.get("properties", {})).items():
            if (item := cast("Mapping[str, Any]", value).get(name)) is not None:
                yield from _marked_values(spec, below, item)
    elif isinstance(value, list | tuple):
        below = {**schema.get("items", {})}
        for mark in ("x-id-kind", "x-recipient"):
            if mark in schema:
                below[mark] = schema[mark]
        for item in cast("list[Any]", value):
            yield from _marked_values(spec, below, item)
    elif value is not None and (value != "" or schema.get("x-recipient")):
        kind = schema.get("x-id-kind")
        # A caller is either an extension, which is an id, or a number, which rings.
        if schema.get("x-recipient") and not (kind and _EXTENSION.fullmatch(str(value))):
            # Only E.164 passes `refusal_reason`, so the checked number is the number that is sent.
            plus = "+" if schema.get("x-phone-number") == "digits" and str(value)[:1].isdecimal() else ""
            yield "recipient", plus + str(value)
        elif kind:
            yield str(kind), str(value)


def _has_unpublished_fields(spec: Spec, schema: Mapping[str, Any], value: Any) -> bool:
    """Return whether a body has fields that are not in the spec, in an object that allows additional fields.

    Such a field could contain an id. In all other objects, unknown fields are rejected when the arguments are checked.
    """
    if value is None:
        return False
    schema = spec.resolve(dict(schema))
    fields, is_open = fields_of(spec, schema), schema.get("additionalProperties") is True
    if isinstance(value, Mapping):
        held = cast("Mapping[str, Any]", value)
        others = is_open and not held.keys() <= fields.keys()
        return others or any(
            _has_unpublished_fields(spec, fields[name], item) for name, item in held.items() if name in fields
        )
    if isinstance(value, list | tuple) and "items" in schema:
        return any(_has_unpublished_fields(spec, schema["items"], item) for item in cast("list[Any]", value))
    return is_open


def _without(body: Any, names: Collection[str]) -> Any:
    if not names or not isinstance(body, Mapping):
        return body
    return {name: value for name, value in cast("Mapping[str, Any]", body).items() if name not in names}


def _message_text(operation: Operation, body: Any) -> str | None:
    if operation.meter != "sms" or operation.meter_field is None or not isinstance(body, Mapping):
        return None
    return str(cast("Mapping[str, Any]", body).get(operation.meter_field, ""))


def _amount(operation: Operation, body: Any) -> int:
    """Return the amount that a request counts against its limit, from the field that is marked in the spec."""
    if operation.meter_field is None:
        return 1
    held = cast("Mapping[str, Any]", body) if isinstance(body, Mapping) else dict[str, Any]()
    content = str(held.get(operation.meter_field, ""))
    if operation.meter == "sms":
        from sipgate_tools.models.sms import sms_size  # for SMS only

        return sms_size(content).parts
    return _pages(content)


def _pages(content: str) -> int:
    from sipgate_tools.formats.pdf import check_pdf  # pypdf, for faxes only

    try:
        return check_pdf(base64.b64decode(content, validate=True)).pages
    except (InvalidInput, ValueError):
        return UNREADABLE_PAGES
