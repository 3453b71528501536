# Made by scripts/make_sync.py from sipgate_tools/_async/messages/sms.py: edit that file.
"""Sending SMS."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import overload

from sipgate_tools.models.bulk_progress import ProgressCallback
from sipgate_tools.models.bulk_sms.checkpoint import checked_path, reopen_checkpoint
from sipgate_tools.models.bulk_sms.messages import SmsMessage
from sipgate_tools.models.bulk_sms.report import SmsBulkReport
from sipgate_tools.models.bulk_sms.settlement import SmsSettlement, search_from, settle_unknown
from sipgate_tools.models.sms import SmsCallerId, SmsExtension, SmsReceipt, sms_size
from sipgate_tools.requests.bulk_sms import checked_messages
from sipgate_tools.requests.sms import CheckedSms, checked_sender, only_extension
from sipgate_tools.values import aware, extension_id, flag, phone_number, seconds

from .._support.resource import SyncResource
from ..history.history import SyncHistory
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
        sms = CheckedSms.checked(message, sms_id=sms_id, from_=from_, send_at=send_at)
        sender = choose_sender(self._resource, sms.sms_id, sms.sender)
        with sender_in_force(self._resource, sender) as notes:
            self._resource.confirm(sms.request(sender.extension, recipient))
        return SmsReceipt(recipient, sender.extension, sms.sender, send_at, sms_size(message), tuple(notes))

    @overload
    def send_many(
        self,
        *,
        to: Iterable[str],
        message: str,
        sms_id: str | None = ...,
        from_: str | None = ...,
        send_at: datetime | None = ...,
        checkpoint: str | Path | None = ...,
        dry_run: bool = ...,
        at_once: int = ...,
        progress: ProgressCallback | None = ...,
    ) -> SmsBulkReport: ...

    @overload
    def send_many(
        self,
        *,
        messages: Iterable[SmsMessage],
        skip_invalid: bool = ...,
        sms_id: str | None = ...,
        from_: str | None = ...,
        checkpoint: str | Path | None = ...,
        dry_run: bool = ...,
        at_once: int = ...,
        progress: ProgressCallback | None = ...,
    ) -> SmsBulkReport: ...

    def send_many(
        self,
        *,
        to: Iterable[str] | None = None,
        message: str | None = None,
        messages: Iterable[SmsMessage] | None = None,
        skip_invalid: bool = False,
        sms_id: str | None = None,
        from_: str | None = None,
        send_at: datetime | None = None,
        checkpoint: str | Path | None = None,
        dry_run: bool = False,
        at_once: int = 8,
        progress: ProgressCallback | None = None,
    ) -> SmsBulkReport:
        """Send many SMS (bulk SMS), with one paid request per message (operation sendWebSms).

        Pass one text as `to` and `message`, or a text and a time for each recipient as `messages`. All messages are
        checked before the first one is sent. Each is sent once; duplicates are ignored. With a checkpoint file, the
        bulk send can be resumed after a crash, a lost connection or an empty balance: messages that were sent, or may
        have been sent, are skipped. A bulk send that is complete sends no request. After a 429, all requests wait and
        then continue more slowly.

        sipgate can neither list nor cancel scheduled messages.

        Args:
            to: The recipients' numbers in international form.
            message: The text, which is the same for all recipients; see `send`.
            messages: The messages with a text for each, as a list or an iterator; see `SmsMessage` and
                `SmsMessage.from_csv`.
            skip_invalid: Whether to report invalid `messages` as `failed` and send the others. If `False`, nothing is
                sent if a message is invalid.
            sms_id: The id of the SMS extension; see `send`.
            from_: The sender; see `send`. The default sender is changed once and restored at the end.
            send_at: The time to send `message`; see `send`.
            checkpoint: The path of the checkpoint file, which contains keys, numbers, times, outcomes and a digest of
                each text. By default, no checkpoint file is used.
            dry_run: Whether to check everything and report the number of SMS parts and the estimated cost without
                sending a request.
            at_once: Maximum number of concurrent requests, 1 to 64.
            progress: A callback that is called after every message. If it returns `False`, the bulk send stops.

        Returns:
            A report on the keys of the messages, which are the recipients' numbers by default: sent in this run
            (`done_now`) or in an earlier run (`done_before`), refused (`failed`), with an unknown outcome, or not sent
            (`skipped`).

        Raises:
            InvalidInput: An argument or a message is invalid, or the checkpoint file is damaged, in use by another
                process, or belongs to another bulk send; nothing was sent. For invalid messages, the error contains
                their positions.
            OSError: The checkpoint file cannot be read or written.
            SipgateError: The error that stopped the bulk send, if nothing was sent.
        """
        bulk_messages = checked_messages(
            to, message, messages, sms_id=sms_id, from_=from_, send_at=send_at, skip_invalid=skip_invalid
        )
        number = checked_sender(sms_id, from_)
        bulk_sms = checked_bulk_sms(bulk_messages, number, at_once, checkpoint, progress)
        report = bulk_sms.prepare(sms_id, dry_run=flag(dry_run, argument="dry_run"))
        if report is not None:
            return report
        sender = choose_sender(self._resource, sms_id, number)
        with sender_in_force(self._resource, sender) as notes:
            report = bulk_sms.send(self._resource, sender.extension)
        return replace(report, notes=tuple(notes))

    def settle(
        self,
        checkpoint: str | Path,
        *,
        wait: timedelta | float = timedelta(minutes=10),
        resend_missing: bool = False,
    ) -> SmsSettlement:
        """Find the messages of a bulk send whose outcome is unknown in the history (operation getHistory).

        A message is found if the history contains an outgoing SMS with the same number and text at the time of its
        request, or at the time for which it was scheduled. Messages that are found are recorded as sent in the
        checkpoint file.

        Args:
            checkpoint: The path of the checkpoint file.
            wait: The time after which a message that was sent is in the history, in seconds or as a `timedelta`.
                sipgate documents no maximum.
            resend_missing: Whether the next `send_many` with the checkpoint file sends the messages in `not_sent`.

        Returns:
            The keys of the messages that were sent, that were not sent, and that remain uncertain.

        Raises:
            InvalidInput: The checkpoint file does not exist or cannot be used, or `wait` is not a duration.
            OSError: The checkpoint file cannot be read or written.
        """
        patience = seconds(wait, argument="wait")
        flag(resend_missing, argument="resend_missing")
        with reopen_checkpoint(checked_path(checkpoint)) as file:
            since = search_from(file.entries)
            if since is None:
                return SmsSettlement()
            entries = SyncHistory(self._resource).iterate(
                types="SMS", directions="OUTGOING", from_=since, page_size=1000
            )
            history = [entry for entry in entries]
            found = settle_unknown(file.entries, history, now=time.time(), wait=patience)
            for key in found.sent:
                file.record(key, "done")
            for key in found.not_sent if resend_missing else ():
                file.record(key, "not sent")
        return found

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
