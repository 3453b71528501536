"""Sending SMS."""

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

from ._support.bulk_sms import checked_sending
from ._support.resource import AsyncResource


@dataclass
class SenderContext:
    """The extension that messages leave by, and what did not go as it should."""

    extension: str
    notes: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, repr=False)
class AsyncSms:
    """Short messages; `client.sms`."""

    _session: AsyncResource

    async def send(
        self,
        *,
        to: str,
        message: str,
        sms_id: str | None = None,
        from_: str | None = None,
        send_at: datetime | None = None,
    ) -> SmsReceipt:
        """Send one SMS, at once or later (operation sendWebSms). It costs money.

        sipgate has no sender in the request: with `from_`, the number is made the extension's default, the message
        sent, and the previous default restored, also when sending fails. Meanwhile no other message of this client
        leaves by that extension.

        Args:
            to: The recipient in international form (`+4915799912345`).
            message: The text, not blank, of at most 255 parts; `sms_size(text)` tells how many it makes.
            sms_id: The SMS extension (`s0`). Left out: the one that owns `from_`, else the user's only one.
            from_: A verified number of the extension, to send from.
            send_at: When to send: with a zone, in the future, at most 30 days ahead.

        Returns:
            What sipgate took over. The message shows up in the history a little later.

        Raises:
            InvalidInput: An argument is wrong; nothing was sent.
            InsufficientFunds: The balance does not cover it.
            PermissionDenied: The extension is not the user's, or the scope `sessions:sms:write` is missing.
            OutcomeUnknown: It was sent, but the answer was lost: look into the history before repeating.
        """
        recipient = phone_number(to, argument="recipient")
        check_message(message)
        moment = None if send_at is None else checked_send_at(send_at)
        sender = None if from_ is None else phone_number(from_, argument="sender")
        if sms_id is not None:
            extension_id(sms_id, "s", argument="sms_id")
        body = SendWebSmsRequest(
            sms_id="", recipient=recipient, message=message, send_at=UNSET if moment is None else moment
        )
        async with self._with_sender(sms_id, sender) as way:
            body.sms_id = way.extension
            await self._session.confirm(send_web_sms.build_request(body=body))
        return SmsReceipt(recipient, way.extension, sender, send_at, sms_size(message), tuple(way.notes))

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
        """Send one text to many recipients (operation sendWebSms for each). It costs money for each.

        A recipient gets it once, however often the number is in the list. With a journal, the sending can be taken up
        again after a crash, a lost connection or an empty balance: those who have it, and those of whom it is not
        known, are left out. After a 429 all wait and go on more slowly.

        Args:
            to: The recipients in international form.
            message: The text, the same for all.
            sms_id: As for `send`.
            from_: As for `send`; the default is changed once and restored at the end.
            send_at: As for `send`.
            journal: A file that remembers what is done: numbers and outcomes, of the text only a digest.
            at_once: How many messages may be under way, 1 to 64.
            progress: Told after every message; the sending stops when it returns `False`.

        Returns:
            The recipients that were confirmed (`done_now` and, by the journal, `done_before`), refused, of unknown
            outcome, and not sent to.

        Raises:
            InvalidInput: An argument is wrong (recipients: it says at which positions); nothing was sent.
            SipgateError: What stopped it before anything was sent at all.
        """
        check_message(message)
        moment = None if send_at is None else checked_send_at(send_at)
        sender = None if from_ is None else phone_number(from_, argument="sender")
        if sms_id is not None:
            extension_id(sms_id, "s", argument="sms_id")
        sending = checked_sending(to, message, moment, at_once, journal, progress)
        finished = sending.finished(sms_id, sender)
        if finished is not None:
            return finished
        async with self._with_sender(sms_id, sender) as way:
            report = await sending.send(self._session, way.extension, sender)
        return replace(report, notes=tuple(way.notes))

    async def schedule(
        self, *, to: str, message: str, send_at: datetime, sms_id: str | None = None, from_: str | None = None
    ) -> SmsReceipt:
        """Take over one SMS for later; the same as `send(send_at=)`.

        Note that sipgate decides the sender when it sends: with `from_`, that is the default of that moment.
        """
        # None would send at once.
        aware(send_at, argument="send_at")
        return await self.send(to=to, message=message, sms_id=sms_id, from_=from_, send_at=send_at)

    async def extensions(self, user_id: str | None = None) -> list[SmsExtension]:
        """Return the SMS extensions of a user (operation getSmsExtensions).

        Args:
            user_id: Such as `w0`; by default the authenticated user.
        """
        user = await self._session.user_id(user_id)
        return await self._session.records(get_sms_extensions.build_request(user_id=user), SmsExtension)

    async def caller_ids(self, sms_id: str | None = None, *, user_id: str | None = None) -> list[SmsCallerId]:
        """Return the numbers that an SMS extension can send from (operation getSmsCallerIds).

        Args:
            sms_id: Such as `s0`; by default the user's only extension.
            user_id: Whose extension it is; by default the authenticated user's.
        """
        user = await self._session.user_id(user_id)
        extension = (
            extension_id(sms_id, "s", argument="sms_id") if sms_id else await self._only_extension(user)
        )
        return await self._session.records(
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
        raise InvalidInput(f"The user has several SMS extensions: {names}.", hint="Say which: sms_id=.")

    @asynccontextmanager
    async def _with_sender(self, sms_id: str | None, sender: str | None) -> AsyncGenerator[SenderContext]:
        """Keep the sender as it was asked for while messages leave: a chosen one alone, the default with others."""
        if sender is None:
            extension = sms_id or await self._only_extension()
            async with self._session.memory.sender_gates[extension].shared():
                yield SenderContext(extension)
            return
        way = SenderContext(await self._extension_of(sender, sms_id))
        async with self._session.memory.sender_gates[way.extension].exclusive():
            # Read when alone: another send may have had its own sender as the default until now.
            caller_ids = await self.caller_ids(way.extension)
            chosen = _verified(sender, caller_ids)
            previous = next((caller_id for caller_id in caller_ids if caller_id.default_number), None)
            if previous == chosen:
                yield way
                return
            try:
                await self._make_default(way.extension, chosen)
                yield way
            except BaseException as failure:
                for note in await self._restore(way.extension, previous, chosen):
                    failure.add_note(note)
                raise
            way.notes.extend(await self._restore(way.extension, previous, chosen))

    async def _extension_of(self, sender: str, sms_id: str | None) -> str:
        """Return the extension that has the sender among its numbers."""
        extensions = [sms_id] if sms_id else [extension.id for extension in await self.extensions()]
        if len(extensions) == 1:
            return extensions[0]
        for extension in extensions:
            if any(caller_id.phonenumber == sender for caller_id in await self.caller_ids(extension)):
                return extension
        raise InvalidInput("None of the user's SMS extensions has that sender.", hint=_SENDER_HINT)

    async def _make_default(self, extension: str, caller_id: SmsCallerId) -> None:
        user = await self._session.user_id()
        body = SetSmsCallerIdRequest(default_number=True)
        await self._session.confirm(
            edit_caller_id.build_request(user_id=user, sms_id=extension, caller_id=caller_id.id, body=body)
        )

    async def _restore(
        self, extension: str, previous: SmsCallerId | None, chosen: SmsCallerId
    ) -> tuple[str, ...]:
        """Make the previous sender the default again; return a note when that did not work."""
        if previous is None:
            return (f"Extension {extension} had no default sender before; now it is caller id {chosen.id}.",)
        with shielded():
            try:
                await self._make_default(extension, previous)
            except SipgateError as failure:
                reason = type(failure).__name__
                return (
                    f"The default sender of {extension} could not be restored to caller id {previous.id}: {reason}.",
                )
        return ()


_SENDER_HINT: Final = (
    "sms.caller_ids() lists the numbers; a new one is added and verified in the sipgate account."
)


def _verified(sender: str, caller_ids: list[SmsCallerId]) -> SmsCallerId:
    for caller_id in caller_ids:
        if same_phone_number(caller_id.phonenumber, sender):
            if caller_id.verified:
                return caller_id
            raise InvalidInput("The sender is not verified yet.", hint=_SENDER_HINT)
    raise InvalidInput("The SMS extension does not have that sender.", hint=_SENDER_HINT)
