"""The events of the push API, parsed from the form that sipgate posts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Final, TypeAlias
from urllib.parse import unquote_to_bytes

from sipgate_tools.errors import UnreadableEvent

ANONYMOUS: Final = "anonymous"
"""The value of `from_` if the caller hides the number."""

VOICEMAIL: Final = "voicemail"
"""The value of `Answer.answered_by` when the voicemail picks up."""

_MAX_FIELDS: Final = 20_000
_SHORTEST_CERTAIN: Final = 8
_SHORTEST_POSSIBLE: Final = 6
_LONGEST: Final = 15


class HangUpCause(StrEnum):
    """The reason why a call ended (`HangUp.cause`); new reasons that sipgate adds arrive as plain strings."""

    NORMAL_CLEARING = "normalClearing"
    BUSY = "busy"
    CANCEL = "cancel"
    NO_ANSWER = "noAnswer"
    CONGESTION = "congestion"
    NOT_FOUND = "notFound"
    FORWARDED = "forwarded"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    event: str
    call_id: str
    original_call_id: str
    raw: Mapping[str, tuple[str, ...]] = field(repr=False, compare=False, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _CallEvent(_Event):
    from_: str
    to: str
    direction: str
    diversion: str | None = None
    xcid: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCall(_CallEvent):
    """An incoming or outgoing call starts (`event=newCall`). The phone does not ring until the app has responded.

    Attributes:
        call_id: The id of this call in later events and in the live-call operations.
        original_call_id: The id of the call that this one was transferred or forwarded from, else its own id.
        from_: The caller as E.164 with plus, `anonymous`, an internal SIP id (`1234567e0`), a short number as
            received (`10`), or empty.
        to: The callee, in the same forms as `from_`.
        direction: `in` or `out`.
        users: The names of the users involved: the caller of an outgoing call, or the users whose phones ring.
            Empty if the call goes to a voicemail.
        user_ids: The ids of these users (`w0`), in the same order.
        full_user_ids: The ids with the master SIP id (`1234567w0`), in the same order.
        diversion: The number that was dialed first, if the call was diverted.
        xcid: sipgate's id for everything that belongs to one call across forwardings.
        raw: All fields as received.
    """

    users: tuple[str, ...] = ()
    user_ids: tuple[str, ...] = ()
    full_user_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(_CallEvent):
    """A user or the voicemail picked up (`event=answer`). `NewCall` describes the other fields.

    Attributes:
        answered_by: The name of the user who picked up, or `voicemail`; incoming calls only.
        user: The name of the user who picked up; `None` for the voicemail.
        user_id: The user's id (`w0`).
        full_user_id: The user's id with the master SIP id (`1234567w0`).
        answering_number: The number that picked up, E.164 with plus.
    """

    answered_by: str | None = None
    user: str | None = None
    user_id: str | None = None
    full_user_id: str | None = None
    answering_number: str | None = None

    @property
    def by_voicemail(self) -> bool:
        """Whether the voicemail picked up."""
        return self.user is None and self.answered_by == VOICEMAIL


@dataclass(frozen=True, slots=True, kw_only=True)
class HangUp(_CallEvent):
    """The call has ended (`event=hangup`). `NewCall` describes the other fields.

    Attributes:
        cause: The reason, a value of `HangUpCause` or one that is newer than this package. It can be `cancel`
            even if the call was answered.
        answering_number: The number that picked up, E.164 with plus; `None` if the call was not answered.
    """

    cause: str = ""
    answering_number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dtmf(_Event):
    """The digits that were pressed during a `gather` (`event=dtmf`).

    Attributes:
        dtmf: The digits, or an empty string if none were pressed. The `repr` omits them, because they can be a PIN.
    """

    dtmf: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownEvent(_Event):
    """An event that is newer than this package. `raw` contains all its fields."""


Event: TypeAlias = NewCall | Answer | HangUp | Dtmf | UnknownEvent


def parse_event(body: bytes | str) -> Event:
    """Return the event in a delivery.

    Unknown fields are kept in `raw`. Missing and empty fields become empty or `None`. Telephone numbers get a plus.
    Bytes that are not UTF-8 are replaced.

    Args:
        body: The form that sipgate posts (`application/x-www-form-urlencoded`, UTF-8).

    Raises:
        UnreadableEvent: The field `event` is missing, or `callId` is missing in a known event.
    """
    fields = _read_form(body.decode("utf-8", "replace") if isinstance(body, bytes) else body)
    name = _text(fields, "event")
    if not name:
        raise UnreadableEvent(
            "The delivery has no event.", hint="sipgate posts a form with the field 'event'."
        )
    call_id = _text(fields, "callId")
    original = _text(fields, "origCallId") or call_id
    raw = MappingProxyType(fields)
    build = _BUILDERS.get(name)
    if build is None:
        return UnknownEvent(event=name, call_id=call_id, original_call_id=original, raw=raw)
    if not call_id:
        raise UnreadableEvent(f"The event {name} has no call id.", hint="sipgate posts the field 'callId'.")
    return build(fields, call_id, original, raw)


_Fields: TypeAlias = dict[str, tuple[str, ...]]


def _new_call(fields: _Fields, call_id: str, original: str, raw: Mapping[str, tuple[str, ...]]) -> NewCall:
    return NewCall(
        event="newCall",
        call_id=call_id,
        original_call_id=original,
        raw=raw,
        from_=_number(fields, "from") or "",
        to=_number(fields, "to") or "",
        direction=_text(fields, "direction"),
        users=_users(fields),
        user_ids=_several(fields, "userId"),
        full_user_ids=_several(fields, "fullUserId"),
        diversion=_number(fields, "diversion"),
        xcid=_text(fields, "xcid") or None,
    )


def _pick_up(fields: _Fields, call_id: str, original: str, raw: Mapping[str, tuple[str, ...]]) -> Answer:
    users = _users(fields)
    return Answer(
        event="answer",
        call_id=call_id,
        original_call_id=original,
        raw=raw,
        from_=_number(fields, "from") or "",
        to=_number(fields, "to") or "",
        direction=_text(fields, "direction"),
        answered_by=next(iter(users or _several(fields, "user")), None),
        user=next(iter(users), None),
        user_id=next(iter(_several(fields, "userId")), None),
        full_user_id=next(iter(_several(fields, "fullUserId")), None),
        answering_number=_number(fields, "answeringNumber"),
        diversion=_number(fields, "diversion"),
        xcid=_text(fields, "xcid") or None,
    )


def _hang_up(fields: _Fields, call_id: str, original: str, raw: Mapping[str, tuple[str, ...]]) -> HangUp:
    return HangUp(
        event="hangup",
        call_id=call_id,
        original_call_id=original,
        raw=raw,
        from_=_number(fields, "from") or "",
        to=_number(fields, "to") or "",
        direction=_text(fields, "direction"),
        cause=_text(fields, "cause"),
        answering_number=_number(fields, "answeringNumber"),
        diversion=_number(fields, "diversion"),
        xcid=_text(fields, "xcid") or None,
    )


def _dtmf(fields: _Fields, call_id: str, original: str, raw: Mapping[str, tuple[str, ...]]) -> Dtmf:
    return Dtmf(event="dtmf", call_id=call_id, original_call_id=original, raw=raw, dtmf=_text(fields, "dtmf"))


_BUILDERS: Final = {"newCall": _new_call, "answer": _pick_up, "hangup": _hang_up, "dtmf": _dtmf}


def _read_form(text: str) -> _Fields:
    # parse_qsl takes three times as long, and this runs before the phone rings.
    fields: _Fields = {}
    repeated: dict[str, list[str]] = {}
    for pair in text.split("&", _MAX_FIELDS):
        name, _, value = pair.partition("=")
        if not name.isalpha():
            name = _field_name(name)
        if "%" in value or "+" in value:
            value = _decode(value)
        if name not in fields:
            fields[name] = (value,)
        else:
            repeated.setdefault(name, []).append(value)
    for name, more in repeated.items():
        fields[name] += tuple(more)
    fields.pop("", None)
    return fields


@lru_cache(maxsize=128)
def _field_name(text: str) -> str:
    return _decode(text)


def _decode(text: str) -> str:
    if "+" in text:
        text = text.replace("+", " ")
    if "%" not in text:
        return text
    return unquote_to_bytes(text.encode("utf-8", "replace")).decode("utf-8", "replace")


def _text(fields: _Fields, name: str) -> str:
    values = fields.get(name)
    return values[0] if values else ""


def _several(fields: _Fields, name: str) -> tuple[str, ...]:
    # The push API documents `user[]`; other form encoders write `user` or `user[0]`.
    values = fields.get(f"{name}[]") or fields.get(name)
    if values is None:
        prefix = f"{name}["
        values = tuple(value for key, found in fields.items() if key.startswith(prefix) for value in found)
    return values if all(values) else tuple(value for value in values if value)


def _users(fields: _Fields) -> tuple[str, ...]:
    users = _several(fields, "user")
    # A user who is named "voicemail" has an id, the voicemail has none.
    if VOICEMAIL in users and len(users) > len(_several(fields, "userId")):
        index = users.index(VOICEMAIL)
        return users[:index] + users[index + 1 :]
    return users


def _number(fields: _Fields, name: str) -> str | None:
    # sipgate sends no plus; an unescaped plus has been decoded to a space.
    number = _text(fields, name).strip()
    if not number:
        return None
    return f"+{number}" if number.isascii() and number.isdigit() and _has_country(number) else number


def _has_country(digits: str) -> bool:
    """Return whether digits are a number with country code, not an extension (`10`) or a short code (`115`)."""
    if digits.startswith("0") or len(digits) > _LONGEST:
        return False
    return len(digits) >= _SHORTEST_CERTAIN or (len(digits) >= _SHORTEST_POSSIBLE and _is_possible(digits))


@lru_cache(maxsize=128)
def _is_possible(digits: str) -> bool:
    # The shortest numbers in the world have six digits including the country code. Imported here because the import
    # takes a tenth of a second and few calls need it.
    import phonenumbers

    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(f"+{digits}"))
    except phonenumbers.NumberParseException:
        return False
