"""Takes over a newly published interface: what it makes of our data, and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .build import Attempt, Built, attempt
from .incoming import fetch, understand
from .layout import Layout, read_json
from .ours import Ours, edited, read_ours
from .problems import Problem
from .report.facts import facts_of
from .report.report import Report, findings, missing
from .report.rooms import read_rooms

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
    ours: Ours
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
    kept = read_ours(checkout.corrections)
    published = understand(fetch(source), present)
    tried, ours, accepted = _settled(published.document, kept, before, accept=accept)
    rooms = read_rooms(checkout.root, before, ours)
    report = Report(
        source=source.partition("?")[0],
        form=published.form,
        published_differs=published.document != present,
        findings=findings(before, tried.built.document, rooms),
        accepted=tuple(accepted),
        to_edit=tuple(tried.problems),
        missing=missing(tried.built.document, tried.built.gaps, rooms),
    )
    changed = [name for name in ours if ours[name] != kept[name]]
    return TakeOver(published.document, ours, changed, tried.built, report)


def _settled(
    upstream: dict[str, Any], ours: Ours, before: dict[str, Any], *, accept: bool
) -> tuple[Attempt, Ours, list[Problem]]:
    """Build, and make the safe edits until there are none; one can make the next one necessary."""
    accepted: list[Problem] = []
    tried = attempt(upstream, ours)
    for _ in range(_MOST_ROUNDS if accept else 0):
        new_kinds = _new_kinds(before, tried.built.document)
        safe = {
            (one.edit.file, one.edit.keys): one
            for one in tried.problems
            if one.edit and one.edit.safe and one.edit.unless_new not in new_kinds
        }
        if not safe:
            break
        ours = edited(ours, [one.edit for one in safe.values() if one.edit])
        accepted += safe.values()
        tried = attempt(upstream, ours)
    return tried, ours, accepted


def _new_kinds(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    """Return the kinds of things of which there are new ones: an entry of ours may be meant for one of them."""
    return {thing.kind for thing in set(facts_of(after).things) - set(facts_of(before).things)}
