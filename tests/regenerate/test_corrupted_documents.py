"""A document that is bent in some place is refused with the place, or taken over: never half, never with a crash."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from scripts.openapi_build.walk import is_array, is_object

from .conftest import TakeOver
from .published import with_changes

INSTEAD: list[Any] = [
    None,
    [],
    {},
    "x",
    7,
    True,
    {"$ref": "#/components/schemas/SendFaxRequest"},
    {"type": "array"},
]


def places(node: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every object and array with each of its keys."""
    keys: list[Any] = list(node) if is_object(node) else list(range(len(node))) if is_array(node) else []
    for key in keys:
        yield node, key
        yield from places(node[key])


@pytest.mark.parametrize("seed", range(12))
def test_a_place_that_is_spoiled_is_named_or_taken_over(seed: int, take_over: TakeOver):
    chance = Random(seed)
    document = with_changes()
    for _ in range(chance.choice([1, 1, 4])):
        holder, key = chance.choice(list(places(document)))
        if chance.random() < 0.2:
            del holder[key]
        else:
            holder[key] = chance.choice(INSTEAD)
    run = take_over(json.dumps(document).encode(), "--accept")
    assert run.code in (0, 2, 3, 4)
    assert run.code != 2 or run.complained.startswith("scripts/regenerate: nothing was changed.")
