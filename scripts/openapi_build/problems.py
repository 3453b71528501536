"""Problems in our data, and the edits that solve them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from .failures import BuildFailure

DELETE: Final[Any] = object()
"""The value of an edit that deletes an entry."""


@dataclass(frozen=True)
class Edit:
    """A change of one entry in one file of `openapi/corrections`.

    Attributes:
        file: The file, relative to that folder.
        keys: The path to the entry. A step into a list is the `id` or `name` of an item, or the item itself.
        value: The new value; `DELETE` deletes the entry.
        safe: Whether `--accept` may make the edit: the policy does not become less strict, and no human decision is
            lost.
        unless_new: A kind ("field", "parameter"). If one of this kind was added, it may be the entry's target under a
            new name: then a person must make the edit.
        moved_to: The new name of the entry, if it is renamed instead of deleted.
    """

    file: str
    keys: tuple[str, ...]
    value: Any = DELETE
    safe: bool = True
    unless_new: str = ""
    moved_to: str = ""


@dataclass(frozen=True)
class Problem:
    """One problem: its description, and the edit that solves it if there is exactly one."""

    text: str
    edit: Edit | None = None


def fail_on(problems: Sequence[Problem]) -> None:
    """Raise an error if there are problems.

    Raises:
        BuildFailure: There are problems. The message lists all of them.
    """
    if problems:
        raise BuildFailure("\n".join(problem.text for problem in problems))
