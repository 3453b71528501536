"""Fixtures that tests of several rooms share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

NODE_MODULES_VARIABLE = "SIPGATE_TOOLS_NODE_MODULES"

# A machine under load is slow, not wrong: how long an example takes says nothing about the code.
settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")


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
