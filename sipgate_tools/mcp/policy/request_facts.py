"""What a request does, read from the request itself through the interface document.

The document says for each operation what it does, whether it may cost money, and what kind each id is.
Whoever sends the request is not asked: a tool cannot forget to mention a recipient or an id.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

from sipgate_tools.errors import InvalidInput

from .canonical import NO_NUMBER, fields_of

if TYPE_CHECKING:
    from sipgate_tools.spec import Operation, Risk, Spec

__all__ = ["METERS", "Id", "Meter", "RequestFacts", "extension_id", "read_request"]

Meter = Literal["sms", "fax", "call"]

METERS: Mapping[str, Meter] = {
    "sendWebSms": "sms",
    "sendFax": "fax",
    "resendFax": "fax",
    "newCall": "call",
    "startCall": "call",
    "newIvrRecording": "call",
    "newRecording": "call",
    "playRecording": "call",
    "transferCall": "call",
}
"""Operations whose use is limited per hour and day, and what is counted."""

NOTHING = "an empty id"
"""The kind of an id that is empty."""

UNREADABLE_PAGES = 1000
"""What a fax counts whose pages cannot be counted: more than limits allow."""

# What the letter of an extension says about whose it is; other letters are nobody's that we could establish.
_KIND_OF_LETTER = {
    "a": "device",
    "e": "device",
    "x": "device",
    "y": "device",
    "p": "phoneline",
    "f": "faxline",
    "s": "sms",
    "g": "group",
    "v": "voicemail",
    "w": "user",
}
_EXTENSION = re.compile(r"([a-z])\d+", re.ASCII)
_NUMBER = re.compile(r"\+?[\d ()/.-]{3,}")


class Id(NamedTuple):
    """An id in a request and what it is the id of (`x-id-kind`, extensions resolved by their letter)."""

    kind: str
    value: str


@dataclass(frozen=True)
class RequestFacts:
    """One request, as the policy sees it.

    Attributes:
        operation_id: Which operation.
        effect: `read`, `write` or `destructive`.
        charged: Whether it may cost money.
        risk: `recording` of people, or `data` or `calls` that it sends elsewhere from now on; `None` without one.
        account_wide: Whether it concerns more than what its ids name.
        ids: Every id in path, query and body, with its kind.
        recipients: Telephone numbers that are contacted, as E.164.
        meter: What it is counted as, if it is limited.
        amount: How much it counts: parts of a text message, calls; pages of a fax when `amount=` said so.
        unpublished: Whether its body has fields that sipgate has not published: what they name is unknown.
        unscoped: Whether it names nothing where it could: a deletion of everything, or everybody's history.
        fingerprint: The same for the same operation with the same arguments, and reveals neither.
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
    fingerprint: str

    @property
    def reads(self) -> bool:
        """Whether it changes nothing."""
        return self.effect == "read"


def read_request(
    document: Spec,
    operation: Operation,
    *,
    path: Mapping[str, Any] | None = None,
    query: Mapping[str, Any] | None = None,
    body: Any = None,
    amount: int | None = None,
) -> RequestFacts:
    """The facts of a request.

    Args:
        document: The interface document, for the schema of the body.
        operation: The operation that the request is for.
        path: Path parameters by name.
        query: Query parameters by name; lists for repeated ones.
        body: Decoded JSON.
        amount: How much it counts, where the request itself does not say, or it was counted before (pages of a fax).
    """
    ids = set(_parameter_ids(operation, {**(query or {}), **(path or {})}))
    recipients: dict[str, None] = {}
    if operation.body is not None and body is not None:
        for kind, value in _marked(document, operation.body, body):
            if kind == "recipient":
                recipients[value] = None
            else:
                ids.update(_ids_of(kind, value))
    # Numbers have one form here (`canonical_arguments`), so the same number is the same action.
    arguments = [operation.id, dict(path or {}), dict(query or {}), body]
    canonical = json.dumps(arguments, sort_keys=True, ensure_ascii=True, default=str)
    return RequestFacts(
        operation_id=operation.id,
        effect=operation.effect,
        charged=operation.cost == "charged",
        risk=_risk(operation, body),
        account_wide=operation.reach == "account",
        ids=frozenset(ids),
        recipients=tuple(recipients),
        meter=METERS.get(operation.id),
        amount=amount or _amount(operation.id, body),
        unpublished=operation.body is not None and _beyond(document, operation.body, body),
        unscoped=all(one.kind == NOTHING for one in ids) and _bounds(document, operation),
        fingerprint=hashlib.sha256(canonical.encode()).hexdigest(),
    )


def _risk(operation: Operation, body: Any) -> Risk | None:
    """Return the risk of an operation, unless its body takes it away: ending a recording records nobody."""
    held = cast("Mapping[str, Any]", body) if isinstance(body, Mapping) else dict[str, Any]()
    without = [
        type(held.get(name)) is type(value) and held[name] == value
        for name, value in operation.risk_unless.items()
    ]
    return None if without and all(without) else operation.risk


