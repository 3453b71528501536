"""What `scripts/test --quick` leaves out, and what it does not let pass."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any, cast

import pytest

from tests.quick import NoProcesses, leaves_process, mark_slow_tests
from tests.webhooks.store.test_kill import App


def starts() -> None:
    subprocess.run([sys.executable, "-c", ""], check=True)


@contextmanager
def starting() -> Generator[None]:
    starts()
    yield


class Starter:
    @property
    def started(self) -> object:
        return starts()


class SpecialStarter(Starter):
    pass


def starts_nothing() -> None:
    assert os.environ


def by_helper() -> None:
    starts()


def by_context() -> None:
    with starting():
        pass


def by_class() -> None:
    print(SpecialStarter().started)


def by_inner_function() -> Callable[[], None]:
    def inner() -> None:
        starts()

    return inner


def by_local_import() -> None:
    import multiprocessing  # noqa: PLC0415 - the case

    multiprocessing.Pool()


def by_class_of_another_file() -> Any:
    return App


def recursive(depth: int = 3) -> int:
    return recursive(depth - 1) if depth else len(os.environ)


@pytest.mark.parametrize(
    "function",
    [starts, by_helper, by_context, by_class, by_inner_function, by_local_import, by_class_of_another_file],
)
def test_a_test_that_starts_a_process_is_slow_however_it_does_it(function: Callable[..., Any]) -> None:
    assert leaves_process(function)


def test_a_test_that_stays_in_this_process_is_quick() -> None:
    assert not leaves_process(recursive)


@pytest.mark.parametrize(("cases", "taken"), [(1, 1), (4, 4), (9, 4), (500, 4)])
def test_of_many_cases_some_from_everywhere_are_quick(
    cases: int, taken: int, request: pytest.FixtureRequest
) -> None:
    items: list[pytest.Item] = [
        cast("Any", pytest.Function).from_parent(
            request.node.parent, name=f"test_x[{number}]", callobj=starts_nothing
        )
        for number in range(cases)
    ]
    mark_slow_tests(items)
    quick = [number for number, item in enumerate(items) if not item.get_closest_marker("slow")]
    assert len(quick) == taken
    assert quick[0] == 0
    assert quick[-1] >= cases - cases // taken - 1


@pytest.mark.slow
def test_in_a_quick_test_no_process_starts() -> None:
    protocol = NoProcesses().pytest_runtest_protocol()
    next(protocol)
    with pytest.raises(AssertionError, match=r"mark it with pytest\.mark\.slow"):
        starts()
    with pytest.raises(StopIteration):
        protocol.send(None)
    starts()
