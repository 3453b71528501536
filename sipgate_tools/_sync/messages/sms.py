# Made by scripts/make_sync.py from sipgate_tools/_async/messages/sms.py: edit that file.
"""Sending SMS."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sipgate_tools.models.bulk import BulkReport
from sipgate_tools.models.bulk_progress import ProgressCallback
from sipgate_tools.models.sms import SmsCallerId, SmsExtension, SmsReceipt, sms_size
from sipgate_tools.requests.sms import SmsMessage, only_extension
from sipgate_tools.values import aware, extension_id, phone_number

from .._support.resource import SyncResource
from .bulk_sms import checked_bulk_sms
from .sms_sender import caller_ids_of, choose_sender, extensions_of, sender_in_force


@dataclass(frozen=True, repr=False)
class SyncSms:
    """Short messages (`client.sms`)."""

    _resource: SyncResource

    def send(
        self,
        *,
        to: str,
        message: str,
        sms_id: str | None = None,
        from_: str | None = None,
        send_at: datetime | None = None,
    ) -> SmsReceipt:
        """Send one SMS, now or later (operation sendWebSms), which costs money.

        sipgate's operation has no parameter for the sender. With `from_`, that number is made the extension's default
        sender, the message is sent, and the previous default is restored, even if sending fails. In the meantime, this
        client sends no other message from the extension.

        Args:
            to: The recipient's number in international form, such as `+4915799912345`.
            message: The text, which must not be blank and can have at most 255 SMS parts (see `sms_size`).
            sms_id: The id of the SMS extension, such as `s0`; by default the extension that has the number `from_`,
                else the user's only SMS extension.
            from_: The sender: a verified caller id of the extension; by default the extension's default sender.
            send_at: The time to send the message. It must have a time zone and be at most 30 days in the future. By
                default, the message is sent now.

        Returns:
            The SMS that sipgate accepted. It appears in the history after a short delay.

        Raises:
            InvalidInput: An argument is invalid, or the SMS extension cannot be determined; nothing was sent.
            InsufficientFunds: The balance is too low.
            PermissionDenied: The extension belongs to another user, or the scope `sessions:sms:write` is missing.
            OutcomeUnknown: The request was sent, but its response was lost. Check the history before sending it again.
        """
        recipient = phone_number(to, argument="recipient")
        sms = SmsMessage.checked(message, sms_id=sms_id, from_=from_, send_at=send_at)
        sender = choose_sender(self._resource, sms)
        with sender_in_force(self._resource, sender) as notes:
            self._resource.confirm(sms.request(sender.extension, recipient))
        return SmsReceipt(recipient, sender.extension, sms.sender, send_at, sms_size(message), tuple(notes))

    def send_many(
        self,
        *,
        to: Iterable[str],
        message: str,
        sms_id: str | None = None,
        from_: str | None = None,
        send_at: datetime | None = None,
        journal: str | Path | None = None,
        at_once: int = 8,
        progress: ProgressCallback | None = None,
    ) -> BulkReport:
        """Send one message to many recipients (bulk SMS), with one paid request per recipient (operation sendWebSms).

        Each recipient receives the message once; duplicates in the list are ignored. With a checkpoint file, the bulk
        send can be resumed after a crash, a lost connection or an empty balance: recipients who received the message,
        or may have received it, are skipped. After a 429, all requests wait and then continue more slowly.

        Args:
            to: The recipients' numbers in international form.
            message: The text, which is the same for all recipients; see `send`.
            sms_id: The id of the SMS extension; see `send`.
            from_: The sender; see `send`. The default sender is changed once and restored at the end.
            send_at: The time to send the messages; see `send`.
            journal: The path of the checkpoint file, which contains numbers, outcomes and a digest of the text. By
                default, no checkpoint file is used.
            at_once: Maximum number of concurrent requests, 1 to 64.
            progress: A callback that is called after every message. If it returns `False`, the bulk send stops.

        Returns:
            A report on the recipients: sent in this run (`done_now`) or in an earlier run (`done_before`), rejected,
            with an unknown outcome, or not sent.

        Raises:
            InvalidInput: An argument is invalid, or the checkpoint file is damaged, in use by another process, or
                belongs to another bulk send; nothing was sent. For invalid recipients, the error contains their
                positions.
            OSError: The checkpoint file cannot be read or written.
            SipgateError: The error that stopped the bulk send, if nothing was sent.
        """
        sms = SmsMessage.checked(message, sms_id=sms_id, from_=from_, send_at=send_at)
        bulk_sms = checked_bulk_sms(sms, to, at_once, journal, progress)
        complete_report = bulk_sms.report_if_complete()
        if complete_report is not None:
            return complete_report
        sender = choose_sender(self._resource, sms)
        with sender_in_force(self._resource, sender) as notes:
            report = bulk_sms.send(self._resource, sender.extension)
        return replace(report, notes=tuple(notes))

    def schedule(
        self, *, to: str, message: str, send_at: datetime, sms_id: str | None = None, from_: str | None = None
    ) -> SmsReceipt:
        """Schedule one SMS; the same as `send(send_at=)`.

        sipgate determines the sender when it sends the message: it uses the extension's default sender at that time,
        even if `from_` was passed.

        Raises:
            InvalidInput: An argument is invalid; nothing was sent. For all other errors, see `send`.
        """
        # None would send immediately.
        aware(send_at, argument="send_at")
        return self.send(to=to, message=message, sms_id=sms_id, from_=from_, send_at=send_at)

    def extensions(self, user_id: str | None = None) -> list[SmsExtension]:
        """Return the SMS extensions of a user (operation getSmsExtensions).

        Args:
            user_id: The user id, such as `w0`; by default the id of the authenticated user.

        Raises:
            InvalidInput: `user_id` is not a user id.
        """
        return extensions_of(self._resource, self._resource.user_id(user_id))

    def caller_ids(self, sms_id: str | None = None, *, user_id: str | None = None) -> list[SmsCallerId]:
        """Return all caller ids of an SMS extension, verified or not (operation getSmsCallerIds).

        Only a verified caller id can be the sender of an SMS.

        Args:
            sms_id: The id of the SMS extension, such as `s0`; by default the user's only SMS extension.
            user_id: The id of the user that the extension belongs to; by default the id of the authenticated user.

        Raises:
            InvalidInput: An id is invalid, or `sms_id` was not passed and the user does not have exactly one SMS
                extension.
        """
        user = self._resource.user_id(user_id)
        extension = (
            extension_id(sms_id, "s", argument="sms_id") if sms_id else only_extension(self.extensions(user))
        )
        return caller_ids_of(self._resource, user, extension)
