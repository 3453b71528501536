"""Dispatches queued webhooks: claims deliveries, sends them, and applies the responses to the calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from threading import Condition
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import parse_qs

from ..call_engine import call_log, dialing, scripted_calls
from ..call_engine.apply_response import apply_response
from ..call_engine.scenario import Scenario
from ..events.scheduler import StepContext
from ..state import State
from ..state.call_engine import WebhookDelivery
from ..state.messages import WebhookExchange
from .actions import Action, DialAction, action_name
from .client import PUBLIC_TRUST, TlsTrust, WebhookClient, WebhookResult, redact_url

if TYPE_CHECKING:
    from ..dispatch.dispatcher import Dispatcher

Result = TypeVar("Result")
MAX_LOG_ROWS: Final = 1000
"""The maximum number of rows in the webhook log."""
MAX_RESPONSE_CHARS: Final = 4000


@dataclass(frozen=True, slots=True)
class ClaimedDelivery:
    """A claimed delivery, with the state that it belongs to, the time of the claim, and the accepted certificates."""

    delivery: WebhookDelivery
    state: State
    at: datetime
    trust: TlsTrust


class WebhookDispatcher:
    """Dispatches the webhooks of one account.

    Deliveries are queued in the state. Which of them have been claimed is stored only in memory, so claimed deliveries
    are sent again after a restart. Deliveries with the same `xcid` are sent one after the other.

    Args:
        dispatcher: The request dispatcher of the account.
        client: The client that sends the webhooks.
    """

    def __init__(self, dispatcher: Dispatcher, client: WebhookClient) -> None:
        self._dispatcher = dispatcher
        self._client = client
        self._in_flight: dict[str, str] = {}
        self._completed = Condition(dispatcher.lock)

    def act(self, do: Callable[[StepContext], Result], call_id: str = "") -> Result:
        """Change a call in one transaction, and return the result of `do`.

        Args:
            do: The function that makes the change. It receives the context with the current time and the call id.
            call_id: The id of the call; "" for a new call.
        """
        dispatcher = self._dispatcher
        with dispatcher.lock:
            dispatcher.settle()
            context = StepContext(dispatcher.state, dispatcher.clock.now(), dispatcher.rules, call_id)
            return self._atomically(lambda: do(context))

    def _atomically(self, do: Callable[[], Result]) -> Result:
        try:
            result = do()
        except BaseException:
            self._dispatcher.state.undo()
            raise
        self._dispatcher.commit()
        return result

    def claim(self) -> list[ClaimedDelivery]:
        """Claim and return the deliveries that can be sent now. Each must then be completed or released."""
        with self._dispatcher.lock:
            state, now = self._dispatcher.state, self._dispatcher.clock.now()
            if not len(state.deliveries):
                return []
            claimed: list[ClaimedDelivery] = []
            for delivery in state.deliveries:
                if delivery.xcid not in self._in_flight.values():
                    self._in_flight[delivery.id] = delivery.xcid
                    claimed.append(ClaimedDelivery(delivery, state, now, _trust(state, delivery)))
            return claimed

    def exchange(self, claimed: ClaimedDelivery) -> WebhookResult:
        """Send a delivery without changing the state. Blocks until the response arrives or the timeout expires."""
        delivery = claimed.delivery
        event_at = scripted_calls.webhook_time(self._dispatcher, delivery.xcid, delivery.at)
        return self._client.exchange(replace(delivery, at=event_at), self._dispatcher.rules, claimed.trust)

    def release(self, claimed: ClaimedDelivery) -> None:
        """Release a claimed delivery that was not sent, so that it can be claimed again."""
        with self._dispatcher.lock:
            self._in_flight.pop(claimed.delivery.id, None)
            self._completed.notify_all()

    def has_deliveries(self, xcid: str) -> bool:
        """Return whether any webhooks for the calls with this `xcid` are not completed yet."""
        return any(one.xcid == xcid for one in self._dispatcher.state.deliveries)

    def is_over(self, xcid: str) -> bool:
        """Return whether the calls with this `xcid` have ended and all their webhooks have been delivered."""
        live = any(one.xcid == xcid and one.ended is None for one in self._dispatcher.state.call_records)
        return not live and not self.has_deliveries(xcid)

    def complete(self, claimed: ClaimedDelivery, result: WebhookResult) -> None:
        """Remove the delivery from the queue, and continue its call with the response."""
        dispatcher, delivery = self._dispatcher, claimed.delivery
        with dispatcher.lock:
            self._in_flight.pop(delivery.id, None)
            if dispatcher.state is claimed.state:
                # By the sandbox's clock, the response took as long as that clock has advanced since the claim.
                at = delivery.at + (dispatcher.clock.now() - claimed.at)
                context = StepContext(dispatcher.state, at, dispatcher.rules, delivery.call_id)
                self._atomically(lambda: _apply_result(context, delivery, result))
            self._completed.notify_all()

    def run_until_idle(self) -> None:
        """Run all steps that are due and deliver the resulting webhooks, until no more are left."""
        while True:
            self._dispatcher.settle()
            claimed = self.claim()
            if not claimed:
                return
            for one in claimed:
                try:
                    result = self.exchange(one)
                except BaseException:
                    self.release(one)
                    raise
                self.complete(one, result)

    def play(self, scenario: Scenario) -> str:
        """Play a scenario to the end without waiting, and return the `xcid` of its calls.

        Raises:
            ScenarioError: The scenario cannot be played on this account.
        """
        call = self.act(lambda context: dialing.dial(context, scenario))
        xcid = self._dispatcher.state.call_records[call.id].xcid
        while True:
            self.run_until_idle()
            with self._dispatcher.lock:
                while xcid in self._in_flight.values():
                    self._completed.wait()
                at = scripted_calls.next_step_at(self._dispatcher.state, xcid)
                if at is None and not any(one.xcid == xcid for one in self._dispatcher.state.deliveries):
                    return xcid
                if at is not None:
                    scripted_calls.advance_to(self._dispatcher, xcid, at)


def _trust(state: State, delivery: WebhookDelivery) -> TlsTrust:
    line = state.phonelines.get(delivery.log_of)
    return TlsTrust(line.webhooks.certificate, line.webhooks.allow_self_signed) if line else PUBLIC_TRUST


def _apply_result(context: StepContext, delivery: WebhookDelivery, result: WebhookResult) -> None:
    context.state.deliveries.remove(delivery.id)
    if delivery.event == "sound":
        [sound] = result.sounds
        call_log.add_step(context, "announces", seconds=round(sound.seconds, 3), problem=sound.problem)
        return
    _add_log_row(context, delivery, result)
    _add_webhook_step(context, delivery, result)
    apply_response(context, delivery, result.parsed_response, result.sounds)


def _add_webhook_step(context: StepContext, delivery: WebhookDelivery, result: WebhookResult) -> None:
    """Add the webhook and its response, without passwords and truncated, to the call log for the console."""
    response = result.parsed_response
    form = parse_qs(delivery.body)
    call_log.add_step(
        replace(context, at=delivery.at),
        "webhook",
        event=delivery.event,
        url=redact_url(delivery.url),
        request={name: values if name.endswith("[]") else values[0] for name, values in form.items()},
        signature=result.signature,
        status=result.status,
        response=result.body.decode("utf-8", "replace")[:MAX_RESPONSE_CHARS],
        action=action_fields(response.action),
        following=[action_fields(action) for action in response.following],
        subscribes=[
            name for name, url in (("answer", response.on_answer), ("hangup", response.on_hangup)) if url
        ],
        problem=_problem(result),
    )


def _problem(result: WebhookResult) -> str:
    sounds = (sound.problem for sound in result.sounds)
    return result.parsed_response.problem or next(filter(None, sounds), "")


def action_fields(action: Action | None) -> dict[str, Any] | None:
    """Return an action as JSON for the console, such as `{"do": "Dial", "numbers": [...]}`.

    URLs are omitted because the response contains them.
    """
    if action is None:
        return None
    fields = {_camel(name): value for name, value in asdict(action).items() if name not in ("url", "on_data")}
    if isinstance(action, DialAction):
        fields["numbers"] = list(action.numbers)
    return {"do": action_name(action)} | {
        name: value for name, value in fields.items() if value not in ("", None)
    }


def _camel(name: str) -> str:
    first, *more = name.split("_")
    return first + "".join(part.capitalize() for part in more)


def _add_log_row(context: StepContext, delivery: WebhookDelivery, result: WebhookResult) -> None:
    """Add the complete webhook and its response to the API's webhook log, if the log is enabled."""
    state = context.state
    line = state.phonelines.get(delivery.log_of)
    if not (line.webhooks.log if line else state.webhook_settings.log):
        return
    if len(state.webhook_log) >= MAX_LOG_ROWS:
        for old in list(state.webhook_log)[: MAX_LOG_ROWS // 10]:
            state.webhook_log.remove(old.id)
    state.webhook_log.put(
        WebhookExchange(
            id=delivery.id,
            created=delivery.at,
            url=delivery.url,
            request=delivery.body,
            response=result.response_text,
            xml_error=_problem(result),
            status=result.status,
            endpoint_id=delivery.log_of,
            call_id=delivery.call_id,
        )
    )
