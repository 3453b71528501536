"""Write `tools.json`, the listing of the tools for clients: `python -m sipgate_tools.mcp.tools.snapshot --write`.

Without `--write`, the file is only compared with the code, and the exit code is 1 if it differs.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from . import AREAS
from .registry import ToolSpec

FILE: Final = Path(__file__).with_name("tools.json")


def specs() -> list[ToolSpec]:
    """Return all tools in the order in which clients see them."""
    found: list[Any] = []
    for area in AREAS:
        found.extend(import_module(f"sipgate_tools.mcp.tools.{area}").TOOLS)
    return found


def render() -> str:
    """Return the content of `tools.json` that corresponds to the code."""
    return json.dumps([spec.to_listing() for spec in specs()], ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    """Write the file, or compare it with the code, and return the exit code."""
    text = render()
    if "--write" in sys.argv[1:]:
        FILE.write_text(text, encoding="utf-8")
    return 0 if FILE.exists() and FILE.read_text(encoding="utf-8") == text else 1


if __name__ == "__main__":
    raise SystemExit(main())
