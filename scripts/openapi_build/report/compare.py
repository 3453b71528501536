"""Finds the differences between two documents."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from .flatten import Facets, Facts, Thing, facts_of

_UNSTATED: Final = object()
_WHOSE: Final = {"parameter", "body", "response", "operation"}
_WORD: Final = re.compile(r"\w+")
_COUNTED: Final = {"enum": "value", "scopes": "scope", "media": "media type"}
# Facets that may differ between a thing and its renamed version.
_NOT_ITSELF: Final = {"deprecated", "required"}


@dataclass(frozen=True)
class Change:
    """One difference.

    Attributes:
        what: `added`, `removed`, `renamed` or `changed`.
        thing: The thing that differs, under its old name if it was renamed.
        facet: The aspect that differs, or "" for the whole thing; `value`, `scope` and `media type` are single items.
        before: The old value, or `None`.
        after: The new value, or `None`.
        side: `request`, `response`, `both`, or "" if the side is irrelevant.
        operations: The operationIds of the affected operations.
    """

    what: str
    thing: Thing
    facet: str
    before: Any
    after: Any
    side: str
    operations: tuple[str, ...]


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return the differences between two built documents, in the order of the things that differ."""
    old, new = facts_of(before), facts_of(after)
    owners = _find_renames(old, new, ("operation", "schema"))
    new = _as_before(new, {twin: thing for thing, twin in owners.items()})
    renamed = _find_renames(old, new, ("field", "parameter"))
    changes = [
        Change("renamed", thing, "", thing.owner, twin.owner, *_whom(thing, old, new))
        for thing, twin in sorted(owners.items())
    ]
    for thing in sorted({*old.things, *new.things}):
        if thing in renamed.values() or _goes_with_its_owner(thing, old, new):
            continue
        side, operations = _whom(thing, old, new)
        whole = Change("changed", thing, "", None, None, side, operations)
        if thing in renamed:
            twin = renamed[thing]
            changes.append(replace(whole, what="renamed", before=thing.name, after=twin.name))
            changes += _facets(whole, old.things[thing], new.things[twin])
        elif thing not in new.things:
            changes.append(replace(whole, what="removed", before=_gist(old.things[thing])))
        elif thing not in old.things:
            stated = new.things[thing]
            facet = "required" if stated.get("required") else ""
            changes.append(replace(whole, what="added", facet=facet, after=_gist(stated)))
        else:
            changes += _facets(whole, old.things[thing], new.things[thing])
    return changes


def _facets(whole: Change, before: Facets, after: Facets) -> Iterator[Change]:
    """Yield the differences of the facets of one thing."""
    for facet in sorted({*before, *after}):
        was, becomes = before.get(facet, _UNSTATED), after.get(facet, _UNSTATED)
        if was == becomes:
            continue
        if facet in _COUNTED and _both_stated(was, becomes):
            yield from _members(replace(whole, facet=_COUNTED[facet]), was, becomes)
        else:
            yield replace(
                whole,
                facet=facet,
                before=None if was is _UNSTATED else was,
                after=None if becomes is _UNSTATED else becomes,
            )


def _both_stated(was: Any, becomes: Any) -> bool:
    """Return whether both lists have items. A list that becomes empty is one difference, not one per item."""
    return all(one is not _UNSTATED and len(one) for one in (was, becomes))


def _members(one: Change, before: Any, after: Any) -> Iterator[Change]:
    """Yield a difference for each removed and each added item of a list."""
    for value in sorted((one for one in before if one not in after), key=str):
        yield replace(one, what="removed", before=value)
    for value in sorted((one for one in after if one not in before), key=str):
        yield replace(one, what="added", after=value)


