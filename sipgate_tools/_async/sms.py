"""Sending of SMS."""

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

from ._support.bulk_sms import checked_bulk_sms
from ._support.resource import AsyncResource
from ._support.sms_sender import caller_ids_of, choose_sender, extensions_of, sender_in_force


@dataclass(frozen=True, repr=False)
class AsyncSms:
    """Short messages; `client.sms`."""

    _resource: AsyncResource

    async def send(
        self,
        *,
        to: str,
        message: str,
        sms_id: str | None = None,
        from_: str | None = None,
        send_at: datetime | None = None,
    ) -> SmsReceipt:
        """Send one SMS, now or later (operation sendWebSms), which costs money.

        sipgate's request has no sender. With `from_`, the number becomes the extension's default, the message is sent,
        and the previous default is restored, even if sending fails. Meanwhile this client sends no other message from
        that extension.

        Args:
            to: The recipient in international form (`+4915799912345`).
            message: The text, not blank, of at most 255 SMS parts; `sms_size(text)` counts them.
            sms_id: The SMS extension (`s0`); by default the one that owns `from_`, else the user's only one.
            from_: The sender: a verified number of the extension.
            send_at: The time to send it, with a time zone, at most 30 days in the future; by default now.

        Returns:
            What sipgate accepted. The message appears in the history after a short delay.

        Raises:
            InvalidInput: An argument is invalid; nothing was sent.
            InsufficientFunds: The balance is too low.
            PermissionDenied: The extension belongs to another user, or the scope `sessions:sms:write` is missing.
            OutcomeUnknown: The request was sent, but its response was lost: check the history before sending it again.
        """
        recipient = phone_number(to, argument="recipient")
        sms = SmsMessage.checked(message, sms_id=sms_id, from_=from_, send_at=send_at)
        sender = await choose_sender(self._resource, sms)
        async with sender_in_force(self._resource, sender) as notes:
            await self._resource.confirm(sms.request(sender.extension, recipient))
        return SmsReceipt(recipient, sender.extension, sms.sender, send_at, sms_size(message), tuple(notes))

    async def send_many(
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
        """Bulk SMS: send one text to many recipients (operation sendWebSms for each), which costs money for each.

        Each recipient receives it once; duplicates in the list are ignored. With a checkpoint file, the bulk send can
        be resumed after a crash, a lost connection or an empty balance: recipients who received the message, or may
        have received it, are skipped. After a 429 all requests wait and then continue more slowly.

        Args:
            to: The recipients in international form.
            message: The text, the same for all.
            sms_id: As for `send`.
            from_: As for `send`; the default sender is changed once and restored at the end.
            send_at: As for `send`.
            journal: Path of the checkpoint file, which contains numbers and outcomes, and a digest of the text.
            at_once: Maximum number of concurrent requests, 1 to 64.
            progress: Called after every message; the bulk send stops when it returns `False`.

        Returns:
            The recipients that were sent to (`done_now` and, according to the checkpoint, `done_before`), rejected, of
            unknown outcome, and not sent to.

        Raises:
            InvalidInput: An argument is invalid (for recipients, the message has their positions); nothing was sent.
            SipgateError: The error that stopped it, if nothing was sent at all.
        """
        sms = SmsMessage.checked(message, sms_id=sms_id, from_=from_, send_at=send_at)
        bulk_sms = checked_bulk_sms(sms, to, at_once, journal, progress)
        complete_report = bulk_sms.report_if_complete()
        if complete_report is not None:
            return complete_report
        sender = await choose_sender(self._resource, sms)
        async with sender_in_force(self._resource, sender) as notes:
            report = await bulk_sms.send(self._resource, sender.extension)
        return replace(report, notes=tuple(notes))

    async def schedule(
        self, *, to: str, message: str, send_at: datetime, sms_id: str | None = None, from_: str | None = None
    ) -> SmsReceipt:
        """Schedule one SMS; the same as `send(send_at=)`.

        sipgate determines the sender when it sends the message: it uses the default sender at that time, even if
        `from_` was given.
        """
        # None would send immediately.
        aware(send_at, argument="send_at")
        return await self.send(to=to, message=message, sms_id=sms_id, from_=from_, send_at=send_at)

    async def extensions(self, user_id: str | None = None) -> list[SmsExtension]:
        """Return the SMS extensions of a user (operation getSmsExtensions).

        Args:
            user_id: Such as `w0`; by default the authenticated user.
        """
        return await extensions_of(self._resource, await self._resource.user_id(user_id))

    async def caller_ids(self, sms_id: str | None = None, *, user_id: str | None = None) -> list[SmsCallerId]:
        """Return the numbers that an SMS extension can send from (operation getSmsCallerIds).

        Args:
            sms_id: Such as `s0`; by default the user's only extension.
            user_id: The user of the extension; by default the authenticated user.
        """
        user = await self._resource.user_id(user_id)
        extension = (
            extension_id(sms_id, "s", argument="sms_id")
            if sms_id
            else only_extension(await self.extensions(user))
        )
        return await caller_ids_of(self._resource, user, extension)
