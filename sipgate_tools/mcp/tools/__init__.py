"""The tools, by area: `AREAS` is their order, `tools.json` what a client sees of them."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sipgate_tools.errors import InvalidInput

if TYPE_CHECKING:
    from ..settings import McpSettings

__all__ = ["AREAS", "listing", "offered", "why_not_offered"]

AREAS = (
    *("overview", "history", "history_changes", "summary", "messages", "fax", "calls", "live_calls"),
    *("contacts", "contact_files", "numbers", "webhook_settings", "events", "operations"),
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


def offered(settings: McpSettings) -> list[dict[str, Any]]:
    """The listed tools that the operator offers, in the fixed order.

    Raises:
        InvalidInput: A name in the settings is no tool or toolset (a typo must not offer or hide anything), or no
            tool is left.
    """
    entries = listing()
    names, toolsets = {entry["name"] for entry in entries}, {entry["toolset"] for entry in entries}
    for given, known, what in (
        (settings.toolsets, toolsets, "toolset"),
        ((*settings.tools, *settings.exclude_tools), names, "tool"),
    ):
        if unknown := sorted(set(given) - known):
            raise InvalidInput(f"There is no {what} {unknown[0]!r}; there are: {', '.join(sorted(known))}.")
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
            hint="--read-only leaves those that read, and tools for call events need --events STORE.",
        )
    return offers


def why_not_offered(settings: McpSettings, name: str) -> str:
    """Return the sentences for a model that calls a tool which is not offered."""
    return f"Unknown tool: {name[:60]}. Nothing was done. {_why_not(settings, name)}"


def _why_not(settings: McpSettings, name: str) -> str:
    entry = next((one for one in listing() if one["name"] == name), None)
    if entry is None:
        return "tools/list has those that there are."
    if settings.read_only and entry["effect"] != "read":
        return "This server is read-only. Tell the user: its operator can start it without --read-only."
    if entry["toolset"] == "events" and settings.events is None:
        return "It needs the store of a webhook server, which the operator can give with --events STORE."
    return "The operator of this server chose other tools (--toolsets, --tools, --exclude-tools)."
