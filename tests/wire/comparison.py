"""Comparison of the requests that two sides sent for the same job."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, cast

from tests.wire.job import ABSENT, Difference
from tests.wire.recording import Recorded

COMPARED_HEADERS = ("authorization", "accept", "content-type")
PRESENT_HEADERS = ("x-sipgate-client", "x-sipgate-version")
"""Headers that each side fills in for itself: only whether they are there is compared."""


@dataclass(frozen=True)
class ObservedDifference:
    """An observed difference; for its fields, see `Difference`."""

    where: str
    theirs: Any
    ours: Any

    def is_meant_by(self, difference: Difference) -> bool:
        """Return whether a listed difference matches this one; its `where` may start with `*` for any request."""
        listed = difference.where
        same_place = self.where.endswith(listed[1:]) if listed.startswith("*") else self.where == listed
        return same_place and difference.theirs == self.theirs and difference.ours == self.ours


def differences(
    theirs: Sequence[Recorded], ours: Sequence[Recorded], *, ordered: bool
) -> list[ObservedDifference]:
    """Return every difference between what the two sides sent."""
    if not ordered:
        theirs, ours = sorted(theirs, key=_sort_key), sorted(ours, key=_sort_key)
    seen: list[ObservedDifference] = []
    for their_request, our_request in _paired(theirs, ours):
        if their_request and our_request:
            seen.extend(_between(their_request, our_request))
        elif their_request:
            seen.append(ObservedDifference(their_request.line, their_request.line, ABSENT))
        elif our_request:
            seen.append(ObservedDifference(our_request.line, ABSENT, our_request.line))
    return seen


def _paired(
    theirs: Sequence[Recorded], ours: Sequence[Recorded]
) -> Iterator[tuple[Recorded | None, Recorded | None]]:
    """Yield pairs of corresponding requests; one side is `None` if the other has no counterpart."""
    matcher = SequenceMatcher(
        None, [request.line for request in theirs], [request.line for request in ours], autojunk=False
    )
    for kind, their_start, their_end, our_start, our_end in matcher.get_opcodes():
        if kind == "equal":
            yield from zip(theirs[their_start:their_end], ours[our_start:our_end], strict=True)
        else:
            yield from ((request, None) for request in theirs[their_start:their_end])
            yield from ((None, request) for request in ours[our_start:our_end])


def _between(theirs: Recorded, ours: Recorded) -> Iterator[ObservedDifference]:
    their_query, our_query = _query(theirs), _query(ours)
    for name in sorted({*their_query, *our_query}):
        yield from _if_different(
            f"{theirs.line} query.{name}", their_query.get(name, ABSENT), our_query.get(name, ABSENT)
        )
    yield from _values(f"{theirs.line} body", _body(theirs), _body(ours))
    without_body = "" if theirs.body or ours.body else " (without a body)"
    for name in COMPARED_HEADERS:
        yield from _if_different(
            f"{theirs.line} header.{name}{without_body}",
            theirs.headers.get(name, ABSENT),
            ours.headers.get(name, ABSENT),
        )
    for name in PRESENT_HEADERS:
        sent = [name if request.headers.get(name) else ABSENT for request in (theirs, ours)]
        yield from _if_different(f"{theirs.line} header.{name}", *sent)


def _values(where: str, theirs: Any, ours: Any) -> Iterator[ObservedDifference]:
    if isinstance(theirs, dict) and isinstance(ours, dict):
        their_fields, our_fields = cast("dict[str, Any]", theirs), cast("dict[str, Any]", ours)
        for name in sorted({*their_fields, *our_fields}):
            yield from _values(
                f"{where}.{name}", their_fields.get(name, ABSENT), our_fields.get(name, ABSENT)
            )
        return
    yield from _if_different(where, theirs, ours)


def _if_different(where: str, theirs: Any, ours: Any) -> Iterator[ObservedDifference]:
    # In Python True equals 1; in JSON they differ.
    if (type(theirs) is bool) is not (type(ours) is bool) or theirs != ours:
        yield ObservedDifference(where, theirs, ours)


def _query(request: Recorded) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, value in request.query:
        found[name].append(value)
    return found


def _body(request: Recorded) -> Any:
    """Return the body as a value: decoded JSON, or the text if it is not JSON."""
    if not request.body:
        return ABSENT
    try:
        return json.loads(request.body)
    except ValueError:
        return request.body.decode("utf-8", errors="replace")


def _sort_key(request: Recorded) -> tuple[str, tuple[tuple[str, str], ...], bytes]:
    return request.line, request.query, request.body
