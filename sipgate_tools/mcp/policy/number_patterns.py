"""The patterns of telephone numbers in libphonenumber's metadata, followed digit by digit.

A regular expression says whether a number fits. How far it fits, and after which digits it is complete, tells what an
impossible or unknown number was meant to be.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any, Final, NamedTuple, cast

__all__ = ["COSTLY_KINDS", "ORDINARY_KINDS", "Pattern", "patterns_of", "reached"]

COSTLY_KINDS: Final = ("premium_rate", "shared_cost", "personal_number")
ORDINARY_KINDS: Final = ("fixed_line", "mobile", "toll_free", "voip", "uan", "pager", "voicemail")


class Pattern(NamedTuple):
    """The numbers of one kind: their digits and lengths."""

    tree: _Choice
    lengths: frozenset[int]


_Choice = list[list[tuple[Any, int, int]]]
"""Alternatives of sequences; each step is a set of digits or a choice, how often at least and at most."""


def patterns_of(metadata: Any, kinds: Iterable[str]) -> tuple[Pattern, ...]:
    """Return the patterns of some kinds of numbers (`mobile`, `premium_rate`) in the metadata of a region."""
    found: list[Pattern] = []
    for kind in kinds:
        described = getattr(metadata, kind)
        if described is not None and described.national_number_pattern:
            lengths = described.possible_length or metadata.general_desc.possible_length
            tree, _ = _parsed(described.national_number_pattern, 0)
            found.append(Pattern(tree, frozenset(cast("Iterable[int]", lengths))))
    return tuple(found)


def reached(tree: _Choice, digits: str) -> tuple[set[int], int]:
    """Return after how many digits a pattern is complete, and how many of the digits it can take at most."""
    furthest = 0

    def follow(choice: _Choice, starts: set[int]) -> set[int]:
        ends: set[int] = set()
        for sequence in choice:
            at = starts
            for what, least, most in sequence:
                at = repeat(what, at, least, most)
            ends |= at
        return ends

    def repeat(what: Any, starts: set[int], least: int, most: int) -> set[int]:
        found = set(starts) if least == 0 else set[int]()
        at = starts
        for count in range(1, most + 1):
            at = step(what, at)
            if not at:
                break
            if count >= least:
                found |= at
        return found

    def step(what: Any, starts: set[int]) -> set[int]:
        nonlocal furthest
        if isinstance(what, list):
            return follow(cast("_Choice", what), starts)
        after = {start + 1 for start in starts if start < len(digits) and digits[start] in what}
        furthest = max(furthest, *after, 0)
        return after

    return follow(tree, {0}), furthest


def _parsed(pattern: str, at: int) -> tuple[_Choice, int]:
    r"""Return a pattern of libphonenumber's as a tree, and where it ends.

    They have digits, `\d`, sets, groups, alternatives, and `?`, `{n}`, `{n,m}`; a test reads all of them.

    Raises:
        ValueError: It has something else.
    """
    choice: _Choice = [[]]
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            choice.append([])
            at += 1
            continue
        if pattern.startswith("(?:", at):
            what, at = _parsed(pattern, at + 3)
            at += 1
        elif pattern.startswith(r"\d", at):
            what, at = frozenset("0123456789"), at + 2
        elif pattern[at] == "[":
            end = pattern.index("]", at)
            what, at = _set(pattern[at + 1 : end]), end + 1
        elif pattern[at].isdecimal():
            what, at = frozenset(pattern[at]), at + 1
        else:
            raise ValueError(f"{pattern[at]!r} in a pattern of telephone numbers")
        least, most, at = _how_often(pattern, at)
        choice[-1].append((what, least, most))
    return choice, at


def _set(inside: str) -> frozenset[str]:
    found = set(inside.replace("-", ""))
    for index, (before, one) in enumerate(pairwise(inside)):
        if one == "-":
            found |= {str(digit) for digit in range(int(before), int(inside[index + 2]) + 1)}
    return frozenset(found)


def _how_often(pattern: str, at: int) -> tuple[int, int, int]:
    if pattern.startswith("?", at):
        return 0, 1, at + 1
    if not pattern.startswith("{", at):
        return 1, 1, at
    end = pattern.index("}", at)
    least, _, most = pattern[at + 1 : end].partition(",")
    return int(least), int(most or least), end + 1
