"""Without the packages of the extra, everything says what to install."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

WITHOUT = """
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {names!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Blocked())
"""


@pytest.mark.parametrize("missing", ["jsonschema", "uvicorn", "httptools", "cryptography"])
def test_the_fixture_says_what_is_missing(tmp_path: Path, missing: str) -> None:
    (tmp_path / "conftest.py").write_text(WITHOUT.format(names={missing}))
    (tmp_path / "test_it.py").write_text(
        "import pytest\n"
        "from sipgate_tools import MissingExtra\n"
        "def test_it(request):\n"
        "    with pytest.raises(MissingExtra, match='sipgate-tools.sandbox'):\n"
        "        request.getfixturevalue('sipgate_sandbox_server')\n"
        "        request.getfixturevalue('sipgate_sandbox').dispatcher\n"
        "        from sipgate_tools.sandbox.webhooks.signing_key import Signer\n"
        "        Signer().sign(b'')\n"
    )
    program = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(tmp_path),
        str(tmp_path),
    ]
    done = subprocess.run(program, capture_output=True, text=True, cwd=tmp_path, timeout=120)
    assert "1 passed" in done.stdout, done.stdout


def test_mcp_with_a_sandbox_says_first_that_packages_are_missing() -> None:
    program = WITHOUT.format(names={"mcp"}) + (
        "import importlib.util as util\n"
        "find = util.find_spec\n"
        "util.find_spec = lambda name, *more: None if name == 'mcp' else find(name, *more)\n"
        "sys.argv = ['sipgate-tools', 'mcp', '--sandbox']\n"
        "from sipgate_tools.cli import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120
    )
    assert done.returncode == 1
    assert "pip install" in done.stderr
    assert "Console" not in done.stderr


def test_the_sandbox_needs_no_package_that_its_extra_does_not_bring(tmp_path: Path) -> None:
    """It keeps its state, takes snapshots, signs and is served without what other extras install."""
    program = WITHOUT.format(names={"pydantic", "typer", "rich", "mcp", "uvloop", "starlette"}) + (
        "from sipgate_tools.sandbox import Sandbox, serve_in_thread\n"
        f"sandbox = Sandbox(state={str(tmp_path / 'account.state')!r})\n"
        "sandbox.restore(sandbox.snapshot())\n"
        "sandbox.play({'from': '+491729925904', 'to': '+493023125100'})\n"
        "with serve_in_thread(sandbox) as served:\n"
        "    print(served.base_url)\n"
        "sandbox.close_state()\n"
        f"Sandbox(state={str(tmp_path / 'account.state')!r}).close_state()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
