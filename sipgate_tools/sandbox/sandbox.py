"""The `Sandbox` object: a transport for clients, an ASGI app for servers, and controls for tests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import httpx2

from .clock import AppClock, Clock
from .dispatch.credentials import make_jwt, scope_text
from .dispatch.dispatcher import Dispatcher
from .dispatch.http import Request, Response
from .dispatch.permissions import features as all_features
from .events import outbox as outbox_record
from .faults import Fault, Faults
from .rules import Rules
from .seeds import apply_snapshot, load_seed
from .seeds.account import OAUTH_CLIENT
from .serving.addresses import SandboxAddress
from .serving.in_process import InProcess
from .serving.reachable import Reachable, check_redirect_uri
from .state import State
from .state.people import Account, Platform, Token
from .state.persistence import open_state
from .webhooks.signing_key import signer_of

if TYPE_CHECKING:
    from .serving.asgi import App

IN_PROCESS_BASE_URL: Final = "https://sandbox.sipgate.invalid/v2"


class Sandbox(Reachable, InProcess):
    """A complete sipgate account on your machine.

    The sandbox is not the real sipgate. It costs nothing, sends requests only to the URLs that you configure, and
    contains only fictional data.

    To use the account in the same process, without a socket, pass the sandbox as the `transport=` of a client,
    synchronous or asynchronous. For other processes, `serve_in_thread` serves the account on loopback, and `asgi` is
    the account as an ASGI application.

    Args:
        account: The platform, "classic" or "neo". By default, the platform of the account in the file `state`, or
            else "classic".
        seed: The initial data: "demo", "empty", or the path of a snapshot, see `seeds.load_seed`.
        state: The path of an SQLite file that stores the account, so that the account survives a restart. Only one
            sandbox at a time can use the file, see `close_state`. By default, the account is only in memory.
        clock: The sandbox's clock, such as `Clock(time)`. By default, a clock with the setting stored in the file
            `state`, or else a clock that runs with the machine's clock.
        rules: Prices, durations, and behavior that sipgate does not document (`Rules`).
        faults: Faults that are active from the start, in the notation of `faults.parse_fault`.
        check_answers: Whether to record every response that contradicts the spec in `problems`.
        admin: Whether to enable the admin path `/admin` over HTTP.
        approve_logins: The id of a user, such as "w0", whose OAuth logins are approved without the login page. By
            default, the login page is shown.
        webhook_transport: The transport that sends webhooks instead of the network, such as
            `httpx2.MockTransport`.
        signing_key: The RSA private key that signs webhooks, as a PEM string or the path of a PEM file. By default,
            the key in the package.
        redirect_uris: Additional redirect URIs for the predefined OAuth client, which can always redirect to every
            port of this machine. `*` is a wildcard.

    Raises:
        ValueError: `account`, `seed`, a fault, the user in `approve_logins`, `signing_key` or a redirect URI is
            invalid, or the file `state` is not a state file, has another version, is in use, or contains an account
            of the other platform.

    Attributes:
        token_id, token: A personal access token of the administrator `w0` with the scope `all`.
        client_id, client_secret: The credentials of an OAuth client that can redirect to any port of this machine,
            and to `redirect_uris`.
        public_key: The public key that verifies the sandbox's webhooks, as PEM.
        base_url: The base URL for clients, ending in `/v2`. While the sandbox is served, the URL of the server.
        login_url: The URL of the sandbox's OAuth server.
        clock: The sandbox's `Clock`, with `set`, `advance` and `resume`.
        faults: The active `Faults`, with `add("429@sendWebSms*1")` and `clear()`.
        state: The tables of the account, for tests that inspect them.
        requests: The latest requests (at least the last 5,000), oldest first, as (method, path).
    """

    def __init__(
        self,
        account: Platform | None = None,
        *,
        seed: str | Path = "demo",
        state: str | Path | None = None,
        clock: Clock | None = None,
        rules: Rules | None = None,
        faults: Iterable[str | Fault] = (),
        check_answers: bool = False,
        admin: bool = False,
        approve_logins: str = "",
        webhook_transport: httpx2.BaseTransport | None = None,
        signing_key: str | Path | None = None,
        redirect_uris: Iterable[str] = (),
    ) -> None:
        self._signer = signer_of(signing_key)
        self._redirect_uris = tuple(check_redirect_uri(uri) for uri in scope_text(redirect_uris))
        self.faults = Faults()
        for fault in (faults,) if isinstance(faults, str) else faults:
            self.faults.add(fault)
        self.admin = admin
        self._seed: str | Path = seed
        loaded, self.clock, self._persistence = open_state(account, seed, clock, state)
        self._platform: Platform = loaded.account.platform
        self._dispatcher = Dispatcher(
            loaded,
            self.clock,
            rules or Rules(),
            SandboxAddress.at(IN_PROCESS_BASE_URL),
            self.faults,
        )
        self._dispatcher.public_key = self._signer.public_key
        self._register_redirect_uris()
        if approve_logins:
            self._check_user(approve_logins)
        self._dispatcher.approver = approve_logins
        if check_answers:
            self._dispatcher.problems = []
        self.requests: list[tuple[str, str]] = []
        self._webhook_transport = webhook_transport

    def __repr__(self) -> str:
        return f"Sandbox(account={self._platform!r}, seed={self._seed!r})"

    @property
    def app_clock(self) -> AppClock:
        """The sandbox's clock for a webhook app in the same process: `WebhookApp(clock=sandbox.app_clock)`."""
        return AppClock(self.clock)

    @property
    def rules(self) -> Rules:
        """The current prices, durations and undocumented behavior. Assign another `Rules` to change them."""
        return self._dispatcher.rules

    @rules.setter
    def rules(self, rules: Rules) -> None:
        with self._dispatcher.lock:
            self._dispatcher.rules = rules

    def _register_redirect_uris(self) -> None:
        client = self.state.oauth_clients.get(OAUTH_CLIENT.id)
        if client is not None and self._redirect_uris:
            uris = dict.fromkeys((*client.redirect_uris, *self._redirect_uris))
            self.state.oauth_clients.put(replace(client, redirect_uris=tuple(uris)))
            self._dispatcher.commit()

    @property
    def problems(self) -> list[str]:
        """The contradictions between responses and the spec so far. They are recorded only with `check_answers`."""
        return self._dispatcher.problems or []

    @property
    def dispatcher(self) -> Dispatcher:
        """The dispatcher that responds to requests, without HTTP."""
        return self._dispatcher

    def respond(self, request: Request) -> Response:
        """Respond to one request, without an HTTP library or a server."""
        self.requests.append((request.method, request.path))
        if len(self.requests) > 10_000:
            del self.requests[:5_000]
        return self._dispatcher.respond(request)

    def issue_token(self, scopes: Iterable[str] = ("all",), *, user: str = "w0") -> tuple[str, str]:
        """Create a personal access token.

        Args:
            scopes: The scopes of the token, such as `["sessions:sms:write"]`.
            user: The id of the user that the token belongs to.

        Returns:
            The token id and the token.

        Raises:
            ValueError: `user` is not a user of the account.
        """
        self._check_user(user)
        with self._dispatcher.lock:
            token_id = f"token-{self.state.new_hex('token id', 6)}"
            token = Token(token_id, self.state.new_uuid("token"), user, scope_text(scopes))
            self.state.tokens.put(token)
            self._dispatcher.commit()
        return token.id, token.secret

    def issue_jwt(
        self, scopes: Iterable[str] = ("all",), *, user: str = "w0", lifetime: timedelta | None = None
    ) -> str:
        """Create an OAuth access token (a JWT) that expires by the sandbox's clock.

        Args:
            scopes: The scopes of the token.
            user: The id of the user that the token belongs to.
            lifetime: The lifetime of the token. By default, `Rules.access_token_lifetime`.

        Raises:
            ValueError: `user` is not a user of the account.
        """
        self._check_user(user)
        lifetime = lifetime or self.rules.access_token_lifetime
        with self._dispatcher.lock:
            token = make_jwt(self.state, user, scope_text(scopes), self.clock.now(), lifetime)
            self._dispatcher.commit()
        return token

    def _check_user(self, user: str) -> None:
        if user not in self.state.users:
            users = ", ".join(row.id for row in self.state.users)
            raise ValueError(f"Unknown user {user}. Allowed: {users}.")

    def outbox(self) -> dict[str, list[dict[str, Any]]]:
        """Return sent messages and started calls: `{"sms": [...], "faxes": [...], "calls": [...]}`, oldest first."""
        return outbox_record.outbox_record(self.state)

    def reset(self, seed: str | Path | None = None) -> None:
        """Replace the account with a fresh account on the same platform, and clear all faults.

        Args:
            seed: The initial data, as for the constructor. By default, the seed that was used last.

        Raises:
            ValueError: `seed` is unknown, or the file is not a valid snapshot.
        """
        state = load_seed(self._platform, self.clock.now(), seed or self._seed)
        with self._dispatcher.lock:
            self._persistence.replace(state)
            self.faults.clear()
            self._seed = seed or self._seed
            self._dispatcher.state = state
            self._register_redirect_uris()

    def snapshot(self) -> dict[str, Any]:
        """Return the whole account as a JSON object for `restore`. Saved to a file, the object can be a `seed`."""
        with self._dispatcher.lock:
            from .state.snapshot import take_snapshot  # start-up time: only snapshots need msgspec

            return {"base": "none"} | take_snapshot(self.state)

    def restore(self, snapshot: dict[str, Any]) -> None:
        """Replace the account with the account in a snapshot.

        Raises:
            ValueError: The snapshot is invalid. The account is unchanged.
        """
        state = apply_snapshot(State(), self._platform, self.clock.now(), snapshot)
        with self._dispatcher.lock:
            self._persistence.replace(state)
            self._dispatcher.state = state
            self._register_redirect_uris()

    def close_state(self) -> None:
        """Close the file `state` so that another sandbox can use it.

        Later requests that change the account return 500.
        """
        with self._dispatcher.lock:
            self._persistence.close()

    def book(self, *features: str, missing: Iterable[str] = ()) -> None:
        """Activate and deactivate features of the account. At the start, all features are active.

        Args:
            features: The features to activate: `sms`, `sipgateio`, `autorecording`, `numbers` or `fax`.
            missing: The features to deactivate. Their operations return 403.

        Raises:
            ValueError: A feature is unknown.
        """
        missing = tuple(missing)
        every = all_features()
        unknown = [name for name in (*features, *missing) if name not in every]
        if unknown:
            raise ValueError(f"Unknown feature {unknown[0]}. Allowed: {', '.join(every)}.")
        absent = (set(self.state.account.missing_features) | set(missing)) - set(features)
        self._change_account(missing_features=tuple(sorted(absent)))

    def set_balance(self, amount: int) -> None:
        """Set the balance, in ten-thousandths of the currency unit: 35000 is 3.50 EUR."""
        self._change_account(balance=amount)

    def _change_account(self, **fields: Any) -> None:
        with self._dispatcher.lock:
            account: Account = replace(self.state.account, **fields)
            self.state.account = account
            self._dispatcher.commit()

    @property
    def asgi(self) -> App:
        """The account as an ASGI application."""
        from .serving.asgi import App  # start-up time: 60 ms that a sandbox in process does not need

        return App(self)
