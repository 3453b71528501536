"""Adds the policy of `openapi/corrections/policy/*.json` to the document, as `x-` data.

`operations.json`: for each operationId its `effect`, `cost`, `reach` and `platforms`; a `risk` if it records people or
diverts data or calls, and `unless`, the values in a body that remove the risk; `meter`, `feature`, `role`, `lists` and
`use` where they apply. `id_kinds.json`: the kinds of ids, and who owns them. `without_facade.json`: the operations
that only the generated client has, and the reasons. `fields.json`: kinds of ids of parameters and fields, recipients,
secrets, texts written by people, and the fields and parameters that are none of these. An entry for something that does
not exist fails the run.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Any, Final, NamedTuple

from .correction_set import CorrectionSet
from .problems import Edit, Problem
from .walk import Endpoint, endpoints

# The policy of an operation without an entry: the most restrictive one.
CAREFUL: Final[dict[str, Any]] = {
    "effect": "destructive",
    "cost": "charged",
    "reach": "account",
    "platforms": ["classic", "neo"],
}
_ALLOWED: Final = {
    "effect": {"read", "write", "destructive"},
    "cost": {"none", "charged"},
    "reach": {"own", "account"},
    "platforms": {"classic", "neo"},
    "text": {"message", "outsider"},
    "phone_number": {"e164", "digits", "part", "any"},
    "risk": {"recording", "data", "calls"},
    "meter": {"sms", "fax", "call"},
    "feature": {"autorecording", "fax", "numbers", "sipgateio", "sms"},
    "role": {"administrator"},
    "owner": {"user", "account"},
}
# What an entry may say besides, by key, and the `x-` key that it becomes.
_MARKS: Final = {
    "risk": "x-risk",
    "unless": "x-risk-unless",
    "meter": "x-meter",
    "meter_field": "x-meter-field",
    "feature": "x-feature",
    "role": "x-role",
    "lists": "x-lists",
    "use": "x-use",
}

_PARTS: Final = frozenset(
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
_ID_KINDS: Final = "policy/id_kinds.json"
WITHOUT_FACADE: Final = "policy/without_facade.json"


class PolicyResult(NamedTuple):
    """The problems of the policy, and the operationIds without an entry."""

    problems: list[Problem]
    without: set[str]


def apply_policy(document: dict[str, Any], ours: CorrectionSet) -> PolicyResult:
    """Add `x-effect`, `x-cost`, `x-reach`, `x-platforms`, `x-id-kind` and the other policy keys.

    An operation without an entry gets the most restrictive policy and is marked `x-policy: default`. Entries that
    belong to nothing or have an unknown value are problems.
    """
    problems: list[Problem] = []
    operations: dict[str, Any] = ours.get(_OPERATIONS, {})
    fields: dict[str, Any] = ours.get(_FIELDS, {})
    owners = _owners(ours.get(_ID_KINDS, {}), problems)
    document["x-id-kinds"] = owners
    without = _operations(document, operations, problems)
    kinds = fields.get("id_kinds", {})
    _parameter_kinds(document, kinds, problems)
    _mark_fields(
        document, ("id_kinds", "fields"), kinds.get("fields", {}), "x-id-kind", owners.keys(), problems
    )
    for part, mark in {"recipients": "x-recipient", "secrets": "x-secret"}.items():
        _mark_fields(document, (part,), dict.fromkeys(fields.get(part, []), True), mark, {True}, problems)
    _mark_fields(document, ("texts",), fields.get("texts", {}), "x-text", _ALLOWED["text"], problems)
    _secret_parameters(document, fields.get("secret_parameters", []), problems)
    _phone_numbers(document, fields.get("phone_numbers", {}), problems)
    _harmless(document, fields, problems)
    unknown = set(fields) - _PARTS
    problems += [Problem(f"{_FIELDS}: {key!r} is not one of the known parts") for key in sorted(unknown)]
    problems += _without_facade(document, ours.get(WITHOUT_FACADE, {}))
    return PolicyResult(problems, without)


def _owners(kinds: dict[str, Any], problems: list[Problem]) -> dict[str, str]:
    """Return the owner of each kind of id: `user`, or `account` where no single user owns it."""
    for kind, entry in kinds.items():
        if entry.get("owner") not in _ALLOWED["owner"]:
            allowed = ", ".join(sorted(_ALLOWED["owner"]))
            problems.append(Problem(f'{_ID_KINDS}: {kind} needs an "owner", one of {allowed}'))
        elif entry["owner"] == "account" and not entry.get("reason"):
            problems.append(Problem(f'{_ID_KINDS}: {kind} needs a "reason" why no user owns it'))
    return {kind: entry.get("owner", "user") for kind, entry in kinds.items()}


def _phone_numbers(document: dict[str, Any], numbers: dict[str, Any], problems: list[Problem]) -> None:
    """Mark the fields and parameters that are telephone numbers with the format to send."""
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
    """Add a problem for each entry of the harmless fields and parameters that belongs to nothing."""
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
    """Return a problem for each entry of `without_facade.json` that belongs to nothing."""
    operation_ids = {endpoint.id for endpoint in endpoints(document)}
    entries: dict[str, str] = content.get("operations", {})
    reasons: dict[str, str] = content.get("reasons", {})
    problems = [
        Problem(
            f"{WITHOUT_FACADE}: there is no operation {name}, delete its entry or correct the name",
            Edit(WITHOUT_FACADE, ("operations", name)),
        )
        for name in sorted(set(entries) - operation_ids)
    ]
    return problems + [
        Problem(f"{WITHOUT_FACADE}: the reason {reason!r} (of {name}) is not among the reasons")
        for name, reason in sorted(entries.items())
        if reason not in reasons
    ]


def _operations(document: dict[str, Any], entries: dict[str, Any], problems: list[Problem]) -> set[str]:
    """Add the policy to the operations, and return the ids of those without an entry."""
    operation_ids = {endpoint.id for endpoint in endpoints(document)}
    # Deleting an entry is safe: an operation without one gets the most restrictive policy.
    problems += [
        Problem(
            f"{_OPERATIONS}: there is no operation {name}, delete its entry or correct the name",
            Edit(_OPERATIONS, (name,)),
        )
        for name in sorted(set(entries) - operation_ids)
    ]
    for endpoint in endpoints(document):
        entry: dict[str, Any] = entries.get(endpoint.id, CAREFUL)
        for key, careful in CAREFUL.items():
            value = entry.get(key)
            values: set[Any] = set(value or ()) if isinstance(careful, list) else {value}
            if not value or not values <= _ALLOWED[key]:
                allowed = ", ".join(sorted(_ALLOWED[key]))
                problems.append(Problem(f'{_OPERATIONS}: {endpoint.id} needs a "{key}", one of {allowed}'))
            endpoint.operation[f"x-{key}"] = value
        problems += [
            Problem(f"{_OPERATIONS}: {wrong}")
            for wrong in _mark_problems(endpoint, entry, document["x-id-kinds"])
        ]
        endpoint.operation.update({mark: entry[key] for key, mark in _MARKS.items() if key in entry})
        if endpoint.id not in entries:
            endpoint.operation["x-policy"] = "default"
    return operation_ids - set(entries)


def _mark_problems(endpoint: Endpoint, entry: dict[str, Any], kinds: dict[str, str]) -> list[str]:
    """Return what is wrong in an entry besides effect, cost, reach and platforms."""
    name, wrong = endpoint.id, list[str]()
    if unknown := sorted(set(entry) - {*CAREFUL, *_MARKS}):
        wrong.append(f"{name} has the unknown keys {', '.join(unknown)}")
    for key in ("risk", "meter", "feature", "role"):
        needed = (key == "risk" and "unless" in entry) or (key == "meter" and "meter_field" in entry)
        if (key in entry or needed) and entry.get(key) not in _ALLOWED[key]:
            wrong.append(f'{name} needs a "{key}", one of {", ".join(sorted(_ALLOWED[key]))}')
    lists = entry.get("lists")
    if lists is not None and (
        lists.get("kind") not in kinds
        or lists.get("of") not in ("user", "groups", "account")
        or set(lists) - {"kind", "of", "key", "parts", "query", "nested"}
    ):
        wrong.append(
            f'{name} needs in "lists" a "kind" of id and an "of" (user, groups, account), and may have "key", "parts", '
            '"query" and "nested"'
        )
    return wrong


def _parameter_kinds(document: dict[str, Any], kinds: dict[str, Any], problems: list[Problem]) -> None:
    """Mark the parameters that are ids, by name or, with precedence, by operation and name."""
    by_name: dict[str, str] = kinds.get("parameters", {})
    by_operation: dict[str, str] = kinds.get("operation_parameters", {})
    used: set[str] = set()
    for endpoint in endpoints(document):
        used |= _mark_parameters(endpoint, by_name, by_operation)
    for part, entries in {"parameters": by_name, "operation_parameters": by_operation}.items():
        for key, kind in entries.items():
            if key not in used:
                problems.append(_belongs_to_nothing("parameter", ("id_kinds", part, key)))
            if kind not in document["x-id-kinds"]:
                problems.append(Problem(f"{_FIELDS}: {kind!r} (of {key}) is not a kind of id"))


def _belongs_to_nothing(kind: str, keys: tuple[str, ...]) -> Problem:
    """Return the problem that an entry belongs to nothing; the edit is not safe if its target may have been renamed."""
    text = f"{_FIELDS}: there is no {kind} {keys[-1]}, delete it or correct the name"
    return Problem(text, Edit(_FIELDS, keys, unless_new=kind))


def _mark_parameters(endpoint: Endpoint, by_name: dict[str, str], by_operation: dict[str, str]) -> set[str]:
    """Mark the parameters of one operation, and return the keys that were used."""
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
    """Mark the parameters, named `operationId.parameter`, that are secrets."""
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
    """Add an `x-` key to fields named `Schema.field`; `*.field` is that field of every schema."""
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
