"""`sipgate-tools auth`: log in, show who is logged in, log out. Secrets are never printed."""

from __future__ import annotations

import json
import os
import sys
import webbrowser
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
from sipgate_tools.auth.credentials import jwt_claims
from sipgate_tools.auth.lookup import TOKEN_ID_VARIABLE, TOKEN_VARIABLE
from sipgate_tools.auth.oauth import DEFAULT_REALM, DEFAULT_SCOPES, LOGIN_URL_VARIABLE
from sipgate_tools.auth.profiles import current_profile
from sipgate_tools.auth.storage import candidate_stores
from sipgate_tools.auth.stores import stored_profiles
from sipgate_tools.errors import CredentialsMissing, SipgateError

from .._support import oauth_callback
from .._support.failures import FAILED, print_errors

REDIRECT_URI: Final = "http://127.0.0.1:8976/callback"
LOGIN_TIMEOUT_SECONDS: Final = 300
_WHERE_TOKENS_ARE_MADE: Final = """\
Create a personal access token in the settings of your sipgate account, under personal access tokens. It is shown once.
The everyday commands need these scopes: account:read, balance:read, contacts, devices:read, groups:read or
channels:read, history, numbers:read, rtcm, sessions:sms:write, sessions:fax:write, sessions:calls:write, sms:read,
faxlines:read, users:read, voicemails:read. The scope all covers all of them."""

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Log in, show who is logged in, log out.",
)

BaseUrl = Annotated[
    str | None,
    typer.Option(
        "--base-url",
        envvar=BASE_URL_VARIABLE,
        help="Base URL to use instead of sipgate's API.",
        show_default=False,
    ),
]


@app.command()
def login(
    *,
    oauth: Annotated[
        bool, typer.Option("--oauth", help="Log in through the browser with your own OAuth client.")
    ] = False,
    client_id: Annotated[
        str | None,
        typer.Option(envvar="SIPGATE_CLIENT_ID", help="Id of the OAuth client.", show_default=False),
    ] = None,
    realm: Annotated[
        str,
        typer.Option(help="Realm of the OAuth client; third-party for clients from the old registration."),
    ] = DEFAULT_REALM,
    scope: Annotated[
        list[str] | None,
        typer.Option(
            help="A scope to request; repeatable. By default, all scopes are requested.", show_default=False
        ),
    ] = None,
    redirect_uri: Annotated[
        str, typer.Option(help="Redirect URI, as registered for the client.")
    ] = REDIRECT_URI,
    no_browser: Annotated[
        bool,
        typer.Option(
            "--no-browser",
            help="Log in with a browser on another machine, and paste the address that it is redirected to.",
        ),
    ] = False,
    login_url: Annotated[
        str | None,
        typer.Option(
            envvar=LOGIN_URL_VARIABLE, help="Base URL to use instead of sipgate's login.", show_default=False
        ),
    ] = None,
    base_url: BaseUrl = None,
    file: Annotated[
        bool, typer.Option("--file", help="Store the login in a file, even if a keyring is available.")
    ] = False,
) -> None:
    """Log in and store the login on this machine, where all clients find it.

    Without --oauth, the login is a personal access token. Its id and the token are prompted for, or read from stdin,
    one per line. With --oauth, the client secret is read from SIPGATE_CLIENT_SECRET, from a prompt, or from stdin.
    """
    store: CredentialStore = FileStore() if file else default_store()
    with print_errors(code=FAILED):
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
            elsewhere = no_browser or urlsplit(redirect_uri).hostname not in oauth_callback.HOSTS
            credentials = _through_browser(service, paste=elsewhere)
        else:
            if sys.stdin.isatty():
                _say(_WHERE_TOKENS_ARE_MADE)
            credentials = PersonalAccessToken(_ask("Token id"), _ask("Token", hidden=True))
        with Sipgate(credentials=credentials, base_url=base_url) as client:
            user_id = client.users.info().sub
        _save(credentials, store)
    profile = current_profile()
    _say(f"Logged in as {user_id}. The login is stored in {store}{f' as {profile}' if profile else ''}.")
    if os.environ.get(TOKEN_VARIABLE) and not profile:
        _say(f"{TOKEN_VARIABLE} is set in the environment and takes precedence.")


