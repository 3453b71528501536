"""Applies the corrections of ``openapi/corrections/*.json`` and sees to it that each applies as often as it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .failures import BuildFailure
from .layout import read_json
from .steps import STEPS

ADDITIONS = "additions.json"


def apply_corrections(document: dict[str, Any], folder: Path) -> None:
    """Apply every correction to the document, in the order of the file names and then of the files.

    Raises:
        BuildFailure: A correction is not written as it should be, or applies more or less often than it expects.
            All that fail are named at once, each with the edit to make.
    """
    problems: list[str] = []
    seen: set[str] = set()
    for path in sorted(folder.glob("*.json")):
        if path.name != ADDITIONS:
            for correction in read_json(path)["corrections"]:
                problem = _shape_problem(correction, seen) or _apply(document, correction)
                if problem:
                    problems.append(f"{path.name}, correction {correction.get('id')!r}: {problem}")
    if problems:
        raise BuildFailure("\n".join(problems))


def _shape_problem(correction: dict[str, Any], seen: set[str]) -> str | None:
    """Say what is wrong with the way a correction is written."""
    for key, kind in {"id": str, "reason": str, "expect": int, "do": dict}.items():
        if not isinstance(correction.get(key), kind):
            return f'write its "{key}"'
    if correction["id"] in seen:
        return "give it an id of its own, this one is taken"
    seen.add(correction["id"])
    step: dict[str, Any] = correction["do"]
    if step.get("step") not in STEPS:
        return f'name one of these steps in "do": {", ".join(sorted(STEPS))}'
    lacking = STEPS[step["step"]][1] - set(step)
    return f'the step {step["step"]!r} needs {", ".join(sorted(lacking))} in "do"' if lacking else None


def _apply(document: dict[str, Any], correction: dict[str, Any]) -> str | None:
    """Apply one correction and say what is wrong with how often it applied."""
    step: dict[str, Any] = correction["do"]
    try:
        changed = STEPS[step["step"]][0](document, step)
    except BuildFailure as problem:
        return str(problem)
    if len(changed) == correction["expect"]:
        return None
    if not changed:
        return (
            f"it expects {correction['expect']} places and finds none. Either the published document has been "
            'corrected, then delete this correction, or its place has moved, then change "do".'
        )
    places = ", ".join(changed[:12]) + (", ..." if len(changed) > 12 else "")
    return (
        f"it expects {correction['expect']} places and applied to {len(changed)} ({places}). "
        f'If that is right, write "expect": {len(changed)}.'
    )
