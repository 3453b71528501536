"""The tools, by area: `AREAS` is their order, `tools.json` what a client sees of them."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["AREAS", "listing"]

AREAS = (
    *("overview", "history", "history_changes", "summary", "messages", "fax", "calls", "live_calls"),
    *("contacts", "numbers", "webhook_settings", "events", "operations"),
)
"""The modules of this package that hold tools, in the order in which clients see them."""


@cache
def listing() -> list[dict[str, Any]]:
    """Every tool as clients see it, in the fixed order, with its `module`, `toolset` and `effect`.

    It is read from a file so that a server can list its tools without building them: their modules and
    argument models are loaded when one is first called. `sipgate_tools.mcp.tools.snapshot` writes the file;
    a test compares.
    """
    return json.loads(files(__name__).joinpath("tools.json").read_bytes())
