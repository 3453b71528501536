"""The weekly check: scripts/api_drift opens one pull request with what a new document makes, and its report."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from .published import PRESENT, ROOT, a_circular_schema, a_new_operation, properties, with_changes

GH = """#!/bin/sh
# Stands in for GitHub's own program: notes what it is asked, and says that no pull request is open.
printf '%s\\n' "$*" >>"$GH_ASKED"
case "$*" in
*--json*) echo 0 ;;
*--body-file*) for last; do :; done; cp "$last" "$GH_ASKED.body" ;;
esac
"""


class Repository:
    """A checkout with a remote and a stand-in for gh."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "checkout"
        self.requests = folder / "asked"
        programs = folder / "programs"
        programs.mkdir(parents=True)
        (programs / "gh").write_text(GH)
        (programs / "gh").chmod(0o755)
        name = {"NAME": "Tester", "EMAIL": "tester@sipgate.example"}
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "GITHUB_"))},
            "PATH": f"{programs}:{os.environ['PATH']}",
            "GH_ASKED": str(self.requests),
            "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            **{f"GIT_{who}_{key}": value for who in ("AUTHOR", "COMMITTER") for key, value in name.items()},
        }
        for part in ("openapi", "scripts"):
            shutil.copytree(ROOT / part, self.root / part, ignore=shutil.ignore_patterns("__pycache__"))
        (self.root / ".gitignore").write_text(".venv\n__pycache__/\n")
        self.set_up()
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("init", "--quiet", "--bare", str(folder / "origin"))
        self.git("remote", "add", "origin", str(folder / "origin"))
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=All of it")
        self.git("push", "--quiet", "origin", "main")

    def set_up(self) -> None:
        """Make what scripts/setup would make, with the Python that runs the tests."""
        python = self.root / ".venv" / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        python.chmod(0o755)
        for name in ("requirements-dev.lock", ".venv/.set-up-from-requirements-dev.lock"):
            (self.root / name).write_text("# made for a test\n")

    def git(self, *arguments: str) -> str:
        """Run git in the checkout."""
        return self.run("git", *arguments).stdout

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command in the checkout."""
        return subprocess.run(
            command, cwd=self.root, env=self.environment, capture_output=True, text=True, check=check
        )

    def drift(self, document: dict[str, Any]) -> subprocess.CompletedProcess[str]:
        """Run the weekly check on a document."""
        source = self.root.parent / "swagger.json"
        source.write_text(json.dumps(document), "utf-8")
        return self.run("scripts/api_drift", str(source), check=False)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A checkout of its own."""
    if shutil.which("git") is None:
        pytest.skip("there is no git on this machine")
    return Repository(tmp_path)


def test_something_new_becomes_a_pull_request_with_the_report(repository: Repository, tmp_path: Path):
    done = repository.drift(with_changes(a_new_operation, a_circular_schema))
    assert done.returncode == 0, done.stderr
    requests = repository.requests.read_text().splitlines()
    assert requests[0].startswith("pr list --head api-drift --state open")
    assert requests[1].startswith(
        "pr create --base main --head api-drift --title sipgate's API has additions"
    )
    assert requests[2] == "workflow run ci.yml --ref api-drift"
    body = (tmp_path / "asked.body").read_text()
    assert "- new operation `sendMms` (`POST /v2/sessions/mms`)" in body
    assert (tmp_path / "summary.md").read_text().startswith(body[:200])
    files = repository.git("diff", "--name-only", "main", "origin/api-drift").split()
    assert {"openapi/upstream.json", "openapi/sipgate.json", "openapi/corrections/10-interface.json"} <= set(
        files
    )
    assert "generated/sipgate_api/api/sessions/send_mms.py" in files
    assert repository.git("branch", "--show-current").strip() == "main"
    assert repository.git("status", "--porcelain") == ""


def test_what_wants_judgement_fails_and_opens_nothing(repository: Repository, tmp_path: Path):
    def more_devices(document: dict[str, Any]) -> None:
        properties(document, "DeviceResponse")["type"]["enum"].append("WATCH")

    done = repository.drift(with_changes(more_devices))
    assert done.returncode == 2
    assert not repository.requests.exists()
    assert "DeviceResponse.type is published as" in (tmp_path / "summary.md").read_text()
    assert repository.git("status", "--porcelain") == ""


def test_a_checkout_with_changes_of_its_own_is_left_alone(repository: Repository):
    (repository.root / "mine").touch()
    done = repository.drift(PRESENT)
    assert done.returncode == 2
    assert "this checkout has uncommitted changes" in done.stderr


def workflow(name: str) -> dict[Any, Any]:
    return yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text("utf-8"))


def test_the_weekly_workflow_runs_the_script_and_may_open_pull_requests():
    weekly = workflow("api-drift.yml")
    # YAML 1.1 reads the word "on" as true.
    assert "schedule" in weekly[True]
    assert weekly["permissions"] == {"contents": "write", "pull-requests": "write", "actions": "write"}
    assert weekly["jobs"]["drift"]["steps"][-1]["run"] == "scripts/api_drift"


def test_every_python_we_promise_is_tested_and_the_weekly_check_can_ask_for_it():
    ci = workflow("ci.yml")
    assert ci["jobs"]["test"]["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13", "3.14"]
    assert ci["jobs"]["test"]["steps"][-1]["run"] == "scripts/test"
    assert "workflow_dispatch" in ci[True]
