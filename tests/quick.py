"""Finds the tests that `--quick` leaves out: those that leave this process, and those that try many inputs.

A test is `slow` when it, a fixture of it, a parameter of it or a helper of ours that it calls uses one of `LEAVING`,
when it takes one of `SLOW_FIXTURES`, when hypothesis drives it, or when it is in one of `SLOW_FOLDERS`. Of a test
with more than `CASES` cases the others are slow, too. What this does not find is marked by hand; that nothing was
forgotten is checked while the quick tests run: in them no process can be started.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator
from functools import cache
from inspect import unwrap
from types import CodeType, FunctionType, ModuleType
from typing import Any, Final, cast

import pytest

LEAVING: Final = frozenset({"subprocess", "multiprocessing", "selenium", "schemathesis", "mcp.client.stdio"})
"""Modules that start processes, or that generate many requests."""
SLOW_FIXTURES: Final = frozenset({"node_modules", "node_program", "redis_server", "redis_url"})
SLOW_FOLDERS: Final = (
    "tests/regenerate/",
    "tests/openapi/",
    "tests/docs/test_examples.py",
    "tests/client/_sync/",
)
"""Where every test builds the whole interface, runs a whole program, or is the twin of one that runs anyway."""

CASES: Final = 4
"""How many cases of one parametrized test a quick run has."""

_STARTING: Final = frozenset({"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.system"})
_OWN: Final = ("tests.", "scripts.")


def mark_slow_tests(items: Iterable[pytest.Item]) -> None:
    """Mark each test that is slow, and of a test with many cases most of these."""
    cases: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if isinstance(item, pytest.Function) and _is_slow(item):
            item.add_marker(pytest.mark.slow)
        else:
            cases[item.nodeid.partition("[")[0]].append(item)
    for of_one_test in cases.values():
        for item in _all_but_some(of_one_test):
            item.add_marker(pytest.mark.slow)


def _all_but_some(cases: list[pytest.Item]) -> list[pytest.Item]:
    """Return the cases that are left out: all but `CASES`, which are spread evenly over the list."""
    step = max(1.0, len(cases) / CASES)
    taken = {int(number * step) for number in range(min(CASES, len(cases)))}
    return [case for position, case in enumerate(cases) if position not in taken]


class NoProcesses:
    """Makes a test fail that starts a process; for runs in which none should."""

    def __init__(self) -> None:
        self._running = False
        sys.addaudithook(self._audit)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self) -> Generator[None, object, object]:
        """Refuse processes while a test, its fixtures included, runs (a pytest hook)."""
        self._running = True
        try:
            return (yield)
        finally:
            self._running = False

    def _audit(self, event: str, _arguments: object) -> None:
        if self._running and event in _STARTING:
            raise AssertionError(
                "this test starts a process, so it is not quick: mark it with pytest.mark.slow"
            )


def _is_slow(item: pytest.Function) -> bool:
    path, test = item.nodeid.partition("::")[0], cast("Callable[..., Any]", item.obj)
    if path.startswith(SLOW_FOLDERS) or getattr(test, "is_hypothesis_test", False):
        return True
    fixtures: dict[str, Any] = getattr(item, "_fixtureinfo").name2fixturedefs  # noqa: B009 - no public way
    if SLOW_FIXTURES & set(item.fixturenames):
        return True
    parameters: dict[str, Any] = getattr(getattr(item, "callspec", None), "params", {})
    functions: list[Callable[..., Any]] = [
        test,
        *(value for value in parameters.values() if isinstance(value, (FunctionType, type))),
        *(each.func for name in item.fixturenames for each in fixtures.get(name, ())),
    ]
    return any(leaves_process(unwrap(function)) for function in functions)


@cache
def leaves_process(start: Any) -> bool:
    """Tell whether a function or class of ours uses something of `LEAVING`, through any number of calls."""
    reached: set[Any] = set()
    todo = [start]
    while todo:
        each = todo.pop()
        if each in reached:
            continue
        reached.add(each)
        for value in _used_by(each):
            if any(f"{_module(value)}.".startswith(f"{name}.") for name in LEAVING):
                return True
            if _is_ours(value):
                todo.append(unwrap(value))
    return False


def _used_by(thing: Any) -> Iterator[Any]:
    """Yield what a function or the methods of a class refer to by a global name."""
    if isinstance(thing, type):
        yield from (
            _plain(value) for value in vars(thing).values() if isinstance(_plain(value), FunctionType)
        )
        yield from thing.__bases__
    elif isinstance(thing, FunctionType):
        for name in _names(thing.__code__):
            # A name of no global is that of an attribute, or of what the function itself imports.
            yield thing.__globals__.get(name, ModuleType(name) if name in LEAVING else None)


def _plain(value: Any) -> Any:
    """Return the function of a static or class method or a property, and everything else as it is."""
    return getattr(value, "__func__", getattr(value, "fget", value))


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in cast("tuple[object, ...]", code.co_consts):
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _module(value: Any) -> str:
    name = value.__name__ if isinstance(value, ModuleType) else getattr(value, "__module__", None)
    return name if isinstance(name, str) else ""


def _is_ours(value: Any) -> bool:
    return isinstance(value, (FunctionType, type)) and f"{value.__module__}.".startswith(_OWN)
