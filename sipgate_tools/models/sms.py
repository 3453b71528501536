"""SMS extensions, senders, and the number of parts of a text."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sipgate_tools.errors import InvalidInput
from sipgate_tools.values import OpenEnum, aware, is_unicode

from ._base import Record

# GSM 03.38: the basic table and the extension table, whose characters count twice because of the escape.
_GSM_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_EXTENDED: Final = frozenset("^{}\\[~]|€\f")

MAX_PARTS: Final = 255
"""Maximum number of parts: they are counted in one byte (3GPP TS 23.040)."""
MAX_SEND_AHEAD: Final = timedelta(days=30)
"""How far ahead an SMS can be scheduled."""


class SmsEncoding(OpenEnum):
    """The encoding of an SMS."""

    GSM_7 = "GSM-7"
    UCS_2 = "UCS-2"


@dataclass(frozen=True)
class SmsSize:
    """The size of a text as an SMS.

    Attributes:
        encoding: GSM-7 if every character is in that alphabet, else UCS-2.
        units: Length in septets (GSM-7; some characters take two) or 16-bit units (UCS-2; most emoji take two).
        parts: Number of charged parts: one of up to 160 or 70 units, else parts of 153 or 67. No character is split
            between two parts.
    """

    encoding: SmsEncoding
    units: int
    parts: int


def sms_size(message: str) -> SmsSize:
    """Return encoding, length and number of parts of a text (3GPP TS 23.038 and 23.040)."""
    if all(character in _GSM_BASIC or character in _GSM_EXTENDED for character in message):
        widths = [2 if character in _GSM_EXTENDED else 1 for character in message]
        encoding, single, part = SmsEncoding.GSM_7, 160, 153
    else:
        widths = [2 if ord(character) > 0xFFFF else 1 for character in message]
        encoding, single, part = SmsEncoding.UCS_2, 70, 67
    units = sum(widths)
    return SmsSize(encoding, units, 1 if units <= single else _parts(widths, part))


def check_message(message: str) -> None:
    """Raise `InvalidInput` if a text cannot be sent: it is blank, not valid Unicode, or too long."""
    if not isinstance(message, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidInput("The message is not a string.", hint="Pass a str.")
    if not message.strip():
        raise InvalidInput("The message is blank.", hint="Pass the text to send.")
    if not is_unicode(message):
        raise InvalidInput("The message contains a lone surrogate.", hint="It must be valid Unicode.")
    if (parts := sms_size(message).parts) > MAX_PARTS:
        raise InvalidInput(
            f"The message has {parts} parts; an SMS has at most {MAX_PARTS}.",
            hint="Shorten it, or send several messages.",
        )


def checked_send_at(send_at: datetime) -> int:
    """Return the time to send as Unix time in seconds, rounded up.

    Raises:
        InvalidInput: The time has no time zone, is not in the future, or is more than 30 days ahead.
    """
    ahead = aware(send_at, argument="send_at") - datetime.now(UTC)
    if ahead <= timedelta(0):
        raise InvalidInput("send_at is in the past.", hint="Pass a time in the future, or leave it out.")
    if ahead > MAX_SEND_AHEAD:
        raise InvalidInput(
            "send_at is more than 30 days ahead.", hint="sipgate accepts times up to 30 days ahead."
        )
    return math.ceil(send_at.timestamp())


def _parts(widths: list[int], room: int) -> int:
    parts, used = 1, 0
    for width in widths:
        if used + width > room:
            parts, used = parts + 1, 0
        used += width
    return parts


class SmsExtension(Record, frozen=True, kw_only=True):
    """An SMS extension of a user (operation getSmsExtensions).

    Attributes:
        id: Extension id of kind s, such as `s0`.
        caller_id: The current sender of its messages.
    """

    id: str = ""
    alias: str | None = None
    caller_id: str | None = None


class SmsCallerId(Record, frozen=True, kw_only=True):
    """A number that an SMS extension can send from (operation getSmsCallerIds).

    Attributes:
        phonenumber: E.164.
        verified: Whether the number is verified; only a verified number can be the sender.
        default_number: Whether it is the default sender.
    """

    id: int = -1
    phonenumber: str | None = None
    verified: bool = False
    default_number: bool = False


@dataclass(frozen=True)
class SmsReceipt:
    """The SMS that sipgate accepted. It has no id; the message appears in the history a little later.

    Attributes:
        recipient: E.164.
        sms_id: The SMS extension that sent it.
        sender: The sender (E.164), or `None` for the extension's default.
        send_at: The scheduled time, or `None` for immediately.
        size: Encoding, length and parts of the text.
        notes: Problems although the message was sent, such as a default sender that was not restored.
    """

    recipient: str
    sms_id: str
    sender: str | None
    send_at: datetime | None
    size: SmsSize
    notes: tuple[str, ...] = ()
