"""`sipgate-tools auth`: log in, see who is logged in, log out. Secrets are read, never shown."""

from __future__ import annotations

import json
import os
import sys
import webbrowser
from collections.abc import Generator
from contextlib import contextmanager
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

import typer

from sipgate_tools import OAuth, Sipgate
from sipgate_tools._http.requests import BASE_URL_VARIABLE
from sipgate_tools.auth import (
    AuthorizationRequest,
    Credentials,
    CredentialStore,
    FileStore,
    OAuthCredentials,
    PersonalAccessToken,
    default_store,
    find_credentials,
    store_token,
    stored_credentials,
)
from sipgate_tools.auth.credentials import TOKEN_ID_VARIABLE, TOKEN_VARIABLE, jwt_claims
from sipgate_tools.auth.oauth import DEFAULT_REALM, DEFAULT_SCOPES, LOGIN_URL_VARIABLE
from sipgate_tools.auth.stores import candidate_stores
from sipgate_tools.errors import CredentialsMissing, SipgateError

from . import _oauth_callback

__all__ = ["app"]

REDIRECT_URI: Final = "http://127.0.0.1:8976/callback"
PATIENCE_SECONDS: Final = 300

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Log in, see who is logged in, log out.",
)

BaseUrl = Annotated[
    str | None,
    typer.Option(
        "--base-url", envvar=BASE_URL_VARIABLE, help="Instead of sipgate's API.", show_default=False
    ),
]


@app.command()
def login(
    *,
    oauth: Annotated[
        bool, typer.Option("--oauth", help="Log in in the browser, with an OAuth client of yours.")
    ] = False,
    client_id: Annotated[
        str | None, typer.Option(envvar="SIPGATE_CLIENT_ID", help="Of the OAuth client.", show_default=False)
    ] = None,
    realm: Annotated[str, typer.Option(help="third-party for clients registered long ago.")] = DEFAULT_REALM,
    scope: Annotated[
        list[str] | None,
        typer.Option(
            help="What the login shall allow; repeatable. By default everything.", show_default=False
        ),
    ] = None,
    redirect_uri: Annotated[
        str, typer.Option(help="Where the browser comes back to, as the client is registered.")
    ] = REDIRECT_URI,
    no_browser: Annotated[
        bool,
        typer.Option("--no-browser", help="Open the login elsewhere, and paste the address it ends at."),
    ] = False,
    login_url: Annotated[
        str | None,
        typer.Option(envvar=LOGIN_URL_VARIABLE, help="Instead of sipgate's login.", show_default=False),
    ] = None,
    base_url: BaseUrl = None,
    file: Annotated[
        bool, typer.Option("--file", help="Keep the login in a file even if there is a key ring.")
    ] = False,
) -> None:
    """Log in, and keep the login on this machine, where every client finds it.

    Without --oauth with a personal access token: token id and token are asked for, or read from stdin, one line each.
    With --oauth the client secret comes from SIPGATE_CLIENT_SECRET, else it is asked for, or read from stdin.
    """
    store: CredentialStore = FileStore() if file else default_store()
    with _print_errors():
        if oauth:
            secret = os.environ.get("SIPGATE_CLIENT_SECRET")
            service = OAuth(
                client_id or _ask("Client id"),
                secret or _ask("Client secret", hidden=True),
                realm=realm,
                redirect_uri=redirect_uri,
                scopes=scope or DEFAULT_SCOPES,
                login_url=login_url,
            )
            elsewhere = no_browser or urlsplit(redirect_uri).hostname not in _oauth_callback.HOSTS
            credentials = _through_browser(service, paste=elsewhere)
        else:
            credentials = PersonalAccessToken(_ask("Token id"), _ask("Token", hidden=True))
        with Sipgate(credentials=credentials, base_url=base_url) as client:
            user_id = client.users.info().sub
        _keep(credentials, store)
    _say(f"Logged in as {user_id}. The login is kept in {store}.")
    if os.environ.get(TOKEN_VARIABLE):
        _say(f"{TOKEN_VARIABLE} is set in the environment and goes before it.")


