"""Takes over a newly published interface: what it makes of our data, and what it means."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from .build import Attempt, Built, attempt
from .correction_set import CorrectionSet, edited, read_corrections
from .failures import BuildFailure
from .layout import Layout, read_json
from .problems import DELETE, Problem
from .report.compare import compare
from .report.flatten import Thing
from .report.impact import read_consumers
from .report.report import Report, findings, missing
from .upstream import fetch, parse_upstream, shown

_MOST_ROUNDS = 6


@dataclass(frozen=True)
class TakeOver:
    """What follows from a published document.

    Attributes:
        upstream: What is published, normalised.
        ours: Our data, with the accepted edits.
        edited: The files of it that were edited.
        built: The document that comes of both; to be used only if nothing is left to edit.
        report: What it means.
    """

    upstream: dict[str, Any]
    ours: CorrectionSet
    edited: list[str]
    built: Built
    report: Report


def take_over(checkout: Layout, source: str, *, accept: bool) -> TakeOver:
    """Fetch a document and see what follows; nothing is written.

    Args:
        checkout: What is there now.
        source: An address or a file.
        accept: Whether to edit our own data where that is safe.

    Raises:
        BuildFailure: It cannot be had, is not sipgate's, or is only a part of it.
    """
    present: dict[str, Any] = read_json(checkout.upstream)
    before: dict[str, Any] = read_json(checkout.document)
    kept = read_corrections(checkout.corrections)
    published = parse_upstream(fetch(source), present)
    settled = _settled(published.document, kept, before, accept=accept)
    built = settled.tried.built
    rooms = read_consumers(checkout.root, before, settled.ours)
    places = _Places(present, kept, settled.tried.changed)
    report = Report(
        source=shown(source),
        form=published.form,
        published_differs=published.document != present,
        findings=findings(before, built.document, rooms),
        accepted=tuple(map(places.told, settled.accepted)),
        to_edit=tuple(map(places.told, settled.to_edit)),
        missing=missing(built.document, built.gaps, rooms),
    )
    changed = [name for name in kept if settled.ours[name] != kept[name]]
    return TakeOver(published.document, settled.ours, changed, built, report)


class _Settled(NamedTuple):
    """What was built in the end, of which data, with which edits, and what is left to edit."""

    tried: Attempt
    ours: CorrectionSet
    accepted: list[Problem]
    to_edit: list[Problem]


def _settled(
    upstream: dict[str, Any], ours: CorrectionSet, before: dict[str, Any], *, accept: bool
) -> _Settled:
    """Build, and make the safe edits until there are none; one can make the next one necessary."""
    accepted: list[Problem] = []
    for _ in range(_MOST_ROUNDS):
        tried = attempt(upstream, ours)
        judged = _judged(tried.problems, before, tried.built.document)
        safe = {(one.edit.file, one.edit.keys): one for one in judged if one.edit and one.edit.safe}
        if not safe or not accept:
            return _Settled(tried, ours, accepted, judged)
        ours = edited(ours, [one.edit for one in safe.values() if one.edit])
        accepted += safe.values()
    raise BuildFailure("accepting edits leads to ever more of them: make them by hand")


def _judged(problems: list[Problem], before: dict[str, Any], after: dict[str, Any]) -> list[Problem]:
    """Return the problems with their edits in the light of what is new and what was renamed.

    An entry for something that has another name now moves there. An entry that may be meant for something new is
    not for a program to take out.
    """
    changes = compare(before, after) if problems else []
    new_kinds = {
        change.thing.kind for change in changes if change.what == "added" and change.facet in ("", "required")
    }
    names = {
        _dotted(one.thing): _dotted(one.thing, str(one.after)) for one in changes if one.what == "renamed"
    }
    judged: list[Problem] = []
    for problem in problems:
        edit = problem.edit
        name = names.get(edit.keys[-1]) if edit and edit.value is DELETE else None
        if edit and name:
            text = f"{problem.text}; it has another name now: {name}"
            judged.append(Problem(text, replace(edit, moved_to=name, safe=True)))
        elif edit and edit.unless_new in new_kinds:
            judged.append(replace(problem, edit=replace(edit, safe=False)))
        else:
            judged.append(problem)
    return judged


def _dotted(thing: Thing, name: str | None = None) -> str:
    """Return what our files call a thing: ``getHistory``, ``getHistory.limit``, ``SendWebSmsRequest.message``."""
    if not thing.name:
        return name or thing.owner
    return f"{thing.owner}.{(name or thing.name).split(' ')[-1]}"


@dataclass(frozen=True)
class _Places:
    """The places each correction changes.

    Attributes:
        present: What was published before.
        ours: Our data for it.
        after: The places in what is published now.
    """

    present: dict[str, Any]
    ours: CorrectionSet
    after: dict[str, list[str]]

    @cached_property
    def before(self) -> dict[str, list[str]]:
        """The places in what was published before: built only where a message needs it."""
        return attempt(self.present, self.ours).changed

    def told(self, problem: Problem) -> Problem:
        """Return a problem of how often a correction applies with the places that make the difference."""
        edit = problem.edit
        if edit is None or edit.keys[-1] != "expect":
            return problem
        before, after = self.before.get(edit.keys[1], []), self.after.get(edit.keys[1], [])
        sides = {"new": set(after) - set(before), "gone": set(before) - set(after)}
        told = "; ".join(f"{side}: {', '.join(sorted(some)[:6])}" for side, some in sides.items() if some)
        text = f'{edit.file}, correction {edit.keys[1]!r}: "expect" {len(before)} becomes {len(after)}'
        return replace(problem, text=f"{text} ({told})" if told else text)
