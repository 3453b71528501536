"""Sending of SMS."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from sipgate_api.api.sessions import send_web_sms
from sipgate_api.api.sms import edit_caller_id, get_sms_caller_ids, get_sms_extensions
from sipgate_api.models.send_web_sms_request import SendWebSmsRequest
from sipgate_api.models.set_sms_caller_id_request import SetSmsCallerIdRequest
from sipgate_api.types import UNSET

from sipgate_tools._backends.async_ import shielded
from sipgate_tools.errors import InvalidInput, SipgateError
from sipgate_tools.models.bulk import BulkReport
from sipgate_tools.models.bulk_progress import ProgressCallback
from sipgate_tools.models.sms import (
    SmsCallerId,
    SmsExtension,
    SmsReceipt,
    check_message,
    checked_send_at,
    sms_size,
)
from sipgate_tools.values import aware, extension_id, phone_number, same_phone_number

from ._support.bulk_sms import checked_bulk_sms
from ._support.resource import AsyncResource


@dataclass
class SenderContext:
    """The extension that messages are sent from, and notes about problems."""

    extension: str
    notes: list[str] = field(default_factory=list[str])


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
        check_message(message)
        unix_time = None if send_at is None else checked_send_at(send_at)
        sender = None if from_ is None else phone_number(from_, argument="sender")
        if sms_id is not None:
            extension_id(sms_id, "s", argument="sms_id")
        body = SendWebSmsRequest(
            sms_id="", recipient=recipient, message=message, send_at=UNSET if unix_time is None else unix_time
        )
        async with self._with_sender(sms_id, sender) as context:
            body.sms_id = context.extension
            await self._resource.confirm(send_web_sms.build_request(body=body))
        return SmsReceipt(
            recipient, context.extension, sender, send_at, sms_size(message), tuple(context.notes)
        )

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
        check_message(message)
        unix_time = None if send_at is None else checked_send_at(send_at)
        sender = None if from_ is None else phone_number(from_, argument="sender")
        if sms_id is not None:
            extension_id(sms_id, "s", argument="sms_id")
        bulk_sms = checked_bulk_sms(to, message, unix_time, at_once, journal, progress)
        complete_report = bulk_sms.report_if_complete(sms_id, sender)
        if complete_report is not None:
            return complete_report
        async with self._with_sender(sms_id, sender) as context:
            report = await bulk_sms.send(self._resource, context.extension, sender)
        return replace(report, notes=tuple(context.notes))

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
        user = await self._resource.user_id(user_id)
        return await self._resource.records(get_sms_extensions.build_request(user_id=user), SmsExtension)

    async def caller_ids(self, sms_id: str | None = None, *, user_id: str | None = None) -> list[SmsCallerId]:
        """Return the numbers that an SMS extension can send from (operation getSmsCallerIds).

        Args:
            sms_id: Such as `s0`; by default the user's only extension.
            user_id: The user of the extension; by default the authenticated user.
        """
        user = await self._resource.user_id(user_id)
        extension = (
            extension_id(sms_id, "s", argument="sms_id") if sms_id else await self._only_extension(user)
        )
        return await self._resource.records(
            get_sms_caller_ids.build_request(user_id=user, sms_id=extension), SmsCallerId
        )

    async def _only_extension(self, user_id: str | None = None) -> str:
        found = await self.extensions(user_id)
        if len(found) == 1:
            return found[0].id
        if not found:
            raise InvalidInput(
                "The user has no SMS extension.", hint="Book SMS for the user, or use another token."
            )
        names = ", ".join(extension.id for extension in found)
        raise InvalidInput(f"The user has several SMS extensions: {names}.", hint="Pass sms_id=.")

    @asynccontextmanager
    async def _with_sender(self, sms_id: str | None, sender: str | None) -> AsyncGenerator[SenderContext]:
        """Hold the lock of the extension while messages are sent: exclusively with a chosen sender, else shared."""
        if sender is None:
            extension = sms_id or await self._only_extension()
            async with self._resource.cache.sender_locks[extension].shared():
                yield SenderContext(extension)
            return
        context = SenderContext(await self._extension_of(sender, sms_id))
        async with self._resource.cache.sender_locks[context.extension].exclusive():
            # Read under the lock: until now, another message may have had its own sender as the default.
            caller_ids = await self.caller_ids(context.extension)
            chosen = _verified_caller_id(sender, caller_ids)
            previous = next((caller_id for caller_id in caller_ids if caller_id.default_number), None)
            if previous == chosen:
                yield context
                return
            try:
                await self._make_default(context.extension, chosen)
                yield context
            except BaseException as failure:
                for note in await self._restore(context.extension, previous, chosen):
                    failure.add_note(note)
                raise
            context.notes.extend(await self._restore(context.extension, previous, chosen))

    async def _extension_of(self, sender: str, sms_id: str | None) -> str:
        """Return the extension that owns the sender's number."""
        extensions = [sms_id] if sms_id else [extension.id for extension in await self.extensions()]
        if len(extensions) == 1:
            return extensions[0]
        for extension in extensions:
            if any(caller_id.phonenumber == sender for caller_id in await self.caller_ids(extension)):
                return extension
        raise InvalidInput("None of the user's SMS extensions has this sender.", hint=_SENDER_HINT)

    async def _make_default(self, extension: str, caller_id: SmsCallerId) -> None:
        user = await self._resource.user_id()
        body = SetSmsCallerIdRequest(default_number=True)
        await self._resource.confirm(
            edit_caller_id.build_request(user_id=user, sms_id=extension, caller_id=caller_id.id, body=body)
        )

    async def _restore(
        self, extension: str, previous: SmsCallerId | None, chosen: SmsCallerId
    ) -> tuple[str, ...]:
        """Make the previous sender the default again, and return a note if that failed."""
        if previous is None:
            return (
                f"Extension {extension} had no default sender; now its default is caller id {chosen.id}.",
            )
        with shielded():
            try:
                await self._make_default(extension, previous)
            except SipgateError as failure:
                reason = type(failure).__name__
                return (
                    f"The default sender of {extension} could not be restored to caller id {previous.id}: {reason}.",
                )
        return ()


_SENDER_HINT: Final = "sms.caller_ids() lists the numbers; add and verify a new one in the sipgate account."


def _verified_caller_id(sender: str, caller_ids: list[SmsCallerId]) -> SmsCallerId:
    for caller_id in caller_ids:
        if same_phone_number(caller_id.phonenumber, sender):
            if caller_id.verified:
                return caller_id
            raise InvalidInput("The sender is not verified yet.", hint=_SENDER_HINT)
    raise InvalidInput("The SMS extension does not have this sender.", hint=_SENDER_HINT)
