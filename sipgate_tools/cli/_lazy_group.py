"""The group of all commands: it imports the module of a command when the command or its help is used."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from ._commands import COMMANDS, load


class LazyGroup(TyperGroup):
    """A group that lists its commands without importing them."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Return a command, or `None` if the name is unknown."""
        if cmd_name not in COMMANDS:
            return None
        command = typer.main.get_command(load(cmd_name))
        command.name = cmd_name
        command.short_help = COMMANDS[cmd_name][1]
        return command
