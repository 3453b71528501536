"""Renders a report as text for a terminal, as Markdown for a pull request, and as JSON for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from ..failures import BuildFailure
from .changelog import entry
from .classify import LEVELS
from .render import sentence
from .report import Finding, Report

_MAX_PLACES: Final = 6
_AREAS: Final = {
    "facades": "facade",
    "sandbox": "sandbox",
    "tools": "MCP tool",
    "mcp": "MCP server",
    "readers": "reads a field with this name",
    "data": "our data",
    "pages": "page",
}
# The text of such a gap already describes what is missing, and the file.
_LACKS: Final = {
    "policy": "no policy, so it counts as destructive, charged and account-wide (`x-policy: default`)",
    "words": "",
    "sandbox": "the sandbox does not implement it",
    "facade": 'no facade, and no "no_facade" in openapi/corrections/tags',
}


def write_report(report: Report, path: Path) -> None:
    """Write a report to a file, in the format that its suffix determines: `.md`, `.json` or `.txt`.

    Raises:
        BuildFailure: The suffix is unknown.
    """
    writers = {".md": as_markdown, ".json": as_json, ".txt": as_text}
    if path.suffix not in writers:
        raise BuildFailure(f"--report {path}: the ending must be one of {', '.join(sorted(writers))}")
    path.write_text(writers[path.suffix](report), "utf-8")


def headline(report: Report) -> str:
    """Return the result in one sentence."""
    if report.to_edit:
        return f"Entries that do not fit the published document: {len(report.to_edit)}. Nothing was changed."
    if report.result == "nothing":
        return "Nothing new."
    counts = Counter(one.level for one in report.findings)
    levels = ", ".join(f"{counts[level]} {level}" for level in reversed(LEVELS) if counts[level])
    return (
        f"{report.result.capitalize()}: {levels}."
        if levels
        else "The published document changed, without impact."
    )


def as_text(report: Report) -> str:
    """Return a report for a terminal."""
    lines = [f"{report.form}, from {report.source}", headline(report)]
    for level in reversed(LEVELS):
        found = [one for one in report.findings if one.level == level]
        lines += ["", f"{level.upper()} ({len(found)})"] if found else []
        for one in found:
            lines += [f"  {sentence(one.change)}", f"    {_verdict(one)}"]
            lines += [f"    {room}: {places}" for room, places in _felt(one)]
    for title, entries in _lists(report):
        lines += ["", title, *(f"  {entry}" for entry in entries)]
    return "\n".join(lines) + "\n"


def as_markdown(report: Report) -> str:
    """Return a report for a pull request."""
    lines = [
        "# sipgate's interface",
        "",
        f"{report.form}, from `{report.source}`.",
        "",
        f"**{headline(report)}**",
    ]
    for level in reversed(LEVELS):
        found = [one for one in report.findings if one.level == level]
        lines += ["", f"## {level.capitalize()}", ""] if found else []
        for one in found:
            lines += [f"- {sentence(one.change, mark='`')}  ", f"  {_verdict(one)}"]
            lines += [f"  - {room}: `{places}`" for room, places in _felt(one)]
    for title, entries in _lists(report):
        lines += ["", f"## {title.capitalize()}", "", *(f"- {entry}" for entry in entries)]
    draft = entry(report)
    if draft:
        lines += ["", "## Draft for the changelog", "", draft.rstrip()]
    return "\n".join(lines) + "\n"


def as_json(report: Report) -> str:
    """Return a report for programs."""
    content: dict[str, Any] = {
        "result": report.result,
        "exit_code": report.exit_code,
        "headline": headline(report),
        "source": report.source,
        "form": report.form,
        "published_differs": report.published_differs,
        "findings": [_finding(one) for one in report.findings],
        "accepted": [one.text for one in report.accepted],
        "to_edit": [{"text": one.text, "safe": bool(one.edit and one.edit.safe)} for one in report.to_edit],
        "missing": asdict(report.missing),
        "changelog": entry(report),
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _finding(one: Finding) -> dict[str, Any]:
    """Return one finding for programs."""
    change = one.change
    return {
        "level": one.level,
        "sentence": sentence(change),
        "what": change.what,
        "kind": change.thing.kind,
        "owner": change.thing.owner,
        "name": change.thing.name,
        "facet": change.facet,
        "before": change.before,
        "after": change.after,
        "side": change.side,
        "operations": list(change.operations),
        **one.judgment._asdict(),
        "touched": {room: list(places) for room, places in asdict(one.touched).items()},
    }


def _verdict(one: Finding) -> str:
    """Return the impact of a difference in one line."""
    judgment = one.judgment
    if judgment.library == judgment.mcp == judgment.sandbox:
        return f"{judgment.library} for all: {judgment.because}"
    return f"library {judgment.library}, MCP {judgment.mcp}, sandbox {judgment.sandbox}: {judgment.because}"


def _felt(one: Finding) -> Iterator[tuple[str, str]]:
    """Yield the affected areas, and the first places in each."""
    for key, room in _AREAS.items():
        places: tuple[str, ...] = getattr(one.touched, key)
        if places:
            more = f", and {len(places) - _MAX_PLACES} more" if len(places) > _MAX_PLACES else ""
            yield room, ", ".join(places[:_MAX_PLACES]) + more


def _lists(report: Report) -> Iterator[tuple[str, list[str]]]:
    """Yield the lists after the findings: edits made, edits to make, and what is missing."""
    if report.accepted:
        yield "ACCEPTED EDITS", [one.text for one in report.accepted]
    if report.to_edit:
        yield (
            "EDITS TO MAKE",
            [
                one.text + (" (--accept does it)" if one.edit and one.edit.safe else "")
                for one in report.to_edit
            ],
        )
    lacking = [
        f"{name}: {_LACKS[key]}".removesuffix(": ") for key in _LACKS for name in getattr(report.missing, key)
    ]
    if lacking:
        yield "MISSING", lacking
