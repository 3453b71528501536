"""The sandbox in the process of a test: a transport for clients, scripted calls, and webhooks to an app."""

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
    def dispatcher(self) -> Dispatcher:
        """The dispatcher that responds to requests, without HTTP."""
        raise NotImplementedError

    def respond(self, request: Request) -> Response:
        """Respond to one request."""
        raise NotImplementedError

    @cached_property
    def call_engine(self) -> CallEngine:
        """The call engine, which plays the account's calls and delivers their webhooks."""
        from ..call_engine.engine import CallEngine  # start-up time: only calls and webhooks need it

        return CallEngine(self.dispatcher, self._signer, self._webhook_transport)

    def play(self, scenario: ScenarioInput) -> Timeline:
        """Play a call script to the end without waiting, and deliver the webhooks. A stopped clock is advanced.

        Args:
            scenario: A `Scenario`, or a JSON object such as `{"from": "+491729925904", "to": "+493023125100"}`.

        Returns:
            The timeline of the call and its follow-on calls, whose history entries have been added.

        Raises:
            ScenarioError: The scenario is invalid, or cannot be played on this account.
        """
        return self.call_engine.play(scenario)

    def dial(self, scenario: ScenarioInput) -> PhoneCall:
        """Start a call that the test controls, and return the call.

        With `"callee": "waits"` in the scenario, the callee does nothing until the test calls `PhoneCall.answer` or
        another method of the call.

        Raises:
            ScenarioError: The scenario is invalid, or cannot be played on this account.
        """
        return self.call_engine.dial(scenario)

    def webhooks_to(
        self, app: ASGIApp, url: str, *, sounds: Mapping[str, bytes] | None = None
    ) -> AbstractContextManager[None]:
        """Deliver webhooks to an ASGI application in this process, without a socket, while the block runs.

        During the block, the account's webhook settings contain `url`, and the webhook log is enabled.

        Args:
            app: The application, such as a `WebhookApp` that trusts `public_key`. It starts and stops with the block.
            url: The webhook URL for incoming and outgoing calls.
            sounds: The contents of WAV files by URL, for announcements.
        """
        return self.call_engine.webhooks_to(app, url, sounds or {})

    def catch_up(self) -> None:
        """Run all steps that are due and deliver their webhooks. Requests in process do this automatically."""
        if self.dispatcher.settle():
            self.call_engine.webhook_dispatcher.run_until_idle()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Respond to a request from a synchronous client (httpx2's transport interface).

        Webhooks that are due are delivered before and after the request.
        """
        request.read()
        self.catch_up()
        response = respond_in_process(self.respond, request)
        self.catch_up()
        return response

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Respond to a request from an asynchronous client (httpx2's transport interface).

        Webhooks that are due are delivered before and after the request. They are sent from another thread because
        the receiver might run in the current thread.
        """
        await request.aread()
        await self._catch_up_aside()
        response = respond_in_process(self.respond, request)
        await self._catch_up_aside()
        return response

    async def _catch_up_aside(self) -> None:
        if self.dispatcher.settle():
            await run_sync(self.call_engine.webhook_dispatcher.run_until_idle)
