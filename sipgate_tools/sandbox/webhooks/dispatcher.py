"""The desk takes what the switchboard wants sent, has it exchanged, and brings the answers back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from threading import Condition
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qs

from ..call_engine import call_log, dialing, scripted_calls
from ..call_engine.apply_response import apply_response
from ..call_engine.scenario import Scenario
from ..events.scheduler import StepContext
from ..state import State
from ..state.call_engine import WebhookDelivery
from ..state.messages import WebhookExchange
from .actions import Action, DialAction, kind_of
from .client import PUBLIC, TlsTrust, WebhookClient, WebhookResult, redact_url

if TYPE_CHECKING:
    from ..dispatch.dispatcher import Dispatcher

Result = TypeVar("Result")
MOST_LOGGED = 1000
"""Exchanges that are kept in the webhook log."""
LONGEST_SHOWN = 4000


@dataclass(frozen=True, slots=True)
class ClaimedDelivery:
    """A delivery on its way: of which state it is, and when it was taken."""

    delivery: WebhookDelivery
    state: State
    at: datetime
    trust: TlsTrust


class WebhookDispatcher:
    """Sends webhooks for one engine.

    What is to be sent is in the state; which of it is on its way at the moment is known here only, so after a
    restart it is sent again. Deliveries of calls that came of each other are sent one after the other.

    Args:
        engine: whose webhooks.
        post: exchanges them.
    """

    def __init__(self, engine: Dispatcher, post: WebhookClient) -> None:
        self._engine = engine
        self._post = post
        self._on_their_way: dict[str, str] = {}
        self._arrived = Condition(engine.lock)

    def act(self, do: Callable[[StepContext], Result], call_id: str = "") -> Result:
        """Do something to a call: everything of it happens, or nothing.

        Args:
            do: is given the present moment.
            call_id: which call, "" for a new one.
        """
        engine = self._engine
        with engine.lock:
            engine.settle()
            moment = StepContext(engine.state, engine.clock.now(), engine.rules, call_id)
            return self._whole(lambda: do(moment))

    def _whole(self, do: Callable[[], Result]) -> Result:
        try:
            result = do()
        except BaseException:
            self._engine.state.undo()
            raise
        self._engine.commit()
        return result

    def claim(self) -> list[ClaimedDelivery]:
        """What can be sent now; whoever takes it exchanges it and brings the answer back."""
        with self._engine.lock:
            state, now = self._engine.state, self._engine.clock.now()
            if not len(state.deliveries):
                return []
            taken: list[ClaimedDelivery] = []
            for delivery in state.deliveries:
                if delivery.xcid not in self._on_their_way.values():
                    self._on_their_way[delivery.id] = delivery.xcid
                    taken.append(ClaimedDelivery(delivery, state, now, _trust(state, delivery)))
            return taken

    def exchange(self, taken: ClaimedDelivery) -> WebhookResult:
        """Send one; this takes as long as the other side does, and touches no state."""
        delivery = taken.delivery
        told_at = scripted_calls.is_webhook_due_at(self._engine, delivery.xcid, delivery.at)
        return self._post.exchange(replace(delivery, at=told_at), self._engine.rules, taken.trust)

    def release(self, taken: ClaimedDelivery) -> None:
        """Leave one unsent after all; whoever takes next takes it."""
        with self._engine.lock:
            self._on_their_way.pop(taken.delivery.id, None)
            self._arrived.notify_all()

    def busy_with(self, xcid: str) -> bool:
        """Whether there are webhooks of the calls that came of one call to send, or on their way."""
        return any(one.xcid == xcid for one in self._engine.state.deliveries)

    def is_over(self, xcid: str) -> bool:
        """Whether the calls that came of one call are over, and every webhook of theirs was answered."""
        live = any(one.xcid == xcid and one.ended is None for one in self._engine.state.call_records)
        return not live and not self.busy_with(xcid)

    def complete(self, taken: ClaimedDelivery, exchanged: WebhookResult) -> None:
        """Let the call go on with what was answered."""
        engine, delivery = self._engine, taken.delivery
        with engine.lock:
            self._on_their_way.pop(delivery.id, None)
            if engine.state is taken.state:
                # By the sandbox's clock the answer took as long as that clock has run meanwhile.
                at = delivery.at + (engine.clock.now() - taken.at)
                moment = StepContext(engine.state, at, engine.rules, delivery.call_id)
                self._whole(lambda: _arrive(moment, delivery, exchanged))
            self._arrived.notify_all()

    def run_until_idle(self) -> None:
        """Let everything happen that is due, and exchange every webhook that comes of it."""
        while True:
            self._engine.settle()
            taken = self.claim()
            if not taken:
                return
            for one in taken:
                try:
                    exchanged = self.exchange(one)
                except BaseException:
                    self.release(one)
                    raise
                self.complete(one, exchanged)

    def play(self, scenario: Scenario) -> str:
        """Play a scenario to its end without waiting; returns the `xcid` of its calls.

        Raises:
            ScenarioError: it cannot be played on this account.
        """
        call = self.act(lambda moment: dialing.dial(moment, scenario))
        xcid = self._engine.state.call_records[call.id].xcid
        while True:
            self.run_until_idle()
            with self._engine.lock:
                while xcid in self._on_their_way.values():
                    self._arrived.wait()
                at = scripted_calls.next_of(self._engine.state, xcid)
                if at is None and not any(one.xcid == xcid for one in self._engine.state.deliveries):
                    return xcid
                if at is not None:
                    scripted_calls.go_to(self._engine, xcid, at)


def _trust(state: State, delivery: WebhookDelivery) -> TlsTrust:
    line = state.phonelines.get(delivery.log_of)
    return TlsTrust(line.webhooks.certificate, line.webhooks.allow_self_signed) if line else PUBLIC


def _arrive(moment: StepContext, delivery: WebhookDelivery, exchanged: WebhookResult) -> None:
    moment.state.deliveries.remove(delivery.id)
    if delivery.event == "sound":
        [sound] = exchanged.sounds
        call_log.note(moment, "announces", seconds=round(sound.seconds, 3), problem=sound.problem)
        return
    _log(moment, delivery, exchanged)
    _note(moment, delivery, exchanged)
    apply_response(moment, delivery, exchanged.reading, exchanged.sounds)


def _note(moment: StepContext, delivery: WebhookDelivery, exchanged: WebhookResult) -> None:
    """The exchange as the console shows it: without passwords, and cut."""
    reading = exchanged.reading
    form = parse_qs(delivery.body)
    call_log.note(
        replace(moment, at=delivery.at),
        "webhook",
        event=delivery.event,
        url=redact_url(delivery.url),
        request={name: values if name.endswith("[]") else values[0] for name, values in form.items()},
        signature=exchanged.signature,
        status=exchanged.status,
        answer=exchanged.body.decode("utf-8", "replace")[:LONGEST_SHOWN],
        action=action_fields(reading.action),
        following=[action_fields(action) for action in reading.following],
        subscribes=[
            name for name, url in (("answer", reading.on_answer), ("hangup", reading.on_hangup)) if url
        ],
        problem=_problem(exchanged),
    )


def _problem(exchanged: WebhookResult) -> str:
    sounds = (sound.problem for sound in exchanged.sounds)
    return exchanged.reading.problem or next(filter(None, sounds), "")


def action_fields(action: Action | None) -> dict[str, Any] | None:
    """An action as JSON: `{"do": "Dial", "numbers": [...]}`; without the URLs, which the answer itself shows."""
    if action is None:
        return None
    shown = {_camel(name): value for name, value in asdict(action).items() if name not in ("url", "on_data")}
    if isinstance(action, DialAction):
        shown["numbers"] = list(action.numbers)
    return {"do": kind_of(action)} | {name: value for name, value in shown.items() if value not in ("", None)}


def _camel(name: str) -> str:
    first, *more = name.split("_")
    return first + "".join(part.capitalize() for part in more)


def _log(moment: StepContext, delivery: WebhookDelivery, exchanged: WebhookResult) -> None:
    """The exchange in sipgate's own log, if that is switched on: complete, as sipgate shows it."""
    state = moment.state
    line = state.phonelines.get(delivery.log_of)
    if not (line.webhooks.log if line else state.webhook_settings.log):
        return
    if len(state.webhook_log) >= MOST_LOGGED:
        for old in list(state.webhook_log)[: MOST_LOGGED // 10]:
            state.webhook_log.remove(old.id)
    state.webhook_log.put(
        WebhookExchange(
            id=delivery.id,
            created=delivery.at,
            url=delivery.url,
            request=delivery.body,
            response=exchanged.response,
            xml_error=_problem(exchanged),
            status=exchanged.status,
            endpoint_id=delivery.log_of,
            call_id=delivery.call_id,
        )
    )
