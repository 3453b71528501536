"""The group of nouns: a noun's commands are loaded when it is used or helped with."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from . import NOUNS, load

__all__ = ["LazyGroup"]


class LazyGroup(TyperGroup):
    """Knows its commands by name without importing them."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """The nouns, in their order."""
        return list(NOUNS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """The commands of one noun."""
        if cmd_name not in NOUNS:
            return None
        command = typer.main.get_command(load(cmd_name))
        command.name = cmd_name
        command.short_help = NOUNS[cmd_name][1]
        return command
