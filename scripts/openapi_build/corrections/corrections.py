"""Applies the corrections in `openapi/corrections/*.json`, and checks how many places each one changes."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from ..failures import BuildFailure
from ..problems import Edit, Problem
from .correction_set import CorrectionSet, correction_files
from .steps import STEPS, places

_NAMING: Final = ("operations", "schemas", "schema")


class Applied(NamedTuple):
    """The problems of the corrections, and the places that each one changed, by its id."""

    problems: list[Problem]
    changed: dict[str, list[str]]


def apply_corrections(document: dict[str, Any], ours: CorrectionSet) -> Applied:
    """Apply every correction to the document, in the order of the file names and then of the files.

    A correction that is malformed or changes more or fewer places than it expects is a problem. All problems are
    returned, each with the edit to make.
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
    """Return what is wrong with the format of a correction, or `None`."""
    for key, kind in {"id": str, "reason": str, "expect": int, "do": dict}.items():
        if not isinstance(correction.get(key), kind):
            return f'write its "{key}"'
    if correction["id"] in seen:
        return "its id is not unique: choose another one"
    step: dict[str, Any] = correction["do"]
    if step.get("step") not in STEPS:
        return f'name one of these steps in "do": {", ".join(sorted(STEPS))}'
    lacking = STEPS[step["step"]][1] - set(step)
    return f'the step {step["step"]!r} needs {", ".join(sorted(lacking))} in "do"' if lacking else None


def _apply(
    document: dict[str, Any], file: str, correction: dict[str, Any], changed: list[str]
) -> list[Problem]:
    """Apply one correction, and return a problem with an edit if it changed an unexpected number of places."""
    step: dict[str, Any] = correction["do"]
    label = _label(file, correction)
    entry = ("corrections", correction["id"])
    try:
        # A step without "at" applies to the whole document.
        place_exists = "at" not in step or any(True for _ in places(document, step))
        changed += STEPS[step["step"]][0](document, step)
    except BuildFailure as problem:
        return [Problem(f"{label}: {problem}")]
    if len(changed) == correction["expect"]:
        return []
    found = f"{label}: it expects {correction['expect']} places and "
    if changed:
        text = f'applied to {len(changed)} ({_join_labels(changed)}). If that is right, write "expect": {len(changed)}.'
        # A rule that names its targets was reviewed for exactly these: a person must review the change.
        safe = not any(key in step for key in _NAMING)
        return [Problem(found + text, Edit(file, (*entry, "expect"), len(changed), safe=safe))]
    if place_exists:
        text = "finds none because the published document is now correct: delete this correction."
        return [Problem(found + text, Edit(file, entry))]
    text = 'finds none because the place no longer exists: change its "do", or delete this correction.'
    return [Problem(found + text)]


def _label(file: str, correction: dict[str, Any]) -> str:
    """Return the name of a correction for messages."""
    return f"{file}, correction {correction.get('id')!r}"


def _join_labels(labels: list[str]) -> str:
    """Return the first labels as one string."""
    return ", ".join(labels[:12]) + (", ..." if len(labels) > 12 else "")
