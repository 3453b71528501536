"""The options before the noun: `sipgate-tools --sandbox balance`."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

import typer

from sipgate_tools.auth.profiles import use_profile

from .._commands import EVERYDAY
from .failures import print_errors
from .options import ROOT_OPTIONS, SharedOptions, shared_parameters


def root_callback(print_version: Callable[[], None]) -> Callable[..., None]:
    """Return the callback of the command line, which keeps the shared options for the command.

    Args:
        print_version: Prints the version, for `--version`.
    """

    def sipgate_tools(typer_context: typer.Context, *, version: bool, **shared: Any) -> None:
        if version:
            print_version()
            raise typer.Exit
        options = SharedOptions(**shared)
        noun = typer_context.invoked_subcommand
        if options.profile is not None:
            with print_errors():
                use_profile(options.profile)
        if replace(options, profile=None) != SharedOptions() and noun is not None and noun not in EVERYDAY:
            raise typer.BadParameter(f"{noun} takes its options after its name.")
        typer_context.meta[ROOT_OPTIONS] = options

    parameters = [
        inspect.Parameter("typer_context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context),
        inspect.Parameter(
            "version",
            inspect.Parameter.KEYWORD_ONLY,
            default=False,
            annotation=Annotated[bool, typer.Option("--version", help="Print the version and exit.")],
        ),
        *shared_parameters(),
    ]
    sipgate_tools.__doc__ = "Telephony for Python and for assistants."
    sipgate_tools.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    sipgate_tools.__annotations__ = {one.name: one.annotation for one in parameters} | {"return": None}
    return sipgate_tools
