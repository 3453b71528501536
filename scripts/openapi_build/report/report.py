"""The report on a new document: every difference with its impact, and the remaining work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from ..gaps import Gap
from ..problems import Problem
from .classify import LEVELS, Judgment, Level, classify
from .compare import Change, compare
from .impact import Consumers, Impact

EXIT_CODES: Final = {"nothing": 0, "neutral": 0, "additive": 3, "breaking": 4}
"""Exit codes of a successful `scripts/regenerate --fetch`; 1 and 2 have their general meaning."""


@dataclass(frozen=True)
class Finding:
    """One difference, its impact, and the code and data that it affects."""

    change: Change
    judgment: Judgment
    touched: Impact

    @property
    def level(self) -> Level:
        """The highest level of the judgment."""
        return self.judgment.worst


@dataclass(frozen=True)
class Missing:
    """Missing data and code.

    Attributes:
        policy: Operations without a policy, which count as destructive, charged and account-wide.
        words: Missing texts and kinds of ids, with the file that they belong to.
        sandbox: Operations that the sandbox does not implement.
        facade: Operations without a facade and without a reason for it.
    """

    policy: tuple[str, ...]
    words: tuple[str, ...]
    sandbox: tuple[str, ...]
    facade: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """The report on a new document.

    Attributes:
        source: The URL or file of the document.
        form: The format of the document, such as `Swagger 2.0 in YAML`.
        published_differs: Whether the published document differs from `upstream.json` at all.
        findings: The differences of the built document, breaking ones first.
        accepted: The edits of our data that `--accept` made.
        to_edit: The remaining problems. If there are any, the run has changed nothing.
        missing: Missing data and code.
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
        """The highest level of all findings."""
        if self.findings:
            return LEVELS[max(LEVELS.index(one.level) for one in self.findings)]
        return "neutral" if self.published_differs else "nothing"

    @property
    def exit_code(self) -> int:
        """The exit code of the command."""
        return 2 if self.to_edit else EXIT_CODES[self.result]


def findings(
    before: Mapping[str, Any], after: Mapping[str, Any], consumers: Consumers
) -> tuple[Finding, ...]:
    """Return every difference between two built documents with its impact, breaking ones first."""
    found: list[Finding] = []
    for change in compare(before, after):
        touched = consumers.touched(change)
        found.append(Finding(change, classify(change, used_by_a_tool=bool(touched.tools)), touched))
    return tuple(sorted(found, key=lambda one: -LEVELS.index(one.level)))


def missing(document: Mapping[str, Any], gaps: Sequence[Gap], consumers: Consumers) -> Missing:
    """Return the data and code that are missing for a built document."""
    ids = sorted(one["operationId"] for item in document["paths"].values() for one in item.values())
    explained = consumers.without_facade()
    return Missing(
        policy=tuple(gap.name for gap in gaps if gap.policy),
        words=tuple(gap.text for gap in gaps if not gap.policy),
        sandbox=tuple(one for one in ids if one not in consumers.sandbox),
        facade=tuple(one for one in ids if one not in consumers.facades and one not in explained),
    )
