"""The command line: `sipgate-tools COMMAND ...`, one module per command.

The module of a command is imported when the command is used, so that `sipgate-tools mcp` starts fast and each command
works without the extras of the others. If an extra is missing, the error message contains the command to install it.
"""

from __future__ import annotations

import sys
from typing import Any

from ._commands import COMMANDS, install_advice

__all__ = ["COMMANDS", "main"]


def main(arguments: list[str] | None = None) -> None:
    """Run the command line. The console script `sipgate-tools` calls this function.

    Args:
        arguments: The arguments; by default `sys.argv[1:]`.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        if (code := _serve_mcp_directly(arguments)) is not None:
            raise SystemExit(code)
        if arguments == ["--version"]:  # without Typer, which may be missing
            _print_version()
            return
        import typer  # imported here: `_serve_mcp_directly` starts faster without it

        _make_app(typer)(args=arguments)
    except ImportError as error:
        if (advice := install_advice(error, arguments)) is None:
            raise
        sys.stderr.write(f"{advice}\n")
        raise SystemExit(1) from None
    except KeyboardInterrupt:  # during the imports
        raise SystemExit(130) from None


def _serve_mcp_directly(arguments: list[str]) -> int | None:
    """Serve MCP without Typer and return the exit code, or return `None` if Typer has to parse the arguments."""
    if arguments[:1] != ["mcp"]:
        return None
    from sipgate_tools.mcp.stdio.deferred_import import gc_paused  # imported here: only this command needs it

    with gc_paused():
        from ._support import mcp_server  # imported here: only this command needs it

    options = mcp_server.plain_options(arguments[1:])
    return None if options is None else mcp_server.serve(options)


def _make_app(typer: Any) -> Any:
    from ._lazy_group import LazyGroup  # imported here: it imports Typer
    from ._support.root import root_callback

    app = typer.Typer(
        cls=LazyGroup,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )

    app.callback(invoke_without_command=True)(root_callback(_print_version))
    return app


def _print_version() -> None:
    from sipgate_tools._version import __version__  # imported here: only this option needs it

    sys.stdout.write(f"sipgate-tools {__version__}\n")
