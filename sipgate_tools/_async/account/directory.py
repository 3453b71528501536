"""The directory: who an extension, a channel or a number belongs to."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sipgate_api.api.devices import get_devices
from sipgate_api.api.faxlines import get_user_faxlines
from sipgate_api.api.groups import get_groups
from sipgate_api.api.phonelines import get_phonelines
from sipgate_api.api.sms import get_sms_extensions
from sipgate_api.types import Request

from sipgate_tools.errors import InvalidInput, NotFound, PermissionDenied
from sipgate_tools.models._lists import items_of
from sipgate_tools.models.directory import DirectoryEntry, DirectoryKind
from sipgate_tools.models.history import HistoryEntry
from sipgate_tools.models.numbers import Number
from sipgate_tools.models.users import User
from sipgate_tools.values import ID_KINDS, phone_number

from .._support import platform
from .._support.directory_cache import DirectoryCache
from .._support.resource import AsyncResource
from ..contacts.contacts import AsyncContacts
from ..telephony.channels import AsyncChannels
from ..telephony.numbers import AsyncNumbers
from ..telephony.voicemails import AsyncVoicemails
from .users import AsyncUsers

KEPT_SECONDS: Final = 300
"""How long the directory is used before it is read again."""

MISS_SECONDS: Final = 30
"""How long an unknown extension is not looked up again."""

_MAX_CONTACTS: Final = 2000
_USER_IN_URL: Final = re.compile(r"/(w\d+)/")
_LINE: Final = re.compile(r"[apexyfsv]\d{1,9}")
_EXTENSION: Final = re.compile(r"[a-z]\d{1,9}")


@dataclass(frozen=True, repr=False)
class AsyncDirectory:
    """Who an extension, a channel or a number belongs to (`client.directory`).

    The account's users, groups or channels, and numbers are read once and kept for five minutes; copies of a client
    share them. The lines and devices of all users are read only when an extension is looked up that has no number.
    Contacts are looked up by number. What the token may not read is left out.
    """

    _resource: AsyncResource

    async def who(self, number_or_id: str) -> DirectoryEntry | None:
        """Return who a number, an extension or a channel belongs to, or `None` if that is unknown.

        Args:
            number_or_id: A telephone number with country code, an extension id such as `p0`, or a channel id. A number
                of the account leads to the extension or channel that it is routed to, any other number to a contact.

        Raises:
            InvalidInput: The argument is neither an id nor a telephone number; nothing was sent.
        """
        text = number_or_id.strip()
        if _EXTENSION.fullmatch(text) or (
            "-" in text.strip("+-") and any(letter.isalpha() for letter in text)
        ):
            return await self._entry(text)
        number = phone_number(text, argument="number_or_id")
        cache = await self._account()
        if (endpoint := cache.numbers.get(number)) is not None:
            return cache.entries.get(endpoint)
        return await self._contact(cache, number)

    async def number_of(self, user: str | User) -> str | None:
        """Return the number at which a user is called, or `None` without one.

        This is the first number that is routed to a phoneline of the user, else to a channel that the user is in, else
        to a device of the user. Numbers of faxlines and SMS extensions are left out.

        Args:
            user: The user, the user id such as `w0`, or the first and last name.

        Raises:
            InvalidInput: No user has this id or name, or several have this name.
        """
        cache = await self._account()
        user_id = user.id if isinstance(user, User) else user
        if user_id not in cache.users:
            found = [one for one, name in cache.users.items() if name.casefold() == user_id.casefold()]
            if len(found) != 1:
                raise InvalidInput(
                    "Several users have this name." if found else "The account has no such user.",
                    hint="Pass the user id, such as w0; client.users.list() lists them.",
                )
            user_id = found[0]
        for kind in ("user", "phoneline", "channel", "device"):
            own = {
                one.id
                for one in cache.entries.values()
                if one.kind == kind and user_id in (one.user_id, *cache.members.get(one.id, ()))
            }
            for number, endpoint in cache.numbers.items():
                if endpoint in own:
                    return number
        return None

    async def of_entry(self, entry: HistoryEntry) -> tuple[DirectoryEntry, ...]:
        """Return the entries of the directory for the lines or the channel of a history entry."""
        lines = dict.fromkeys([*entry.connection_ids, entry.channel_id])
        found = [await self._entry(line) for line in lines if line]
        return tuple(one for one in found if one is not None)

    async def owner(self, line: str) -> tuple[str, str | None]:
        """Return the id and the name of the user of a line, or of the group or channel itself, or the line's own id."""
        found = await self._entry(line)
        if found is None:
            return line, None
        return found.user_id or found.id, found.user_name or found.name or None

    async def refresh(self) -> None:
        """Read everything again with the next lookup."""
        cache = self._cache()
        cache.read_at = None
        cache.contacts.clear()

    def _cache(self) -> DirectoryCache:
        cache = self._resource.cache
        if cache.directory is None:
            cache.directory = DirectoryCache()
        return cache.directory

    async def _entry(self, extension: str) -> DirectoryEntry | None:
        cache = await self._account()
        if extension not in cache.entries and _LINE.fullmatch(extension):
            await self._read_lines(cache)
        return cache.entries.get(extension)

    async def _account(self) -> DirectoryCache:
        cache = self._cache()
        async with self._resource.cache.directory_lock:
            now = time.monotonic()
            if cache.read_at is None or now - cache.read_at > KEPT_SECONDS:
                await self._read_account(cache)
                cache.read_at, cache.lines_read_at = time.monotonic(), None
                cache.contacts.clear()
        return cache

    async def _read_account(self, cache: DirectoryCache) -> None:
        try:
            users = await AsyncUsers(self._resource).list()
        except (PermissionDenied, NotFound):
            users = [User(id=await self._resource.user_id())]
        numbers = await self._numbers()
        cache.members = {}
        cache.users = {user.id: user.name for user in users}
        cache.numbers = {one.number: one.endpoint_id for one in numbers if one.number and one.endpoint_id}
        cache.entries = {
            user.id: DirectoryEntry(
                kind="user", id=user.id, name=user.name, user_id=user.id, user_name=user.name or None
            )
            for user in users
        }
        await self._read_groups(cache)
        for number in numbers:
            if number.endpoint_id and number.endpoint_id not in cache.entries:
                owner = _USER_IN_URL.search(number.endpoint_url or "")
                self._add(
                    cache, number.endpoint_id, number.endpoint_alias, owner[1] if owner is not None else None
                )

    async def _numbers(self) -> Iterable[Number]:
        try:
            return [number async for number in AsyncNumbers(self._resource).iterate()]
        except (PermissionDenied, NotFound):
            return ()

    async def _read_groups(self, cache: DirectoryCache) -> None:
        try:
            if await platform.is_neo(self._resource):
                for channel in await AsyncChannels(self._resource).list():
                    self._add(cache, channel.id, channel.name, None, kind="channel")
                    cache.members[channel.id] = tuple(member.id for member in channel.users)
                return
            for group in items_of(await self._resource.payload(get_groups.build_request())):
                self._add(cache, str(group.get("id")), group.get("alias"), None)
        except (PermissionDenied, NotFound):
            return

    async def _read_lines(self, cache: DirectoryCache) -> None:
        """Read the lines and devices of all users, unless that was done a moment ago."""
        async with self._resource.cache.directory_lock:
            now = time.monotonic()
            if cache.lines_read_at is not None and now - cache.lines_read_at < MISS_SECONDS:
                return
            neo = await platform.is_neo(self._resource)
            for user in cache.users:
                await self._read_lines_of(cache, user, neo=neo)
            await self._read_voicemails(cache)
            cache.lines_read_at = time.monotonic()

    async def _read_lines_of(self, cache: DirectoryCache, user: str, *, neo: bool) -> None:
        requests: list[Request[Any]] = [
            get_devices.build_request(user_id=user, type_="all"),
            get_user_faxlines.build_request(user_id=user),
            get_sms_extensions.build_request(user_id=user),
        ]
        if not neo:
            requests.append(get_phonelines.build_request(user_id=user))
        for request in requests:
            try:
                items = items_of(await self._resource.payload(request))
            except (PermissionDenied, NotFound):
                continue
            for item in items:
                self._add(cache, str(item.get("id")), item.get("alias"), user)

    async def _read_voicemails(self, cache: DirectoryCache) -> None:
        try:
            voicemails = await AsyncVoicemails(self._resource).list()
        except (PermissionDenied, NotFound):
            return
        for voicemail in voicemails:
            endpoint = voicemail.belongs_to_endpoint
            owner = cache.entries.get((endpoint.extension if endpoint else None) or "")
            self._add(cache, voicemail.id, voicemail.alias, owner.user_id if owner else None)

    def _add(
        self,
        cache: DirectoryCache,
        extension: str,
        name: str | None,
        user: str | None,
        *,
        kind: DirectoryKind | None = None,
    ) -> None:
        cache.entries[extension] = DirectoryEntry(
            kind=kind or ID_KINDS.get(extension[:1], "other"),
            id=extension,
            name=name or "",
            user_id=user,
            user_name=cache.users.get(user or "") or None,
            numbers=tuple(number for number, endpoint in cache.numbers.items() if endpoint == extension),
        )

    async def _contact(self, cache: DirectoryCache, number: str) -> DirectoryEntry | None:
        if number not in cache.contacts:
            if len(cache.contacts) >= _MAX_CONTACTS:
                cache.contacts.clear()
            cache.contacts[number] = await self._contact_of(number)
        return cache.contacts[number]

    async def _contact_of(self, number: str) -> DirectoryEntry | None:
        try:
            found = await AsyncContacts(self._resource).list(phone_numbers=[number], limit=1)
        except (PermissionDenied, NotFound):
            return None
        for contact in found:
            numbers = tuple(one.number for one in contact.numbers if one.number)
            return DirectoryEntry(kind="contact", id=contact.id, name=contact.name, numbers=numbers)
        return None
