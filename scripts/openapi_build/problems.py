"""What does not fit, and the edit of our own data that would make it fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .failures import BuildFailure

DELETE: Any = object()
"""The value of an edit that takes something out."""


@dataclass(frozen=True)
class Edit:
    """A change of one entry in one file of ``openapi/corrections``.

    Attributes:
        file: The file, relative to that folder.
        keys: The way to the entry. In a list it is the ``id`` or ``name`` of an item, or the item itself.
        value: What it becomes; ``DELETE`` takes it out.
        safe: Whether ``--accept`` may make it: nothing becomes less careful by it, and no judgement of people is lost.
        unless_new: A kind of thing ("field", "parameter"). Where one has been added, the entry may be meant for it
            under a new name, and the edit is for people.
        moved_to: The entry is not taken out but goes by this name from now on.
    """

    file: str
    keys: tuple[str, ...]
    value: Any = DELETE
    safe: bool = True
    unless_new: str = ""
    moved_to: str = ""


@dataclass(frozen=True)
class Problem:
    """One thing that does not fit: where, what is to be edited, and the edit itself where there is just one."""

    text: str
    edit: Edit | None = None


def fail_on(problems: Sequence[Problem]) -> None:
    """Stop if there are problems.

    Raises:
        BuildFailure: Names every one.
    """
    if problems:
        raise BuildFailure("\n".join(problem.text for problem in problems))
