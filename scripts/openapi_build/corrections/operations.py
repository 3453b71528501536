"""Adds our data on each operation to the document: its policy as `x-` data, and its texts.

An entry has `summary`, `effect`, `cost`, `reach` and `platforms`, and where they apply `description`, a `risk` (it
records people, or diverts data or calls) with `unless` (values of the body that remove the risk), `meter`,
`meter_field`, `feature`, `role`, `lists`, `use`, and `no_facade`, the reason why only the generated client has it.
"""

from __future__ import annotations

from typing import Any, Final

from ..problems import Problem
from ..walk import Endpoint, endpoints, endpoints_by_id
from .correction_set import CorrectionSet
from .entries import SHARED, Entry, by_key, entries, tag_file

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
    "risk": {"recording", "data", "calls"},
    "meter": {"sms", "fax", "call"},
    "feature": {"autorecording", "fax", "numbers", "sipgateio", "sms"},
    "role": {"administrator"},
    "owner": {"user", "account"},
}
# The optional keys of an entry, with their `x-` keys.
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
_TEXTS: Final = ("summary", "description")
_OF: Final = ("user", "groups", "account")


def apply_operations(document: dict[str, Any], ours: CorrectionSet) -> list[Problem]:
    """Add the policy and texts to every operation, and return the unused and invalid entries.

    An operation without an entry gets the most restrictive policy and is marked `x-policy: default`.
    """
    document["x-id-kinds"] = {entry.key: entry.value.get("owner") for entry in entries(ours, "id_kinds")}
    problems = [wrong for entry in entries(ours, "id_kinds") for wrong in _kind_problems(entry)]
    said, known = by_key(ours, "operations"), endpoints_by_id(document)
    # Deleting an entry is safe: an operation without one gets the most restrictive policy.
    problems += [entry.belongs_to_nothing("operation") for entry in said.values() if entry.key not in known]
    reasons = by_key(ours, "no_facade")
    for endpoint in endpoints(document):
        entry = said.get(endpoint.id)
        if entry is None:
            endpoint.operation.update({f"x-{key}": value for key, value in CAREFUL.items()})
            endpoint.operation["x-policy"] = "default"
        else:
            _apply(endpoint, entry)
            problems += [entry.problem(wrong) for wrong in _wrong(endpoint, entry, document, set(reasons))]
    return problems


def without_facade(ours: CorrectionSet) -> dict[str, str]:
    """Return the operations that intentionally have no facade, with the names of the reasons."""
    return {
        entry.key: entry.value["no_facade"]
        for entry in entries(ours, "operations")
        if "no_facade" in entry.value
    }


def _apply(endpoint: Endpoint, entry: Entry) -> None:
    """Add the values of an entry to its operation."""
    value = entry.value
    endpoint.operation.update({f"x-{key}": value.get(key) for key in CAREFUL})
    endpoint.operation.update({mark: value[key] for key, mark in _MARKS.items() if key in value})
    endpoint.operation.update({key: value[key] for key in _TEXTS if value.get(key)})


def _kind_problems(entry: Entry) -> list[Problem]:
    """Return the problems with a kind of id."""
    if entry.value.get("owner") not in _ALLOWED["owner"]:
        return [entry.problem(f'needs an "owner", one of {_one_of("owner")}')]
    if entry.value["owner"] == "account" and not entry.value.get("reason"):
        return [entry.problem('needs a "reason" why no user owns it')]
    return []


def _wrong(endpoint: Endpoint, entry: Entry, document: dict[str, Any], reasons: set[str]) -> list[str]:
    """Return the problems with an entry, as parts of sentences."""
    value, wrong = entry.value, list[str]()
    if unknown := sorted(set(value) - {*CAREFUL, *_MARKS, *_TEXTS, "no_facade"}):
        wrong.append(f"has the unknown keys {', '.join(unknown)}")
    for key, careful in CAREFUL.items():
        given = value.get(key)
        if not given or not set(given if isinstance(careful, list) else [given]) <= _ALLOWED[key]:
            wrong.append(f'needs a "{key}", one of {_one_of(key)}')
    for key in ("risk", "meter", "feature", "role"):
        needed = (key == "risk" and "unless" in value) or (key == "meter" and "meter_field" in value)
        if (key in value or needed) and value.get(key) not in _ALLOWED[key]:
            wrong.append(f'needs a "{key}", one of {_one_of(key)}')
    lists = value.get("lists")
    if lists is not None and not _is_list(lists, document):
        wrong.append(
            'needs in "lists" a "kind" of id and an "of" (user, groups, account), and may have "key", "parts", "query" '
            'and "nested"'
        )
    if "no_facade" in value and value["no_facade"] not in reasons:
        wrong.append(
            f'needs in "no_facade" one of the reasons in {SHARED}, or a facade and no "no_facade": '
            f"{', '.join(sorted(reasons))}"
        )
    if entry.file != (home := tag_file(endpoint.operation["tags"][0])):
        wrong.append(f"has another tag now: move its entry to {home}")
    return wrong


def _is_list(lists: dict[str, Any], document: dict[str, Any]) -> bool:
    """Return whether the value of `lists` has the right keys and values."""
    unknown = set(lists) - {"kind", "of", "key", "parts", "query", "nested"}
    return lists.get("kind") in document["x-id-kinds"] and lists.get("of") in _OF and not unknown


def _one_of(key: str) -> str:
    return ", ".join(sorted(_ALLOWED[key]))
