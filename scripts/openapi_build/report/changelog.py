"""Drafts the changelog entries for a new document, and inserts them into `CHANGELOG.md`."""

from __future__ import annotations

import re
from typing import Final

from .render import sentence
from .report import Report

_UNRELEASED: Final = re.compile(r"^## Unreleased\n", re.MULTILINE)
_NEXT_VERSION: Final = re.compile(r"^## ", re.MULTILINE)
_SECTIONS: Final = ("Added", "Changed", "Removed")


def draft_lines(report: Report) -> dict[str, list[str]]:
    """Return the lines by section, without neutral changes."""
    lines: dict[str, list[str]] = {section: [] for section in _SECTIONS}
    for finding in report.findings:
        change = finding.change
        if finding.level == "neutral":
            continue
        whole = change.facet in ("", "required")
        section = {"added": "Added", "removed": "Removed"}.get(change.what, "Changed") if whole else "Changed"
        start = "**Breaking.** " if finding.level == "breaking" else ""
        text = f"sipgate's API: {sentence(change, mark='`')}; {finding.judgment.because}."
        lines[section].append(f"- {start}{text}")
    return lines


def entry(report: Report) -> str:
    """Return the draft as Markdown, or an empty string if it has no lines."""
    parts = [
        f"### {section}\n" + "\n".join(lines) + "\n"
        for section, lines in draft_lines(report).items()
        if lines
    ]
    return "\n".join(parts)


def with_entry(changelog: str, report: Report) -> str:
    """Return the changelog with the draft under "Unreleased", each line at the end of its section.

    Lines that the changelog already contains are not repeated.
    """
    start = _UNRELEASED.search(changelog)
    if start is None or not entry(report):
        return changelog
    following = _NEXT_VERSION.search(changelog, start.end())
    end = following.start() if following else len(changelog)
    body = changelog[start.end() : end]
    for section, lines in draft_lines(report).items():
        body = _extended(body, section, [line for line in lines if line not in body])
    return changelog[: start.end()] + (body + changelog[end:] if following else body.rstrip("\n") + "\n")


def _extended(body: str, section: str, lines: list[str]) -> str:
    """Return the body of a version with lines added to one of its sections."""
    if not lines:
        return body
    head, text = f"### {section}\n", "\n".join(lines)
    start = f"\n{body}".find(f"\n{head}")
    if start < 0:
        kept = body.rstrip("\n")
        return f"{kept}\n\n{head}{text}\n\n" if kept else f"\n{head}{text}\n\n"
    end = body.find("\n### ", start)
    rest = body[end + 1 :] if end >= 0 else ""
    return f"{body[: len(body) - len(rest)].rstrip()}\n{text}\n\n{rest}"