def _bounds(document: Spec, operation: Operation) -> bool:
    """Whether an operation concerns the whole account unless ids narrow it."""
    if operation.reach != "account" or any(one.required for one in operation.parameters):
        return False
    if operation.effect == "read":
        return any(one.id_kind == "connection" or one.name == "userIds" for one in operation.parameters)
    if operation.effect != "destructive":
        return False
    in_body = operation.body is not None and "x-id-kind" in str(
        document.inline(operation.body, keep_marks=True)
    )
    return in_body or any(one.id_kind for one in operation.parameters)


def _parameter_ids(operation: Operation, given: Mapping[str, Any]) -> Iterator[Id]:
    for parameter in operation.parameters:
        value = given.get(parameter.name)
        if parameter.id_kind and value is not None:
            listed = cast("list[Any]", value) if isinstance(value, list | tuple) else [value]
            for single in listed:
                # Some lists are one text with commas; no id holds one.
                for part in str(single).split(",") if parameter.location == "query" else [str(single)]:
                    # What names nothing names no one's own: such a filter may mean everybody's.
                    yield from _ids_of(parameter.id_kind, part) if part.strip() else [Id(NOTHING, part)]


def extension_id(value: str) -> Id | None:
    """Return an extension such as `p0` with the kind that its letter stands for, or `None`."""
    found = _EXTENSION.fullmatch(value)
    return Id(_KIND_OF_LETTER[found[1]], value) if found and found[1] in _KIND_OF_LETTER else None


def _ids_of(kind: str, value: str) -> Iterator[Id]:
    extension = _EXTENSION.fullmatch(value)
    if kind in ("extension", "connection"):
        if extension is not None:
            yield Id(_KIND_OF_LETTER.get(extension[1], kind), value)
        elif value and (kind == "connection" or not _NUMBER.fullmatch(value)):
            # Who calls may be a number; what something is filtered by or led to may not.
            yield Id(kind, value)
    elif value and not (kind == "number" and value in NO_NUMBER):
        # An endpoint that routes nowhere is written as "": nobody's, and harmless.
        yield Id("entry" if kind == "data" else kind, value)


def _marked(document: Spec, schema: Mapping[str, Any], value: Any) -> Iterator[tuple[str, str]]:
    """Every value in a body that the document marks as an id or as a recipient."""
    schema = document.resolve(dict(schema))
    for part in (*schema.get("allOf", ()), *schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from _marked(document, part, value)
    if isinstance(value, Mapping):
        for name, below in cast("dict[str, Any]", schema.get("properties", {})).items():
            if (item := cast("Mapping[str, Any]", value).get(name)) is not None:
                yield from _marked(document, below, item)
    elif isinstance(value, list | tuple):
        below = {**schema.get("items", {})}
        for mark in ("x-id-kind", "x-recipient"):
            if mark in schema:
                below[mark] = schema[mark]
        for item in cast("list[Any]", value):
            yield from _marked(document, below, item)
    elif value is not None and (value != "" or schema.get("x-recipient")):
        kind = schema.get("x-id-kind")
        # Who calls may be an extension or a number: the one is an id, the other is rung.
        if schema.get("x-recipient") and not (kind and _EXTENSION.fullmatch(str(value))):
            # Only E.164 passes `refusal_reason`: what is judged is what is sent, not a reading of it.
            plus = "+" if schema.get("x-phone-number") == "digits" and str(value)[:1].isdecimal() else ""
            yield "recipient", plus + str(value)
        elif kind:
            yield str(kind), str(value)


def _beyond(document: Spec, schema: Mapping[str, Any], value: Any) -> bool:
    """Return whether a body has a field of an object whose fields are not published: an id could hide in any spelling.

    In all other objects, fields that they do not have do not pass the check of the arguments.
    """
    if value is None:
        return False
    schema = document.resolve(dict(schema))
    fields, is_open = fields_of(document, schema), schema.get("additionalProperties") is True
    if isinstance(value, Mapping):
        held = cast("Mapping[str, Any]", value)
        others = is_open and not held.keys() <= fields.keys()
        return others or any(
            _beyond(document, fields[name], item) for name, item in held.items() if name in fields
        )
    if isinstance(value, list | tuple) and "items" in schema:
        return any(_beyond(document, schema["items"], item) for item in cast("list[Any]", value))
    return is_open


def _amount(operation_id: str, body: Any) -> int:
    held = cast("Mapping[str, Any]", body) if isinstance(body, Mapping) else dict[str, Any]()
    if operation_id == "sendWebSms":
        from sipgate_tools.models.sms import sms_size

        return sms_size(str(held.get("message", ""))).parts
    return _pages(str(held.get("base64Content", ""))) if operation_id == "sendFax" else 1


def _pages(content: str) -> int:
    from sipgate_tools.formats.pdf import check_pdf

    try:
        return check_pdf(base64.b64decode(content, validate=True)).pages
    except (InvalidInput, ValueError):
        return UNREADABLE_PAGES
