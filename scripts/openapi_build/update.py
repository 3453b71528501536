"""Update from a newly published document: builds with it, edits our data, and reports the changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final, NamedTuple

from .build import Attempt, BuildResult, attempt
from .corrections.correction_set import CorrectionSet, apply_edits, read_corrections
from .failures import BuildFailure
from .layout import Layout, read_json
from .problems import DELETE, Problem
from .report.compare import compare
from .report.flatten import Thing
from .report.impact import read_consumers
from .report.report import Report, findings, missing
from .upstream import fetch, parse_upstream, redacted_source

_MAX_ROUNDS: Final = 6


@dataclass(frozen=True)
class TakeOver:
    """The result of an update.

    Attributes:
        upstream: The published document, normalized.
        ours: Our data, with the accepted edits.
        edited: The names of the edited files.
        built: The built document, which must not be used before all remaining edits are made.
        report: The report on the changes.
    """

    upstream: dict[str, Any]
    ours: CorrectionSet
    edited: list[str]
    built: BuildResult
    report: Report


def take_over(checkout: Layout, source: str, *, accept: bool) -> TakeOver:
    """Fetch a document and build with it, without writing anything.

    Args:
        checkout: The current checkout.
        source: A URL or a file.
        accept: Whether to make the safe edits of our data.

    Raises:
        BuildFailure: The document cannot be fetched, is not sipgate's, or is incomplete.
    """
    present: dict[str, Any] = read_json(checkout.upstream)
    before: dict[str, Any] = read_json(checkout.document)
    kept = read_corrections(checkout.corrections)
    published = parse_upstream(fetch(source), present)
    resolution = _resolve(published.document, kept, before, accept=accept)
    built = resolution.tried.built
    consumers = read_consumers(checkout.root, before, resolution.ours)
    places = _Places(present, kept, resolution.tried.changed)
    report = Report(
        source=redacted_source(source),
        form=published.form,
        published_differs=published.document != present,
        findings=findings(before, built.document, consumers),
        accepted=tuple(map(places.add_places, resolution.accepted)),
        to_edit=tuple(map(places.add_places, resolution.to_edit)),
        missing=missing(built.document, built.gaps, consumers),
    )
    changed = [name for name in kept if resolution.ours[name] != kept[name]]
    return TakeOver(published.document, resolution.ours, changed, built, report)


class _Resolution(NamedTuple):
    """The last build attempt, its data, the accepted edits, and the problems that are left."""

    tried: Attempt
    ours: CorrectionSet
    accepted: list[Problem]
    to_edit: list[Problem]


def _resolve(
    upstream: dict[str, Any], ours: CorrectionSet, before: dict[str, Any], *, accept: bool
) -> _Resolution:
    """Build and make the safe edits until none are left, because one edit can require another."""
    accepted: list[Problem] = []
    for _ in range(_MAX_ROUNDS):
        tried = attempt(upstream, ours)
        adjusted = _adjust_edits(tried.problems, before, tried.built.document)
        safe = {(one.edit.file, one.edit.keys): one for one in adjusted if one.edit and one.edit.safe}
        if not safe or not accept:
            return _Resolution(tried, ours, accepted, adjusted)
        ours = apply_edits(ours, [one.edit for one in safe.values() if one.edit])
        accepted += safe.values()
    raise BuildFailure("each accepted edit requires another one: make them by hand")


def _adjust_edits(problems: list[Problem], before: dict[str, Any], after: dict[str, Any]) -> list[Problem]:
    """Return the problems with their edits adjusted to additions and renames.

    An entry whose target was renamed is renamed, too. Deleting an entry is not safe if its target may be an addition
    under a new name.
    """
    changes = compare(before, after) if problems else []
    new_kinds = {
        change.thing.kind for change in changes if change.what == "added" and change.facet in ("", "required")
    }
    names = {
        _dotted(one.thing): _dotted(one.thing, str(one.after)) for one in changes if one.what == "renamed"
    }
    adjusted: list[Problem] = []
    for problem in problems:
        edit = problem.edit
        name = names.get(edit.keys[-1]) if edit and edit.value is DELETE else None
        if edit and name:
            text = f"{problem.text}; it has another name now: {name}"
            adjusted.append(Problem(text, replace(edit, moved_to=name, safe=True)))
        elif edit and edit.unless_new in new_kinds:
            adjusted.append(replace(problem, edit=replace(edit, safe=False)))
        else:
            adjusted.append(problem)
    return adjusted


def _dotted(thing: Thing, name: str | None = None) -> str:
    """Return the name of an item in our files: `getHistory`, `getHistory.limit`, `SendWebSmsRequest.message`."""
    if not thing.name:
        return name or thing.owner
    return f"{thing.owner}.{(name or thing.name).split(' ')[-1]}"


@dataclass(frozen=True)
class _Places:
    """The places that each correction changes, before and after the update.

    Attributes:
        present: The previously published document.
        ours: Our data for it.
        after: The places in the newly published document.
    """

    present: dict[str, Any]
    ours: CorrectionSet
    after: dict[str, list[str]]

    @cached_property
    def before(self) -> dict[str, list[str]]:
        """The places in the previously published document, computed on demand."""
        return attempt(self.present, self.ours).changed

    def add_places(self, problem: Problem) -> Problem:
        """Return a problem about the number of places of a correction, with the added and removed places."""
        edit = problem.edit
        if edit is None or edit.keys[-1] != "expect":
            return problem
        before, after = self.before.get(edit.keys[1], []), self.after.get(edit.keys[1], [])
        sides = {"new": set(after) - set(before), "gone": set(before) - set(after)}
        difference = "; ".join(
            f"{side}: {', '.join(sorted(some)[:6])}" for side, some in sides.items() if some
        )
        text = f'{edit.file}, correction {edit.keys[1]!r}: "expect" {len(before)} becomes {len(after)}'
        return replace(problem, text=f"{text} ({difference})" if difference else text)
