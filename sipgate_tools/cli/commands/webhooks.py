"""`sipgate-tools webhooks`: serve a webhook app or record events, and list recorded events and calls."""

from __future__ import annotations

import asyncio
import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Final, NoReturn

import typer

from sipgate_tools.errors import InvalidInput
from sipgate_tools.webhooks import SecretPath, WebhookApp
from sipgate_tools.webhooks.server import DEFAULT_HOST, DEFAULT_PORT
from sipgate_tools.webhooks.server import serve as serve_app
from sipgate_tools.webhooks.store import StoredCall, default_location, open_store

from .._support.failures import FAILED, print_errors
from .._support.output import Column
from .._support.session import Session, add_command
from .._support.stored_events import call_json, call_line, event_json, event_line

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Receive sipgate's call events.",
)

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        help="The store: a file or redis://... By default SIPGATE_WEBHOOK_STORE, else a file in your data folder.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object per line.")]


Hooks = Annotated[
    str | None,
    typer.Argument(
        metavar="[MODULE:HOOKS]",
        help="The app to serve; without it, events are recorded and calls continue.",
        show_default=False,
    ),
]
Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 picks a free one.")]
PublicUrl = Annotated[
    str | None,
    typer.Option(help="URL that sipgate posts to; needed for recording.", show_default=False),
]
PublicKey = Annotated[
    Path | None,
    typer.Option(
        help="File with the public key that verifies signatures. By default SIPGATE_WEBHOOK_PUBLIC_KEY, or the app's.",
        show_default=False,
    ),
]
SecretPathOption = Annotated[
    str | None,
    typer.Option(
        envvar="SIPGATE_WEBHOOK_SECRET_PATH",
        help="Verify deliveries by this secret path below the public URL instead of by signatures.",
        show_default=False,
    ),
]
Register = Annotated[
    bool,
    typer.Option(
        "--register", help="Set the URL in the account's settings, and restore the previous URLs at the end."
    ),
]
ReadyAsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object when ready.")]


@app.command()
def serve(
    hooks: Hooks = None,
    *,
    host: Host = DEFAULT_HOST,
    port: Port = DEFAULT_PORT,
    public_url: PublicUrl = None,
    store: StoreOption = None,
    public_key: PublicKey = None,
    secret_path: SecretPathOption = None,
    register: Register = False,
    as_json: ReadyAsJson = False,
) -> None:
    """Serve a webhook app until interrupted; without an app, record events and let all calls continue."""
    with print_errors(code=FAILED):
        if hooks is None:
            served_app = _recorder(public_url, store or default_location(), public_key, secret_path)
        elif (public_url, store, secret_path) != (None, None, None):
            _refuse(
                "--public-url, --store and --secret-path are only for recording, because an app sets its own."
            )
        else:
            served_app = _load(hooks)
            if public_key is not None:
                served_app.verify_with(_key_in(public_key))
        _serve(served_app, host, port, register=register, as_json=as_json)


def _serve(served_app: WebhookApp, host: str, port: int, *, register: bool, as_json: bool) -> None:
    registration = _Registration(served_app.delivery_url) if register else None

    def announce(listening: str) -> None:
        if registration is not None:
            registration.register()
        _announce(served_app, listening, registered=register, as_json=as_json)

    try:
        serve_app(served_app, host=host, port=port, on_listening=announce)
    finally:
        if registration is not None:
            registration.restore()


