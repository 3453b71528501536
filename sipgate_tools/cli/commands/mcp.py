"""`sipgate-tools mcp`: the MCP server, on stdio or over HTTP, and the commands to install and check it."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer

from sipgate_tools.errors import InvalidInput
from sipgate_tools.mcp.settings import FROM_ENVIRONMENT_ONLY, McpSettings, load_settings
from sipgate_tools.mcp.tools import offered_tools

from .._support import mcp_server as serving

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


def _option(name: str, annotation: Any, description: str) -> inspect.Parameter:
    """Return the command-line option for a setting. Its value is `None` if the option is not used."""
    flag = f"--{name.replace('_', '-')}"
    kind: Any = bool if annotation is bool else int if annotation is int else str
    choice = typer.Option(flag, help=description, show_default=False)
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[kind | None, choice]
    )


def _with_settings(function: Callable[..., None]) -> Callable[..., None]:
    """Replace the `**flags` of a function with one option for each setting."""
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
        typer.Option(
            "--sandbox", help="Use an embedded sandbox account instead of sipgate; nothing is sent."
        ),
    ] = False,
    account: Annotated[
        str, typer.Option(help="Platform of the embedded account: classic or neo.")
    ] = "classic",
    profile: Annotated[
        str | None,
        typer.Option(
            help="Use the login that is stored under this name; see auth profiles.", show_default=False
        ),
    ] = None,
    **flags: Any,
) -> None:
    """Serve sipgate to an assistant (Model Context Protocol), on stdio by default.

    Each option can also be set in the environment, such as --read-only with SIPGATE_MCP_READ_ONLY. Credentials come
    from SIPGATE_TOKEN_ID and SIPGATE_TOKEN, or from `sipgate-tools auth login`. Messages are printed to stderr, because
    stdout is reserved for the protocol.
    """
    options = {**flags, "sandbox": sandbox, "account": account, "profile": profile}
    if context.invoked_subcommand is None:
        raise typer.Exit(serving.serve(options))
    context.obj = options


@app.command()
def install(
    client: Annotated[
        str, typer.Option(help="The host: claude-code, claude-desktop, codex, cursor or vscode.")
    ],
    options: Annotated[
        list[str] | None, typer.Argument(help="Options for the server, after --, as in: -- --read-only")
    ] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show the changes.")] = False,
) -> None:
    """Add the server to a host's configuration, without secrets, and keep a backup of the old configuration."""
    from sipgate_tools.mcp import install as hosts  # imported here: only this command needs it

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
    backup_note = f" Backup: {backup}." if backup else ""
    typer.echo(f"Wrote {change.path}.{backup_note} Restart {client}.", err=True)
    if "--sandbox" in (options or []):
        typer.echo(
            "The server uses an embedded account: it needs no credentials, and nothing is sent.", err=True
        )
    else:
        typer.echo(
            "Credentials: `sipgate-tools auth login`, or SIPGATE_TOKEN_ID and SIPGATE_TOKEN.", err=True
        )


def _check(options: list[str]) -> None:
    """Raise `InvalidInput` if the server would not start with these options."""
    flags = serving.plain_options(options)
    if flags is None:
        raise InvalidInput("Unknown server option.", hint="`sipgate-tools mcp --help` lists the options.")
    offered_tools(load_settings(serving.split_options(flags)[0], {}))


@app.command()
def doctor(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array.")] = False,
) -> None:
    """Check what works and what does not: credentials, network, scopes, platform, features, audit log.

    Put server options before the command: `sipgate-tools mcp --access account doctor`.
    """
    # Imported here: `sipgate-tools mcp` starts faster without them.
    import json
    from dataclasses import asdict

    import anyio

    from sipgate_tools.mcp.account import McpAccount
    from sipgate_tools.mcp.doctor import examine
    from sipgate_tools.mcp.policy.audit_log import AuditLog

    async def run_checks(
        settings: McpSettings, client_options: dict[str, Any], audit_log: AuditLog | None
    ) -> list[Any]:
        account = McpAccount(settings, client_options=client_options, audit_log=audit_log)
        try:
            return await examine(account)
        finally:
            await account.close()

    flags, embedded = serving.split_options(context.obj)
    try:
        settings = load_settings(flags)
        with serving.client_options(embedded) as client_options:
            audit_log = serving.audit_log_for(settings, embedded)
            findings = anyio.run(run_checks, settings, client_options, audit_log)
    except InvalidInput as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        marks = {"ok": "ok     ", "missing": "missing", "broken": "BROKEN "}
        for finding in findings:
            typer.echo(f"{marks[finding.state]} {finding.name}: {finding.message}")
    raise typer.Exit(1 if any(finding.state == "broken" for finding in findings) else 0)