@app.command()
def status(
    *,
    base_url: BaseUrl = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say who is logged in, on which platform, and what the login allows where that is known; no secrets."""
    with _print_errors():
        credentials = find_credentials()
        with Sipgate(credentials=credentials, base_url=base_url) as client:
            user = client.users.info()
            shown = {
                "user": user.sub,
                "account": user.master_sip_id,
                "domain": user.domain,
                "platform": _platform(client),
                "credentials": type(credentials).__name__,
                "from": _source(),
                "scopes": _scopes(credentials),
                "until": _until(credentials),
            }
    if as_json:
        typer.echo(json.dumps(shown))
        return
    for name, value in shown.items():
        if value:
            typer.echo(f"{name + ':':<13}{' '.join(value) if isinstance(value, list) else value}")


@app.command()
def logout() -> None:
    """Forget the login that is kept on this machine, and end it at sipgate where it is one through OAuth."""
    with _print_errors():
        ended = [_end(place) for place in candidate_stores()]
    _say("Logged out." if any(ended) else "Nobody was logged in.")
    if os.environ.get(TOKEN_VARIABLE):
        _say(f"{TOKEN_VARIABLE} is still set in the environment.")


def _through_browser(service: OAuth, *, paste: bool) -> OAuthCredentials:
    request = service.authorization_url()
    _say(f"Open this address to log in:\n\n{request}\n")
    with service:
        answer = _ask("The address that the browser ended at") if paste else _returned(service, request)
        return service.exchange(answer, request)


def _returned(service: OAuth, request: AuthorizationRequest) -> str:
    with _oauth_callback.callback_server(service.redirect_uri or REDIRECT_URI, request.state) as callback:
        webbrowser.open(request.url)
        return callback.wait(PATIENCE_SECONDS)


def _keep(credentials: OAuthCredentials | PersonalAccessToken, store: CredentialStore) -> None:
    if isinstance(credentials, OAuthCredentials):
        credentials.store = store
        store.save(credentials.to_json())
    else:
        store_token(credentials, store)
    for place in candidate_stores():
        if str(place) != str(store):
            place.clear()  # one login: which place is looked at first must not matter


def _end(place: CredentialStore) -> bool:
    """Forget what is kept in a place, and return whether there was something."""
    credentials = None
    try:
        credentials = stored_credentials(place)
        if credentials is None:
            return False
    except CredentialsMissing:
        _say(f"What is kept in {place} cannot be read; it is forgotten.")
    if isinstance(credentials, OAuthCredentials):
        application = credentials.application
        with OAuth(
            application.client_id,
            application.client_secret,
            login_url=application.login_url,
            allow_http=application.allow_http,
        ) as service:
            try:
                service.log_out(credentials)
            except SipgateError as error:
                _say(f"It is forgotten here, but sipgate did not end it: {error}")
    place.clear()
    return True


def _platform(client: Sipgate) -> str | None:
    try:
        return client.account.platform().value
    except SipgateError:
        return None  # the token may see neither groups nor channels


def _source() -> str:
    if os.environ.get(TOKEN_ID_VARIABLE) or os.environ.get(TOKEN_VARIABLE):
        return "environment"
    return next((str(place) for place in candidate_stores() if place.load() is not None), "")


def _scopes(credentials: Credentials) -> list[str]:
    if isinstance(credentials, OAuthCredentials) and credentials.tokens.scopes:
        return sorted(credentials.tokens.scopes)
    claims = jwt_claims(credentials.authorization().partition(" ")[2]) or {}
    return sorted(str(claims.get("scope", "")).split())


def _until(credentials: Credentials) -> str | None:
    moment = credentials.tokens.refresh_expires_at if isinstance(credentials, OAuthCredentials) else None
    return moment.isoformat(timespec="seconds") if moment else None


def _ask(what: str, *, hidden: bool = False) -> str:
    """Ask at a terminal; read a line of stdin otherwise."""
    if sys.stdin.isatty():
        answer: Any = typer.prompt(what, hide_input=hidden, err=True)
        return str(answer).strip()
    line = sys.stdin.readline().strip()
    if not line:
        _say(f"{what} is missing: one line of stdin each, or run it in a terminal.")
        raise typer.Exit(2)
    return line


def _say(sentence: str) -> None:
    typer.echo(sentence, err=True)


@contextmanager
def _print_errors() -> Generator[None]:
    try:
        yield
    except SipgateError as error:
        typer.secho(str(error), err=True, fg="red")
        raise typer.Exit(1) from None
