"""Which ids belong to the authenticated user, found out by reading what the user owns. Unknown means no.

What is found is kept for some minutes and then read anew, because things are moved and taken away. An id that is
not found is looked for once more, because things are created while we run. All of it is reading, and only with ids
that were established before: it passes the guard as any request.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Set
from contextvars import ContextVar
from typing import Any, Literal, cast

import anyio

from sipgate_tools.errors import NotFound, PermissionDenied, ServerError

from .ownership_queries import (
    ACCOUNT_LISTS,
    LISTINGS,
    OwnershipQuery,
    ids_of,
    items_of,
    narrowed,
    nested_ids,
    values_of,
)
from .request_facts import Id, extension_id
from .rules import NOT_OWNED

__all__ = ["LISTED_KINDS", "Access", "Ownership", "Read"]

# Finding out whether the user administers the account is itself a request; it names the user only.
_looking_at_oneself: ContextVar[bool] = ContextVar("sipgate_mcp_looking_at_oneself", default=False)

FRESH_SECONDS = 300.0
AGAIN_SECONDS = 5.0  # a stranger's id must not make us read lists at its sender's pace
_NOT_IMPLEMENTED = 501
HISTORY_PAGE, HISTORY_PAGES = 1000, 10


Access = Literal["user", "account"]
Read = Callable[[str, Mapping[str, str], Mapping[str, Any]], Awaitable[Any]]
"""Sends a reading operation (id, path, query) and returns its decoded answer."""


_CONNECTIONS = ("phoneline", "faxline", "sms", "group")
"""Kinds that the history can be filtered by (a device makes it answer 403)."""

LISTED_KINDS = frozenset({*LISTINGS, "user", "number", "routedNumber", "channel", "call", "entry"})
"""Kinds of ids whose owner can be found out; all others are nobody's."""


