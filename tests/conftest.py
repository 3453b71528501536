"""Fixtures that tests of several rooms share."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.quick import NoProcesses, mark_slow_tests

NODE_MODULES_VARIABLE = "SIPGATE_TOOLS_NODE_MODULES"

# A machine under load is slow, not wrong: how long an example takes says nothing about the code.
_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("project", _PATIENT, max_examples=40)
settings.register_profile("thorough", _PATIENT, max_examples=400)
settings.load_profile("project")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--quick` (a pytest hook)."""
    parser.addoption("--quick", action="store_true", help="leave out the slow tests: `scripts/test --quick`")


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known, and in a quick run see to it that no test starts a process (a pytest hook)."""
    # A process that was started with SIGINT ignored (by a script in the background) hands that down to every program
    # that a test starts, and the test would wait for its end in vain.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    config.addinivalue_line("markers", "slow: leaves the process or takes long; `--quick` leaves it out")
    if config.getoption("--quick"):
        config.pluginmanager.register(NoProcesses())


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the slow tests, and leave them out of a quick run (a pytest hook)."""
    mark_slow_tests(items)
    if config.getoption("--quick"):
        slow = [item for item in items if item.get_closest_marker("slow")]
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if not item.get_closest_marker("slow")]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests run on asyncio, also where trio is installed because some test tool needs it."""
    return "asyncio"


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """The installed packages of tests/node/package.json; skips where Node or the packages are absent."""
    if shutil.which("node") is None:
        pytest.skip("there is no Node.js on this machine")
    folder = Path(os.environ.get(NODE_MODULES_VARIABLE) or Path(__file__).parent / "node" / "node_modules")
    if not folder.is_dir():
        pytest.skip(
            "run `npm install --no-save --prefix tests/node`, "
            f"or let {NODE_MODULES_VARIABLE} name a node_modules folder"
        )
    return folder


@pytest.fixture(scope="session")
def node_program(node_modules: Path) -> Callable[[str], str]:
    """Gives the path of a program of an installed package, such as `prism`."""

    def program(name: str) -> str:
        path = node_modules / ".bin" / name
        if not path.exists():
            pytest.skip(
                f"the Node.js program {name} is not installed: run `npm install --no-save --prefix tests/node`"
            )
        return str(path)

    return program
