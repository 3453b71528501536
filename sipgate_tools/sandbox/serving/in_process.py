"""The sandbox in the process of a test: a transport for clients, played calls, and webhooks to an app."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import cached_property
from typing import TYPE_CHECKING

import httpx2
from anyio.to_thread import run_sync

from ..dispatch.http import Request, Response
from ..webhooks.signing_key import Signer
from .transport import respond_in_process

if TYPE_CHECKING:
    from ..call_engine.engine import CallEngine, PhoneCall, ScenarioInput
    from ..call_engine.timeline import Timeline
    from ..dispatch.dispatcher import Dispatcher
    from ..webhooks.app_transport import ASGIApp


class InProcess(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """The methods of a sandbox that need no socket."""

    _webhook_transport: httpx2.BaseTransport | None = None
    _signer: Signer

    @property
    def engine(self) -> Dispatcher:
        """The request dispatcher, without HTTP."""
        raise NotImplementedError

    def respond(self, request: Request) -> Response:
        """Respond to one request."""
        raise NotImplementedError

    @cached_property
    def switchboard(self) -> CallEngine:
        """The call engine: the calls of the account and their webhooks."""
        from ..call_engine.engine import CallEngine  # start-up time: only calls and webhooks need it

        return CallEngine(self.engine, self._signer, self._webhook_transport)

    def play(self, scenario: ScenarioInput) -> Timeline:
        """Play a call script to its end, without waiting: webhooks are delivered and the clock is advanced.

        Args:
            scenario: A `Scenario`, or its JSON value: `{"from": "+491729925904", "to": "+493023125100"}`.

        Returns:
            The timeline of the call and its follow-on calls; their history entries have appeared.

        Raises:
            ScenarioError: The scenario cannot be played on this account.
        """
        return self.switchboard.play(scenario)

    def dial(self, scenario: ScenarioInput) -> PhoneCall:
        """Start a call in which the test picks up and presses keys; use `"callee": "waits"` in the scenario.

        Raises:
            ScenarioError: The scenario cannot be played on this account.
        """
        return self.switchboard.dial(scenario)

    def webhooks_to(
        self, app: ASGIApp, url: str, *, sounds: Mapping[str, bytes] | None = None
    ) -> AbstractContextManager[None]:
        """Deliver webhooks to an ASGI application in this process while the block runs, without a socket.

        Args:
            app: An application, such as a `WebhookApp` that trusts `public_key`. It starts and stops with the block.
            url: The webhook URL for incoming and outgoing calls; the webhook log is switched on.
            sounds: WAV files by their URLs, for announcements.
        """
        return self.switchboard.webhooks_to(app, url, sounds or {})

    def catch_up(self) -> None:
        """Run all due steps and deliver their webhooks; requests in process do this automatically."""
        if self.engine.settle():
            self.switchboard.dispatcher.run_until_idle()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Respond to a request of a synchronous client (httpx2's transport interface).

        Due webhooks are delivered before and after it.
        """
        request.read()
        self.catch_up()
        response = respond_in_process(self.respond, request)
        self.catch_up()
        return response

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Respond to a request of an asynchronous client (httpx2's transport interface).

        Due webhooks are delivered before and after it, in another thread, because their receiver may run in this one.
        """
        await request.aread()
        await self._catch_up_aside()
        response = respond_in_process(self.respond, request)
        await self._catch_up_aside()
        return response

    async def _catch_up_aside(self) -> None:
        if self.engine.settle():
            await run_sync(self.switchboard.dispatcher.run_until_idle)
