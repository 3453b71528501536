"""Options that every everyday command takes, before the noun or after the verb, and the decorator that adds them."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final

import typer

ROOT_OPTIONS: Final = "sipgate_tools.options"
"""The key under which the context of the command line keeps the options that stand before the noun."""


@dataclass(frozen=True)
class SharedOptions:
    """The options that all everyday commands share.

    Attributes:
        sandbox: Whether to use an embedded account instead of sipgate.
        account: The platform of the embedded account, `classic` or `neo`; `None` for `classic`, or for the account in
            the state file.
        profile: The name of the stored login to use, or `None` for the default login.
        as_json: Whether to print JSON.
        as_csv: Whether to print CSV.
        yes: Whether to skip the confirmation of actions that cost money or cannot be undone.
        no_color: Whether to print without colors.
    """

    sandbox: bool = False
    account: str | None = None
    profile: str | None = None
    as_json: bool = False
    as_csv: bool = False
    yes: bool = False
    no_color: bool = False

    def merged(self, later: SharedOptions) -> SharedOptions:
        """Return the options, where those that are set in `later` win."""
        given = {name: value for name, value in vars(later).items() if value}
        return replace(self, **given)


_SHARED: Final = {
    "sandbox": Annotated[
        bool,
        typer.Option(
            "--sandbox",
            help="Use an embedded demo account instead of sipgate. Nothing is sent.",
        ),
    ],
    "account": Annotated[
        str | None,
        typer.Option(
            "--account",
            help="Platform of the demo account: classic or neo.",
            show_default=False,
        ),
    ],
    "profile": Annotated[
        str | None,
        typer.Option(
            "--profile",
            help="Use the login that is stored under this name; see auth profiles.",
            show_default=False,
        ),
    ],
    "as_json": Annotated[
        bool,
        typer.Option("--json", help="Print JSON: one object per line."),
    ],
    "as_csv": Annotated[bool, typer.Option("--csv", help="Print CSV.")],
    "yes": Annotated[
        bool,
        typer.Option(
            "--yes",
            "-y",
            help="Skip the confirmation before actions that cost money or cannot be undone.",
        ),
    ],
    "no_color": Annotated[bool, typer.Option("--no-color", help="Print without colors.")],
}


def shared_parameters() -> list[inspect.Parameter]:
    """Return the parameters of a function for the shared options, in the form that Typer reads."""
    return [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=None if name in ("account", "profile") else False,
            annotation=annotation,
        )
        for name, annotation in _SHARED.items()
    ]


def with_shared_options(
    function: Callable[..., None], run: Callable[[SharedOptions, Callable[[Any], None]], None]
) -> Callable[..., None]:
    """Return a command that takes a function's parameters and the shared options.

    Args:
        function: The function of the command, whose first parameter is the session.
        run: Runs the command with the options, those before the noun included. It gets a function that takes the
            session.
    """
    signature = inspect.signature(function, eval_str=True)
    own = list(signature.parameters.values())[1:]
    context = inspect.Parameter(
        "typer_context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context
    )
    parameters = [context, *own, *shared_parameters()]

    def command(typer_context: typer.Context, *arguments: Any, **values: Any) -> None:
        options = SharedOptions(**{name: values.pop(name) for name in _SHARED})
        before: Any = typer_context.find_root().meta.get(ROOT_OPTIONS, SharedOptions())
        run(before.merged(options), lambda session: function(session, *arguments, **values))

    command.__doc__ = function.__doc__
    command.__name__ = function.__name__
    command.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in parameters} | {"return": None}
    return command
