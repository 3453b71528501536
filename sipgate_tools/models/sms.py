"""SMS extensions, caller ids, and the size of messages."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
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
"""Maximum number of parts of an SMS, which is stored in one byte (3GPP TS 23.040)."""
MAX_SEND_AHEAD: Final = timedelta(days=30)
"""The maximum time in the future for which an SMS can be scheduled."""


class SmsEncoding(OpenEnum):
    """The encoding of an SMS."""

    GSM_7 = "GSM-7"
    UCS_2 = "UCS-2"


@dataclass(frozen=True)
class SmsSize:
    """The size of a message that is sent as an SMS.

    Attributes:
        encoding: GSM-7 if that alphabet contains every character, otherwise UCS-2.
        units: The length in septets (GSM-7; some characters take two) or in 16-bit units (UCS-2; most emoji take two).
        parts: Number of parts that are charged. A message of up to 160 (GSM-7) or 70 (UCS-2) units has one part; a
            longer message has parts of up to 153 or 67 units. No character is split between two parts.
    """

    encoding: SmsEncoding
    units: int
    parts: int


def sms_size(message: str) -> SmsSize:
    """Return the encoding, length and number of parts of a message (3GPP TS 23.038 and 23.040)."""
    if all(character in _GSM_BASIC or character in _GSM_EXTENDED for character in message):
        widths = [2 if character in _GSM_EXTENDED else 1 for character in message]
        encoding, single, part = SmsEncoding.GSM_7, 160, 153
    else:
        widths = [2 if ord(character) > 0xFFFF else 1 for character in message]
        encoding, single, part = SmsEncoding.UCS_2, 70, 67
    units = sum(widths)
    return SmsSize(encoding, units, 1 if units <= single else _parts(widths, part))


def check_message(message: str) -> None:
    """Check that a message can be sent as an SMS.

    Raises:
        InvalidInput: The message is not a string, is blank, is not valid Unicode, or has more than 255 parts.
    """
    if not isinstance(message, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidInput("The message is not a string.", hint="Pass a string.")
    if not message.strip():
        raise InvalidInput("The message is blank.", hint="Pass the text to send.", code="sms.blank_text")
    if not is_unicode(message):
        raise InvalidInput(
            "The message contains a lone surrogate.", hint="The message must be valid Unicode."
        )
    if (parts := sms_size(message).parts) > MAX_PARTS:
        raise InvalidInput(
            f"The message has {parts} parts; an SMS can have at most {MAX_PARTS}.",
            hint="Shorten the message, or send several messages.",
            code="sms.too_long",
        )


def checked_send_at(send_at: datetime) -> int:
    """Return a time to send an SMS as Unix time in seconds, rounded up.

    Raises:
        InvalidInput: `send_at` is not a `datetime`, has no time zone, is not in the future, or is more than 30 days
            in the future.
    """
    unix_time = math.ceil(aware(send_at, argument="send_at").timestamp())
    check_send_time(unix_time)
    return unix_time


def check_send_time(unix_time: int) -> None:
    """Check that an SMS can be sent at a Unix time in seconds.

    Raises:
        InvalidInput: The time is not in the future, or is more than 30 days in the future.
    """
    ahead = unix_time - time.time()
    if ahead <= 0:
        raise InvalidInput(
            "send_at is in the past.",
            hint="Pass a time in the future, or omit send_at.",
            code="sms.time_past",
        )
    if ahead > math.ceil(MAX_SEND_AHEAD.total_seconds()):
        raise InvalidInput(
            "send_at is more than 30 days ahead.",
            hint="sipgate accepts times up to 30 days ahead.",
            code="sms.time_too_late",
        )


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
        id: The extension id, such as `s0`.
        caller_id: The caller id that messages from this extension currently have as sender.
    """

    id: str = ""
    alias: str | None = None
    caller_id: str | None = None


class SmsCallerId(Record, frozen=True, kw_only=True):
    """A caller id of an SMS extension, verified or not (operation getSmsCallerIds).

    Attributes:
        phonenumber: The number in E.164.
        verified: Whether the number is verified. Only a verified number can be the sender of an SMS.
        default_number: Whether the number is the extension's default sender.
    """

    id: int = -1
    phonenumber: str | None = None
    verified: bool = False
    default_number: bool = False


@dataclass(frozen=True)
class SmsReceipt:
    """An SMS that sipgate accepted.

    sipgate returns no id. The message appears in the history after a short delay.

    Attributes:
        recipient: The recipient's number in E.164.
        sms_id: The id of the SMS extension that the message was sent from.
        sender: The sender's number in E.164, or `None` for the extension's default sender.
        send_at: The scheduled time, or `None` if the message was sent immediately.
        size: The encoding, length and number of parts of the message.
        notes: Problems that did not prevent sending, for example that the default sender was not restored.
    """

    recipient: str
    sms_id: str
    sender: str | None
    send_at: datetime | None
    size: SmsSize
    notes: tuple[str, ...] = ()