def _find_renames(old: Facts, new: Facts, kinds: tuple[str, ...]) -> dict[Thing, Thing]:
    """Return the things that were renamed, in their old form, with the new form of each.

    An operation is renamed if its path is the same. A parameter or field is renamed if it is the only removed one, only
    one was added, and both are alike. A schema is renamed if it is the only one with the same fields.
    """
    gone = _by_place(old, {one for one in set(old.things) - set(new.things) if one.kind in kinds})
    come = _by_place(new, {one for one in set(new.things) - set(old.things) if one.kind in kinds})
    return {
        things[0]: come[place][0]
        for place, things in gone.items()
        if len(things) == 1 and len(come.get(place, [])) == 1
    }


def _as_before(new: Facts, names: dict[Thing, Thing]) -> Facts:
    """Return the facts with renamed operations and schemas under their old names."""
    operations = {now.owner: then.owner for now, then in names.items() if now.kind == "operation"}
    schemas = {now.owner: then.owner for now, then in names.items() if now.kind == "schema"}

    def owner(thing: Thing) -> Thing:
        of_schema = thing.kind in ("schema", "field")
        return thing._replace(owner=(schemas if of_schema else operations).get(thing.owner, thing.owner))

    def with_old_names(facets: Facets) -> Facets:
        if not schemas or "type" not in facets:
            return facets
        return {**facets, "type": _WORD.sub(lambda word: schemas.get(word[0], word[0]), facets["type"])}

    return Facts(
        {owner(thing): with_old_names(facets) for thing, facets in new.things.items()},
        {
            schemas.get(name, name): {operations.get(one, one) for one in users}
            for name, users in new.users.items()
        },
        {schemas.get(name, name): side for name, side in new.sides.items()},
    )


def _by_place(facts: Facts, things: set[Thing]) -> dict[Any, list[Thing]]:
    """Return the things grouped by everything but their names."""
    places: dict[Any, list[Thing]] = defaultdict(list)
    for thing in sorted(things):
        facets = facts.things[thing]
        if thing.kind == "operation":
            places["operation", facets["path"]].append(thing)
        elif thing.kind in ("field", "parameter"):
            where = thing.name.split(" ")[0] if thing.kind == "parameter" else thing.name.rpartition(".")[0]
            places[thing.kind, thing.owner, where, _alike(facets)].append(thing)
        elif thing.kind == "schema":
            places["schema", _alike(facets), _inside(facts, thing.owner)].append(thing)
    return places


def _alike(facets: Facets) -> str:
    return repr(sorted((key, value) for key, value in facets.items() if key not in _NOT_ITSELF))


def _inside(facts: Facts, schema: str) -> str:
    """Return the fields of a schema as a comparable string."""
    return repr(
        sorted(
            (thing.name, _alike(facets).replace(schema, "itself"))
            for thing, facets in facts.things.items()
            if thing.kind == "field" and thing.owner == schema
        )
    )


def _goes_with_its_owner(thing: Thing, old: Facts, new: Facts) -> bool:
    """Return whether a thing was added or removed only together with its owner."""
    if thing.kind in ("operation", "schema", "scope"):
        return False
    owner = Thing("schema" if thing.kind == "field" else "operation", thing.owner)
    if (owner in old.things) != (owner in new.things):
        return True
    within, _, field = thing.name.rpartition(" " if thing.kind != "field" else ".")
    whole = Thing(thing.kind, thing.owner, within)
    return bool(field) and whole != thing and (whole in old.things) != (whole in new.things)


def _whom(thing: Thing, old: Facts, new: Facts) -> tuple[str, tuple[str, ...]]:
    """Return the side of a thing and the affected operations."""
    if thing.kind in _WHOSE:
        side = {"parameter": "request", "body": "request", "response": "response"}.get(thing.kind, "")
        return side, (thing.owner,)
    users = old.users.get(thing.owner, set()) | new.users.get(thing.owner, set())
    sides = {facts.sides[thing.owner] for facts in (old, new) if thing.owner in facts.sides}
    return sides.pop() if len(sides) == 1 else "both" if sides else "", tuple(sorted(users))


def _gist(facets: Facets) -> str:
    """Return the most important facet of a thing: its path or type."""
    return str(facets.get("path") or facets.get("type") or "")
