"""Applies the corrections of ``openapi/corrections/*.json`` and sees to it that each applies as often as it says."""

from __future__ import annotations

from typing import Any, NamedTuple

from .correction_set import CorrectionSet, correction_files
from .failures import BuildFailure
from .problems import Edit, Problem
from .steps import STEPS, places

_NAMING = ("operations", "schemas", "schema")


class Applied(NamedTuple):
    """What became of the corrections: what does not fit, and the places each of them changed, by its id."""

    problems: list[Problem]
    changed: dict[str, list[str]]


def apply_corrections(document: dict[str, Any], ours: CorrectionSet) -> Applied:
    """Apply every correction to the document, in the order of the file names and then of the files.

    A correction that is not written as it should be, or applies more or less often than it expects, is a problem;
    all of them are named, each with the edit to make.
    """
    problems: list[Problem] = []
    changed: dict[str, list[str]] = {}
    for file in correction_files(ours):
        for correction in ours[file]["corrections"]:
            wrong = _shape_problem(correction, set(changed))
            if wrong is not None:
                problems.append(Problem(f"{_label(file, correction)}: {wrong}"))
                continue
            changed[correction["id"]] = []
            problems += _apply(document, file, correction, changed[correction["id"]])
    return Applied(problems, changed)


def _shape_problem(correction: dict[str, Any], seen: set[str]) -> str | None:
    """Say what is wrong with the way a correction is written."""
    for key, kind in {"id": str, "reason": str, "expect": int, "do": dict}.items():
        if not isinstance(correction.get(key), kind):
            return f'write its "{key}"'
    if correction["id"] in seen:
        return "give it an id of its own, this one is taken"
    step: dict[str, Any] = correction["do"]
    if step.get("step") not in STEPS:
        return f'name one of these steps in "do": {", ".join(sorted(STEPS))}'
    lacking = STEPS[step["step"]][1] - set(step)
    return f'the step {step["step"]!r} needs {", ".join(sorted(lacking))} in "do"' if lacking else None


def _apply(
    document: dict[str, Any], file: str, correction: dict[str, Any], changed: list[str]
) -> list[Problem]:
    """Apply one correction; say what is wrong with how often it applied, and how its entry must read then."""
    step: dict[str, Any] = correction["do"]
    label = _label(file, correction)
    entry = ("corrections", correction["id"])
    try:
        # A step that speaks of no place speaks of the whole document, which is always there.
        there = "at" not in step or any(True for _ in places(document, step))
        changed += STEPS[step["step"]][0](document, step)
    except BuildFailure as problem:
        return [Problem(f"{label}: {problem}")]
    if len(changed) == correction["expect"]:
        return []
    found = f"{label}: it expects {correction['expect']} places and "
    if changed:
        text = f'applied to {len(changed)} ({_listed(changed)}). If that is right, write "expect": {len(changed)}.'
        # A rule that names what it is for has lost or won something that people had looked at.
        safe = not any(key in step for key in _NAMING)
        return [Problem(found + text, Edit(file, (*entry, "expect"), len(changed), safe=safe))]
    if there:
        text = "finds none: the published document is correct there by now, so delete this correction."
        return [Problem(found + text, Edit(file, entry))]
    text = 'finds none, for there is no such place any more: change its "do", or delete this correction.'
    return [Problem(found + text)]


def _label(file: str, correction: dict[str, Any]) -> str:
    """Return what a correction is called in messages."""
    return f"{file}, correction {correction.get('id')!r}"


def _listed(labels: list[str]) -> str:
    """Return the first places of many."""
    return ", ".join(labels[:12]) + (", ..." if len(labels) > 12 else "")
