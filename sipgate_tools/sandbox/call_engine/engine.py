"""Calls for tests: scenarios played to their end, and calls in which the test itself picks up and presses keys."""

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
from .scenario import Party, Scenario, read, to_value
from .timeline import Timeline, timeline

if TYPE_CHECKING:
    from ..dispatch.dispatcher import Dispatcher
    from ..webhooks.app_transport import ASGIApp

SomeScenario = Scenario | Mapping[str, Any]
"""A scenario, or its JSON value."""


class CallEngine:
    """The calls of one account.

    Args:
        engine: the account's core.
        signer: signs the webhooks.
        transport: carries webhooks instead of the network.
    """

    def __init__(
        self, engine: Dispatcher, signer: Signer, transport: httpx2.BaseTransport | None = None
    ) -> None:
        self._engine = engine
        self.post = WebhookClient(signer, transport)
        self.desk = WebhookDispatcher(engine, self.post)

    def play(self, scenario: SomeScenario) -> Timeline:
        """Play a scenario until nothing happens by itself any more, with every webhook of it.

        Raises:
            ScenarioError: it cannot be played on this account.
        """
        xcid = self.desk.play(as_scenario(scenario))
        return timeline(self._engine.state, xcid)

    def dial(self, scenario: SomeScenario) -> PhoneCall:
        """Begin a call and let its webhook decide; what follows is up to the scenario, the clock and `PhoneCall`.

        Raises:
            ScenarioError: it cannot be played on this account.
        """
        wanted = as_scenario(scenario)
        call = self.desk.act(lambda moment: dialing.dial(moment, wanted))
        self.desk.run_until_idle()
        return PhoneCall(self, call.id)

    @contextmanager
    def webhooks_to(self, app: ASGIApp, url: str, sounds: Mapping[str, bytes]) -> Generator[None]:
        """Let an ASGI application be the webhook at a URL while the block runs; see `Sandbox.webhooks_to`."""
        from ..webhooks.app_transport import running

        engine = self._engine
        with running(app, sounds) as transport, self.post.with_transport(transport):
            before = engine.state.webhook_settings
            self._set(replace(before, incoming_url=url, outgoing_url=url, log=True, whitelist=None))
            try:
                yield
            finally:
                self._set(before)

    def _set(self, settings: WebhookSettings) -> None:
        with self._engine.lock:
            self._engine.state.webhook_settings = settings
            self._engine.commit()

    def record(self, call_id: str) -> CallRecord:
        """What is remembered of a call.

        Raises:
            KeyError: there was no such call.
        """
        return self._engine.state.call_records[call_id]

    def timeline(self, call_id: str) -> Timeline:
        """The story of a call and of those that came of it, so far.

        Raises:
            KeyError: there was no such call.
        """
        return timeline(self._engine.state, self.record(call_id).xcid)


class PhoneCall:
    """A call whose people do what the test says; every step's webhooks are exchanged before it returns.

    Attributes:
        id: the call id.
    """

    def __init__(self, board: CallEngine, call_id: str) -> None:
        self._board = board
        self.id = call_id

    def __repr__(self) -> str:
        return f"PhoneCall({self.id!r}, {self.phase})"

    @property
    def phase(self) -> Phase:
        """What the call does: asking, playing, gathering, ringing, talking or ended."""
        return self._board.record(self.id).phase

    @property
    def cause(self) -> str:
        """Why it ended; "" while it is live."""
        return self._board.record(self.id).cause

    @property
    def timeline(self) -> Timeline:
        """Its story, and that of the calls that came of it."""
        return self._board.timeline(self.id)

    def answer(self, number: str = "", *, device: str = "") -> None:
        """Pick up; see `people.answer`."""
        self._act(lambda moment: participant_actions.answer(moment, number, device))

    def press(self, digits: str) -> None:
        """The caller presses keys; see `people.press`."""
        self._act(lambda moment: participant_actions.press(moment, digits))

    def hold(self) -> None:
        """Put the other side on hold; see `people.hold`."""
        self._act(lambda moment: participant_actions.hold(moment, on=True))

    def resume(self) -> None:
        """Fetch the other side back; see `people.hold`."""
        self._act(lambda moment: participant_actions.hold(moment, on=False))

    def transfer(self, to: str, *, attended: bool = False) -> PhoneCall:
        """Connect the other side with somebody else; returns the new call. See `people.transfer`."""
        following = self._board.desk.act(
            lambda moment: participant_actions.transfer(moment, to, attended=attended), self.id
        )
        self._board.desk.run_until_idle()
        return PhoneCall(self._board, following.id)

    def hang_up(self, by: Party = "caller") -> None:
        """Hang up; see `people.hang_up`."""
        self._act(lambda moment: participant_actions.hang_up(moment, by))

    def _act(self, do: Callable[[StepContext], None]) -> None:
        self._board.desk.act(do, self.id)
        self._board.desk.run_until_idle()


def as_scenario(scenario: SomeScenario) -> Scenario:
    """A scenario from itself or from its JSON value.

    Raises:
        ScenarioError: it is none.
    """
    # What somebody built by hand is checked like what came as JSON, and its numbers are spelled like ours.
    return read(to_value(scenario) if isinstance(scenario, Scenario) else dict(scenario))
