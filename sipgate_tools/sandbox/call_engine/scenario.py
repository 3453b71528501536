"""Call scripts: data that describes what each party in a call does, for tests and the command line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, Literal, cast, get_args

from ..phone_numbers import e164

Does = Literal["answers", "busy", "noAnswer", "rejects", "unreachable", "unknown", "forwards", "waits"]
Do = Literal["hangUp", "transfer", "hold", "resume", "press", "record", "stopRecording"]
Party = Literal["caller", "callee"]
Losable = Literal["answer", "hangup"]
Cause = Literal["normalClearing", "busy", "cancel", "noAnswer", "congestion", "notFound", "forwarded"]
Direction = Literal["in", "out"]

ANONYMOUS: Final = "anonymous"
_USUAL_SECONDS: Final = {"answers": 5.0, "rejects": 3.0, "busy": 1.0, "unreachable": 1.0, "unknown": 1.0}
_DIGITS: Final = re.compile(r"[0-9A-D#*]*\Z")


class ScenarioError(ValueError):
    """A scenario is invalid or cannot be played. The message contains the field and the problem."""


@dataclass(frozen=True, slots=True)
class Callee:
    """The behavior of a callee when the phone rings.

    Attributes:
        does: The reaction: "answers", "busy", "noAnswer" (lets the phone ring), "rejects", "unreachable" (cause
            `congestion`), "unknown" (does not exist or is offline, cause `notFound`), "forwards" (to `to`), or
            "waits" (for an action in the console or the test).
        after: The seconds of ringing before the reaction. By default, 5 for "answers", 3 for "rejects", 1 for "busy",
            "unreachable" and "unknown", and otherwise 0.
        to: The target of "forwards", a telephone number or the id of a voicemail of the account.
        device: The id of the device that picks up, such as `e1`. By default, the first device that rings.
    """

    does: Does = "answers"
    after: float | None = None
    to: str = ""
    device: str = ""

    @property
    def seconds(self) -> float:
        """The seconds of ringing before the callee reacts."""
        return _USUAL_SECONDS.get(self.does, 0.0) if self.after is None else self.after


@dataclass(frozen=True, slots=True)
class Act:
    """An action of one party in an established call.

    Attributes:
        after: The time of the action, in seconds after the call was answered.
        do: The action: "hangUp", "transfer" (to `to`), "hold", "resume", "press" (`digits`), "record" or
            "stopRecording".
        by: The party that hangs up, "caller" or "callee". Transfer, hold and record are always actions of the
            account's side, and the caller presses the digits.
        to: The target number of a transfer.
        attended: Whether the transfer is attended, so that the call resumes if the target does not answer.
        digits: The DTMF digits to press.
    """

    after: float
    do: Do
    by: Party = "caller"
    to: str = ""
    attended: bool = False
    digits: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A call script.

    Attributes:
        from_: The caller: a number, `anonymous`, "", or an internal SIP id such as `123456e0` (sipgate sometimes
            sends the last two). For an outgoing call, an extension (p, e, x, y) or a number of the account.
        to: The callee's number. For an incoming call, a number of the account.
        direction: The direction from the account's point of view, "in" or "out". By default, the direction is derived
            from the two numbers.
        callee: The behavior of the callee. This is also the default for numbers that are not in `callees`.
        callees: The behavior of other callees by number, for the targets of redirects, forwards and transfers.
        digits: The digits that the caller presses, one string for each Gather action.
        key_seconds: The seconds before each key press.
        gives_up_after: The seconds after which the caller hangs up an unanswered call. If None, the caller waits.
        talk_seconds: The length of the answered call in seconds. If None, the call lasts until a party hangs up.
        hangs_up: The party that hangs up after `talk_seconds`, "caller" or "callee".
        message: The words that the caller leaves on a voicemail, which become the transcription.
        message_seconds: The length of the voicemail message in seconds. If 0, the caller leaves no message.
        then: The actions in the established call before the hang-up.
        lost: The webhooks that never arrive ("answer", "hangup"), as sometimes happens at sipgate.
        hangup_cause: The cause in the `hangup` event of an answered call, instead of `normalClearing`. sipgate
            sometimes sends `cancel`.
    """

    from_: str
    to: str
    direction: Direction | Literal[""] = ""
    callee: Callee = Callee()
    callees: Mapping[str, Callee] = field(default_factory=dict[str, Callee])
    digits: tuple[str, ...] = ()
    key_seconds: float = 0.5
    gives_up_after: float | None = None
    talk_seconds: float | None = 60.0
    hangs_up: Party = "caller"
    message: str = ""
    message_seconds: float = 10.0
    then: tuple[Act, ...] = ()
    lost: tuple[Losable, ...] = ()
    hangup_cause: Cause | Literal[""] = ""

    def callee_at(self, number: str) -> Callee:
        """Return what the callee at a number does.

        By default, this is `callee`. The target of the callee's own forwarding answers by default, so that it does not
        forward the call again.
        """
        usual = Callee() if number == self.callee.to else self.callee
        return self.callees.get(number, usual)

    def pressed(self, time: int) -> str:
        """Return the digits that the caller presses for a Gather action, which is counted from 0."""
        return self.digits[time] if time < len(self.digits) else ""