@app.command()
def tail(
    *,
    store: StoreOption = None,
    after: Annotated[
        str | None,
        typer.Option(
            help="Start after the event with this id; 0 starts with the oldest.", show_default=False
        ),
    ] = None,
    event: Annotated[
        str | None,
        typer.Option(help="Only events with this name: newCall, answer, hangup or dtmf.", show_default=False),
    ] = None,
    call_id: Annotated[
        str | None, typer.Option(help="Only events of the call with this id.", show_default=False)
    ] = None,
    count: Annotated[
        int | None,
        typer.Option("--count", "-n", min=1, help="Stop after this number of events.", show_default=False),
    ] = None,
    digits: Annotated[
        bool, typer.Option("--digits", help="Show the pressed digits; they may be a PIN.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show events as they arrive, until interrupted."""

    async def follow() -> None:
        remaining = count
        async with open_store(store or default_location(), create=False) as opened:
            cursor = await opened.latest_id() if after is None else after
            while remaining is None or remaining > 0:
                found = await opened.wait(
                    after=cursor, event=event, call_id=call_id, limit=min(remaining or 100, 100)
                )
                for one in found:
                    typer.echo(event_json(one, digits=digits) if as_json else event_line(one, digits=digits))
                    cursor = one.id
                remaining = None if remaining is None else remaining - len(found)

    with print_errors(code=FAILED):
        asyncio.run(follow())


@app.command()
def calls(
    *,
    store: StoreOption = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="The maximum number of calls.")] = 20,
    live: Annotated[
        bool,
        typer.Option(
            "--live", help="Read the live calls from sipgate, to detect calls whose hangup event was lost."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show recorded calls, the newest first, with parties, time, duration and the cause of the end."""

    async def read() -> list[StoredCall]:
        async with open_store(store or default_location(), create=False) as opened:
            if not live:
                return await opened.calls(limit=limit)
            from sipgate_tools import AsyncSipgate  # imported here: only --live needs it

            async with AsyncSipgate() as client:
                return await opened.calls(limit=limit, client=client)

    with print_errors(code=FAILED):
        found = asyncio.run(read())
    for call in found:
        typer.echo(call_json(call) if as_json else call_line(call))
    if not found and not as_json:
        typer.echo("No calls yet.")


_SETTINGS: Final = [
    Column("Incoming calls", lambda settings: settings.incoming_url),
    Column("Outgoing calls", lambda settings: settings.outgoing_url),
    Column("Log", lambda settings: settings.log),
    Column("Only for", lambda settings: settings.whitelist),
]


@add_command(app, "settings", example="sipgate-tools webhooks settings")
def settings(session: Session) -> None:
    """Show the account's webhook settings: the URLs that receive call events, the log, and the whitelist."""
    session.output.record(session.client.webhook_settings.get(), _SETTINGS)


@add_command(app, "set-url", example="sipgate-tools webhooks set-url https://example.com/calls")
def set_url(
    session: Session,
    url: Annotated[str, typer.Argument(help="The URL that receives call events; on neo it must be https.")],
    *,
    direction: Annotated[str, typer.Option(help="Which calls: in, out or both.")] = "both",
) -> None:
    """Set the URL that receives the events of the account's calls. It replaces the current one."""
    _set_urls(session, direction, url)


@add_command(app, "clear-url", example="sipgate-tools webhooks clear-url --direction out")
def clear_url(
    session: Session,
    *,
    direction: Annotated[str, typer.Option(help="Which calls: in, out or both.")] = "both",
) -> None:
    """Remove the URL, so that sipgate sends no more events."""
    _set_urls(session, direction, "")


def _set_urls(session: Session, direction: str, url: str) -> None:
    names = {"in": ("incoming_url",), "out": ("outgoing_url",), "both": ("incoming_url", "outgoing_url")}
    if direction not in names:
        raise InvalidInput(f"Unknown direction {direction}.", hint="Use in, out or both.")
    before = session.client.webhook_settings.get()
    current = {name: getattr(before, name) or "" for name in names[direction]}
    replaced = {name: value for name, value in current.items() if value and value != url}
    if replaced:
        session.confirm("Replace this URL for the whole account?", **replaced)
    urls: Any = dict.fromkeys(names[direction], url)
    after = session.client.webhook_settings.update(**urls)
    session.output.record(after, _SETTINGS)


class _Registration:
    """The registration of our URL in the account's settings, which can be undone."""

    def __init__(self, url: str) -> None:
        from sipgate_tools import Sipgate  # imported here: only --register needs it

        self._url = url
        self._client = Sipgate()
        self._previous: tuple[str, str] | None = None

    def register(self) -> None:
        settings = self._client.webhook_settings.get()
        self._client.webhook_settings.update(incoming_url=self._url, outgoing_url=self._url)
        # Our own URL comes from an earlier run that was killed: do not restore it.
        previous = (settings.incoming_url or "", settings.outgoing_url or "")
        self._previous = (
            "" if previous[0] == self._url else previous[0],
            "" if previous[1] == self._url else previous[1],
        )

    def restore(self) -> None:
        if self._previous is None:
            return
        settings, (incoming, outgoing) = self._client.webhook_settings.get(), self._previous
        # Keep a URL that was changed in the meantime.
        if settings.incoming_url == self._url:
            self._client.webhook_settings.update(incoming_url=incoming)
        if settings.outgoing_url == self._url:
            self._client.webhook_settings.update(outgoing_url=outgoing)
        self._client.close()


def _recorder(
    public_url: str | None, store: str, public_key: Path | None, secret_path: str | None
) -> WebhookApp:
    if public_url is None:
        _refuse("Pass --public-url https://..., the URL that sipgate posts to, or the app to serve.")
    return WebhookApp(
        public_url=public_url,
        store=store,
        public_key=None if public_key is None else _key_in(public_key),
        verify="signature" if secret_path is None else SecretPath(secret_path),
    )


def _key_in(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        _refuse(f"The public key cannot be read: {error.strerror}.")


def _load(name: str) -> WebhookApp:
    module, _, attribute = name.partition(":")
    sys.path.insert(0, "")
    try:
        found: Any = import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module.partition(".")[0] and error.name != module:
            raise
        _refuse(f"The module {module} was not found.")
    for part in (attribute or "hooks").split("."):
        found = getattr(found, part, None)
    if not isinstance(found, WebhookApp):
        _refuse(f"{module} has no WebhookApp named {attribute or 'hooks'}.")
    return found


def _announce(served_app: WebhookApp, listening: str, *, registered: bool, as_json: bool) -> None:
    if as_json:
        typer.echo(
            json.dumps({"listening": listening, "url": served_app.delivery_url, "registered": registered})
        )
        return
    typer.echo(f"Listening on {listening}.", err=True)
    intro = "The account's settings have" if registered else "Enter in the account's settings"
    typer.echo(f"{intro} this URL for incoming and outgoing calls:", err=True)
    typer.echo(served_app.delivery_url)


def _refuse(sentence: str) -> NoReturn:
    typer.secho(sentence, err=True, fg="red")
    raise typer.Exit(2)
