"""`sipgate-tools mcp`: the MCP server, on stdio for a host on this machine or over HTTP."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer

from sipgate_tools.cli import _serving as serving
from sipgate_tools.mcp.settings import FROM_ENVIRONMENT_ONLY, Settings

__all__ = ["app"]

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


def _option(name: str, annotation: Any, description: str) -> inspect.Parameter:
    """A setting as an option that is `None` when it was not given."""
    flag = f"--{name.replace('_', '-')}"
    kind: Any = bool if annotation is bool else int if annotation is int else str
    choice = typer.Option(flag, help=description, show_default=False)
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[kind | None, choice]
    )


def _with_settings(function: Callable[..., None]) -> Callable[..., None]:
    """The function with an option for every setting, in place of its `**flags`."""
    signature = inspect.signature(function, eval_str=True)
    own = [one for one in signature.parameters.values() if one.kind is not inspect.Parameter.VAR_KEYWORD]
    options = [
        _option(name, field.annotation, field.description or "")
        for name, field in Settings.model_fields.items()
        if name not in FROM_ENVIRONMENT_ONLY
    ]
    parameters = [*own, *options]
    function.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    function.__annotations__ = {one.name: one.annotation for one in parameters} | {"return": None}
    return function


@app.callback(invoke_without_command=True)
@_with_settings
def serve(
    context: typer.Context,
    *,
    sandbox: Annotated[
        bool,
        typer.Option("--sandbox", help="Work on an embedded account instead of sipgate; nothing is sent."),
    ] = False,
    account: Annotated[str, typer.Option(help="Kind of the embedded account: classic or neo.")] = "classic",
    **flags: Any,
) -> None:
    """Serve sipgate to an assistant (Model Context Protocol), on stdio unless told otherwise.

    Every option can be given in the environment: --read-only is SIPGATE_MCP_READ_ONLY, and so on. Credentials come
    from SIPGATE_TOKEN_ID and SIPGATE_TOKEN. Words go to stderr: stdout belongs to the protocol.
    """
    if context.invoked_subcommand is None:
        raise typer.Exit(serving.serve({**flags, "sandbox": sandbox, "account": account}))
