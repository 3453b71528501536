"""The report on a new interface: every difference with what it means and where it is felt, and what is left to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..problems import Problem
from .classify import LEVELS, Judgement, Level, classify
from .compare import Change, compare
from .impact import Consumers, Impact

EXIT_CODES = {"nothing": 0, "neutral": 0, "additive": 3, "breaking": 4}
"""What ``scripts/regenerate --fetch`` ends with when it is through; 1 and 2 have the meaning they always have."""


@dataclass(frozen=True)
class Finding:
    """One difference, what it means, and where it is felt."""

    change: Change
    judgement: Judgement
    touched: Impact

    @property
    def level(self) -> Level:
        """The level for whoever is hit hardest."""
        return self.judgement.worst


@dataclass(frozen=True)
class Missing:
    """What nobody has written yet.

    Attributes:
        policy: Operations that count as destructive, charged and account-wide until someone judges them.
        words: Texts and kinds of ids, by the file they belong to.
        sandbox: Operations that the sandbox does not answer.
        facade: Operations without a facade and without a reason for it.
    """

    policy: tuple[str, ...]
    words: tuple[str, ...]
    sandbox: tuple[str, ...]
    facade: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """All there is to say about a new interface.

    Attributes:
        source: Where it came from.
        form: How it was written.
        published_differs: Whether what is published differs from ``upstream.json``, be it in nothing that matters.
        findings: The differences of the built document, the worst first.
        accepted: The edits of our own data that ``--accept`` made.
        to_edit: What does not fit; with anything here the run has changed nothing.
        missing: What nobody has written yet.
    """

    source: str
    form: str
    published_differs: bool
    findings: tuple[Finding, ...]
    accepted: tuple[Problem, ...]
    to_edit: tuple[Problem, ...]
    missing: Missing

    @property
    def result(self) -> Literal["nothing", "neutral", "additive", "breaking"]:
        """The worst of all judgements."""
        if self.findings:
            return LEVELS[max(LEVELS.index(one.level) for one in self.findings)]
        return "neutral" if self.published_differs else "nothing"

    @property
    def exit_code(self) -> int:
        """What the command ends with."""
        return 2 if self.to_edit else EXIT_CODES[self.result]


def findings(before: Mapping[str, Any], after: Mapping[str, Any], rooms: Consumers) -> tuple[Finding, ...]:
    """Return every difference of two built documents, judged and traced, the worst first."""
    found: list[Finding] = []
    for change in compare(before, after):
        touched = rooms.touched(change)
        found.append(Finding(change, classify(change, used_by_a_tool=bool(touched.tools)), touched))
    return tuple(sorted(found, key=lambda one: -LEVELS.index(one.level)))


def missing(document: Mapping[str, Any], gaps: Sequence[str], rooms: Consumers) -> Missing:
    """Return what nobody has written yet for a built document."""
    start = "policy/operations.json: "
    ids = sorted(one["operationId"] for item in document["paths"].values() for one in item.values())
    explained = rooms.without_facade()
    return Missing(
        policy=tuple(gap.removeprefix(start) for gap in gaps if gap.startswith(start)),
        words=tuple(gap for gap in gaps if not gap.startswith(start)),
        sandbox=tuple(one for one in ids if one not in rooms.sandbox),
        facade=tuple(one for one in ids if one not in rooms.facades and one not in explained),
    )
