"""Match telephone numbers digit by digit against the patterns in libphonenumber's metadata.

A regular expression only determines whether a whole number matches. To classify numbers that are not valid, the policy
also needs to know how many digits match and after which digits a number is complete.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any, Final, NamedTuple, cast

COSTLY_KINDS: Final = ("premium_rate", "shared_cost", "personal_number")
ORDINARY_KINDS: Final = ("fixed_line", "mobile", "toll_free", "voip", "uan", "pager", "voicemail")


class Pattern(NamedTuple):
    """The parsed pattern and the possible lengths of the numbers of one kind."""

    tree: _Choice
    lengths: frozenset[int]


_Choice = list[list[tuple[Any, int, int]]]
"""Alternative sequences of items. An item is a set of digits or a nested choice, with the minimum and the maximum
number of repetitions."""


def patterns_of(metadata: Any, kinds: Iterable[str]) -> tuple[Pattern, ...]:
    """Return the patterns of some kinds of numbers (such as `mobile`) in the metadata of a region."""
    found: list[Pattern] = []
    for kind in kinds:
        described = getattr(metadata, kind)
        if described is not None and described.national_number_pattern:
            lengths = described.possible_length or metadata.general_desc.possible_length
            tree, _ = _parse(described.national_number_pattern, 0)
            found.append(Pattern(tree, frozenset(cast("Iterable[int]", lengths))))
    return tuple(found)


def match_prefix(tree: _Choice, digits: str) -> tuple[set[int], int]:
    """Match `digits` against a pattern.

    Returns:
        The lengths of the prefixes of `digits` that match the whole pattern, and the length of the longest prefix that
        matches its beginning.
    """
    furthest = 0

    def follow(choice: _Choice, starts: set[int]) -> set[int]:
        ends: set[int] = set()
        for sequence in choice:
            at = starts
            for item, minimum, maximum in sequence:
                at = repeat(item, at, minimum, maximum)
            ends |= at
        return ends

    def repeat(item: Any, starts: set[int], minimum: int, maximum: int) -> set[int]:
        found = set(starts) if minimum == 0 else set[int]()
        at = starts
        for count in range(1, maximum + 1):
            at = step(item, at)
            if not at:
                break
            if count >= minimum:
                found |= at
        return found

    def step(item: Any, starts: set[int]) -> set[int]:
        nonlocal furthest
        if isinstance(item, list):
            return follow(cast("_Choice", item), starts)
        after = {start + 1 for start in starts if start < len(digits) and digits[start] in item}
        furthest = max(furthest, *after, 0)
        return after

    return follow(tree, {0}), furthest


def _parse(pattern: str, at: int) -> tuple[_Choice, int]:
    r"""Parse a pattern of libphonenumber, starting at an index. Return the tree and the index after the parsed part.

    Digits, `\d`, sets, groups, alternatives, `?`, `{n}` and `{n,m}` are supported, which are all that the metadata
    uses.

    Raises:
        ValueError: The pattern contains another construct.
    """
    choice: _Choice = [[]]
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            choice.append([])
            at += 1
            continue
        if pattern.startswith("(?:", at):
            item, at = _parse(pattern, at + 3)
            at += 1
        elif pattern.startswith(r"\d", at):
            item, at = frozenset("0123456789"), at + 2
        elif pattern[at] == "[":
            end = pattern.index("]", at)
            item, at = _parse_set(pattern[at + 1 : end]), end + 1
        elif pattern[at].isdecimal():
            item, at = frozenset(pattern[at]), at + 1
        else:
            raise ValueError(f"{pattern[at]!r} in a pattern of telephone numbers")
        minimum, maximum, at = _parse_repetition(pattern, at)
        choice[-1].append((item, minimum, maximum))
    return choice, at


def _parse_set(inside: str) -> frozenset[str]:
    found = set(inside.replace("-", ""))
    for index, (before, one) in enumerate(pairwise(inside)):
        if one == "-":
            found |= {str(digit) for digit in range(int(before), int(inside[index + 2]) + 1)}
    return frozenset(found)


def _parse_repetition(pattern: str, at: int) -> tuple[int, int, int]:
    if pattern.startswith("?", at):
        return 0, 1, at + 1
    if not pattern.startswith("{", at):
        return 1, 1, at
    end = pattern.index("}", at)
    minimum, _, maximum = pattern[at + 1 : end].partition(",")
    return int(minimum), int(maximum or minimum), end + 1
