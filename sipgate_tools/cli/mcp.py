"""`sipgate-tools mcp`: the MCP server, on stdio for a host on this machine or over HTTP."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer

from sipgate_tools.errors import InvalidInput
from sipgate_tools.mcp.settings import FROM_ENVIRONMENT_ONLY, McpSettings, load_settings
from sipgate_tools.mcp.tools import offered

from . import _mcp_serve as serving

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
        for name, field in McpSettings.model_fields.items()
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
    options = {**flags, "sandbox": sandbox, "account": account}
    if context.invoked_subcommand is None:
        raise typer.Exit(serving.serve(options))
    context.obj = options


@app.command()
def install(
    client: Annotated[str, typer.Option(help="claude-code, claude-desktop, codex, cursor or vscode.")],
    options: Annotated[
        list[str] | None, typer.Argument(help="Options for the server, after --, as in: -- --read-only")
    ] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be written.")] = False,
) -> None:
    """Write the server into a host's configuration, without secrets; what was there is kept beside it."""
    from sipgate_tools.mcp import install as hosts

    try:
        change = hosts.plan(client, options or [])
        _check(options or [])
    except InvalidInput as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    if dry_run:
        before = (change.before or "").splitlines(keepends=True)
        changed = difflib.unified_diff(
            before, change.after.splitlines(keepends=True), "now", str(change.path)
        )
        typer.echo("".join(changed), nl=False)
        return
    backup = hosts.apply(change)
    kept = f" What was there: {backup}." if backup else ""
    typer.echo(f"Wrote {change.path}.{kept} Restart {client}.", err=True)
    if "--sandbox" in (options or []):
        typer.echo("It serves an embedded account, which needs no credentials; nothing is sent.", err=True)
    else:
        typer.echo(
            "Credentials: `sipgate-tools auth login`, or SIPGATE_TOKEN_ID and SIPGATE_TOKEN.", err=True
        )


def _check(options: list[str]) -> None:
    """Refuse to write what the server would refuse to start with."""
    flags = serving.plain_options(options)
    if flags is None:
        raise InvalidInput(
            "These are not options of the server.", hint="`sipgate-tools mcp --help` has them."
        )
    offered(
        load_settings(
            {name: value for name, value in flags.items() if name not in ("sandbox", "account")}, {}
        )
    )


@app.command()
def doctor(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array.")] = False,
) -> None:
    """Say what works and what does not: credentials, network, scopes, kind of account, features, journal.

    Options of the server stand before it: `sipgate-tools mcp --access account doctor`.
    """
    import json
    from dataclasses import asdict

    import anyio

    from sipgate_tools.mcp.account import McpAccount
    from sipgate_tools.mcp.doctor import examine
    from sipgate_tools.mcp.policy.audit_log import AuditLog

    async def look(
        settings: McpSettings, client_options: dict[str, Any], journal: AuditLog | None
    ) -> list[Any]:
        account = McpAccount(settings, client_options=client_options, audit_log=journal)
        try:
            return await examine(account)
        finally:
            await account.close()

    flags, embedded = serving.split_options(context.obj)
    try:
        settings = load_settings(flags)
        with serving.client_options(embedded) as client_options:
            journal = serving.journal_of(settings, embedded)
            findings = anyio.run(look, settings, client_options, journal)
    except InvalidInput as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        marks = {"ok": "ok     ", "missing": "missing", "broken": "BROKEN "}
        for finding in findings:
            typer.echo(f"{marks[finding.state]} {finding.name}: {finding.words}")
    raise typer.Exit(1 if any(finding.state == "broken" for finding in findings) else 0)
