"""The Python API for calls, which plays scenarios to the end or controls single calls step by step."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx2

from ..events.scheduler import StepContext
from ..state.call_engine import CallRecord, Phase
from ..state.messages import WebhookSettings
from ..webhooks.client import WebhookClient
from ..webhooks.dispatcher import WebhookDispatcher
from ..webhooks.signing_key import Signer
from . import dialing, participant_actions
from .scenario import Party, Scenario, parse_scenario, to_value
from .timeline import Timeline, timeline

if TYPE_CHECKING:
    from ..dispatch.dispatcher import Dispatcher
    from ..webhooks.app_transport import ASGIApp

ScenarioInput = Scenario | Mapping[str, Any]
"""A `Scenario`, or a JSON value as for `parse_scenario`."""


class CallEngine:
    """The calls of one account.

    Args:
        dispatcher: The request dispatcher of the account.
        signer: The signer of the webhooks.
        transport: The transport that sends webhooks. If None, they are sent over the network.
    """

    def __init__(
        self, dispatcher: Dispatcher, signer: Signer, transport: httpx2.BaseTransport | None = None
    ) -> None:
        self._dispatcher = dispatcher
        self.webhook_client = WebhookClient(signer, transport)
        self.webhook_dispatcher = WebhookDispatcher(dispatcher, self.webhook_client)

    def play(self, scenario: ScenarioInput) -> Timeline:
        """Play a scenario to the end, including its webhooks, and return the timeline.

        Raises:
            ScenarioError: The scenario cannot be played on this account.
        """
        xcid = self.webhook_dispatcher.play(as_scenario(scenario))
        return timeline(self._dispatcher.state, xcid)

    def dial(self, scenario: ScenarioInput) -> PhoneCall:
        """Start a call and apply the response to its webhook.

        Afterwards, the scenario, the clock and the returned `PhoneCall` control the call.

        Raises:
            ScenarioError: The scenario cannot be played on this account.
        """
        checked = as_scenario(scenario)
        call = self.webhook_dispatcher.act(lambda context: dialing.dial(context, checked))
        self.webhook_dispatcher.run_until_idle()
        return PhoneCall(self, call.id)

    @contextmanager
    def webhooks_to(self, app: ASGIApp, url: str, sounds: Mapping[str, bytes]) -> Generator[None]:
        """Send webhooks to an ASGI application while the block runs, see `Sandbox.webhooks_to`."""
        from ..webhooks.app_transport import run_app  # start-up time: only `webhooks_to` needs it

        dispatcher = self._dispatcher
        with run_app(app, sounds) as transport, self.webhook_client.with_transport(transport):
            previous = dispatcher.state.webhook_settings
            self._set(replace(previous, incoming_url=url, outgoing_url=url, log=True, whitelist=None))
            try:
                yield
            finally:
                self._set(previous)

    def _set(self, settings: WebhookSettings) -> None:
        with self._dispatcher.lock:
            self._dispatcher.state.webhook_settings = settings
            self._dispatcher.commit()

    def record(self, call_id: str) -> CallRecord:
        """Return the record of a call.

        Raises:
            KeyError: The call id is unknown.
        """
        return self._dispatcher.state.call_records[call_id]

    def timeline(self, call_id: str) -> Timeline:
        """Return the timeline so far of a call and its follow-on calls.

        Raises:
            KeyError: The call id is unknown.
        """
        return timeline(self._dispatcher.state, self.record(call_id).xcid)


class PhoneCall:
    """A call that a test controls. Each method delivers the webhooks that it causes before it returns.

    Attributes:
        id: The call id.
    """

    def __init__(self, call_engine: CallEngine, call_id: str) -> None:
        self._call_engine = call_engine
        self.id = call_id

    def __repr__(self) -> str:
        return f"PhoneCall({self.id!r}, {self.phase})"

    @property
    def phase(self) -> Phase:
        """The phase of the call: `asking`, `playing`, `gathering`, `ringing`, `talking` or `ended`."""
        return self._call_engine.record(self.id).phase

    @property
    def cause(self) -> str:
        """The hang-up cause, such as `normalClearing`; "" while the call is live."""
        return self._call_engine.record(self.id).cause

    @property
    def timeline(self) -> Timeline:
        """The timeline of the call and its follow-on calls."""
        return self._call_engine.timeline(self.id)

    def answer(self, number: str = "", *, device: str = "") -> None:
        """Pick up the call, see `participant_actions.answer`."""
        self._act(lambda context: participant_actions.answer(context, number, device))

    def press(self, digits: str) -> None:
        """Press keys as the caller, see `participant_actions.press`."""
        self._act(lambda context: participant_actions.press(context, digits))

    def hold(self) -> None:
        """Put the other party on hold, see `participant_actions.hold`."""
        self._act(lambda context: participant_actions.hold(context, on=True))

    def resume(self) -> None:
        """Resume the call, see `participant_actions.hold`."""
        self._act(lambda context: participant_actions.hold(context, on=False))

    def transfer(self, to: str, *, attended: bool = False) -> PhoneCall:
        """Transfer the other party and return the new call, see `participant_actions.transfer`."""
        following = self._call_engine.webhook_dispatcher.act(
            lambda context: participant_actions.transfer(context, to, attended=attended), self.id
        )
        self._call_engine.webhook_dispatcher.run_until_idle()
        return PhoneCall(self._call_engine, following.id)

    def hang_up(self, by: Party = "caller") -> None:
        """Hang up the call, see `participant_actions.hang_up`."""
        self._act(lambda context: participant_actions.hang_up(context, by))

    def _act(self, do: Callable[[StepContext], None]) -> None:
        self._call_engine.webhook_dispatcher.act(do, self.id)
        self._call_engine.webhook_dispatcher.run_until_idle()


def as_scenario(scenario: ScenarioInput) -> Scenario:
    """Return a validated scenario.

    Raises:
        ScenarioError: `scenario` is not valid.
    """
    # A `Scenario` object passes the same validation as JSON, which also converts its numbers to E.164.
    return parse_scenario(to_value(scenario) if isinstance(scenario, Scenario) else dict(scenario))
