"""`sipgate-tools sandbox`: a whole sipgate account served on this machine."""

from __future__ import annotations

import json
import shlex
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from sipgate_tools.sandbox import Rules, Sandbox
from sipgate_tools.sandbox.faults import KINDS
from sipgate_tools.sandbox.rules import changed
from sipgate_tools.sandbox.seeds import SEEDS
from sipgate_tools.sandbox.serving.server import LOOPBACK, listen, make_server

from ._sandbox_call import call

WARNING = "This is a sandbox and not sipgate: nothing is sent, nobody is called, nothing costs money."


class SandboxAccount(StrEnum):
    """The platforms an account can be on."""

    classic = "classic"
    neo = "neo"


app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
app.command("call")(call)


@app.callback(invoke_without_command=True)
def command(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 picks a free one.")] = 0,
    account: Annotated[
        SandboxAccount | None,
        typer.Option(help="Kind of account; classic, or what the file of --state holds."),
    ] = None,
    host: Annotated[
        str, typer.Option(help="Address to listen on; others than loopback open it to your network.")
    ] = LOOPBACK,
    seed: Annotated[
        str, typer.Option(help=f"What the account holds at first: {', '.join(SEEDS)}, or a JSON file.")
    ] = "demo",
    state: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Keep the account in this file, also across kill -9; without it, it is gone with the process.",
        ),
    ] = None,
    fault: Annotated[
        list[str] | None,
        typer.Option(
            help="Something that goes wrong, such as 429@sendWebSms*1; repeatable. "
            f"A status or one of: {', '.join(KINDS[1:])}."
        ),
    ] = None,
    rule: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE",
            help="How an unsettled question is decided, what something costs or how long it takes, such as "
            "empty_dtmf=empty or history_lag=0; repeatable. docs/sandbox.md lists them.",
        ),
    ] = None,
    public_url: Annotated[
        str,
        typer.Option(
            help="How programs reach it, where that is not --host and --port: http://sandbox:8080 between containers."
        ),
    ] = "",
    redirect_uri: Annotated[
        list[str] | None,
        typer.Option(
            help="Let the ready-made OAuth client redirect there too, beside every port of this machine; "
            "repeatable, * is a wildcard."
        ),
    ] = None,
    signing_key: Annotated[
        str,
        typer.Option(
            envvar="SIPGATE_SANDBOX_SIGNING_KEY",
            show_envvar=True,
            help="Sign webhooks with this RSA private key: a PEM file, or PEM text. By default the package's own.",
        ),
    ] = "",
    *,
    admin: Annotated[
        bool, typer.Option("--admin", help="Open the admin path (clock, faults, reset).")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON when ready.")] = False,
) -> None:
    """Serve a whole sipgate account on this machine. It is not sipgate: nothing leaves the machine."""
    if context.invoked_subcommand is not None:
        return
    try:
        sandbox = Sandbox(
            account.value if account else None,
            seed=seed,
            state=state,
            rules=changed(Rules(), rule or ()),
            faults=fault or (),
            admin=admin,
            signing_key=signing_key or None,
            redirect_uris=redirect_uri or (),
        )
        listener = listen(sandbox, host, port, public_url)
    except ValueError as error:
        _refuse(str(error))
    except OSError as error:
        _refuse(f"Cannot listen on {host} port {port}: {error.strerror or error}. Try --port 0.")
    typer.secho(WARNING, err=True, bold=True)
    if sandbox.engine.address.opened:
        typer.secho(
            f"Listening on {host}: everybody who reaches this machine can use it.", err=True, fg="red"
        )
    if state is not None:
        typer.echo(f"The account is kept in {state}.", err=True)
    try:
        make_server(sandbox, lambda: _announce(sandbox, as_json=as_json)).run(sockets=[listener])
    finally:
        sandbox.close_state()


def _announce(sandbox: Sandbox, *, as_json: bool) -> None:
    if as_json:
        ready = {
            "base_url": sandbox.base_url,
            "token_id": sandbox.token_id,
            "token": sandbox.token,
            "login_url": sandbox.login_url,
            "client_id": sandbox.client_id,
            "client_secret": sandbox.client_secret,
            "public_key": sandbox.public_key,
            "console_url": sandbox.console_url,
        }
        typer.echo(json.dumps(ready))
        return
    typer.echo(f"Console: {sandbox.console_url}", err=True)
    typer.echo(f"Key its webhooks are signed with: {sandbox.public_key_url}", err=True)
    typer.echo("For another terminal, so that programs find it:", err=True)
    for name, value in sandbox.environment.items():
        typer.echo(f"export {name}={shlex.quote(value)}")
    typer.echo("Stop it with Ctrl-C.", err=True)


def _refuse(sentence: str) -> NoReturn:
    typer.secho(sentence, err=True, fg="red")
    raise typer.Exit(2)
