"""The commands of `sipgate-tools`, and how their modules are loaded."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Final

from sipgate_tools.errors import MissingExtra

if TYPE_CHECKING:
    import typer

COMMANDS: Final = {
    "account": ("cli", "Show the account."),
    "balance": ("cli", "Show the account's balance."),
    "sms": ("cli", "Send and schedule SMS."),
    "fax": ("cli", "Send and receive faxes."),
    "calls": ("cli", "Start calls and control live calls."),
    "history": ("cli", "Past calls, SMS, faxes and voicemails."),
    "contacts": ("cli", "List, search, import and export contacts."),
    "lines": ("cli", "List lines and forward their calls."),
    "numbers": ("cli", "List and route the account's telephone numbers."),
    "devices": ("cli", "List telephones and apps, and silence them."),
    "users": ("cli", "List the users of the account."),
    "voicemails": ("cli", "List voicemail boxes."),
    "doctor": ("cli", "Check what works and what does not."),
    "api": ("cli", "Call any operation of sipgate's API."),
    "operations": ("cli", "Search and describe the operations of the API."),
    "auth": ("cli", "Log in, show who is logged in, log out."),
    "webhooks": ("webhooks", "Receive sipgate's call events."),
    "mcp": ("mcp", "Serve sipgate to assistants (Model Context Protocol)."),
    "sandbox": ("sandbox", "Serve a simulated sipgate account on this machine."),
}
"""The extra that each command needs, and its help text, in the order of the help."""

EVERYDAY: Final = frozenset(COMMANDS) - {"auth", "webhooks", "mcp", "sandbox"}
"""The commands that take the shared options, such as `--json` and `--sandbox`."""

_SANDBOX: Final = "--sandbox"
"""The option that makes a command serve an embedded account, for which it needs the extra `sandbox`."""


def load(name: str) -> typer.Typer:
    """Return the Typer app of a command.

    If an extra is missing, the app consists of a single command that prints how to install the extra.
    """
    import typer  # imported here: it takes a tenth of the start-up time of `sipgate-tools mcp`

    try:
        module = import_module(f"sipgate_tools.cli.commands.{name}")
    except ImportError as error:
        if (advice := install_advice(error, [name])) is None:
            raise
        return _unavailable(name, advice)
    if (app := getattr(module, "app", None)) is not None:
        return app
    single = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    single.command(name=name, help=module.command.__doc__)(module.command)
    return single


def install_advice(error: ImportError, arguments: list[str]) -> str | None:
    """Return a message with the command that installs the missing extras, or `None` if none is missing.

    Args:
        error: The error that an import raised.
        arguments: The arguments of the command line.
    """
    name = arguments[0] if arguments else ""
    if isinstance(error, MissingExtra) or (error.name is None and "pip install" in str(error)):
        if _SANDBOX not in arguments:
            return str(error)  # it already contains the advice
    else:
        package = (error.name or "").partition(".")[0]
        if not isinstance(error, ModuleNotFoundError) or package in ("sipgate_tools", "sipgate_api", ""):
            return None
    needed = [
        "cli",
        *([COMMANDS[name][0]] if name in COMMANDS else []),
        *(["sandbox"] if _SANDBOX in arguments else []),
    ]
    extras = ",".join(dict.fromkeys(needed))
    return (
        f'`sipgate-tools {name}` needs packages that are not installed: pip install "sipgate-tools[{extras}]"'
    )


def _unavailable(name: str, advice: str) -> typer.Typer:
    import typer  # imported here: see `load`

    _, purpose = COMMANDS[name]
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

    @app.command(
        name=name,
        help=f"{purpose} Not installed.",
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    )
    def unavailable() -> None:  # pyright: ignore[reportUnusedFunction] - Typer keeps it
        sys.stderr.write(f"{advice}\n")
        raise typer.Exit(1)

    return app
