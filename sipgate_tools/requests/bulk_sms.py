"""The messages of a bulk SMS, which are all validated before the first one is sent."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NoReturn

from sipgate_tools.errors import InvalidInput, SipgateError
from sipgate_tools.models.bulk_sms.items import BulkItem, CheckpointEntry
from sipgate_tools.models.bulk_sms.messages import SmsMessage
from sipgate_tools.models.sms import check_message, check_send_time
from sipgate_tools.values import as_iterable, aware, flag, is_unicode, phone_number, required_text

from .sms import CheckedSms

_MAX_PLACES: Final = 20
_MAX_REASONS: Final = 3


@dataclass(frozen=True)
class BulkMessages:
    """The validated messages of a bulk SMS.

    Attributes:
        items: The valid messages, each key once.
        keys: The keys of all messages in their order, the invalid ones included.
        invalid: Pairs of the key of an invalid message and the error.
        skip_invalid: Whether to send the valid messages if others are invalid.
        common: The content of all messages, or `None` if each has its own.
    """

    items: tuple[BulkItem, ...]
    keys: tuple[str, ...]
    invalid: tuple[tuple[str, SipgateError], ...] = ()
    skip_invalid: bool = False
    common: CheckedSms | None = field(default=None, repr=False)

    def due(
        self, entries: Mapping[str, CheckpointEntry]
    ) -> tuple[list[BulkItem], list[tuple[str, SipgateError]]]:
        """Return the messages that are left to send, and those of them whose time is not valid any more.

        Args:
            entries: The entries of the checkpoint file.

        Raises:
            InvalidInput: The time of a message is not in the next 30 days, and invalid messages are not skipped.
        """
        due: list[BulkItem] = []
        late: list[tuple[str, SipgateError]] = []
        places: list[tuple[int, str]] = []
        for position, item in enumerate(self.items, 1):
            entry = entries.get(item.key)
            if entry is not None and entry.state in {"begun", "done"}:
                continue
            try:
                if item.send_at is not None and self.common is None:
                    check_send_time(item.send_at)
                due.append(item)
            except InvalidInput as error:
                late.append((item.key, error))
                places.append((position, error.message))
        if places and not self.skip_invalid:
            _refuse(places)
        return due, late


def checked_messages(
    to: Iterable[str] | None,
    message: str | None,
    messages: Iterable[SmsMessage] | None,
    *,
    sms_id: str | None,
    from_: str | None,
    send_at: datetime | None,
    skip_invalid: bool,
) -> BulkMessages:
    """Return the validated messages of a bulk SMS; see `sms.send_many` for the arguments.

    Raises:
        InvalidInput: An argument is invalid, is missing, or does not belong to the others.
    """
    if messages is None:
        if to is None or message is None:
            raise InvalidInput("There is nothing to send.", hint="Pass to= and message=, or messages=.")
        if flag(skip_invalid, argument="skip_invalid"):
            raise InvalidInput(
                "skip_invalid belongs to messages.", hint="Pass messages=, or omit skip_invalid."
            )
        return same_message(to, CheckedSms.checked(message, sms_id=sms_id, from_=from_, send_at=send_at))
    if to is not None or message is not None or send_at is not None:
        raise InvalidInput(
            "messages was passed together with to, message or send_at.",
            hint="Pass number, text and time in each SmsMessage.",
        )
    return separate_messages(messages, skip_invalid=flag(skip_invalid, argument="skip_invalid"))


def same_message(to: Iterable[str], content: CheckedSms) -> BulkMessages:
    """Return one message for many recipients.

    Raises:
        InvalidInput: `to` is a string, is empty, or contains invalid numbers. The error contains the positions of the
            invalid numbers, counting from 1.
    """
    recipients = checked_recipients(to)
    items = tuple(BulkItem(number, number, content.text, content.send_at) for number in recipients)
    return BulkMessages(items, recipients, common=content)


def separate_messages(messages: Iterable[SmsMessage], *, skip_invalid: bool) -> BulkMessages:
    """Return messages with a text and a time for each. The range of times is checked by `due`.

    Raises:
        InvalidInput: `messages` is not a list of `SmsMessage`, is empty, contains different messages with the same
            key, or contains invalid messages that are not skipped.
    """
    items: dict[str, BulkItem] = {}
    invalid: dict[str, SipgateError] = {}
    keys: dict[str, None] = {}
    places: list[tuple[int, str]] = []
    twice: list[int] = []
    for position, message in enumerate(as_iterable(messages, argument="messages"), 1):
        if not isinstance(message, SmsMessage):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise InvalidInput(
                f"The message at position {position} is not an SmsMessage.",
                hint="Pass SmsMessage(to=..., text=...).",
            )
        key = message.key if isinstance(message.key, str) and message.key else str(message.to).strip()
        try:
            item = _checked(message)
            key = item.key
            if items.setdefault(key, item) != item:
                twice.append(position)
        except InvalidInput as error:
            invalid[key] = error
            places.append((position, error.message))
        keys[key] = None
    if twice:
        raise InvalidInput(
            f"Different messages have the same key: see {_join_places(twice)}; nothing was sent.",
            hint="Pass a key for each message if one recipient receives several.",
            code="sms.duplicate_key",
        )
    if places and not skip_invalid:
        _refuse(places)
    if not keys:
        raise InvalidInput("No messages were passed; nothing was sent.", hint="Pass at least one.")
    return BulkMessages(tuple(items.values()), tuple(keys), tuple(invalid.items()), skip_invalid)


def checked_recipients(to: Iterable[str]) -> tuple[str, ...]:
    """Return the recipients in E.164, without duplicates.

    Raises:
        InvalidInput: `to` is a string, is empty, or contains invalid numbers. The error contains the positions of the
            invalid numbers, counting from 1.
    """
    if isinstance(to, str):
        raise InvalidInput("The recipients are a single string.", hint="Pass a list, or use sms.send.")
    found: dict[str, None] = {}
    wrong: list[int] = []
    for position, text in enumerate(as_iterable(to, argument="to"), 1):
        try:
            found[phone_number(text, argument="recipient")] = None
        except InvalidInput:
            wrong.append(position)
    if wrong:
        raise InvalidInput(
            f"The recipients at {_join_places(wrong)} are not valid telephone numbers; nothing was sent.",
            hint="Include the plus sign and the country code, as in +4915799912345.",
            code="sms.invalid_recipients",
        )
    if not found:
        raise InvalidInput("No recipients were passed; nothing was sent.", hint="Pass at least one.")
    return tuple(found)


def _checked(message: SmsMessage) -> BulkItem:
    number = phone_number(message.to, argument="recipient")
    check_message(message.text)
    key = number
    if message.key is not None:
        key = required_text(message.key, argument="key", hint="Pass a string.")
        if not key.strip() or not is_unicode(key):
            raise InvalidInput(
                "The key is blank or not valid Unicode.", hint="Pass a unique string, or omit the key."
            )
    send_at = message.send_at
    unix_time = None if send_at is None else math.ceil(aware(send_at, argument="send_at").timestamp())
    return BulkItem(key, number, message.text, unix_time)


def _join_places(places: Sequence[int]) -> str:
    more = " ..." if len(places) > _MAX_PLACES else ""
    return "positions " + ", ".join(map(str, places[:_MAX_PLACES])) + more


def _refuse(places: Sequence[tuple[int, str]]) -> NoReturn:
    """Raise the error about invalid messages.

    Raises:
        InvalidInput: Always.
    """
    reasons = " ".join(f"Position {position}: {reason}" for position, reason in places[:_MAX_REASONS])
    raise InvalidInput(
        f"The messages at {_join_places([position for position, _ in places])} are invalid; nothing was sent.",
        hint=f"{reasons} Correct them, or pass skip_invalid=True to send the others.",
        code="sms.invalid_messages",
    )