def to_json(scenario: Scenario) -> str:
    """Return a scenario as a JSON string for `from_json`."""
    return json.dumps(to_value(scenario), ensure_ascii=False, separators=(",", ":"))


def to_value(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario as a JSON value."""
    return {
        "from": scenario.from_,
        "to": scenario.to,
        "direction": scenario.direction,
        "callee": _callee_value(scenario.callee),
        "callees": {number: _callee_value(one) for number, one in scenario.callees.items()},
        "digits": list(scenario.digits),
        "keySeconds": scenario.key_seconds,
        "givesUpAfter": scenario.gives_up_after,
        "talkSeconds": scenario.talk_seconds,
        "hangsUp": scenario.hangs_up,
        "lost": list(scenario.lost),
        "hangupCause": scenario.hangup_cause,
        "message": scenario.message,
        "messageSeconds": scenario.message_seconds,
        "then": [
            {"after": act.after, "do": act.do, "by": act.by, "to": act.to, "attended": act.attended,
             "digits": act.digits}
            for act in scenario.then
        ],
    }  # fmt: skip


def _callee_value(callee: Callee) -> dict[str, Any]:
    return {"does": callee.does, "after": callee.after, "to": callee.to, "device": callee.device}


@lru_cache(maxsize=256)
def from_json(text: str) -> Scenario:
    """Return the scenario in a JSON string from `to_json`."""
    return parse_scenario(json.loads(text))


def parse_scenario(value: Any) -> Scenario:
    """Return a scenario from a JSON object that has the fields of `Scenario` in camel case, such as `talkSeconds`.

    `callee` and the values in `callees` can be a string such as `"busy"` instead of an object.

    Raises:
        ScenarioError: The value is not a valid scenario. The message contains the field.
    """
    fields = _object(value, "scenario", _FIELDS)
    callees = _object(fields.get("callees") or {}, "callees")
    return Scenario(
        from_=_caller(fields.get("from")),
        to=_callee_number(fields.get("to"), "to"),
        direction=_word(fields, "direction", ("in", "out", ""), ""),
        callee=_callee(fields.get("callee"), "callee"),
        callees={
            _callee_number(number, "callees"): _callee(one, "callees") for number, one in callees.items()
        },
        digits=tuple(_digits(one) for one in _texts(fields.get("digits"))),
        key_seconds=_seconds(fields, "keySeconds", 0.5) or 0.0,
        gives_up_after=_seconds(fields, "givesUpAfter", None),
        talk_seconds=_seconds(fields, "talkSeconds", 60.0),
        hangs_up=_word(fields, "hangsUp", get_args(Party), "caller"),
        message=_text(fields, "message"),
        message_seconds=_seconds(fields, "messageSeconds", 10.0) or 0.0,
        then=tuple(_act(one) for one in _list(fields.get("then"), "then")),
        lost=tuple(_losable(one) for one in _list(fields.get("lost"), "lost")),
        hangup_cause=_word(fields, "hangupCause", (*get_args(Cause), ""), ""),
    )


_FIELDS: Final = frozenset(
    {"from", "to", "direction", "callee", "callees", "digits", "keySeconds", "givesUpAfter", "talkSeconds", "hangsUp",
     "message", "messageSeconds", "then", "lost", "hangupCause"}
)  # fmt: skip


def _callee(value: Any, name: str) -> Callee:
    if value is None:
        return Callee()
    if isinstance(value, str):
        value = {"does": value}
    fields = _object(value, name, frozenset({"does", "after", "to", "device"}))
    does = _word(fields, "does", get_args(Does), "answers")
    to = _text(fields, "to")
    if does == "forwards":
        to = to if to.startswith("v") else _callee_number(to, f"{name}.to")
    return Callee(does, _seconds(fields, "after", None), to, _text(fields, "device"))


def _act(value: Any) -> Act:
    fields = _object(value, "then", frozenset({"after", "do", "by", "to", "attended", "digits"}))
    do = _word(fields, "do", get_args(Do), "")
    after = _seconds(fields, "after", 0.0) or 0.0
    to = _callee_number(fields.get("to"), "then.to") if do == "transfer" else ""
    by = _word(fields, "by", get_args(Party), "caller")
    return Act(after, do, by, to, fields.get("attended") is True, _digits(_text(fields, "digits")))


def _losable(value: Any) -> Any:
    if value not in get_args(Losable):
        raise ScenarioError(f"lost can contain only: {', '.join(get_args(Losable))}")
    return value


def _object(value: Any, name: str, allowed: frozenset[str] | None = None) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ScenarioError(f"{name} must be an object")
    fields = cast("dict[str, Any]", value)
    unknown = sorted(fields.keys() - allowed) if allowed is not None else []
    if unknown:
        raise ScenarioError(
            f"Unknown field {unknown[0]} in {name}. Allowed: {', '.join(sorted(allowed or ()))}"
        )
    return fields


def _list(value: Any, name: str) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise ScenarioError(f"{name} must be a list")
    return cast("list[Any]", value)


def _texts(value: Any) -> list[str]:
    values = [value] if isinstance(value, str) else _list(value, "digits")
    if not all(isinstance(one, str) for one in values):
        raise ScenarioError("digits must be a list of strings")
    return values


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ScenarioError(f"{name} must be a string")
    return value


def _word(fields: Mapping[str, Any], name: str, words: tuple[str, ...], default: str) -> Any:
    value = fields.get(name)
    value = default if value is None else value
    if value not in words:
        raise ScenarioError(f"{name} must be one of: {', '.join(word for word in words if word)}")
    return value


def _seconds(fields: Mapping[str, Any], name: str, default: float | None) -> float | None:
    value = fields.get(name, default)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 86_400:
        raise ScenarioError(f"{name} must be a number of seconds from 0 to 86400")
    return float(value)


def _digits(digits: str) -> str:
    if not _DIGITS.match(digits.upper()):
        raise ScenarioError("digits must consist of 0-9, A-D, # and *")
    return digits.upper()


def _caller(value: Any) -> str:
    if isinstance(value, str) and (value in (ANONYMOUS, "") or re.match(r"(\d{6,10}e|[pexy])\d+\Z", value)):
        return value
    return _callee_number(value, "from")


def _callee_number(value: Any, name: str) -> str:
    if value is None:
        raise ScenarioError(f"{name} is missing")
    number = e164(value) if isinstance(value, str) else None
    if number is None:
        raise ScenarioError(f"{name} must be a telephone number")
    return number
