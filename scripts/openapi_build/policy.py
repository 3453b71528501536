"""Puts what an operation does into the document as ``x-`` data: ``openapi/corrections/policy/*.json``.

``operations.json``: for each operationId its ``effect``, ``cost``, ``reach`` and ``platforms``; a ``risk`` where it
records people or sends data or calls elsewhere, and ``unless``, the values in a body that take the risk away.
``without_facade.json``: the operations that the handwritten client leaves to the generated one, and why.
``fields.json``: the kinds of ids of parameters and fields, the telephone numbers that something is sent to,
the secrets, the texts written by people, and the fields and parameters that are none of these. An entry for
something that does not exist fails the run.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Any, NamedTuple

from .correction_set import CorrectionSet
from .problems import Edit, Problem
from .walk import Endpoint, endpoints

# What counts for an operation of which nothing is known yet: the most careful reading.
CAREFUL: dict[str, Any] = {
    "effect": "destructive",
    "cost": "charged",
    "reach": "account",
    "platforms": ["classic", "neo"],
}
_ALLOWED = {
    "effect": {"read", "write", "destructive"},
    "cost": {"none", "charged"},
    "reach": {"own", "account"},
    "platforms": {"classic", "neo"},
    "text": {"message", "outsider"},
    "phone_number": {"e164", "digits", "part", "any"},
    "risk": {"recording", "data", "calls"},
}
_ID_KINDS = frozenset(
    (
        *(
            "user",
            "device",
            "phoneline",
            "faxline",
            "sms",
            "smsCallerId",
            "number",
            "routedNumber",
            "entry",
            "call",
            "contact",
        ),
        *(
            "group",
            "voicemail",
            "greeting",
            "notification",
            "parallelForwarding",
            "address",
            "porting",
            "client",
        ),
        *("event", "label", "channel", "connection", "extension", "blockedNumber", "simId", "data"),
    )
)


_PARTS = frozenset(
    (
        "reason",
        "id_kinds",
        "recipients",
        "secrets",
        "secret_parameters",
        "texts",
        "harmless",
        "harmless_parameters",
        "phone_numbers",
    )
)
_OPERATIONS, _FIELDS = "policy/operations.json", "policy/fields.json"
WITHOUT_FACADE = "policy/without_facade.json"


class Judged(NamedTuple):
    """What became of the policy: what does not fit, and the operationIds that have no entry of their own."""

    problems: list[Problem]
    without: set[str]


def apply_policy(document: dict[str, Any], ours: CorrectionSet) -> Judged:
    """Write ``x-effect``, ``x-cost``, ``x-reach``, ``x-platforms``, ``x-id-kind`` and the like.

    An operation without an entry of its own gets the most careful one and is marked ``x-policy: default``.
    Entries that belong to nothing or say something unknown are problems.
    """
    problems: list[Problem] = []
    operations: dict[str, Any] = ours.get(_OPERATIONS, {})
    fields: dict[str, Any] = ours.get(_FIELDS, {})
    without = _operations(document, operations, problems)
    kinds = fields.get("id_kinds", {})
    _parameter_kinds(document, kinds, problems)
    _mark_fields(document, ("id_kinds", "fields"), kinds.get("fields", {}), "x-id-kind", _ID_KINDS, problems)
    for part, mark in {"recipients": "x-recipient", "secrets": "x-secret"}.items():
        _mark_fields(document, (part,), dict.fromkeys(fields.get(part, []), True), mark, {True}, problems)
    _mark_fields(document, ("texts",), fields.get("texts", {}), "x-text", _ALLOWED["text"], problems)
    _secret_parameters(document, fields.get("secret_parameters", []), problems)
    _phone_numbers(document, fields.get("phone_numbers", {}), problems)
    _harmless(document, fields, problems)
    unknown = set(fields) - _PARTS
    problems += [Problem(f"{_FIELDS}: {key!r} is none of the known parts") for key in sorted(unknown)]
    problems += _without_facade(document, ours.get(WITHOUT_FACADE, {}))
    return Judged(problems, without)


def _phone_numbers(document: dict[str, Any], numbers: dict[str, Any], problems: list[Problem]) -> None:
    """Mark the fields and parameters that are telephone numbers, with the form that is sent."""
    allowed = _ALLOWED["phone_number"]
    part = ("phone_numbers", "fields")
    _mark_fields(document, part, numbers.get("fields", {}), "x-phone-number", allowed, problems)
    parameters = {
        f"{endpoint.id}.{parameter['name']}": parameter
        for endpoint in endpoints(document)
        for parameter in endpoint.operation.get("parameters", [])
    }
    for key, form in numbers.get("operation_parameters", {}).items():
        if form not in allowed:
            problems.append(Problem(f"{_FIELDS}: {form!r} (of {key}) is not a value of x-phone-number"))
        if key in parameters:
            parameters[key]["x-phone-number"] = form
        else:
            problems.append(_belongs_to_nothing("parameter", ("phone_numbers", "operation_parameters", key)))


def _harmless(document: dict[str, Any], fields: dict[str, Any], problems: list[Problem]) -> None:
    """Say which entries of the harmless fields and parameters belong to nothing."""
    schemas: dict[str, Any] = document["components"]["schemas"]
    for key in fields.get("harmless", {}):
        name, _, field = key.partition(".")
        if field not in schemas.get(name, {}).get("properties", {}):
            problems.append(_belongs_to_nothing("field", ("harmless", key)))
    parameters = {
        parameter["name"]
        for endpoint in endpoints(document)
        for parameter in endpoint.operation.get("parameters", [])
    }
    for key in fields.get("harmless_parameters", {}):
        if key not in parameters:
            problems.append(_belongs_to_nothing("parameter", ("harmless_parameters", key)))


def _without_facade(document: dict[str, Any], content: dict[str, Any]) -> list[Problem]:
    """Say which entries of ``without_facade.json`` belong to nothing."""
    known = {endpoint.id for endpoint in endpoints(document)}
    entries: dict[str, str] = content.get("operations", {})
    reasons: dict[str, str] = content.get("reasons", {})
    problems = [
        Problem(
            f"{WITHOUT_FACADE}: there is no operation {name}, delete its entry or correct the name",
            Edit(WITHOUT_FACADE, ("operations", name)),
        )
        for name in sorted(set(entries) - known)
    ]
    return problems + [
        Problem(f"{WITHOUT_FACADE}: the reason {reason!r} (of {name}) is not among the reasons")
        for name, reason in sorted(entries.items())
        if reason not in reasons
    ]


def _operations(document: dict[str, Any], entries: dict[str, Any], problems: list[Problem]) -> set[str]:
    """Mark the operations; return those that nobody has said anything about."""
    known = {endpoint.id for endpoint in endpoints(document)}
    # Without its entry an operation counts as the worst: nothing is lost but work.
    problems += [
        Problem(
            f"{_OPERATIONS}: there is no operation {name}, delete its entry or correct the name",
            Edit(_OPERATIONS, (name,)),
        )
        for name in sorted(set(entries) - known)
    ]
    for endpoint in endpoints(document):
        said: dict[str, Any] = entries.get(endpoint.id, CAREFUL)
        for key, careful in CAREFUL.items():
            value = said.get(key)
            values: set[Any] = set(value or ()) if isinstance(careful, list) else {value}
            if not value or not values <= _ALLOWED[key]:
                allowed = ", ".join(sorted(_ALLOWED[key]))
                problems.append(Problem(f'{_OPERATIONS}: {endpoint.id} needs a "{key}", one of {allowed}'))
            endpoint.operation[f"x-{key}"] = value
        _risk(endpoint, said, problems)
        if endpoint.id not in entries:
            endpoint.operation["x-policy"] = "default"
    return known - set(entries)


def _risk(endpoint: Endpoint, said: dict[str, Any], problems: list[Problem]) -> None:
    """Mark an operation that records people, or sends data or calls elsewhere."""
    risk, unless = said.get("risk"), said.get("unless")
    if unknown := sorted(set(said) - {*CAREFUL, "risk", "unless"}):
        problems.append(Problem(f"{_OPERATIONS}: {endpoint.id} says {', '.join(unknown)}, which is unknown"))
    if risk is None and unless is None:
        return
    if risk not in _ALLOWED["risk"]:
        allowed = ", ".join(sorted(_ALLOWED["risk"]))
        problems.append(Problem(f'{_OPERATIONS}: {endpoint.id} needs a "risk", one of {allowed}'))
    endpoint.operation["x-risk"] = risk
    if unless is not None:
        endpoint.operation["x-risk-unless"] = unless


def _parameter_kinds(document: dict[str, Any], kinds: dict[str, Any], problems: list[Problem]) -> None:
    """Mark the parameters that are ids, by their name and, stronger, by operation and name."""
    by_name: dict[str, str] = kinds.get("parameters", {})
    by_operation: dict[str, str] = kinds.get("operation_parameters", {})
    used: set[str] = set()
    for endpoint in endpoints(document):
        used |= _mark_parameters(endpoint, by_name, by_operation)
    for part, entries in {"parameters": by_name, "operation_parameters": by_operation}.items():
        for key, kind in entries.items():
            if key not in used:
                problems.append(_belongs_to_nothing("parameter", ("id_kinds", part, key)))
            if kind not in _ID_KINDS:
                problems.append(Problem(f"{_FIELDS}: {kind!r} (of {key}) is no kind of id"))


def _belongs_to_nothing(kind: str, keys: tuple[str, ...]) -> Problem:
    """Say that an entry belongs to nothing; what is new may be what it was meant for, so that a mark is not lost."""
    text = f"{_FIELDS}: there is no {kind} {keys[-1]}, delete it or correct the name"
    return Problem(text, Edit(_FIELDS, keys, unless_new=kind))


def _mark_parameters(endpoint: Endpoint, by_name: dict[str, str], by_operation: dict[str, str]) -> set[str]:
    """Mark the parameters of one operation; return the keys that were of use."""
    used: set[str] = set()
    for parameter in endpoint.operation.get("parameters", []):
        for key, kinds in (
            (parameter["name"], by_name),
            (f"{endpoint.id}.{parameter['name']}", by_operation),
        ):
            if key in kinds:
                parameter["x-id-kind"] = kinds[key]
                used.add(key)
    return used


def _secret_parameters(document: dict[str, Any], keys: list[str], problems: list[Problem]) -> None:
    """Mark the parameters, named ``operationId.parameter``, that are secrets."""
    parameters = {
        f"{endpoint.id}.{parameter['name']}": parameter
        for endpoint in endpoints(document)
        for parameter in endpoint.operation.get("parameters", [])
    }
    for key in keys:
        if key in parameters:
            parameters[key]["x-secret"] = True
        else:
            problems.append(_belongs_to_nothing("parameter", ("secret_parameters", key)))


def _mark_fields(
    document: dict[str, Any],
    part: tuple[str, ...],
    entries: dict[str, Any],
    mark: str,
    allowed: Set[Any],
    problems: list[Problem],
) -> None:
    """Write one ``x-`` mark on fields named ``Schema.field``; ``*.field`` means that field of every schema."""
    schemas: dict[str, Any] = document["components"]["schemas"]
    for key, value in entries.items():
        name, _, field = key.partition(".")
        shapes = [
            schema["properties"]
            for one, schema in schemas.items()
            if name in ("*", one) and field in schema.get("properties", {})
        ]
        if not shapes:
            problems.append(_belongs_to_nothing("field", (*part, key)))
        if value not in allowed:
            problems.append(Problem(f"{_FIELDS}: {value!r} (of {key}) is not a value of {mark}"))
        for properties in shapes:
            if "$ref" in properties[field]:
                properties[field] = {"allOf": [properties[field]]}
            properties[field][mark] = value
