"""Taking over a document as a maintainer does, within this process and without writing anything."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scripts.openapi_build.__main__ import main


@dataclass(frozen=True)
class Run:
    """What a run said.

    Attributes:
        code: Its exit code.
        report: The report as JSON, {} if it came to none.
        said: What it printed for people.
        complained: What it printed on stderr.
    """

    code: int
    report: dict[str, Any]
    output: str
    complained: str

    @property
    def findings(self) -> dict[str, dict[str, Any]]:
        """The findings by their sentences."""
        return {one["sentence"]: one for one in self.report["findings"]}

    def levels(self) -> dict[str, tuple[str, str, str]]:
        """What each finding means for users of the library, of the MCP tools, and of the sandbox."""
        return {
            sentence: (one["library"], one["mcp"], one["sandbox"]) for sentence, one in self.findings.items()
        }


TakeOver = Callable[..., Run]


@pytest.fixture
def take_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> TakeOver:
    """Takes over a document, given as an object, as bytes, or as its address; by default it only reports."""

    def run(document: dict[str, Any] | bytes | str, *options: str, check: bool = True) -> Run:
        source = tmp_path / "published"
        if isinstance(document, bytes):
            source.write_bytes(document)
        elif isinstance(document, dict):
            source.write_text(json.dumps(document), "utf-8")
        report = tmp_path / "report.json"
        report.unlink(missing_ok=True)
        address = document if isinstance(document, str) else str(source)
        code = main(["--fetch", address, "--report", str(report), *(["--check"] if check else []), *options])
        facts: dict[str, Any] = json.loads(report.read_text("utf-8")) if report.exists() else {}
        printed = capsys.readouterr()
        return Run(code, facts, printed.out, printed.err)

    return run
