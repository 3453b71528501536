"""Each script sets up what it needs, whichever of them a newcomer runs first."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted(
    path.name for path in (ROOT / "scripts").iterdir() if path.is_file() and os.access(path, os.X_OK)
)
NEED_ONLY_PYTHON = {"shape"}
SET_UP_ELSEWHERE = 43
"""The exit code of the set-up that stands in for the real one."""
ARGUMENTS = {"bench": ["client"]}
PIP = """#!/bin/sh
# Stands in for an environment's Python: pip takes its time over three packages.
printf '%s\\n' "$*" >>"$ASKED"
case "$*" in
*no-deps*) exit 0 ;;
esac
for name in one two three; do
    echo "Collecting $name==1.0"
done
sleep "${SILENT:-0}"
echo "Installing collected packages: one, two, three"
echo "A reason for it." >&2
exit "${PIP_FAILS:-0}"
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The scripts alone, as in a checkout in which nothing has been set up."""
    root = tmp_path / "checkout"
    shutil.copytree(ROOT / "scripts", root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("requirements.lock", "requirements-dev.lock"):
        (root / name).write_text("one==1.0 \\\n    --hash=sha256:0\ntwo==1.0 \\\nthree==1.0 \\\n")
    return root


def run(checkout: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name not in ("CI", "PYTHONPATH")}
    programs = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    return subprocess.run(
        command,
        cwd=checkout,
        env={**inherited, "PATH": programs, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def set_up(checkout: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Source the real scripts/setup, with an environment whose pip is a stand-in."""
    python = checkout / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True, exist_ok=True)
    python.write_text(PIP)
    python.chmod(0o755)
    command = "set -euo pipefail; . scripts/setup requirements.lock"
    return run(checkout, "bash", "-c", command, ASKED=str(checkout / "asked"), **environment)


@pytest.mark.parametrize("name", sorted({*SCRIPTS, "make_sync.py"} - NEED_ONLY_PYTHON))
def test_a_script_sets_up_what_it_needs_before_anything_else(name: str, checkout: Path) -> None:
    (checkout / "scripts" / "setup").write_text(f'echo "set up from $1"\nexit {SET_UP_ELSEWHERE}\n')
    shutil.copy(ROOT / "pyproject.toml", checkout)
    shutil.copytree(ROOT / "sipgate_tools" / "_async", checkout / "sipgate_tools" / "_async")
    shutil.copytree(ROOT / "tests" / "client" / "_async", checkout / "tests" / "client" / "_async")
    # Without the packages of the environment that runs the tests.
    command = [sys.executable, "-S"] if name.endswith(".py") else []
    done = run(
        checkout,
        *command,
        f"scripts/{name}",
        *ARGUMENTS.get(name, []),
        PATH="/usr/bin:/bin",
        PYTHONSAFEPATH="1",
    )
    lock = "requirements.lock" if name == "demo" else "requirements-dev.lock"
    assert f"set up from {lock}" in done.stdout
    assert done.returncode == SET_UP_ELSEWHERE or name == "make_sync.py"


@pytest.mark.parametrize("name", sorted(NEED_ONLY_PYTHON))
def test_a_script_that_needs_no_set_up_runs_without_any_package(name: str, checkout: Path) -> None:
    done = run(checkout, sys.executable, "-I", "-S", f"scripts/{name}")
    assert (done.returncode, done.stderr) == (0, "")


def test_the_set_up_is_made_once(checkout: Path) -> None:
    first, second = set_up(checkout), set_up(checkout)
    assert (first.returncode, second.returncode) == (0, 0)
    assert "Ready" in first.stderr
    assert (second.stdout, second.stderr) == ("", "")
    assert len((checkout / "asked").read_text().splitlines()) == 2


def test_a_changed_lock_file_sets_it_up_again(checkout: Path) -> None:
    set_up(checkout)
    with (checkout / "requirements.lock").open("a") as lock:
        lock.write("four==1.0 \\\n")
    assert "Ready" in set_up(checkout).stderr


def test_the_smaller_set_up_is_no_set_up_for_the_larger(checkout: Path) -> None:
    set_up(checkout)
    (checkout / "requirements-dev.lock").write_text("five==1.0 \\\n")
    done = run(checkout, "bash", "-c", ". scripts/setup requirements-dev.lock", ASKED=str(checkout / "asked"))
    assert "requirements-dev.lock" in done.stderr
    assert (checkout / ".venv" / ".set-up-from-requirements-dev.lock").exists()


def test_progress_is_printed_even_while_pip_is_silent(checkout: Path) -> None:
    done = set_up(checkout, SILENT="7")
    progress = [line for line in done.stderr.splitlines() if "of 3" in line]
    assert len(progress) >= 2
    assert any("Downloading packages: 3 of 3" in line for line in progress), done.stderr


def test_in_ci_only_the_beginning_and_the_end_are_printed(checkout: Path) -> None:
    assert len(set_up(checkout, CI="true").stderr.splitlines()) == 2


def test_when_pip_fails_its_reason_is_printed_and_the_set_up_is_not_taken_for_done(checkout: Path) -> None:
    failed = set_up(checkout, PIP_FAILS="1")
    assert failed.returncode == 1
    assert "A reason for it." in failed.stderr
    assert set_up(checkout).returncode == 0
    assert len((checkout / "asked").read_text().splitlines()) == 3
