"""The group of all commands: it imports the module of a command when that command is used."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from ._commands import COMMANDS, EVERYDAY, load


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

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002
        """Write the list of commands, for which their modules are not needed."""
        for title, everyday in (("Everyday commands", True), ("Set-up and servers", False)):
            rows = [
                (name, purpose) for name, (_, purpose) in COMMANDS.items() if (name in EVERYDAY) == everyday
            ]
            with formatter.section(title):
                formatter.write_dl(rows)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command for the first argument, or fail with the names of similar commands."""
        self.commands = dict.fromkeys(COMMANDS)  # type: ignore[assignment] - for the suggestions only names matter
        return super().resolve_command(ctx, args)
