"""The webhook server as an ASGI application."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import unquote, urlsplit

from sipgate_tools.errors import BadSignature, InvalidInput, UnreadableEvent, WebhookError
from sipgate_tools.values import seconds, web_url

from .actions import Action, is_action
from .asgi import (
    TOO_LARGE,
    XML,
    DeliveryRequest,
    DeliveryResponse,
    Disconnected,
    Receive,
    Scope,
    Send,
    read_body,
    send_response,
    text,
)
from .clock import Clock, SystemClock
from .decorators import HandlerDecorators
from .delivery import DeliveryOptions, DeliveryProcessor
from .events import parse_event
from .followups import FollowUps
from .handlers import Handlers
from .lifecycle import Lifecycle, in_one_line
from .live_calls import LiveCallClient, LiveCallsOf
from .signature import SIGNATURE_HEADER
from .sound_lengths import SoundLengths
from .store import Store, StoreLocation, open_store
from .verification import Verification, make_verifier

if TYPE_CHECKING:
    from sipgate_tools import AsyncSipgate

_log = logging.getLogger("sipgate_tools.webhooks")
_POST_DELIVERIES: Final = text(405, "Deliveries are posted.", (b"allow", b"POST"))
_READ_HEALTH: Final = text(405, "Health is read.", (b"allow", b"GET, HEAD"))


class WebhookApp(HandlerDecorators):
    """Receives sipgate's webhooks: checks them, keeps them, lets handlers answer them.

    An ASGI application: run it with `serve`, `sipgate-tools webhooks serve module:hooks` or any ASGI server, or
    mount it in Starlette or FastAPI (then give them `lifespan=hooks.lifespan`). It answers at the path of its
    public URL, and at its own root when it is mounted.

    Args:
        public_url: Where sipgate reaches it, as it stands in the settings of the account.
        store: Where events are kept: a path (SQLite), `redis://...`, a `Store`, or `None`: in memory only.
        public_key: Whose signature deliveries carry, as PEM; by default that of the environment variable
            `SIPGATE_WEBHOOK_PUBLIC_KEY` (PEM text or the path of a file; the sandbox prints one), or sipgate's.
        verify: What a delivery has to satisfy: `"signature"`, or in so many words something else
            (`SecretPath`, `Origins`, `NoVerification`), or several of them.
        client: Hangs up and transfers after announcements; an `AsyncSipgate` with the credentials of the
            environment by default.
        deadline_seconds: How long sipgate waits for an answer: handlers that take longer are cancelled, and it
            gets the safe answer; if it is the store that takes longer, it gets 503.
        safe_answer: What happens to a call when its handlers fail or take too long; by default it goes on.
        follow_calls: Whether answers and hang-ups are asked for although nobody handles them, so that the calls
            view has the whole story; by default when there is a store.
        retention: How long the store remembers; `None`: for ever.
        max_body_bytes: How large a delivery may be.
        allow_private_announcements: Whether sound files may be fetched from private addresses to measure them.
        path: Where deliveries arrive when a proxy rewrites paths; by default the path of `public_url`.
        health_path: Where `GET` says whether the app works.
        clock: What time it is; for tests.

    Raises:
        InvalidInput: The URL, the key or the verification cannot work.
        MissingExtra: The package `cryptography` is not installed, and signatures are to be verified.
    """

    def __init__(
        self,
        *,
        public_url: str,
        store: StoreLocation | Store | None = None,
        public_key: str | bytes | None = None,
        verify: Verification | Iterable[Verification] = "signature",
        client: AsyncSipgate | LiveCallClient | None = None,
        deadline_seconds: float = 2.0,
        safe_answer: Action | None = None,
        follow_calls: bool | None = None,
        retention: timedelta | None = timedelta(days=90),
        max_body_bytes: int = 256 * 1024,
        allow_private_announcements: bool = False,
        path: str | None = None,
        health_path: str = "/health",
        clock: Clock | None = None,
    ) -> None:
        parts = urlsplit(web_url(public_url, argument="public URL"))
        if parts.fragment:
            raise InvalidInput("The public URL has a fragment, which is never sent.")
        if safe_answer is not None and not is_action(safe_answer):
            raise InvalidInput("The safe answer is no action.", hint="Use webhooks.actions, or None.")
        super().__init__(Handlers())
        self._deadline_seconds = seconds(deadline_seconds, argument="deadline_seconds")
        self.public_url = public_url
        self.store = open_store(store)
        self._guards = make_verifier(verify, public_key)
        self._path = unquote(parts.path or "/") if path is None else path
        self._health_path = health_path
        self.max_body_bytes = max_body_bytes
        clock = clock or SystemClock()
        live_calls = LiveCallsOf(client)
        follow_ups = FollowUps(self.store, clock, live_calls.rtcm)
        rules = DeliveryOptions(
            deadline_seconds=self._deadline_seconds,
            url=self.delivery_url,
            follow_calls=store is not None if follow_calls is None else follow_calls,
            safe_answer=safe_answer,
            measure=SoundLengths(allow_private=allow_private_announcements).seconds,
            prepare_client=live_calls.rtcm,
        )
        self._reception = DeliveryProcessor(self.store, self._handlers, clock, rules, follow_ups.wake)
        self._follow_ups = follow_ups
        self._upkeep = Lifecycle(
            self.store,
            self._handlers,
            follow_ups,
            clock,
            retention_seconds=None if retention is None else retention.total_seconds(),
            closing=[live_calls.close] if isinstance(store, Store) else [live_calls.close, self.store.close],
        )

    def verify_with(self, public_key: str | bytes) -> None:
        """Accept deliveries that another key has signed, and no others: to try an app against the sandbox.

        Args:
            public_key: An RSA public key as PEM.

        Raises:
            InvalidInput: It is not one, or the app does not verify signatures.
        """
        self._guards = self._guards.with_key(public_key)

    @property
    def delivery_url(self) -> str:
        """The URL for the settings of the account: the public one, with the secret path if there is one."""
        if self._guards.secret is None:
            return self.public_url
        url, mark, query = self.public_url.partition("?")
        return f"{url.rstrip('/')}/{self._guards.secret.secret}{mark}{query}"

    async def __aenter__(self) -> Self:
        await self._upkeep.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._upkeep.stop()

    @asynccontextmanager
    async def lifespan(self, _: object = None) -> AsyncGenerator[None]:
        """Start and stop with the application this one is mounted in: `Starlette(lifespan=hooks.lifespan)`.

        Without it the store opens at the first delivery, and what was promised before a restart waits till then.
        """
        async with self:
            yield

    async def do_follow_ups(self) -> int:
        """Do what is due with calls now, and return how much it was; a running app does it by itself."""
        return await self._follow_ups.do_due()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request of an ASGI server, or follow its lifespan."""
        if scope["type"] == "http":
            client = scope["client"][0] if scope.get("client") else None
            request = DeliveryRequest(
                scope["method"], scope["path"], scope.get("root_path", ""), scope["headers"], client
            )
            response = self.screen(request)
            if response is None:
                try:
                    body = await read_body(receive, max_bytes=self.max_body_bytes)
                except Disconnected:
                    return
                response = body if isinstance(body, DeliveryResponse) else await self.respond(request, body)
            await send_response(send, response, with_body=request.method != "HEAD")
        elif scope["type"] == "lifespan":
            await self._upkeep.follow_lifespan(receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1003, "reason": "webhooks are posted"})

    def screen(self, request: DeliveryRequest) -> DeliveryResponse | None:
        """Return why a request is refused before its body is read; `None`: it is not."""
        if not self._is_delivery(request):
            if self._health_path not in {request.path, request.relative_path}:
                return text(404, "Nothing is here.")
            return None if request.method in {"GET", "HEAD"} else _READ_HEALTH
        if request.method != "POST":
            return _POST_DELIVERIES
        if not request.is_form:
            return text(415, "Deliveries are forms in UTF-8.")
        length = request.content_length
        return TOO_LARGE if length is not None and not 0 <= length <= self.max_body_bytes else None

    async def respond(self, request: DeliveryRequest, body: bytes) -> DeliveryResponse:
        """Return the answer to a request that `screen` did not refuse."""
        if request.method != "POST":
            works = await self._upkeep.works(within_seconds=self._deadline_seconds)
            return text(200, "ok") if works else text(503, "not ready")
        try:
            self._guards.check(body, request.signatures, request.client, request.headers)
            event = parse_event(body)
        except WebhookError as error:
            _log.warning("refused a delivery from %s: %s", request.client, error)
            return _refusal(error, signed=bool(request.signatures))
        try:
            if not self._upkeep.running:
                async with asyncio.timeout(self._deadline_seconds):
                    await self._upkeep.start()
            answer = await self._reception.process(event, body, occurred_at=request.occurred_at)
            return DeliveryResponse(200, answer, XML)
        except Exception as error:
            # A delivery that is not kept is not answered: sipgate lets the call go on.
            _log.error("a delivery could not be kept: %s", in_one_line(error))
            return text(503, "The delivery could not be kept.")

    def _is_delivery(self, request: DeliveryRequest) -> bool:
        paths, mounted, secret = request.paths, bool(request.root_path), self._guards.secret
        if secret is not None:
            return any(secret.admits(path, self._path) for path in paths) or (
                mounted and secret.admits(request.relative_path, "/")
            )
        if self._path in paths or self._path.rstrip("/") in {path.rstrip("/") for path in paths}:
            return True
        return mounted and request.relative_path in {"", "/"}


def _refusal(error: WebhookError, *, signed: bool) -> DeliveryResponse:
    if isinstance(error, UnreadableEvent):
        return text(400, error.message)
    if isinstance(error, BadSignature) and not signed:
        return text(401, error.message, (b"www-authenticate", SIGNATURE_HEADER.encode()))
    return text(403, error.message)
