"""The command line: `sipgate-tools NOUN ...`, one file per noun.

A noun's module is imported when it is used, so that `sipgate-tools mcp` does not pay for the others and works without
their extras. What is missing is said with the command that installs it.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sipgate_tools.errors import MissingExtra

if TYPE_CHECKING:
    import typer

__all__ = ["NOUNS", "main"]

NOUNS = {
    "auth": ("cli", "Log in, see who is logged in, log out."),
    "mcp": ("mcp", "Serve sipgate to assistants (Model Context Protocol)."),
    "sandbox": ("sandbox", "Serve a whole sipgate account on this machine; it is not sipgate."),
    "webhooks": ("webhooks", "Receive what sipgate tells about calls."),
}
"""Each noun: the extra of the package that it needs, and what it is for."""


_SANDBOX = "--sandbox"
"""The option by which a command serves an embedded account, and needs what that needs."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; the console script `sipgate-tools`.

    Args:
        arguments: Instead of the process's own.
    """
    given = sys.argv[1:] if arguments is None else arguments
    try:
        if (code := _served_at_once(given)) is not None:
            raise SystemExit(code)
        if given == ["--version"]:  # without Typer: who asks may be looking for what is not installed
            _print_version()
            return
        import typer

        _assembled(typer)(args=given)
    except ImportError as error:
        if (advice := _advice(error, given)) is None:
            raise
        sys.stderr.write(f"{advice}\n")
        raise SystemExit(1) from None
    except KeyboardInterrupt:  # while modules are still being imported
        raise SystemExit(130) from None


def _served_at_once(arguments: list[str]) -> int | None:
    """The exit code of a server that a host started, or `None` when the arguments are for Typer to read."""
    if arguments[:1] != ["mcp"]:
        return None
    from sipgate_tools.mcp.stdio.deferred_import import gc_paused

    with gc_paused():
        from . import _mcp_serve

    options = _mcp_serve.plain_options(arguments[1:])
    return None if options is None else _mcp_serve.serve(options)


def _assembled(typer: Any) -> Any:
    from ._lazy_group import LazyGroup

    app = typer.Typer(
        cls=LazyGroup,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )

    @app.callback(invoke_without_command=True)
    def sipgate_tools(  # pyright: ignore[reportUnusedFunction] - Typer keeps it
        version: bool = typer.Option(False, "--version", help="Print the version and stop."),
    ) -> None:
        """Telephony for Python and for assistants."""
        if version:
            _print_version()
            raise typer.Exit

    return app


def _print_version() -> None:
    from sipgate_tools._version import __version__

    sys.stdout.write(f"sipgate-tools {__version__}\n")


def load(noun: str) -> typer.Typer:
    """The commands of a noun.

    Where an extra is missing, a single command that says how to install it.
    """
    import typer

    try:
        module = import_module(f"sipgate_tools.cli.{noun}")
    except ImportError as error:
        if (advice := _advice(error, [noun])) is None:
            raise
        return _unavailable(noun, advice)
    if (app := getattr(module, "app", None)) is not None:
        return app
    single = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    single.command(name=noun, help=module.command.__doc__)(module.command)
    return single


def _unavailable(noun: str, advice: str) -> typer.Typer:
    import typer

    _, purpose = NOUNS[noun]
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

    @app.command(
        name=noun,
        help=f"{purpose} Not installed.",
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    )
    def unavailable() -> None:  # pyright: ignore[reportUnusedFunction] - Typer keeps it
        sys.stderr.write(f"{advice}\n")
        raise typer.Exit(1)

    return app


def _advice(error: ImportError, arguments: list[str]) -> str | None:
    """How to install all that a command needs, or `None` when it is no matter of extras but a fault of ours."""
    noun = arguments[0] if arguments else ""
    if isinstance(error, MissingExtra) or (error.name is None and "pip install" in str(error)):
        if _SANDBOX not in arguments:
            return str(error)  # it says so itself
    else:
        missing = (error.name or "").partition(".")[0]
        if not isinstance(error, ModuleNotFoundError) or missing in ("sipgate_tools", "sipgate_api", ""):
            return None
    wanted = [
        "cli",
        *([NOUNS[noun][0]] if noun in NOUNS else []),
        *(["sandbox"] if _SANDBOX in arguments else []),
    ]
    extras = ",".join(dict.fromkeys(wanted))
    return (
        f'`sipgate-tools {noun}` needs packages that are not installed: pip install "sipgate-tools[{extras}]"'
    )