class Ownership:
    """What the authenticated user owns, as far as it was asked for."""

    def __init__(
        self, read: Read, *, wanted: Access = "user", clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Know nothing yet.

        Args:
            read: How to read.
            wanted: What the operator allows; the whole account is for administrators only.
            clock: For how long things are kept.
        """
        self._read = read
        self._wanted = wanted
        self._access: Access = "user"
        self._decided_at: float | None = None
        self._deciding = anyio.Lock()
        self._clock = clock
        # By kind: ids with the time at which they were seen, from lists and from answers about the user's own things.
        self._listed: dict[str, dict[str, float]] = {}
        self._learned: dict[str, dict[str, float]] = {}
        self._read_at: dict[str, float] = {}
        self._user: str | None = None

    def learn(self, kind: str, values: Iterable[str]) -> None:
        """Remember for some minutes ids that came out of something of the user's own, as of a call just started."""
        now = self._clock()
        kept = {value: at for value, at in self._learned.get(kind, {}).items() if now - at < FRESH_SECONDS}
        self._learned[kind] = {**kept, **dict.fromkeys(values, now)}

    async def user_id(self) -> str:
        """The authenticated user's id (operation userinfo)."""
        if self._user is None:
            answer = await self._read("userinfo", {}, {})
            held = cast("Mapping[str, Any]", answer) if isinstance(answer, Mapping) else dict[str, Any]()
            self._user = str(held.get("sub", ""))
        return self._user

    async def access(self) -> Access:
        """Return what may be reached: the whole account only when the operator allows it and the user administers it.

        Whether the user does is asked anew every few minutes.
        """
        if self._wanted == "user" or _looking_at_oneself.get():
            return "user"
        async with self._deciding:
            if self._decided_at is None or self._clock() - self._decided_at >= FRESH_SECONDS:
                token = _looking_at_oneself.set(True)
                try:
                    user = await self._try("getUser", {"userId": await self.user_id()}, {})
                finally:
                    _looking_at_oneself.reset(token)
                admin = isinstance(user, Mapping) and cast("Mapping[str, Any]", user).get("admin") is True
                self._access, self._decided_at = "account" if admin else "user", self._clock()
        return self._access

    async def foreign(self, ids: Set[Id]) -> set[Id]:
        """Those of `ids` that may not be reached, because they are not known to belong to the user."""
        if await self.access() == "account":
            return set()
        asked: dict[str, set[str]] = {}
        for kind, value in ids:
            if kind not in NOT_OWNED:
                asked.setdefault(kind, set()).add(value)
        # The user first: everything else is listed below the user's id.
        foreign: set[Id] = set()
        for kind in sorted(asked, key=lambda kind: kind != "user"):
            unknown = asked[kind] - self._fresh(kind)
            if kind == "user":
                unknown -= {await self.user_id()}
            elif unknown:
                unknown -= await self._of_kind(kind, frozenset(unknown))
            foreign |= {Id(kind, value) for value in unknown}
        return foreign

    async def connections(self) -> list[str]:
        """The user's own extensions that the history can be filtered by, in order."""
        kinds: list[str] = list(_CONNECTIONS)
        if not await self._of_kind("phoneline"):
            # sipgate neo: messages on a voicemail belong to the voicemail, where classic names the phoneline.
            kinds.append("voicemail")
        found = sorted({value for kind in kinds for value in await self._of_kind(kind)})
        # Without a filter the history would be the whole account's; filtered by the user's own id it is empty.
        return found or [await self.user_id()]

    async def channels(self) -> list[str]:
        """The channels that the user is a member of (sipgate neo)."""
        return sorted(await self._of_kind("channel"))

    async def own_part(self, operation_id: str, answer: Any) -> Any:
        """Return the answer of a reading operation without what belongs to others, where it lists the account's."""
        listed = ACCOUNT_LISTS.get(operation_id)
        if listed is None or await self.access() == "account":
            return answer
        foreign = await self.foreign({Id(listed.kind, value) for value in values_of(answer, listed)})
        return narrowed(answer, listed, lambda value: Id(listed.kind, value) not in foreign)

    def _fresh(self, kind: str) -> set[str]:
        """Return the ids of a kind that were seen not too long ago."""
        now = self._clock()
        seen = (*self._listed.get(kind, {}).items(), *self._learned.get(kind, {}).items())
        return {value for value, at in seen if now - at < FRESH_SECONDS}

    async def _of_kind(self, kind: str, looking_for: frozenset[str] = frozenset()) -> set[str]:
        age = self._clock() - self._read_at.get(kind, -FRESH_SECONDS)
        if age < (AGAIN_SECONDS if looking_for else FRESH_SECONDS):
            return self._fresh(kind)
        began = self._clock()
        found = dict.fromkeys([value async for value in self._list(kind, looking_for)], began)
        if kind == "entry" and looking_for and looking_for <= found.keys():
            # A search that ended early because it found everything has not seen the rest.
            earlier = {
                value: at for value, at in self._listed.get(kind, {}).items() if began - at < FRESH_SECONDS
            }
            self._listed[kind] = {**earlier, **found}
        else:
            self._listed[kind], self._read_at[kind] = found, began
        return self._fresh(kind)

    async def _list(self, kind: str, looking_for: frozenset[str]) -> AsyncIterator[str]:
        if kind == "channel":
            async for value in self._channels():
                yield value
        elif kind == "call":
            async for value in self._calls():
                yield value
        elif kind in ("number", "routedNumber"):
            async for value in self._numbers(alone=kind == "routedNumber"):
                yield value
        elif kind == "voicemail":
            async for value in self._voicemails():
                yield value
        elif kind == "entry":
            async for value in self._entries(looking_for):
                yield value
        else:
            for listing in LISTINGS.get(kind, ()):
                async for _, value in self._below(listing):
                    yield value

    async def _below(self, listing: OwnershipQuery) -> AsyncIterator[tuple[dict[str, str], str]]:
        """The ids of a listing, each with the path parameters that lead to it."""
        async for above in self._ways(listing.parent):
            path, query = ({}, above) if listing.in_query else (above, {})
            answer = await self._try(listing.operation, path, {**query, **dict(listing.query)})
            for value in nested_ids(answer) if listing.nested else ids_of(answer):
                yield above, value

    async def _ways(self, kind: str) -> AsyncIterator[dict[str, str]]:
        if kind == "user":
            yield {"userId": await self.user_id()}
            return
        for listing in LISTINGS[kind]:
            async for above, value in self._below(listing):
                # Before a request names it, it must be known to be the user's own.
                self.learn(kind, [value])
                yield {**above, listing.parameter: value}

    async def _channels(self, *, alone: bool = False) -> AsyncIterator[str]:
        """The channels that the user is a member of, or the only member."""
        user = await self.user_id()
        for channel in items_of(await self._try("getChannels", {}, {})):
            members = {str(member.get("id")) for member in items_of({"items": channel.get("users")})}
            if user in members and (members == {user} or not alone):
                yield str(channel.get("id"))

    async def _calls(self) -> AsyncIterator[str]:
        """Live calls whose owning participant is one of the user's extensions or numbers."""
        calls = items_of(await self._try("getCalls", {}, {}))
        if not calls:
            return
        mine = {await self.user_id()}
        for kind in ("device", "phoneline", "number"):
            mine |= await self._of_kind(kind)
        for call in calls:
            owners = [one for one in items_of({"items": call.get("participants")}) if one.get("owner")]
            marks = {
                str(one.get(key, "")).lstrip("+")
                for one in owners
                for key in ("phoneNumber", "participantId")
            }
            if marks & mine:
                yield str(call.get("callId"))

    async def _numbers(self, *, alone: bool) -> AsyncIterator[str]:
        """The ids of the user's numbers and the numbers themselves, with and without plus: requests name either.

        A number is the user's while it leads to something of the user's. One that leads nowhere is not, although
        sipgate may list it. One that rings others too, as in a channel, may be shown to whom the user calls.

        Args:
            alone: Leave out what rings others too: whoever changes such a number changes it for them.
        """
        found: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
        for item in items_of(await self._try("getUserNumbers", {"userId": await self.user_id()}, {})):
            if endpoint := str(item.get("endpointId") or ""):
                extension = extension_id(endpoint)
                found.setdefault(extension.kind if extension else "channel", []).append((endpoint, item))
        for kind, routed in found.items():
            mine = await self._reached(kind, frozenset(endpoint for endpoint, _ in routed), alone=alone)
            for _, item in (one for one in routed if one[0] in mine):
                number = str(item.get("number") or "")
                for value in (str(item.get("id") or ""), number, number.lstrip("+")):
                    if value:
                        yield value

    async def _reached(self, kind: str, endpoints: frozenset[str], *, alone: bool) -> set[str]:
        """Return those of the endpoints of a kind that are the user's own, or the user's alone."""
        if kind == "user":
            return {await self.user_id()} & endpoints
        unknown = endpoints - self._fresh(kind)
        if unknown:
            await self._of_kind(kind, unknown)
        mine = self._fresh(kind) & endpoints
        if not alone or not mine:
            return mine
        if kind == "channel":
            return {value async for value in self._channels(alone=True)}
        # The first list of each kind is of the user; others are of the user's groups.
        first = LISTINGS[kind][0]
        return set() if kind == "group" else {value async for _, value in self._below(first)}

    async def _voicemails(self) -> AsyncIterator[str]:
        """Voicemails of the user, or of phonelines and groups that are the user's."""
        mine = {await self.user_id(), *await self._of_kind("phoneline"), *await self._of_kind("group")}
        for voicemail in items_of(await self._try("getVoicemails", {}, {})):
            endpoint = voicemail.get("belongsToEndpoint")
            if isinstance(endpoint, Mapping) and cast("Mapping[str, Any]", endpoint).get("extension") in mine:
                yield str(voicemail.get("id"))
        async for _, value in self._below(LISTINGS["voicemail"][0]):
            yield value

    async def _entries(self, looking_for: frozenset[str]) -> AsyncIterator[str]:
        connections = await self.connections()
        # The archive is a list of its own.
        for archived in (False, True):
            for page in range(HISTORY_PAGES):
                query = {"connectionIds": connections, "limit": HISTORY_PAGE, "offset": page * HISTORY_PAGE}
                found = ids_of(await self._try("getHistory", {}, {**query, "archived": archived}))
                for value in found:
                    yield value
                looking_for -= frozenset(found)
                if looking_for == frozenset() or len(found) < HISTORY_PAGE:
                    break
            if not looking_for:
                return

    async def _try(self, operation_id: str, path: Mapping[str, str], query: Mapping[str, Any]) -> Any:
        """A list, or nothing where platform, feature or scope do not give it: then nothing is owned."""
        try:
            return await self._read(operation_id, path, query)
        except (NotFound, PermissionDenied):
            return None
        except ServerError as error:
            if error.status != _NOT_IMPLEMENTED:
                raise
            return None
