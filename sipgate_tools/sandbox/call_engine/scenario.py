"""What the people in a call do, as data: a call script that tests and the command line play."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, cast, get_args

from ..phone_numbers import e164

Does = Literal["answers", "busy", "noAnswer", "rejects", "unreachable", "unknown", "forwards", "waits"]
Do = Literal["hangUp", "transfer", "hold", "resume", "press", "record", "stopRecording"]
Party = Literal["caller", "callee"]
Losable = Literal["answer", "hangup"]
Cause = Literal["normalClearing", "busy", "cancel", "noAnswer", "congestion", "notFound", "forwarded"]
Direction = Literal["in", "out"]

ANONYMOUS = "anonymous"
_USUAL_SECONDS = {"answers": 5.0, "rejects": 3.0, "busy": 1.0, "unreachable": 1.0, "unknown": 1.0}
_DIGITS = re.compile(r"[0-9A-D#*]*\Z")


class ScenarioError(ValueError):
    """A scenario that cannot be played; the text says what is wrong with which field."""


@dataclass(frozen=True, slots=True)
class Callee:
    """What somebody does whose phone rings.

    Attributes:
        does: answers; is busy; lets it ring (noAnswer); rejects; is unreachable (congestion); does not exist or is
            offline (unknown, cause notFound); forwards to `to`; or waits for somebody at the console to decide.
        after: seconds of ringing until then; None for what is usual.
        to: a number or a voicemail of the account, for `forwards`.
        device: which device of several picks up, such as `e1`; by default the first that can.
    """

    does: Does = "answers"
    after: float | None = None
    to: str = ""
    device: str = ""

    @property
    def seconds(self) -> float:
        """Seconds of ringing until it happens."""
        return _USUAL_SECONDS.get(self.does, 0.0) if self.after is None else self.after


@dataclass(frozen=True, slots=True)
class Act:
    """Something somebody does in an established call.

    Attributes:
        after: seconds since the call was answered.
        do: hangUp, transfer (to `to`), hold, resume, press (`digits`), record or stopRecording.
        by: who does it; the account's own side transfers, holds and records.
        to: the number of a transfer.
        attended: whether that number is spoken to first: if it does not answer, the call stays.
        digits: DTMF digits.
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
        from_: the caller: a number, `anonymous`, "" or an internal SIP id such as `123456e0`, which sipgate sends at
            times; for a call that goes out an extension (p, e, x, y) or a number of the account.
        to: who is called: a number of the account for a call that comes in.
        direction: "in" or "out"; by default what follows from the two numbers.
        callee: what the called party does, and everybody `callees` does not name.
        callees: the same by number, for those a call is redirected, forwarded or transferred to.
        digits: what the caller presses, one text for each time a webhook collects digits.
        key_seconds: how long each key takes.
        gives_up_after: seconds after which the caller hangs up when nobody has picked up; None for never.
        talk_seconds: how long the call lasts once it is answered; None until somebody hangs up.
        hangs_up: who hangs up then.
        message: what the caller says to a voicemail, and for `message_seconds`; 0 hangs up without a message.
        then: what happens in the established call before that.
        lost: webhooks that never arrive, `answer` and `hangup`, as some do at sipgate.
        hangup_cause: the cause of `hangup` when the call was answered, instead of the usual `normalClearing`; sipgate
            sends `cancel` at times.
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
        """What somebody at a number does.

        Whoever the callee forwards calls to answers, unless `callees` says otherwise: it does not forward them on.
        """
        usual = Callee() if number == self.callee.to else self.callee
        return self.callees.get(number, usual)

    def pressed(self, time: int) -> str:
        """What the caller presses when digits are collected for the n-th time, counted from 0."""
        return self.digits[time] if time < len(self.digits) else ""


def to_json(scenario: Scenario) -> str:
    """A scenario as JSON text, as `read` takes it."""
    return json.dumps(to_value(scenario), ensure_ascii=False, separators=(",", ":"))


