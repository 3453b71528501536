"""The official conformance suite, where Node.js 22 and the suite are present (npm install --prefix tests/node)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REVISIONS = pytest.mark.parametrize("revision", ["2025-11-25", "2026-07-28"])

# What the suite only runs and does not score: pending there, or extensions that are nobody's duty.
NOT_SCORED = re.compile(
    r"tasks-|json-schema-2020-12|server-sse-polling|http-header-validation|http-custom-header"
)

# What the product has to pass without the suite's own tools, prompts and resources.
WITHOUT_FIXTURES = {
    "2025-11-25": {
        *(
            "server-initialize",
            "logging-set-level",
            "ping",
            "completion-complete",
            "tools-list",
            "resources-list",
        ),
        *("prompts-list", "resources-subscribe", "resources-unsubscribe", "dns-rebinding-protection"),
        *(
            "server-sse-multiple-streams",
            "server-session-lifecycle",
            "tools-call-simple-text",
            "tools-call-error",
        ),
    },
    "2026-07-28": {
        *("completion-complete", "tools-list", "resources-list", "prompts-list", "dns-rebinding-protection"),
        *("caching", "sep-2164-resource-not-found", "server-sse-multiple-streams", "tools-call-error"),
        *("input-required-result-unsupported-methods", "input-required-result-ignore-extra-params"),
        *("input-required-result-missing-input-response", "input-required-result-validate-input"),
    },
}


@contextmanager
def build(*arguments: str) -> Generator[str]:
    """The address of the server, built for the suite or as it is."""
    command = [sys.executable, "-m", "tests.mcp.conformance_server", "0", *arguments]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            yield next(found[0] for line in process.stderr if (found := re.search(r"http://\S+", line)))
        finally:
            process.terminate()


def outcome(program: str, address: str, revision: str) -> dict[str, bool]:
    """Each scenario of a revision, and whether it passed."""
    node = Path(program).parent
    done = subprocess.run(
        [program, "server", "--url", address, "--requirements", revision],
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, "PATH": f"{node}{os.pathsep}{os.environ['PATH']}"},
        cwd=node,
    )
    summary = done.stdout.partition("=== SUMMARY ===")[2].partition("Total:")[0]
    return {name: mark == "✓" for mark, name in re.findall(r"^([✓✗]) ([\w-]+):", summary, re.MULTILINE)}


@pytest.fixture(scope="module")
def suite(node_program: Callable[[str], str]) -> str:
    program = node_program("conformance")
    node = Path(program).with_name("node")
    version = subprocess.run([node if node.exists() else "node", "--version"], capture_output=True, text=True)
    if int(version.stdout.lstrip("v").partition(".")[0] or 0) < 22:
        pytest.skip("the conformance suite needs Node.js 22")
    return program


@REVISIONS
def test_everything_that_is_required_passes_with_the_suites_fixtures(suite: str, revision: str) -> None:
    with build() as address:
        scenarios = outcome(suite, address, revision)
    required = {name: passed for name, passed in scenarios.items() if not NOT_SCORED.match(name)}
    assert len(required) >= 29
    assert [name for name, passed in required.items() if not passed] == []


@REVISIONS
def test_the_product_passes_what_needs_no_fixtures(suite: str, revision: str) -> None:
    with build("--product") as address:
        scenarios = outcome(suite, address, revision)
    assert {name for name in WITHOUT_FIXTURES[revision] if not scenarios.get(name)} == set()
