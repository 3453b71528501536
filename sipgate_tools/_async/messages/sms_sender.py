"""The sender of an SMS: how it is chosen, and how it becomes the default sender while the SMS is sent."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sipgate_api.api.sms import get_sms_caller_ids, get_sms_extensions

from sipgate_tools._backends.async_ import shielded
from sipgate_tools.errors import SipgateError
from sipgate_tools.models.sms import SmsCallerId, SmsExtension
from sipgate_tools.requests.sms import (
    default_sender_request,
    only_extension,
    unknown_sender,
    verified_caller_id,
)

from .._support.resource import AsyncResource


@dataclass(frozen=True)
class SmsSender:
    """The sender of a message.

    Attributes:
        extension: The SMS extension.
        number: The number to send from in E.164, or `None` for the extension's default sender.
    """

    extension: str
    number: str | None


async def extensions_of(resource: AsyncResource, user_id: str) -> list[SmsExtension]:
    """Return the SMS extensions of a user (operation getSmsExtensions)."""
    return await resource.records(get_sms_extensions.build_request(user_id=user_id), SmsExtension)


async def caller_ids_of(resource: AsyncResource, user_id: str, extension: str) -> list[SmsCallerId]:
    """Return all caller ids of an SMS extension, verified or not (operation getSmsCallerIds)."""
    request = get_sms_caller_ids.build_request(user_id=user_id, sms_id=extension)
    return await resource.records(request, SmsCallerId)


async def choose_sender(resource: AsyncResource, sms_id: str | None, number: str | None) -> SmsSender:
    """Return the sender of messages.

    Args:
        resource: The resource that sends requests.
        sms_id: The id of the SMS extension; by default the extension that has the number, else the user's only one.
        number: The number to send from in E.164, or `None` for the extension's default sender.

    Raises:
        InvalidInput: The user has no matching extension, or several without a number to send from.
    """
    if sms_id is not None:
        return SmsSender(sms_id, number)
    user = await resource.user_id()
    extensions = await extensions_of(resource, user)
    if number is None or len(extensions) == 1:
        return SmsSender(only_extension(extensions), number)
    for extension in extensions:
        caller_ids = await caller_ids_of(resource, user, extension.id)
        if any(caller_id.phonenumber == number for caller_id in caller_ids):
            return SmsSender(extension.id, number)
    raise unknown_sender()


@asynccontextmanager
async def sender_in_force(resource: AsyncResource, sender: SmsSender) -> AsyncGenerator[list[str]]:
    """Hold the extension's lock while messages are sent: exclusively if the sender has a number, otherwise shared.

    Within the block, the sender's number is the default sender of the extension. Afterwards, the previous default is
    restored.

    Yields:
        A list to which notes on problems are added by the end of the block.

    Raises:
        InvalidInput: The extension does not have the sender's number, or the number is not verified.
    """
    notes: list[str] = []
    lock = resource.cache.sender_locks[sender.extension]
    if sender.number is None:
        async with lock.shared():
            yield notes
        return
    async with lock.exclusive():
        # Read under the lock: until now, another message may have had its own sender as the default.
        caller_ids = await caller_ids_of(resource, await resource.user_id(), sender.extension)
        chosen = verified_caller_id(sender.number, caller_ids)
        previous = next((caller_id for caller_id in caller_ids if caller_id.default_number), None)
        if previous == chosen:
            yield notes
            return
        try:
            await _make_default(resource, sender.extension, chosen)
            yield notes
        except BaseException as failure:
            for note in await _restore(resource, sender.extension, previous, chosen):
                failure.add_note(note)
            raise
        notes.extend(await _restore(resource, sender.extension, previous, chosen))


async def _make_default(resource: AsyncResource, extension: str, caller_id: SmsCallerId) -> None:
    await resource.confirm(default_sender_request(await resource.user_id(), extension, caller_id.id))


async def _restore(
    resource: AsyncResource, extension: str, previous: SmsCallerId | None, chosen: SmsCallerId
) -> tuple[str, ...]:
    """Make the previous sender the default again, and return a note if that failed."""
    if previous is None:
        return (f"Extension {extension} had no default sender; its default is now caller id {chosen.id}.",)
    with shielded():
        try:
            await _make_default(resource, extension, previous)
        except SipgateError as failure:
            reason = type(failure).__name__
            return (
                f"The default sender of {extension} could not be restored to caller id {previous.id}: {reason}.",
            )
    return ()