def to_value(scenario: Scenario) -> dict[str, Any]:
    """A scenario as a JSON value."""
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
    """The scenario that `to_json` wrote."""
    return read(json.loads(text))


def read(value: Any) -> Scenario:
    """A scenario from a JSON value: an object with the fields of `Scenario` in camel case (`from`, `talkSeconds`).

    `callee` and the values of `callees` may be a word instead of an object: `"busy"`.

    Raises:
        ScenarioError: it is no scenario; the text names the field.
    """
    fields = _object(value, "scenario", _FIELDS)
    callees = _object(fields.get("callees") or {}, "callees")
    return Scenario(
        from_=_caller(fields.get("from")),
        to=_called(fields.get("to"), "to"),
        direction=_word(fields, "direction", ("in", "out", ""), ""),
        callee=_callee(fields.get("callee"), "callee"),
        callees={_called(number, "callees"): _callee(one, "callees") for number, one in callees.items()},
        digits=tuple(_pressed(one) for one in _texts(fields.get("digits"))),
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


_FIELDS = frozenset(
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
        to = to if to.startswith("v") else _called(to, f"{name}.to")
    return Callee(does, _seconds(fields, "after", None), to, _text(fields, "device"))


def _act(value: Any) -> Act:
    fields = _object(value, "then", frozenset({"after", "do", "by", "to", "attended", "digits"}))
    do = _word(fields, "do", get_args(Do), "")
    after = _seconds(fields, "after", 0.0) or 0.0
    to = _called(fields.get("to"), "then.to") if do == "transfer" else ""
    by = _word(fields, "by", get_args(Party), "caller")
    return Act(after, do, by, to, fields.get("attended") is True, _pressed(_text(fields, "digits")))


def _losable(value: Any) -> Any:
    if value not in get_args(Losable):
        raise ScenarioError(f"lost holds other words than: {', '.join(get_args(Losable))}")
    return value


def _object(value: Any, name: str, known: frozenset[str] | None = None) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ScenarioError(f"{name} is not an object")
    fields = cast("dict[str, Any]", value)
    unknown = sorted(fields.keys() - known) if known is not None else []
    if unknown:
        raise ScenarioError(f"{name} has no field {unknown[0]}")
    return fields


def _list(value: Any, name: str) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise ScenarioError(f"{name} is not a list")
    return cast("list[Any]", value)


def _texts(value: Any) -> list[str]:
    given = [value] if isinstance(value, str) else _list(value, "digits")
    if not all(isinstance(one, str) for one in given):
        raise ScenarioError("digits is not a list of texts")
    return given


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ScenarioError(f"{name} is not a text")
    return value


def _word(fields: Mapping[str, Any], name: str, words: tuple[str, ...], default: str) -> Any:
    value = fields.get(name)
    value = default if value is None else value
    if value not in words:
        raise ScenarioError(f"{name} is none of: {', '.join(word for word in words if word)}")
    return value


def _seconds(fields: Mapping[str, Any], name: str, default: float | None) -> float | None:
    value = fields.get(name, default)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 86_400:
        raise ScenarioError(f"{name} is not a number of seconds from 0 to 86400")
    return float(value)


def _pressed(digits: str) -> str:
    if not _DIGITS.match(digits.upper()):
        raise ScenarioError("digits are 0-9, A-D, # and *")
    return digits.upper()


def _caller(value: Any) -> str:
    if isinstance(value, str) and (value in (ANONYMOUS, "") or re.match(r"(\d{6,10}e|[pexy])\d+\Z", value)):
        return value
    return _called(value, "from")


def _called(value: Any, name: str) -> str:
    if value is None:
        raise ScenarioError(f"{name} is missing")
    number = e164(value) if isinstance(value, str) else None
    if number is None:
        raise ScenarioError(f"{name} is not a telephone number")
    return number
