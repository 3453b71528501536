"""Writes `tools.json`, what clients see of the tools: `python -m sipgate_tools.mcp.tools.snapshot --write`.

Without `--write` it only compares, and ends with 1 when the file is not what the code says.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from . import AREAS
from .registry import ToolSpec

__all__ = ["rendered", "specs"]

FILE = Path(__file__).with_name("tools.json")


def specs() -> list[ToolSpec]:
    """Every tool in its order."""
    found: list[Any] = []
    for area in AREAS:
        found.extend(import_module(f"sipgate_tools.mcp.tools.{area}").TOOLS)
    return found


def rendered() -> str:
    """The text of `tools.json` as it should be."""
    return json.dumps([spec.listed() for spec in specs()], ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    """Write or compare; the process's exit code."""
    text = rendered()
    if "--write" in sys.argv[1:]:
        FILE.write_text(text, encoding="utf-8")
    return 0 if FILE.exists() and FILE.read_text(encoding="utf-8") == text else 1


if __name__ == "__main__":
    raise SystemExit(main())
