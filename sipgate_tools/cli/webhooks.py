"""`sipgate-tools webhooks`: serve a webhook app or just record, and look at what was recorded."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from sipgate_tools.errors import SipgateError
from sipgate_tools.webhooks import SecretPath, WebhookApp
from sipgate_tools.webhooks.server import DEFAULT_HOST, DEFAULT_PORT
from sipgate_tools.webhooks.server import serve as serve_app
from sipgate_tools.webhooks.store import StoredCall, default_location, open_store

from ._format import call_json, call_line, event_json, event_line

__all__ = ["app"]

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Receive what sipgate tells about calls.",
)

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        help="Where events are kept: a file, or redis://... By default SIPGATE_WEBHOOK_STORE, or the user's data.",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object per line.")]


@app.command()
def serve(
    hooks: Annotated[
        str | None,
        typer.Argument(
            metavar="[MODULE:HOOKS]",
            help="The app to serve; without it, events are recorded and calls go on.",
            show_default=False,
        ),
    ] = None,
    *,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = DEFAULT_HOST,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 picks a free one.")] = DEFAULT_PORT,
    public_url: Annotated[
        str | None,
        typer.Option(help="Where sipgate reaches this server; needed for recording.", show_default=False),
    ] = None,
    store: StoreOption = None,
    public_key: Annotated[
        Path | None,
        typer.Option(
            help="File with the key that signs deliveries. By default SIPGATE_WEBHOOK_PUBLIC_KEY, or the app's.",
            show_default=False,
        ),
    ] = None,
    secret_path: Annotated[
        str | None,
        typer.Option(
            envvar="SIPGATE_WEBHOOK_SECRET_PATH",
            help="Trust this path below the public URL instead of signatures.",
            show_default=False,
        ),
    ] = None,
    register: Annotated[
        bool,
        typer.Option("--register", help="Put the URL into the account's settings, and take it back on stop."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object when ready.")] = False,
) -> None:
    """Serve a webhook app until it is stopped; without one, record events and let all calls go on."""
    with _print_errors():
        if hooks is None:
            chosen = _recorder(public_url, store or default_location(), public_key, secret_path)
        elif (public_url, store, secret_path) != (None, None, None):
            _refuse("--public-url, --store and --secret-path are for recording: the app has its own.")
        else:
            chosen = _load(hooks)
            if public_key is not None:
                chosen.verify_with(_key_in(public_key))

        registration = _Registration(chosen.delivery_url) if register else None

        def announce(listening: str) -> None:
            if registration is not None:
                registration.put()
            _announce(chosen, listening, registered=register, as_json=as_json)

        try:
            serve_app(chosen, host=host, port=port, on_listening=announce)
        finally:
            if registration is not None:
                registration.take_back()


@app.command()
def tail(
    *,
    store: StoreOption = None,
    after: Annotated[
        str | None,
        typer.Option(help="Begin after the event with this id; 0: with the oldest.", show_default=False),
    ] = None,
    event: Annotated[
        str | None, typer.Option(help="Only newCall, answer, hangup or dtmf.", show_default=False)
    ] = None,
    call_id: Annotated[str | None, typer.Option(help="Only this call.", show_default=False)] = None,
    count: Annotated[
        int | None, typer.Option("--count", "-n", min=1, help="Stop after so many.", show_default=False)
    ] = None,
    digits: Annotated[
        bool, typer.Option("--digits", help="Show what callers pressed; it may be a PIN.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show events as they come, until stopped."""

    async def follow() -> None:
        left = count
        async with open_store(store or default_location(), create=False) as opened:
            place = await opened.latest_id() if after is None else after
            while left is None or left > 0:
                found = await opened.wait(
                    after=place, event=event, call_id=call_id, limit=min(left or 100, 100)
                )
                for one in found:
                    typer.echo(event_json(one, digits=digits) if as_json else event_line(one, digits=digits))
                    place = one.id
                left = None if left is None else left - len(found)

    with _print_errors():
        asyncio.run(follow())


@app.command()
def calls(
    *,
    store: StoreOption = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="How many.")] = 20,
    live: Annotated[
        bool,
        typer.Option(
            "--live", help="Ask sipgate which calls go on: those whose hang-up got lost have ended."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show the calls that were recorded, the newest first: who, when, how long, how they ended."""

    async def read() -> list[StoredCall]:
        async with open_store(store or default_location(), create=False) as opened:
            if not live:
                return await opened.calls(limit=limit)
            from sipgate_tools import AsyncSipgate

            async with AsyncSipgate() as client:
                return await opened.calls(limit=limit, client=client)

    with _print_errors():
        found = asyncio.run(read())
    for call in found:
        typer.echo(call_json(call) if as_json else call_line(call))
    if not found and not as_json:
        typer.echo("No calls yet.")


class _Registration:
    """Our URL in the account's settings, and what stood there before."""

    def __init__(self, url: str) -> None:
        from sipgate_tools import Sipgate

        self._url = url
        self._client = Sipgate()
        self._former: tuple[str, str] | None = None

    def put(self) -> None:
        settings = self._client.webhook_settings.get()
        self._client.webhook_settings.update(incoming_url=self._url, outgoing_url=self._url)
        # What a run that was killed left behind is not what somebody wants back.
        former = (settings.incoming_url or "", settings.outgoing_url or "")
        self._former = (
            "" if former[0] == self._url else former[0],
            "" if former[1] == self._url else former[1],
        )

    def take_back(self) -> None:
        if self._former is None:
            return
        settings, (incoming, outgoing) = self._client.webhook_settings.get(), self._former
        # Who has changed it meanwhile wants it so.
        if settings.incoming_url == self._url:
            self._client.webhook_settings.update(incoming_url=incoming)
        if settings.outgoing_url == self._url:
            self._client.webhook_settings.update(outgoing_url=outgoing)
        self._client.close()


def _recorder(
    public_url: str | None, store: str, public_key: Path | None, secret_path: str | None
) -> WebhookApp:
    if public_url is None:
        _refuse("Say where sipgate reaches this server: --public-url https://... (or which app to serve).")
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
        _refuse(f"There is no module {module} here.")
    for part in (attribute or "hooks").split("."):
        found = getattr(found, part, None)
    if not isinstance(found, WebhookApp):
        _refuse(f"{module} has no WebhookApp named {attribute or 'hooks'}.")
    return found


def _announce(chosen: WebhookApp, listening: str, *, registered: bool, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"listening": listening, "url": chosen.delivery_url, "registered": registered}))
        return
    typer.echo(f"Listening on {listening}.", err=True)
    where = "The account's settings have" if registered else "Put into the account's settings"
    typer.echo(f"{where} this URL for incoming and outgoing calls:", err=True)
    typer.echo(chosen.delivery_url)


@contextmanager
def _print_errors() -> Generator[None]:
    try:
        yield
    except SipgateError as error:
        typer.secho(str(error), err=True, fg="red")
        raise typer.Exit(1) from None
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _refuse(sentence: str) -> NoReturn:
    typer.secho(sentence, err=True, fg="red")
    raise typer.Exit(2)
