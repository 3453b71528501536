"""The sandbox inside the process of a test: a transport for clients, calls that are played, webhooks to an app."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import cached_property
from typing import TYPE_CHECKING

import httpx2

from ..dispatch.http import Request, Response
from ..webhooks.signing_key import Signer
from .transport import respond_in_process

if TYPE_CHECKING:
    from ..call_engine.engine import CallEngine, PhoneCall, SomeScenario
    from ..call_engine.timeline import Timeline
    from ..dispatch.dispatcher import Dispatcher
    from ..webhooks.app_transport import ASGIApp


class InProcess(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """What a sandbox does without a socket."""

    _webhook_transport: httpx2.BaseTransport | None = None
    _signer: Signer

    @property
    def engine(self) -> Dispatcher:
        """The synchronous core."""
        raise NotImplementedError

    def respond(self, request: Request) -> Response:
        """Answer one request."""
        raise NotImplementedError

    @cached_property
    def switchboard(self) -> CallEngine:
        """The calls of the account and their webhooks."""
        from ..call_engine.engine import CallEngine

        return CallEngine(self.engine, self._signer, self._webhook_transport)

    def play(self, scenario: SomeScenario) -> Timeline:
        """Play a call script to its end: every webhook is exchanged, the clock moves along, nothing sleeps.

        Args:
            scenario: a `Scenario`, or its JSON value: `{"from": "+491729925904", "to": "+493023125100"}`.

        Returns:
            What happened, with the calls that came of it; its history entries have shown up.

        Raises:
            ScenarioError: it cannot be played on this account.
        """
        return self.switchboard.play(scenario)

    def dial(self, scenario: SomeScenario) -> PhoneCall:
        """Begin a call in which the test picks up and presses keys; let the callee wait: `"callee": "waits"`.

        Raises:
            ScenarioError: it cannot be played on this account.
        """
        return self.switchboard.dial(scenario)

    def webhooks_to(
        self, app: ASGIApp, url: str, *, sounds: Mapping[str, bytes] | None = None
    ) -> AbstractContextManager[None]:
        """Let an ASGI application in this process be the webhook while the block runs, without a socket.

        Args:
            app: such as a `WebhookApp` that trusts `public_key`. Its lifespan is that of the block.
            url: the URL it is asked at, for calls that come in and that go out; the log is switched on.
            sounds: WAV files by their URLs, for announcements.
        """
        return self.switchboard.webhooks_to(app, url, sounds or {})

    def catch_up(self) -> None:
        """Let everything happen that is due by the clock, webhooks included; requests in process do it themselves."""
        if self.engine.settle():
            self.switchboard.desk.run_until_idle()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer a request of a synchronous client (httpx2's transport interface).

        The webhooks that are due are exchanged before and after.
        """
        request.read()
        self.catch_up()
        response = respond_in_process(self.respond, request)
        self.catch_up()
        return response

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Answer a request of an asynchronous client (httpx2's transport interface).

        The webhooks that are due are exchanged before and after, in another thread: whoever answers them may run in
        this one.
        """
        await request.aread()
        await self._catch_up_aside()
        response = respond_in_process(self.respond, request)
        await self._catch_up_aside()
        return response

    async def _catch_up_aside(self) -> None:
        if self.engine.settle():
            from anyio.to_thread import run_sync

            await run_sync(self.switchboard.desk.run_until_idle)
