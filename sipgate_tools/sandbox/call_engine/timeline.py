"""Timelines: the steps of a call and its follow-on calls in order, as objects, JSON and lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from ..iso_time import iso
from ..state import State
from ..state.call_engine import CallRecord
from . import number_routing


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One step of a call.

    Attributes:
        number: The step's number, which orders the steps of all calls.
        at: The time by the sandbox's clock.
        seconds: The seconds since the first call of the timeline started.
        call_id: The id of the call that the step belongs to.
        what: The kind of step: `dialled`, `barred`, `webhook`, `plays`, `presses`, `gathered`, `redirects`, `rings`,
            `answered`, `held`, `resumed`, `records`, `stopsRecording`, `transfers`, `forwards`, `announces`, `muted`,
            `unmuted`, `sendsDigits`, `ignored`, `lost` or `ended`.
        detail: The details of the step. For `webhook`, these include the event, the form fields in the request, the
            response and the action in the response.
    """

    number: int
    at: datetime
    seconds: float
    call_id: str
    what: str
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The timeline of a call and its follow-on calls.

    Attributes:
        calls: The records of the calls, in the order in which they started.
        entries: The steps of all calls in order.
    """

    calls: tuple[CallRecord, ...]
    entries: tuple[TimelineEntry, ...]

    @property
    def call_id(self) -> str:
        """The id of the first call."""
        return self.calls[0].id

    @property
    def causes(self) -> list[str]:
        """The hang-up causes of the calls, in the order in which the calls started; "" for a live call."""
        return [call.cause for call in self.calls]

    @property
    def cause(self) -> str:
        """The hang-up cause of the last call; "" if the call is live."""
        return self.calls[-1].cause

    @property
    def webhooks(self) -> list[dict[str, Any]]:
        """The webhooks in order, each with `event`, `url`, `request`, `status`, `response`, `action` and `problem`."""
        return [one.detail for one in self.entries if one.what == "webhook"]

    def seen(self, what: str) -> list[dict[str, Any]]:
        """Return the details of all steps of one kind, such as `rings`, in order."""
        return [one.detail for one in self.entries if one.what == what]

    @property
    def problems(self) -> list[str]:
        """The problems with webhooks, in order. The list is empty if every response arrived and was valid.

        A problem is an invalid response, a sound that cannot be played, a status other than 2xx, a missing response,
        or an action that this account does not support. A test can assert `timeline.problems == []`.
        """
        return [problem for one in self.entries if (problem := problem_of(one))]

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def lines(self) -> list[str]:
        """Return the timeline as lines of text, each with the seconds since the start and the number of the call."""
        return [describe(one, self.calls) for one in self.entries]


def problem_of(one: TimelineEntry) -> str:
    """Return the problem with a step, after the name of the event; "" for a step without a problem."""
    detail = one.detail
    match one.what:
        case "webhook" if not str(detail["status"]).startswith("2"):
            return f"{detail['event']}: {detail['status']}"
        case "webhook" | "announces" if detail.get("problem"):
            return f"{detail.get('event', 'announcement')}: {detail['problem']}"
        case "ignored":
            return f"ignored: {detail['why']}"
        case _:
            return ""


def timeline(state: State, xcid: str) -> Timeline:
    """Return the timeline of the calls with this `xcid`."""
    calls = sorted((one for one in state.call_records if one.xcid == xcid), key=_first_step_number)
    return Timeline(tuple(calls), tuple(timeline_entries(calls)))


def _first_step_number(call: CallRecord) -> int:
    return call.steps[0].number if call.steps else 0


def timeline_entries(calls: Iterable[CallRecord]) -> list[TimelineEntry]:
    """Return all steps of the calls in order, with the seconds since the first call started."""
    calls = list(calls)
    start = min((call.started for call in calls), default=None)
    found = [
        TimelineEntry(
            step.number, step.at, round((step.at - start).total_seconds(), 3) if start else 0.0,
            call.id, step.what, step.detail,
        )
        for call in calls
        for step in call.steps
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.number)


def describe(one: TimelineEntry, calls: Iterable[CallRecord]) -> str:
    """Return a step as a line of text, such as `   3.5 s  call 1  answered by +49...`."""
    ordered = list(calls)
    index = next((index for index, call in enumerate(ordered, start=1) if call.id == one.call_id), 0)
    call = ordered[index - 1]
    return f"{one.seconds:8.1f} s  call {index}  {_describe_step(one, call)}"


def _describe_step(one: TimelineEntry, call: CallRecord) -> str:
    detail = one.detail
    match one.what:
        case "dialled":
            diverted = f", diverted from {call.diversion}" if call.diversion else ""
            return f"{call.direction}  {call.from_} -> {detail.get('voicemail', call.to)}{diverted}"
        case "webhook":
            return _webhook(detail)
        case "rings":
            targets = ", ".join(target["device"] or target["number"] for target in detail.get("targets", ()))
            return f"rings: {targets or detail.get('voicemail', 'nothing')}"
        case "answered":
            return (
                f"answered by {detail.get('voicemail') or detail.get('device') or detail.get('number', '')}"
            )
        case "ended":
            by = f" by the {detail['by']}" if "by" in detail else ""
            return f"ended: {detail['cause']}{by}; {detail['kind']} {detail['entry']} in the history"
        case "redirects":
            caller_id = f", showing {detail['shown']}" if "shown" in detail else ""
            return f"redirected to {_join(detail['to'])}{caller_id}"
        case "forwards":
            return f"forwarded to {detail['to']}"
        case "transfers":
            return f"transferred to {detail['to']}{', spoken to first' if detail['attended'] else ''}"
        case _:
            return f"{one.what} {_fields(detail)}".strip()


def _fields(values: Mapping[str, Any]) -> str:
    return " ".join(f"{name}={_join(value)}" for name, value in values.items())


def _join(value: Any) -> str:
    """Return a value as a string. The items of a list are separated by commas."""
    return (
        ", ".join(map(str, cast("Sequence[Any]", value))) if isinstance(value, list | tuple) else str(value)
    )


def _webhook(detail: dict[str, Any]) -> str:
    action, problem = detail.get("action"), detail.get("problem")
    if action:
        actions = (action, *detail.get("following", ()))
        meaning = ", then ".join(_action(one) for one in actions) + _sound_problem(problem)
    elif problem:
        meaning = f"NOT UNDERSTOOD: {problem}"
    else:
        meaning = "no action" if detail["event"] in ("newCall", "dtmf") else "noted"
    digits = f" dtmf={detail['request']['dtmf']}" if "dtmf" in detail["request"] else ""
    return f"webhook {detail['event']}{digits} -> {detail['url']}: {detail['status']}, {meaning}"


def _sound_problem(problem: str | None) -> str:
    """Return the problem with the sound of a valid action in parentheses, such as ` (the sound: 404)`."""
    if not problem:
        return ""
    for prefix in ("The sound's URL returned ", "The sound cannot be downloaded: ", "The sound "):
        problem = problem.removeprefix(prefix)
    return f" (the sound: {problem})"


def _action(action: Mapping[str, Any]) -> str:
    fields = {name: value for name, value in action.items() if name != "do"}
    return f"{action['do']} {_fields(fields)}".strip()


def call_to_json(state: State, record: CallRecord) -> dict[str, Any]:
    """Return a call as JSON for the console."""
    live, flow = state.calls.get(record.id), state.call_flows.get(record.id)
    collecting = flow.gathering if flow else None
    return {
        "id": record.id,
        "xcid": record.xcid,
        "originalCallId": record.orig_call_id,
        "direction": record.direction,
        "from": record.from_,
        "to": record.to,
        "diversion": record.diversion or None,
        "users": [{"id": key, "name": number_routing.name_of_user(state, key)} for key in record.user_ids],
        "phase": record.phase,
        "held": bool(live and live.hold),
        "muted": bool(live and live.muted),
        "recording": bool(live and live.recording),
        "rings": [
            {"number": one.number, "device": one.device_id, "user": one.user_id}
            for one in (flow.rings if flow and flow.phase == "ringing" else ())
        ],
        "gathering": collecting
        and {
            "maxDigits": collecting.max_digits,
            "timeoutSeconds": collecting.timeout_seconds,
            "pressed": collecting.pressed,
        },
        "started": iso(record.started),
        "answered": iso(record.answered) if record.answered else None,
        "ended": iso(record.ended) if record.ended else None,
        "cause": record.cause or None,
        "entryId": record.entry_id or None,
        "steps": [
            {"number": one.number, "at": one.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
             "what": one.what, "detail": one.detail}
            for one in record.steps
        ],
    }  # fmt: skip
