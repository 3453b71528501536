"""Actions: what a response to a delivery asks sipgate to do with the call, and the XML for each action.

A handler returns an action, or `None` to let the call continue as it would without a webhook.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Final, Literal, TypeAlias, TypeGuard
from xml.sax.saxutils import escape

from sipgate_tools.errors import InvalidInput
from sipgate_tools.values import phone_number, seconds, web_url

MAX_TARGETS: Final = 5
"""The maximum number of targets of an incoming call; an outgoing call can be redirected to one number only."""
MAX_GATHER_SECONDS: Final = 600.0
"""The longest timeout of a gather, in seconds. A larger value is probably meant as milliseconds."""

_CACHE_ENTRIES: Final = 1024
_CACHED_CHARACTERS: Final = 500
"""The longest texts of an action whose XML is cached: this bounds the bytes of the cache."""
_NOT_XML: Final = re.compile("[\x00-\x20\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Redirect:
    """An action that redirects the call to other numbers, which ring in parallel (`<Dial>`); see `redirect`."""

    numbers: tuple[str, ...]
    caller_id: str | None = None
    anonymous: bool | None = None


@dataclass(frozen=True, slots=True)
class RedirectToVoicemail:
    """An action that redirects the call to the voicemail (`<Dial><Voicemail/>`); see `voicemail`."""


@dataclass(frozen=True, slots=True)
class Reject:
    """An action that rejects the call (`<Reject>`); see `reject`."""

    reason: Literal["busy", "rejected"] = "rejected"


@dataclass(frozen=True, slots=True)
class Play:
    """An action that plays a sound file, after which the call continues (`<Play>`); see `play`."""

    announcement: str


@dataclass(frozen=True, slots=True)
class Gather:
    """An action that collects digits, which arrive as a `Dtmf` event (`<Gather>`); see `gather`."""

    max_digits: int = 1
    timeout_milliseconds: int = 2000
    announcement: str | None = None


@dataclass(frozen=True, slots=True)
class HangUpCall:
    """An action that ends the call (`<Hangup/>`); see `hang_up`."""


@dataclass(frozen=True, slots=True)
class PlayThen:
    """An action that plays a sound file, then hangs up or transfers the call.

    See `play_and_hang_up` and `play_and_transfer`.

    Attributes:
        announcement: The URL of the file.
        number: The number to transfer the call to, in E.164 format; `None` to hang up.
        attended: Whether the transfer is attended.
        extra_seconds: The pause after the end of the file, in seconds.
        duration_seconds: The length of the file in seconds. If `None`, the file is fetched and measured.
    """

    announcement: str
    number: str | None = None
    attended: bool = False
    extra_seconds: float = 0.0
    duration_seconds: float | None = None


Action: TypeAlias = Redirect | RedirectToVoicemail | Reject | Play | Gather | HangUpCall | PlayThen


def is_action(value: object) -> TypeGuard[Action]:
    """Return whether a value is one of the actions of this module."""
    return isinstance(value, Redirect | RedirectToVoicemail | Reject | Play | Gather | HangUpCall | PlayThen)


def redirect(
    numbers: str | Iterable[str], *more: str, caller_id: str | None = None, anonymous: bool | None = None
) -> Redirect:
    """Redirect the call to one to five other numbers, which ring in parallel until one of them picks up.

    Args:
        numbers: One or several numbers with country code, with or without plus (`+4915799912345`).
        more: Further numbers.
        caller_id: The number that the callees see; by default the account's setting decides.
        anonymous: Whether to hide the number from the callees; by default the account's setting decides.

    Raises:
        InvalidInput: No number or more than five numbers were passed, or a number or `caller_id` is not a telephone
            number.
    """
    given = [numbers] if isinstance(numbers, str) else list(numbers)
    targets = tuple(_e164(number, "number to redirect to") for number in [*given, *more])
    if not 1 <= len(targets) <= MAX_TARGETS:
        raise InvalidInput(
            f"A call can be redirected to 1 to {MAX_TARGETS} numbers, not {len(targets)}.",
            hint="To ring more phones, redirect to the number of a group.",
        )
    return Redirect(targets, None if caller_id is None else _e164(caller_id, "caller id"), anonymous)


def voicemail() -> RedirectToVoicemail:
    """Redirect the call to the voicemail, for which the account needs the voicemail feature."""
    return RedirectToVoicemail()


def reject(reason: Literal["busy", "rejected"] = "rejected") -> Reject:
    """Reject the call. The caller hears the busy tone (`busy`), or that the call was not accepted (`rejected`).

    Raises:
        InvalidInput: The reason is neither `busy` nor `rejected`.
    """
    if reason not in {"busy", "rejected"}:
        raise InvalidInput("Unknown reason for rejecting a call.", hint="Use 'busy' or 'rejected'.")
    return Reject("busy" if reason == "busy" else "rejected")


def play(announcement: str) -> Play:
    """Play a sound file to the caller, after which the call continues as it would without a webhook.

    Args:
        announcement: The URL of a WAV file: mono, 16-bit PCM, 8 kHz.

    Raises:
        InvalidInput: `announcement` is not an http or https URL.
    """
    return Play(_url(announcement))


def gather(max_digits: int = 1, timeout: timedelta | float = 2.0, announcement: str | None = None) -> Gather:
    """Collect the digits that the caller presses, for the handlers registered with `on_data`.

    Args:
        max_digits: The maximum number of digits, at least 1. sipgate sends the event as soon as they are pressed.
        timeout: The time to wait for the next digit, in seconds or as a `timedelta`, at most ten minutes. The
            timeout starts at the end of the announcement. On the wire it is in milliseconds.
        announcement: The URL of a WAV file to play (mono, 16-bit PCM, 8 kHz). The first digit stops it.

    Raises:
        InvalidInput: `max_digits` is not a whole number of at least 1, `timeout` is negative or above ten minutes, or
            `announcement` is not an http or https URL.
    """
    # bool is an int, and gather(True) is a mistake.
    if isinstance(max_digits, bool) or max_digits < 1 or max_digits != int(max_digits):
        raise InvalidInput("max_digits must be a whole number of at least 1.")
    wait = seconds(timeout, argument="timeout")
    if wait > MAX_GATHER_SECONDS:
        raise InvalidInput(
            f"The timeout of gather must not exceed {MAX_GATHER_SECONDS:.0f} seconds.",
            hint="timeout is in seconds: pass timeout=2 for sipgate's 2000 milliseconds.",
        )
    return Gather(int(max_digits), round(wait * 1000), None if announcement is None else _url(announcement))


def hang_up() -> HangUpCall:
    """End the call."""
    return HangUpCall()


def play_and_hang_up(
    announcement: str, *, timeout: timedelta | float = 0.0, duration: timedelta | float | None = None
) -> PlayThen:
    """Play a sound file, and hang up when it ends (`rtcm.hang_up`).

    The store keeps the hang-up until it is due. It runs exactly once, even after a restart if the store is persistent.

    Args:
        announcement: The URL of a WAV file (mono, 16-bit PCM, 8 kHz). Without `duration`, the file is fetched and
            measured before the response is sent.
        timeout: The pause after the end of the file, in seconds or as a `timedelta`.
        duration: The length of the file in seconds or as a `timedelta`, if known.

    Raises:
        InvalidInput: `announcement` is not an http or https URL, or `timeout` or `duration` is negative.
    """
    return PlayThen(_url(announcement), extra_seconds=_wait(timeout), duration_seconds=_length(duration))


def play_and_transfer(
    announcement: str,
    number: str,
    *,
    attended: bool = False,
    timeout: timedelta | float = 0.0,
    duration: timedelta | float | None = None,
) -> PlayThen:
    """Play a sound file, and transfer the call when it ends (`rtcm.transfer`).

    The store keeps the transfer until it is due. It runs exactly once, even after a restart if the store is persistent.

    Args:
        announcement: The URL of a WAV file (mono, 16-bit PCM, 8 kHz). Without `duration`, the file is fetched and
            measured before the response is sent.
        number: The number to transfer the call to, with plus and country code.
        attended: Whether to make an attended transfer: the parties talk before the call is handed over.
        timeout: The pause after the end of the file, in seconds or as a `timedelta`.
        duration: The length of the file in seconds or as a `timedelta`, if known.

    Raises:
        InvalidInput: `announcement` is not an http or https URL, `number` is not a telephone number, or
            `timeout` or `duration` is negative.
    """
    target = _e164(number, "number to transfer to")
    return PlayThen(_url(announcement), target, attended, _wait(timeout), _length(duration))


def render(
    action: Action | None,
    *,
    on_answer: str | None = None,
    on_hangup: str | None = None,
    on_data: str | None = None,
) -> bytes:
    """Return the XML of the response to a delivery.

    Args:
        action: The action; `None` lets the call continue.
        on_answer: The URL that the `answer` event is posted to; `None` to not receive it.
        on_hangup: The URL that the `hangup` event is posted to; `None` to not receive it.
        on_data: The URL that the digits of a `gather` are posted to.

    Raises:
        InvalidInput: The action is a `gather` and `on_data` is `None`.
    """
    short = action is None or _text_length(action) <= _CACHED_CHARACTERS
    return (_render if short else _render.__wrapped__)(action, on_answer, on_hangup, on_data)


def _text_length(action: Action) -> int:
    """Return the length of the texts of an action that a handler may have chosen per call."""
    if isinstance(action, Redirect):
        return sum(map(len, action.numbers)) + len(action.caller_id or "")
    return len(action.announcement or "") if isinstance(action, Play | PlayThen | Gather) else 0


@lru_cache(_CACHE_ENTRIES)
def _render(
    action: Action | None, on_answer: str | None, on_hangup: str | None, on_data: str | None
) -> bytes:
    subscriptions = _attributes(onAnswer=on_answer, onHangup=on_hangup)
    inner = "" if action is None else _element(action, on_data)
    response = f"<Response{subscriptions}>{inner}</Response>" if inner else f"<Response{subscriptions}/>"
    return f'<?xml version="1.0" encoding="UTF-8"?>{response}'.encode()


def _element(action: Action, on_data: str | None) -> str:
    match action:
        case Redirect(numbers, caller_id, anonymous):
            attributes = _attributes(
                callerId=caller_id and caller_id.removeprefix("+"),
                anonymous=None if anonymous is None else str(anonymous).lower(),
            )
            targets = "".join(f"<Number>{number.removeprefix('+')}</Number>" for number in numbers)
            return f"<Dial{attributes}>{targets}</Dial>"
        case RedirectToVoicemail():
            return "<Dial><Voicemail/></Dial>"
        case Reject(reason):
            return f'<Reject reason="{reason}"/>'
        case Play(announcement) | PlayThen(announcement):
            return _play(announcement)
        case Gather(max_digits, milliseconds, announcement):
            if on_data is None:
                raise InvalidInput("A gather requires on_data, the URL that its digits are posted to.")
            attributes = _attributes(onData=on_data, maxDigits=str(max_digits), timeout=str(milliseconds))
            inner = "" if announcement is None else _play(announcement)
            return f"<Gather{attributes}>{inner}</Gather>" if inner else f"<Gather{attributes}/>"
        case HangUpCall():
            return "<Hangup/>"


def _play(announcement: str) -> str:
    return f"<Play><Url>{escape(announcement)}</Url></Play>"


def _attributes(**values: str | None) -> str:
    quotes = {'"': "&quot;"}
    return "".join(
        f' {name}="{escape(value, quotes)}"' for name, value in values.items() if value is not None
    )


@lru_cache(_CACHE_ENTRIES)
def _e164(number: str, argument: str) -> str:
    # Cached: handlers use the same few numbers again and again, and libphonenumber is slow.
    # On the wire, numbers have no plus.
    return phone_number(number, argument=argument, plus_optional=True)


def _url(text: str) -> str:
    if _NOT_XML.search(text):
        raise InvalidInput("The announcement's URL contains characters that are not allowed in a URL.")
    return web_url(text, argument="announcement's URL")


def _wait(timeout: timedelta | float) -> float:
    return seconds(timeout, argument="timeout")


def _length(duration: timedelta | float | None) -> float | None:
    return None if duration is None else seconds(duration, argument="duration")
