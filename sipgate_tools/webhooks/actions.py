"""What to do with a call: the answers of the push API, and their XML.

A handler returns one of these, or `None`: the call goes on as it would have without a webhook.
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
"""How many numbers an incoming call can ring at once; an outgoing call has one."""
MAX_GATHER_SECONDS: Final = 600.0
"""Longer pauses are taken for milliseconds and refused."""

_NOT_XML: Final = re.compile("[\x00-\x20\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Redirect:
    """Send the call to other numbers, which ring at once (`<Dial>`); made by `redirect`."""

    numbers: tuple[str, ...]
    caller_id: str | None = None
    anonymous: bool | None = None


@dataclass(frozen=True, slots=True)
class Voicemail:
    """Send the call to the voicemail (`<Dial><Voicemail/>`); made by `voicemail`."""


@dataclass(frozen=True, slots=True)
class Reject:
    """Refuse the call (`<Reject>`); made by `reject`."""

    reason: Literal["busy", "rejected"] = "rejected"


@dataclass(frozen=True, slots=True)
class Play:
    """Play a sound file, then let the call go on (`<Play>`); made by `play`."""

    announcement: str


@dataclass(frozen=True, slots=True)
class Gather:
    """Collect digits, which arrive as a `Dtmf` event (`<Gather>`); made by `gather`."""

    max_digits: int = 1
    timeout_milliseconds: int = 2000
    announcement: str | None = None


@dataclass(frozen=True, slots=True)
class HangUpCall:
    """End the call (`<Hangup/>`); made by `hang_up`."""


@dataclass(frozen=True, slots=True)
class PlayThen:
    """Play a sound file, then hang up or transfer; made by `play_and_hang_up` and `play_and_transfer`.

    Attributes:
        announcement: URL of the file.
        number: Where the call is transferred, E.164 with plus; `None`: it is hung up.
        attended: Whether the transfer is an attended one.
        extra_seconds: How long to wait after the file is over.
        duration_seconds: How long the file is, when the caller knows; `None`: it is measured.
    """

    announcement: str
    number: str | None = None
    attended: bool = False
    extra_seconds: float = 0.0
    duration_seconds: float | None = None


Action: TypeAlias = Redirect | Voicemail | Reject | Play | Gather | HangUpCall | PlayThen


def is_action(value: object) -> TypeGuard[Action]:
    """Whether it is something that sipgate can be told to do."""
    return isinstance(value, Redirect | Voicemail | Reject | Play | Gather | HangUpCall | PlayThen)


def redirect(
    numbers: str | Iterable[str], *more: str, caller_id: str | None = None, anonymous: bool | None = None
) -> Redirect:
    """Send the call to one to five other numbers; the first to pick up has it.

    Args:
        numbers: A number, or several, with country code: `+4915799912345`, or without plus as on the wire.
        more: Further numbers.
        caller_id: The number that is shown to them; the account's setting otherwise.
        anonymous: Whether the number is hidden from them; the account's setting otherwise.

    Raises:
        InvalidInput: There is no number, there are more than five, or one is not a telephone number.
    """
    given = [numbers] if isinstance(numbers, str) else list(numbers)
    targets = tuple(_e164(number, "number to redirect to") for number in [*given, *more])
    if not 1 <= len(targets) <= MAX_TARGETS:
        raise InvalidInput(
            f"A call is redirected to 1 to {MAX_TARGETS} numbers, not {len(targets)}.",
            hint="More phones ring when one of the numbers belongs to a group.",
        )
    return Redirect(targets, None if caller_id is None else _e164(caller_id, "caller id"), anonymous)


def voicemail() -> Voicemail:
    """Send the call to the voicemail; the account needs that feature."""
    return Voicemail()


def reject(reason: Literal["busy", "rejected"] = "rejected") -> Reject:
    """Refuse the call: the caller hears that nobody takes it, or the busy tone.

    Raises:
        InvalidInput: The reason is neither `busy` nor `rejected`.
    """
    if reason not in {"busy", "rejected"}:
        raise InvalidInput("A call cannot be rejected for that reason.", hint="Use 'busy' or 'rejected'.")
    return Reject("busy" if reason == "busy" else "rejected")


def play(announcement: str) -> Play:
    """Play a sound file to the caller; afterwards the call goes on as it would have.

    Args:
        announcement: URL of a WAV file: mono, 16-bit PCM, 8 kHz.

    Raises:
        InvalidInput: It is not an http or https URL.
    """
    return Play(_url(announcement))


def gather(max_digits: int = 1, timeout: timedelta | float = 2.0, announcement: str | None = None) -> Gather:
    """Collect digits that the caller presses; they arrive at `on_data`.

    Args:
        max_digits: How many digits at most, at least 1; the event comes as soon as they are there.
        timeout: How long to wait for the next digit, in seconds or as a `timedelta`; it starts when the
            announcement is over. On the wire it is milliseconds.
        announcement: URL of a WAV file to play meanwhile (mono, 16-bit PCM, 8 kHz); the first digit stops it.

    Raises:
        InvalidInput: `max_digits` is below 1, `timeout` negative or above ten minutes, or the URL is none.
    """
    # bool is an int, and gather(True) is a slip.
    if isinstance(max_digits, bool) or max_digits < 1 or max_digits != int(max_digits):
        raise InvalidInput("max_digits is not a whole number of at least 1.")
    wait = seconds(timeout, argument="timeout")
    if wait > MAX_GATHER_SECONDS:
        raise InvalidInput(
            f"The timeout of gather is beyond {MAX_GATHER_SECONDS:.0f} seconds.",
            hint="It is in seconds: sipgate's 2000 milliseconds are timeout=2.",
        )
    return Gather(int(max_digits), round(wait * 1000), None if announcement is None else _url(announcement))


def hang_up() -> HangUpCall:
    """End the call."""
    return HangUpCall()


def play_and_hang_up(
    announcement: str, *, timeout: timedelta | float = 0.0, duration: timedelta | float | None = None
) -> PlayThen:
    """Play a sound file and hang up when it is over (`rtcm.hang_up`).

    The hanging up is kept in the app's store until it is due, and done once, after a restart too.

    Args:
        announcement: URL of a WAV file (mono, 16-bit PCM, 8 kHz); it is measured before the call is answered.
        timeout: How long to wait after the end of the file, in seconds or as a `timedelta`.
        duration: The length of the file when it is known: then nothing is fetched.

    Raises:
        InvalidInput: The URL is none, or a duration is negative.
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
    """Play a sound file and transfer the call when it is over (`rtcm.transfer`).

    The transfer is kept in the app's store until it is due, and done once, after a restart too.

    Args:
        announcement: URL of a WAV file (mono, 16-bit PCM, 8 kHz); it is measured before the call is answered.
        number: Where the call goes, with plus and country code.
        attended: Whether the two who are connected speak first.
        timeout: How long to wait after the end of the file, in seconds or as a `timedelta`.
        duration: The length of the file when it is known: then nothing is fetched.

    Raises:
        InvalidInput: The URL or the number is none, or a duration is negative.
    """
    target = _e164(number, "number to transfer to")
    return PlayThen(_url(announcement), target, attended, _wait(timeout), _length(duration))


