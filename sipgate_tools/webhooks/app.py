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
from .decorators import HandlerDecorators
from .events import parse_event
from .processing.clock import Clock, SystemClock
from .processing.delivery import DeliveryOptions, DeliveryProcessor
from .processing.followups import FollowUps
from .processing.handlers import Handlers
from .processing.lifecycle import Lifecycle, describe_error
from .processing.live_calls import LiveCallClient, LiveCallProvider
from .processing.sound_lengths import SoundLengths
from .signature import SIGNATURE_HEADER
from .store import Store, StoreLocation, open_store
from .verification import Verification, make_verifier

if TYPE_CHECKING:
    from sipgate_tools import AsyncSipgate

_log: Final = logging.getLogger("sipgate_tools.webhooks")
_POST_DELIVERIES: Final = text(405, "Only POST is allowed.", (b"allow", b"POST"))
_READ_HEALTH: Final = text(405, "Only GET is allowed.", (b"allow", b"GET, HEAD"))


class WebhookApp(HandlerDecorators):
    """An ASGI application that verifies and stores sipgate's webhooks, and calls your handlers.

    Run it with `serve`, `sipgate-tools webhooks serve module:hooks` or any ASGI server, or mount it in Starlette or
    FastAPI (and pass `lifespan=hooks.lifespan` to them). Deliveries are accepted at the path of the public URL,
    and at the app's own root when it is mounted.

    Args:
        public_url: The URL that sipgate posts to, exactly as in the settings of the account.
        store: The store for events: a path (SQLite), `redis://...`, a `Store`, or `None` for memory only.
        public_key: The RSA public key that verifies signatures, as PEM. By default the environment variable
            `SIPGATE_WEBHOOK_PUBLIC_KEY` (PEM text or the path of a file; the sandbox prints one), else sipgate's key.
        verify: The verification of deliveries: `"signature"`, an explicit alternative (`SecretPath`, `Origins`,
            `NoVerification`), or several of them, all of which have to pass.
        client: The client that hangs up and transfers calls after announcements; by default an `AsyncSipgate` with
            the credentials of the environment.
        deadline_seconds: The time limit for a response, in seconds. Handlers that take longer are canceled and
            the safe answer is sent. If the store takes longer, the response is 503.
        safe_answer: The action if the handlers of a call fail or take too long; by default the call continues.
        follow_calls: Whether to subscribe to `answer` and `hangup` events even if no handler is registered for
            them, so that `Store.calls` is complete; by default only if `store` is passed.
        retention: The time for which the store keeps events; `None` keeps them forever.
        max_body_bytes: The maximum size of a delivery, in bytes.
        allow_private_announcements: Whether to allow private addresses for sound files that are fetched and measured.
        path: The path that deliveries arrive at if a proxy rewrites paths; by default the path of `public_url`.
        health_path: The path of the health check (`GET`).
        clock: The clock for follow-ups and retention, such as `testing.ManualClock` in tests.

    Raises:
        InvalidInput: An argument is invalid, such as the URL, the key or the verification.
        MissingExtra: A required package is not installed: `cryptography` to verify signatures, or `redis` for a store
            in Redis.
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
            raise InvalidInput("The public URL must not have a fragment: fragments are never sent.")
        if safe_answer is not None and not is_action(safe_answer):
            raise InvalidInput("safe_answer must be an action.", hint="Use webhooks.actions, or None.")
        super().__init__(Handlers())
        self._deadline_seconds = seconds(deadline_seconds, argument="deadline_seconds")
        self.public_url = public_url
        self.store = open_store(store)
        self._verifier = make_verifier(verify, public_key)
        self._path = unquote(parts.path or "/") if path is None else path
        self._health_path = health_path
        self.max_body_bytes = max_body_bytes
        clock = clock or SystemClock()
        live_calls = LiveCallProvider(client)
        follow_ups = FollowUps(self.store, clock, live_calls.rtcm)
        options = DeliveryOptions(
            deadline_seconds=self._deadline_seconds,
            url=self.delivery_url,
            follow_calls=store is not None if follow_calls is None else follow_calls,
            safe_answer=safe_answer,
            measure=SoundLengths(allow_private=allow_private_announcements).seconds,
            prepare_client=live_calls.rtcm,
        )
        self._processor = DeliveryProcessor(self.store, self._handlers, clock, options, follow_ups.wake)
        self._follow_ups = follow_ups
        self._lifecycle = Lifecycle(
            self.store,
            self._handlers,
            follow_ups,
            clock,
            retention_seconds=None if retention is None else retention.total_seconds(),
            closing=[live_calls.close] if isinstance(store, Store) else [live_calls.close, self.store.close],
        )

    def verify_with(self, public_key: str | bytes) -> None:
        """Verify signatures with another key, for example to test an app with the sandbox.

        Args:
            public_key: An RSA public key as PEM.

        Raises:
            InvalidInput: The key is not an RSA public key, or the app does not verify signatures.
        """
        self._verifier = self._verifier.with_key(public_key)

    @property
    def delivery_url(self) -> str:
        """The URL for the settings of the account: the public URL, plus the secret path if there is one."""
        if self._verifier.secret is None:
            return self.public_url
        url, mark, query = self.public_url.partition("?")
        return f"{url.rstrip('/')}/{self._verifier.secret.secret}{mark}{query}"

    async def __aenter__(self) -> Self:
        await self._lifecycle.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._lifecycle.stop()

    @asynccontextmanager
    async def lifespan(self, _: object = None) -> AsyncGenerator[None]:
        """Start and stop with the application that this app is mounted in: `Starlette(lifespan=hooks.lifespan)`.

        Without `lifespan`, the store opens at the first delivery, and follow-ups from before a restart wait until then.
        """
        async with self:
            yield

    async def do_follow_ups(self) -> int:
        """Run the follow-ups that are due now, and return their number. A running app does this automatically."""
        return await self._follow_ups.run_due()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request from an ASGI server, or the server's lifespan."""
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
            await self._lifecycle.follow_lifespan(receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1003, "reason": "only POST is allowed"})

    def screen(self, request: DeliveryRequest) -> DeliveryResponse | None:
        """Return the error response to a request that is refused before its body is read, else `None`."""
        if not self._is_delivery(request):
            if self._health_path not in {request.path, request.relative_path}:
                return text(404, "Not found.")
            return None if request.method in {"GET", "HEAD"} else _READ_HEALTH
        if request.method != "POST":
            return _POST_DELIVERIES
        if not request.is_form:
            return text(415, "The content type must be application/x-www-form-urlencoded in UTF-8.")
        length = request.content_length
        return TOO_LARGE if length is not None and not 0 <= length <= self.max_body_bytes else None

    async def respond(self, request: DeliveryRequest, body: bytes) -> DeliveryResponse:
        """Return the response to a request that `screen` did not refuse."""
        if request.method != "POST":
            healthy = await self._lifecycle.is_healthy(within_seconds=self._deadline_seconds)
            return text(200, "ok") if healthy else text(503, "not ready")
        try:
            self._verifier.check(body, request.signatures, request.client, request.headers)
            event = parse_event(body)
        except WebhookError as error:
            _log.warning("refused a delivery from %s: %s", request.client, error)
            return _refusal(error, signed=bool(request.signatures))
        try:
            if not self._lifecycle.running:
                async with asyncio.timeout(self._deadline_seconds):
                    await self._lifecycle.start()
            xml = await self._processor.process(event, body, occurred_at=request.occurred_at)
            return DeliveryResponse(200, xml, XML)
        except Exception as error:
            # A delivery that could not be stored gets an error response: sipgate lets the call continue.
            _log.error("a delivery could not be stored: %s", describe_error(error))
            return text(503, "The delivery could not be stored.")

    def _is_delivery(self, request: DeliveryRequest) -> bool:
        paths, mounted, secret = request.paths, bool(request.root_path), self._verifier.secret
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