@app.command()
def status(
    *,
    base_url: BaseUrl = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show who is logged in, on which platform, and the scopes of the login if known, without secrets."""
    with print_errors(code=FAILED):
        credentials = find_credentials()
        with Sipgate(credentials=credentials, base_url=base_url) as client:
            user = client.users.info()
            fields = {
                "user": user.sub,
                "account": user.master_sip_id,
                "domain": user.domain,
                "platform": _platform(client),
                "credentials": type(credentials).__name__,
                "from": _source(),
                "scopes": _scopes(credentials),
                "until": _expires_at(credentials),
            }
    if as_json:
        typer.echo(json.dumps(fields))
        return
    for name, value in fields.items():
        if value:
            typer.echo(f"{name + ':':<13}{' '.join(value) if isinstance(value, list) else value}")


@app.command()
def profiles(
    *, as_json: Annotated[bool, typer.Option("--json", help="Print one JSON array.")] = False
) -> None:
    """List the profiles with a login on this machine. Choose one with --profile or SIPGATE_PROFILE."""
    names = stored_profiles()
    if as_json:
        typer.echo(json.dumps(names))
        return
    for name in names:
        typer.echo(name)
    if not names:
        _say("No profiles. Store a login in one: sipgate-tools --profile NAME auth login")


@app.command()
def logout() -> None:
    """Remove the login that is stored on this machine, and revoke it at sipgate if it is an OAuth login."""
    with print_errors(code=FAILED):
        ended = [_log_out_of(store) for store in candidate_stores()]
    _say("Logged out." if any(ended) else "No login was stored.")
    if os.environ.get(TOKEN_VARIABLE):
        _say(f"{TOKEN_VARIABLE} is still set in the environment.")


def _through_browser(service: OAuth, *, paste: bool) -> OAuthCredentials:
    request = service.authorization_url()
    _say(f"Open this address to log in:\n\n{request}\n")
    with service:
        address = (
            _ask("The address that the browser was redirected to")
            if paste
            else _redirect_address(service, request)
        )
        return service.exchange(address, request)


def _redirect_address(service: OAuth, request: AuthorizationRequest) -> str:
    with oauth_callback.callback_server(service.redirect_uri or REDIRECT_URI, request.state) as callback:
        webbrowser.open(request.url)
        return callback.wait(LOGIN_TIMEOUT_SECONDS)


def _save(credentials: OAuthCredentials | PersonalAccessToken, store: CredentialStore) -> None:
    if isinstance(credentials, OAuthCredentials):
        credentials.store = store
        store.save(credentials.to_json())
    else:
        store_token(credentials, store)
    for other in candidate_stores():
        if str(other) != str(store):
            other.clear()  # keep a single login, so that the order of the stores does not matter


def _log_out_of(store: CredentialStore) -> bool:
    """Remove the login from a store, and return whether there was one."""
    credentials = None
    try:
        credentials = stored_credentials(store)
        if credentials is None:
            return False
    except CredentialsMissing:
        _say(f"The login in {store} cannot be read. It is removed.")
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
                _say(
                    f"The login is removed from this machine, but it could not be revoked at sipgate: {error}"
                )
    store.clear()
    return True


def _platform(client: Sipgate) -> str | None:
    try:
        return client.account.platform().value
    except SipgateError:
        return None  # the token has no scope for groups or channels


def _source() -> str:
    if not current_profile() and (os.environ.get(TOKEN_ID_VARIABLE) or os.environ.get(TOKEN_VARIABLE)):
        return "environment"
    return next((str(store) for store in candidate_stores() if store.load() is not None), "")


def _scopes(credentials: Credentials) -> list[str]:
    if isinstance(credentials, OAuthCredentials) and credentials.tokens.scopes:
        return sorted(credentials.tokens.scopes)
    claims = jwt_claims(credentials.authorization().partition(" ")[2]) or {}
    return sorted(str(claims.get("scope", "")).split())


def _expires_at(credentials: Credentials) -> str | None:
    expires_at = credentials.tokens.refresh_expires_at if isinstance(credentials, OAuthCredentials) else None
    return expires_at.isoformat(timespec="seconds") if expires_at else None


def _ask(what: str, *, hidden: bool = False) -> str:
    """Return the user's input: from a prompt at a terminal, otherwise from a line of stdin."""
    if sys.stdin.isatty():
        text: Any = typer.prompt(what, hide_input=hidden, err=True)
        return str(text).strip()
    line = sys.stdin.readline().strip()
    if not line:
        _say(f"{what} is missing: pass one value per line on stdin, or run the command in a terminal.")
        raise typer.Exit(2)
    return line


def _say(sentence: str) -> None:
    typer.echo(sentence, err=True)
