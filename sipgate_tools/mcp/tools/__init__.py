"""The MCP tools, grouped by area.

`AREAS` lists their modules in the order in which clients see the tools; `tools.json` contains the listing for clients.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from sipgate_tools.errors import InvalidInput

if TYPE_CHECKING:
    from ..settings import McpSettings

__all__ = ["AREAS", "listing", "offered_tools", "why_not_offered"]

AREAS: Final = (
    *("overview", "history", "history_changes", "summary", "messages", "fax", "calls", "live_calls"),
    *("contacts", "contact_files", "numbers", "webhook_settings", "events", "operations"),
)
"""The modules of this package that contain tools, in the order in which clients see the tools."""


@cache
def listing() -> list[dict[str, Any]]:
    """Return all tools as clients see them, in a fixed order, with the `module`, `toolset` and `effect` of each.

    The listing is read from a file, so a server can list its tools without importing their modules. The module of a
    tool is imported on its first call. `sipgate_tools.mcp.tools.snapshot` writes the file.
    """
    return json.loads(files(__name__).joinpath("tools.json").read_bytes())


def offered_tools(settings: McpSettings) -> list[dict[str, Any]]:
    """Return the tools that the operator offers, in the fixed order.

    Raises:
        InvalidInput: A name in the settings is not a tool or a toolset, or the settings leave no tool to offer.
    """
    entries = listing()
    names, toolsets = {entry["name"] for entry in entries}, {entry["toolset"] for entry in entries}
    for selected, available, noun in (
        (settings.toolsets, toolsets, "toolset"),
        ((*settings.tools, *settings.exclude_tools), names, "tool"),
    ):
        if unknown := sorted(set(selected) - available):
            names_available = ", ".join(sorted(available))
            raise InvalidInput(f"There is no {noun} {unknown[0]!r}; there are: {names_available}.")
    chosen = bool(settings.toolsets or settings.tools)
    offers = [
        entry
        for entry in entries
        if (not chosen or entry["toolset"] in settings.toolsets or entry["name"] in settings.tools)
        and entry["name"] not in settings.exclude_tools
        and not (settings.read_only and entry["effect"] != "read")
        and not (entry["toolset"] == "events" and settings.events is None)
    ]
    if not offers:
        raise InvalidInput(
            "These settings leave no tool to offer.",
            hint="--read-only excludes tools that change something. Tools for call events need --events STORE.",
        )
    return offers


def why_not_offered(settings: McpSettings, name: str) -> str:
    """Return the error message for a model that calls a tool that is not offered."""
    return f"Unknown tool: {name[:60]}. Nothing was done. {_reason_not_offered(settings, name)}"


def _reason_not_offered(settings: McpSettings, name: str) -> str:
    entry = next((one for one in listing() if one["name"] == name), None)
    if entry is None:
        return "tools/list has all tools."
    if settings.read_only and entry["effect"] != "read":
        return "This server is read-only. Tell the user that the operator can start it without --read-only."
    if entry["toolset"] == "events" and settings.events is None:
        return "The tool needs the store of a webhook server, which the operator can set with --events STORE."
    return "The operator of this server does not offer the tool (--toolsets, --tools, --exclude-tools)."
