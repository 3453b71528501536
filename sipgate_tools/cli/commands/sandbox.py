"""`sipgate-tools sandbox`: serve a simulated sipgate account on this machine."""

from __future__ import annotations

import json
import shlex
from collections.abc import Generator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, NoReturn

import typer

from sipgate_tools.sandbox import Rules, Sandbox
from sipgate_tools.sandbox.faults import KINDS
from sipgate_tools.sandbox.rules import with_settings
from sipgate_tools.sandbox.seeds import SEEDS
from sipgate_tools.sandbox.serving.server import LOOPBACK, listen, make_server

from .._support.sandbox_call import call

WARNING: Final = "This is a sandbox and not sipgate: nothing is sent, no call is made, nothing costs money."


class SandboxAccount(StrEnum):
    """The platform of an account."""

    classic = "classic"
    neo = "neo"


app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
app.command("call")(call)

Port = Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 picks a free one.")]
Platform = Annotated[
    SandboxAccount | None,
    typer.Option(help="Platform of the account; by default the one in the --state file, else classic."),
]
Host = Annotated[
    str, typer.Option(help="Address to listen on; any address except loopback is open to your network.")
]
Seed = Annotated[str, typer.Option(help=f"Initial data of the account: {', '.join(SEEDS)}, or a JSON file.")]
StateFile = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Keep the account in this file, which survives kill -9; by default it is lost with the process.",
    ),
]
Faults = Annotated[
    list[str] | None,
    typer.Option(
        help="A fault to produce, such as 429@sendWebSms*1; repeatable. "
        f"A status or one of: {', '.join(KINDS[1:])}."
    ),
]
RuleValues = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME=VALUE",
        help="A rule of the sandbox: undocumented behavior, prices or delays, such as empty_dtmf=empty or "
        "history_lag=0; repeatable. docs/sandbox.md lists them.",
    ),
]
PublicUrl = Annotated[
    str,
    typer.Option(
        help="URL for programs if it differs from --host and --port, such as http://sandbox:8080 in containers."
    ),
]
RedirectUris = Annotated[
    list[str] | None,
    typer.Option(
        help="Another redirect URI of the built-in OAuth client, besides all ports of this machine; "
        "repeatable, * is a wildcard."
    ),
]
SigningKey = Annotated[
    str,
    typer.Option(
        envvar="SIPGATE_SANDBOX_SIGNING_KEY",
        show_envvar=True,
        help="RSA private key that signs webhooks: a PEM file or PEM text. By default, the key in the package.",
    ),
]
Admin = Annotated[bool, typer.Option("--admin", help="Enable the admin path (clock, faults, reset).")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one line of JSON when ready.")]


@app.callback(invoke_without_command=True)
def command(
    context: typer.Context,
    port: Port = 0,
    account: Platform = None,
    host: Host = LOOPBACK,
    seed: Seed = "demo",
    state: StateFile = None,
    fault: Faults = None,
    rule: RuleValues = None,
    public_url: PublicUrl = "",
    redirect_uri: RedirectUris = None,
    signing_key: SigningKey = "",
    *,
    admin: Admin = False,
    as_json: AsJson = False,
) -> None:
    """Serve a simulated sipgate account on this machine. Nothing is sent to sipgate, and nothing costs money."""
    if context.invoked_subcommand is not None:
        return
    with _refusals(host, port):
        sandbox = Sandbox(
            account.value if account else None,
            seed=seed,
            state=state,
            rules=with_settings(Rules(), rule or ()),
            faults=fault or (),
            admin=admin,
            signing_key=signing_key or None,
            redirect_uris=redirect_uri or (),
        )
        listener = listen(sandbox, host, port, public_url)
    _warn(sandbox, host, state)
    try:
        make_server(sandbox, lambda: _announce(sandbox, as_json=as_json)).run(sockets=[listener])
    finally:
        sandbox.close_state()


@contextmanager
def _refusals(host: str, port: int) -> Generator[None]:
    """Print the reason and exit with code 2 if the sandbox cannot be created or cannot listen."""
    try:
        yield
    except ValueError as error:
        _refuse(str(error))
    except OSError as error:
        _refuse(f"Cannot listen on {host} port {port}: {error.strerror or error}. Try --port 0.")


def _warn(sandbox: Sandbox, host: str, state: Path | None) -> None:
    typer.secho(WARNING, err=True, bold=True)
    if sandbox.dispatcher.address.opened:
        typer.secho(f"Listening on {host}: everyone on your network can use it.", err=True, fg="red")
    if state is not None:
        typer.echo(f"The account is stored in {state}.", err=True)


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
    typer.echo(f"Public key of its webhook signatures: {sandbox.public_key_url}", err=True)
    typer.echo("Run this in another terminal, so that programs use the sandbox:", err=True)
    for name, value in sandbox.environment.items():
        typer.echo(f"export {name}={shlex.quote(value)}")
    typer.echo("Stop it with Ctrl-C.", err=True)


def _refuse(sentence: str) -> NoReturn:
    typer.secho(sentence, err=True, fg="red")
    raise typer.Exit(2)
