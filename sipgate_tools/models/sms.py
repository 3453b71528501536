"""SMS extensions, senders, and what a text costs in parts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sipgate_tools.errors import InvalidInput
from sipgate_tools.values import OpenEnum, aware, is_unicode

from ._base import Record

# GSM 03.38: the basic table and, behind the escape, the extension whose characters count twice.
_GSM_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_EXTENDED: Final = frozenset("^{}\\[~]|€\f")

MOST_PARTS: Final = 255
"""Parts are counted in one byte (3GPP TS 23.040): a longer text cannot be put together again."""
LATEST_SENDING: Final = timedelta(days=30)
"""How far ahead sipgate takes a scheduled SMS."""


class SmsEncoding(OpenEnum):
    """How an SMS is encoded on the air."""

    GSM_7 = "GSM-7"
    UCS_2 = "UCS-2"


@dataclass(frozen=True)
class SmsSize:
    """How large a text is as an SMS.

    Attributes:
        encoding: GSM-7 when every character is in that alphabet, else UCS-2.
        units: Septets (GSM-7; some characters take two) or 16-bit units (UCS-2; most emoji take two).
        parts: How many SMS are charged: one of 160 or 70 units, else parts of 153 or 67. No character is divided
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
    """Raise `InvalidInput` when a text cannot be sent: blank, half a character, or too long."""
    if not isinstance(message, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidInput("The message is not a text.", hint="Give a str.")
    if not message.strip():
        raise InvalidInput("The message is blank.", hint="Give a text to send.")
    if not is_unicode(message):
        raise InvalidInput("The message has half a character.", hint="It must be valid Unicode.")
    if (parts := sms_size(message).parts) > MOST_PARTS:
        raise InvalidInput(
            f"The message makes {parts} parts, and phones put at most {MOST_PARTS} together.",
            hint="Send several messages, or a shorter one.",
        )


def checked_send_at(send_at: datetime) -> int:
    """When to send, in Unix seconds, rounded up.

    Raises:
        InvalidInput: It has no zone, is not in the future, or more than 30 days ahead.
    """
    ahead = aware(send_at, argument="send_at") - datetime.now(UTC)
    if ahead <= timedelta(0):
        raise InvalidInput("send_at is in the past.", hint="Give a time in the future, or leave it out.")
    if ahead > LATEST_SENDING:
        raise InvalidInput(
            "send_at is more than 30 days ahead.", hint="sipgate takes a message at most 30 days ahead."
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
        caller_id: The number its messages come from at present.
    """

    id: str = ""
    alias: str | None = None
    caller_id: str | None = None


class SmsCallerId(Record, frozen=True, kw_only=True):
    """A number that an SMS extension can send from (operation getSmsCallerIds).

    Attributes:
        phonenumber: E.164.
        verified: Only a verified number can send.
        default_number: Whether messages come from it unless something else is said.
    """

    id: int = -1
    phonenumber: str | None = None
    verified: bool = False
    default_number: bool = False


@dataclass(frozen=True)
class SmsReceipt:
    """What sipgate took over. It gives no id; the message shows up in the history a little later.

    Attributes:
        recipient: E.164.
        sms_id: The SMS extension it was sent by.
        sender: The chosen number (E.164), or `None` for the extension's default.
        send_at: When it will be sent, or `None` for at once.
        size: Encoding, length and parts of the text.
        notes: What did not go as it should although the message was sent, such as a default that was not restored.
    """

    recipient: str
    sms_id: str
    sender: str | None
    send_at: datetime | None
    size: SmsSize
    notes: tuple[str, ...] = ()
