"""The sandbox as one object: a transport for clients, an ASGI app for servers, and hooks for tests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx2

from .clock import AppClock, Clock
from .dispatch.credentials import make_jwt, scope_text
from .dispatch.dispatcher import Dispatcher
from .dispatch.http import Request, Response
from .dispatch.permissions import FEATURES
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

IN_PROCESS_BASE_URL = "https://sandbox.sipgate.invalid/v2"


class Sandbox(Reachable, InProcess):
    """A whole sipgate account on your machine.

    It is not sipgate: nothing leaves the machine, nothing costs money, and what it holds is made up.

    In process it is the `transport=` of a client, synchronous or asynchronous, without any socket; `asgi` is the
    same account for a server, and `serve_in_thread` serves it on loopback.

    Args:
        account: the platform, "classic" or "neo"; classic unless told otherwise, or what the file `state` holds.
        seed: what the account holds at first: "demo", "empty", or the path of a snapshot, see `seeds.sow`.
        state: a file that keeps the account (SQLite): what was answered is there when the file is opened again. One
            sandbox has it at a time, see `close_state`. By default the account is kept in memory only.
        clock: the sandbox's time; by default one that runs with the machine's, or as it was set in the file `state`.
            Give `Clock(moment)` to set it.
        rules: prices, durations, and how unsettled questions are decided (`Rules`).
        faults: faults in force from the start, as `faults.parse_fault` reads them.
        check_answers: note every answer that contradicts the document in `problems`.
        admin: open the admin path `/admin` over HTTP.
        approve_logins: a user such as "w0" who logs in through OAuth at once, without the page that asks.
        webhook_transport: carries webhooks instead of the network, such as `httpx2.MockTransport`.
        signing_key: the key its webhooks are signed with (RSA private key): PEM text, or the path of a file. By
            default a key that ships with the package.
        redirect_uris: more addresses that a login of the ready-made OAuth client may redirect to, beside every port
            of this machine; `*` is a wildcard.

    Raises:
        ValueError: there is no such platform, seed, fault or user; the signing key or a redirect URI is none; or the
            file `state` is something else, of another version, in use by another sandbox, or holds an account of the
            other platform.

    Attributes:
        token_id, token: a personal access token of the administrator `w0` with scope `all`.
        client_id, client_secret: an OAuth client that may redirect to any port of this machine, and to
            `redirect_uris`.
        public_key: PEM of the key its webhooks are signed with.
        base_url: ends in `/v2`; the address of the server while it is served.
        login_url: where its OAuth login is.
        clock: see `Clock`: `set`, `advance`, `resume`.
        faults: see `Faults`: `add("429@sendWebSms*1")`, `clear()`.
        state: the tables themselves, for tests that look deeper.
        requests: every request that was answered, oldest first, as (method, path); the last 10,000.
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
        held, self.clock, self._keeping = open_state(account, seed, clock, state)
        self._platform: Platform = held.account.platform
        self._engine = Dispatcher(
            held,
            self.clock,
            rules or Rules(),
            SandboxAddress.at(IN_PROCESS_BASE_URL),
            self.faults,
        )
        self._engine.public_key = self._signer.public_key
        self._register_redirect_uris()
        if approve_logins:
            self._check_user(approve_logins)
        self._engine.approver = approve_logins
        if check_answers:
            self._engine.problems = []
        self.requests: list[tuple[str, str]] = []
        self._webhook_transport = webhook_transport

    def __repr__(self) -> str:
        return f"Sandbox(account={self._platform!r}, seed={self._seed!r})"

    @property
    def app_clock(self) -> AppClock:
        """Its time for a webhook app in the same process: `WebhookApp(clock=sandbox.app_clock)`."""
        return AppClock(self.clock)

    @property
    def rules(self) -> Rules:
        """Prices, durations, and how unsettled questions are decided; set another `Rules` to change them."""
        return self._engine.rules

    @rules.setter
    def rules(self, rules: Rules) -> None:
        with self._engine.lock:
            self._engine.rules = rules

    def _register_redirect_uris(self) -> None:
        client = self.state.oauth_clients.get(OAUTH_CLIENT.id)
        if client is not None and self._redirect_uris:
            known = dict.fromkeys((*client.redirect_uris, *self._redirect_uris))
            self.state.oauth_clients.put(replace(client, redirect_uris=tuple(known)))
            self._engine.commit()

    @property
    def problems(self) -> list[str]:
        """What answers so far contradicted the document; only noted with `check_answers`."""
        return self._engine.problems or []

    @property
    def engine(self) -> Dispatcher:
        """The synchronous core."""
        return self._engine

    def respond(self, request: Request) -> Response:
        """Answer one request: the pure core, without HTTP library or server."""
        self.requests.append((request.method, request.path))
        if len(self.requests) > 10_000:
            del self.requests[:5_000]
        return self._engine.respond(request)

    def issue_token(self, scopes: Iterable[str] = ("all",), *, user: str = "w0") -> tuple[str, str]:
        """Make a personal access token.

        Args:
            scopes: what it allows, such as `["sessions:sms:write"]`.
            user: whose it is.

        Returns:
            Token id and token.

        Raises:
            ValueError: there is no such user.
        """
        self._check_user(user)
        with self._engine.lock:
            token_id = f"token-{self.state.new_hex('token id', 6)}"
            token = Token(token_id, self.state.new_uuid("token"), user, scope_text(scopes))
            self.state.tokens.put(token)
            self._engine.commit()
        return token.id, token.secret

    def issue_jwt(
        self, scopes: Iterable[str] = ("all",), *, user: str = "w0", lifetime: timedelta | None = None
    ) -> str:
        """Make an OAuth access token (a JWT) that expires by the sandbox's clock.

        Args:
            scopes: what it allows.
            user: whose it is.
            lifetime: how long it lives; by default as `Rules.access_token_lifetime` says.

        Raises:
            ValueError: there is no such user.
        """
        self._check_user(user)
        lifetime = lifetime or self.rules.access_token_lifetime
        with self._engine.lock:
            token = make_jwt(self.state, user, scope_text(scopes), self.clock.now(), lifetime)
            self._engine.commit()
        return token

    def _check_user(self, user: str) -> None:
        if user not in self.state.users:
            known = ", ".join(row.id for row in self.state.users)
            raise ValueError(f"There is no user {user}. There are: {known}.")

    def outbox(self) -> dict[str, list[dict[str, Any]]]:
        """What was really sent and started: `{"sms": [...], "faxes": [...], "calls": [...]}`, oldest first."""
        return outbox_record.outbox_record(self.state)

    def reset(self, seed: str | Path | None = None) -> None:
        """Start over with a fresh account of the same kind, and no faults.

        Raises:
            ValueError: there is no such seed.
        """
        state = load_seed(self._platform, self.clock.now(), seed or self._seed)
        with self._engine.lock:
            self._keeping.replace(state)
            self.faults.clear()
            self._seed = seed or self._seed
            self._engine.state = state
            self._register_redirect_uris()

    def snapshot(self) -> dict[str, Any]:
        """The whole account as JSON: `restore` takes it, and in a file it is a `seed`."""
        with self._engine.lock:
            from .state.snapshot import take_snapshot

            return {"base": "none"} | take_snapshot(self.state)

    def restore(self, snapshot: dict[str, Any]) -> None:
        """Replace the account by that of a snapshot.

        Raises:
            ValueError: the snapshot does not fit; the account stays as it was.
        """
        state = apply_snapshot(State(), self._platform, self.clock.now(), snapshot)
        with self._engine.lock:
            self._keeping.replace(state)
            self._engine.state = state
            self._register_redirect_uris()

    def close_state(self) -> None:
        """Let go of the file `state`; another sandbox may have it then. Requests that change something answer 500."""
        with self._engine.lock:
            self._keeping.close()

    def book(self, *features: str, missing: Iterable[str] = ()) -> None:
        """Book features (`sms`, `sipgateio`, `autorecording`, `numbers`, `fax`) or let some be `missing`.

        Raises:
            ValueError: there is no such feature.
        """
        missing = tuple(missing)
        unknown = [name for name in (*features, *missing) if name not in FEATURES]
        if unknown:
            raise ValueError(f"There is no feature {unknown[0]}. There are: {', '.join(FEATURES)}.")
        absent = (set(self.state.account.missing_features) | set(missing)) - set(features)
        self._change_account(missing_features=tuple(sorted(absent)))

    def set_balance(self, amount: int) -> None:
        """Set the balance, in ten-thousandths of the currency unit: 35000 is 3.50 EUR."""
        self._change_account(balance=amount)

    def _change_account(self, **fields: Any) -> None:
        with self._engine.lock:
            account: Account = replace(self.state.account, **fields)
            self.state.account = account
            self._engine.commit()

    @property
    def asgi(self) -> App:
        """The account as an ASGI application."""
        from .serving.asgi import App

        return App(self)
