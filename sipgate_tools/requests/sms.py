"""The requests that send text messages (SMS), and the choice of their sender."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self

from sipgate_api.api.sessions import send_web_sms
from sipgate_api.api.sms import edit_caller_id
from sipgate_api.models.send_web_sms_request import SendWebSmsRequest
from sipgate_api.models.set_sms_caller_id_request import SetSmsCallerIdRequest
from sipgate_api.types import UNSET, Request

from sipgate_tools.errors import InvalidInput
from sipgate_tools.models.sms import SmsCallerId, SmsExtension, check_message, checked_send_at
from sipgate_tools.values import extension_id, phone_number, same_phone_number

_SENDER_HINT: Final = (
    "Use a verified caller id of the extension; add and verify a new one in the sipgate account."
)


@dataclass(frozen=True, repr=False)
class CheckedSms:
    """A message with validated arguments, for one or more recipients.

    Attributes:
        text: The text.
        send_at: The time to send the message as Unix time in seconds, or `None` to send it immediately.
        sms_id: The id of the SMS extension to send from, or `None` to choose it later.
        sender: The number to send from in E.164, or `None` for the extension's default sender.
    """

    text: str
    send_at: int | None
    sms_id: str | None
    sender: str | None

    @classmethod
    def checked(cls, text: str, *, sms_id: str | None, from_: str | None, send_at: datetime | None) -> Self:
        """Return a message after validating the arguments; see `client.sms.send`.

        Raises:
            InvalidInput: An argument is invalid.
        """
        check_message(text)
        unix_time = None if send_at is None else checked_send_at(send_at)
        return cls(text, unix_time, sms_id, checked_sender(sms_id, from_))

    def request(self, extension: str, recipient: str) -> Request[Any]:
        """Return the request that sends the message (operation sendWebSms).

        Args:
            extension: The id of the SMS extension to send from. Its default sender is the sender of the message.
            recipient: The recipient's number in E.164.
        """
        return send_sms_request(extension, recipient, self.text, self.send_at)


def checked_sender(sms_id: str | None, from_: str | None) -> str | None:
    """Return the number to send from in E.164, or `None`, after checking the format of both arguments.

    Raises:
        InvalidInput: `sms_id` is not the id of an SMS extension, or `from_` is not a telephone number.
    """
    if sms_id is not None:
        extension_id(sms_id, "s", argument="sms_id")
    return None if from_ is None else phone_number(from_, argument="sender")


def send_sms_request(extension: str, recipient: str, text: str, send_at: int | None) -> Request[Any]:
    """Return the request that sends one SMS (operation sendWebSms).

    Args:
        extension: The id of the SMS extension to send from. Its default sender is the sender of the message.
        recipient: The recipient's number in E.164.
        text: The text.
        send_at: The time to send the message as Unix time in seconds, or `None` to send it immediately.
    """
    body = SendWebSmsRequest(
        sms_id=extension, recipient=recipient, message=text, send_at=UNSET if send_at is None else send_at
    )
    return send_web_sms.build_request(body=body)


def default_sender_request(user_id: str, extension: str, caller_id: int) -> Request[Any]:
    """Return the request that makes a caller id the default sender of an extension (operation editCallerId)."""
    return edit_caller_id.build_request(
        user_id=user_id,
        sms_id=extension,
        caller_id=caller_id,
        body=SetSmsCallerIdRequest(default_number=True),
    )


def only_extension(extensions: Sequence[SmsExtension]) -> str:
    """Return the id of a user's only SMS extension.

    Raises:
        InvalidInput: The user has no SMS extension, or several.
    """
    if len(extensions) == 1:
        return extensions[0].id
    if not extensions:
        raise InvalidInput(
            "The user has no SMS extension.",
            hint="Activate SMS for the user, or use another user's token.",
            code="sms.no_extension",
        )
    names = ", ".join(extension.id for extension in extensions)
    raise InvalidInput(
        f"The user has several SMS extensions: {names}.", hint="Pass sms_id=.", code="sms.several_extensions"
    )


def verified_caller_id(sender: str, caller_ids: Sequence[SmsCallerId]) -> SmsCallerId:
    """Return the caller id with the sender's number.

    Raises:
        InvalidInput: No caller id has the number, or the number is not verified.
    """
    for caller_id in caller_ids:
        if same_phone_number(caller_id.phonenumber, sender):
            if caller_id.verified:
                return caller_id
            raise InvalidInput(
                "The sender is not verified yet.", hint=_SENDER_HINT, code="sms.unverified_sender"
            )
    verified = ", ".join(each.phonenumber for each in caller_ids if each.verified and each.phonenumber)
    hint = f"Its verified senders: {verified}." if verified else _SENDER_HINT
    raise InvalidInput("The SMS extension does not have this sender.", hint=hint, code="sms.unknown_sender")


def unknown_sender() -> InvalidInput:
    """Return the error for a sender that does not belong to any of the user's extensions."""
    return InvalidInput(
        "None of the user's SMS extensions has this sender.", hint=_SENDER_HINT, code="sms.unknown_sender"
    )