@lru_cache(maxsize=1024)
def render(
    action: Action | None,
    *,
    on_answer: str | None = None,
    on_hangup: str | None = None,
    on_data: str | None = None,
) -> bytes:
    """Return the XML that tells sipgate what to do.

    Args:
        action: What to do; `None`: the call goes on.
        on_answer: Where the `answer` event shall be posted; `None`: it is not wanted.
        on_hangup: Where the `hangup` event shall be posted; `None`: it is not wanted.
        on_data: Where the digits of a `gather` shall be posted.

    Raises:
        InvalidInput: The action is a `gather` and there is no `on_data`.
    """
    subscriptions = _attributes(onAnswer=on_answer, onHangup=on_hangup)
    inner = "" if action is None else _element(action, on_data)
    response = f"<Response{subscriptions}>{inner}</Response>" if inner else f"<Response{subscriptions}/>"
    return f'<?xml version="1.0" encoding="UTF-8"?>{response}'.encode()


def _element(action: Action, on_data: str | None) -> str:
    match action:
        case Redirect(numbers, caller_id, anonymous):
            shown = _attributes(
                callerId=caller_id and caller_id.removeprefix("+"),
                anonymous=None if anonymous is None else str(anonymous).lower(),
            )
            targets = "".join(f"<Number>{number.removeprefix('+')}</Number>" for number in numbers)
            return f"<Dial{shown}>{targets}</Dial>"
        case Voicemail():
            return "<Dial><Voicemail/></Dial>"
        case Reject(reason):
            return f'<Reject reason="{reason}"/>'
        case Play(announcement) | PlayThen(announcement):
            return _play(announcement)
        case Gather(max_digits, milliseconds, announcement):
            if on_data is None:
                raise InvalidInput("A gather needs the URL that its digits are posted to.")
            wanted = _attributes(onData=on_data, maxDigits=str(max_digits), timeout=str(milliseconds))
            inner = "" if announcement is None else _play(announcement)
            return f"<Gather{wanted}>{inner}</Gather>" if inner else f"<Gather{wanted}/>"
        case HangUpCall():
            return "<Hangup/>"


def _play(announcement: str) -> str:
    return f"<Play><Url>{escape(announcement)}</Url></Play>"


def _attributes(**values: str | None) -> str:
    quotes = {'"': "&quot;"}
    return "".join(
        f' {name}="{escape(value, quotes)}"' for name, value in values.items() if value is not None
    )


@lru_cache(maxsize=1024)
def _e164(number: str, argument: str) -> str:
    # Handlers name the same few numbers again and again, and libphonenumber is slow.
    # The push API itself writes numbers without plus.
    return phone_number(number, argument=argument, plus_optional=True)


def _url(text: str) -> str:
    if _NOT_XML.search(text):
        raise InvalidInput("The announcement's URL has characters that no URL has.")
    return web_url(text, argument="announcement's URL")


def _wait(timeout: timedelta | float) -> float:
    return seconds(timeout, argument="timeout")


def _length(duration: timedelta | float | None) -> float | None:
    return None if duration is None else seconds(duration, argument="duration")
