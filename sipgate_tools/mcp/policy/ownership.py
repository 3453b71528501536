"""Determine which ids belong to the authenticated user, from sipgate's lists. An unknown id counts as not owned.

Results are cached for `CACHE_SECONDS`, because devices, numbers and lines can be reassigned. If an id is not in the
cache, the lists are read again, because it may be new. These requests only read, contain only ids that are known to be
owned, and pass the policy transport like all other requests.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Set
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final, Literal, cast

import anyio

from sipgate_tools.errors import NotFound, PermissionDenied, ServerError

from .ownership_queries import (
    OwnershipQuery,
    account_list,
    ids_of,
    items_of,
    keep_owned,
    nested_ids,
    ownership_queries,
    values_of,
)
from .request_facts import Id, extension_id

if TYPE_CHECKING:
    from sipgate_tools.spec import Spec

# Set during the request that checks for administrator rights, so that its own ownership check does not recurse.
_checking_admin: ContextVar[bool] = ContextVar("sipgate_mcp_checking_admin", default=False)

CACHE_SECONDS: Final = 300.0
REREAD_SECONDS: Final = 5.0  # rate-limits the lookups that unknown ids cause
_NOT_IMPLEMENTED: Final = 501
HISTORY_PAGE: Final = 1000
HISTORY_PAGES: Final = 10


Access = Literal["user", "account"]
Read = Callable[[str, Mapping[str, str], Mapping[str, Any]], Awaitable[Any]]
"""A function that sends a reading operation (id, path, query parameters) and returns the decoded response."""


_CONNECTIONS: Final = ("phoneline", "faxline", "sms", "group")
"""The kinds of extensions that the history can be filtered by. A device causes a 403."""


class Ownership:
    """The ids that the authenticated user owns, loaded on demand and cached."""

    def __init__(
        self,
        spec: Spec,
        read: Read,
        *,
        allowed_access: Access = "user",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Create an empty cache.

        Args:
            spec: The OpenAPI spec, which contains the operations that list ids.
            read: The function that sends a reading operation.
            allowed_access: The access that the operator allows. `account` applies only to administrators.
            clock: A function that returns seconds, for the age of cached ids.
        """
        self._spec = spec
        self._read = read
        self._allowed_access = allowed_access
        self._access: Access = "user"
        self._decided_at: float | None = None
        self._deciding = anyio.Lock()
        self._clock = clock
        # By kind: ids with the time at which they were seen, from lists and from other responses (`learn`).
        self._listed: dict[str, dict[str, float]] = {}
        self._learned: dict[str, dict[str, float]] = {}
        self._read_at: dict[str, float] = {}
        self._user: str | None = None

    def learn(self, kind: str, values: Iterable[str]) -> None:
        """Cache ids from a response that contains only the user's own data, such as the id of a call just started."""
        now = self._clock()
        kept = {value: at for value, at in self._learned.get(kind, {}).items() if now - at < CACHE_SECONDS}
        self._learned[kind] = {**kept, **dict.fromkeys(values, now)}

    async def user_id(self) -> str:
        """Return the authenticated user's id (operation userinfo)."""
        if self._user is None:
            response = await self._read("userinfo", {}, {})
            held = cast("Mapping[str, Any]", response) if isinstance(response, Mapping) else dict[str, Any]()
            self._user = str(held.get("sub", ""))
        return self._user

    async def access(self) -> Access:
        """Return `account` if the operator allows it and the user is an administrator, or else `user`.

        Whether the user is an administrator is cached for `CACHE_SECONDS`.
        """
        if self._allowed_access == "user" or _checking_admin.get():
            return "user"
        async with self._deciding:
            if self._decided_at is None or self._clock() - self._decided_at >= CACHE_SECONDS:
                token = _checking_admin.set(True)
                try:
                    user = await self._read_or_none("getUser", {"userId": await self.user_id()}, {})
                finally:
                    _checking_admin.reset(token)
                admin = isinstance(user, Mapping) and cast("Mapping[str, Any]", user).get("admin") is True
                self._access, self._decided_at = "account" if admin else "user", self._clock()
        return self._access

    async def unowned(self, ids: Set[Id]) -> set[Id]:
        """Return the ids in `ids` that are not known to belong to the user.

        With access to the whole account, the result is empty.
        """
        if await self.access() == "account":
            return set()
        wanted_ids: dict[str, set[str]] = {}
        for kind, value in ids:
            # A kind that is not in the spec counts as one of users, so its ids are never found.
            if self._spec.id_kinds.get(kind) != "account":
                wanted_ids.setdefault(kind, set()).add(value)
        # Users first: all other lists need the user's id.
        unowned: set[Id] = set()
        for kind in sorted(wanted_ids, key=lambda kind: kind != "user"):
            unknown = wanted_ids[kind] - self._cached_ids(kind)
            if kind == "user":
                unknown -= {await self.user_id()}
            elif unknown:
                unknown -= await self._ids_of_kind(kind, frozenset(unknown))
            unowned |= {Id(kind, value) for value in unknown}
        return unowned

    async def connections(self) -> list[str]:
        """Return the user's own extensions that the history can be filtered by, in order."""
        kinds: list[str] = list(_CONNECTIONS)
        if not await self._ids_of_kind("phoneline"):
            # On neo, voicemail messages belong to the voicemail; on classic, to the phoneline.
            kinds.append("voicemail")
        found = sorted({value for kind in kinds for value in await self._ids_of_kind(kind)})
        # Without a filter, sipgate returns the history of the whole account; with the user's id, an empty one.
        return found or [await self.user_id()]

    async def channels(self) -> list[str]:
        """Return the channels that the user is a member of (sipgate neo)."""
        return sorted(await self._ids_of_kind("channel"))

    async def remove_unowned(self, operation_id: str, response: Any) -> Any:
        """Return a reading operation's response without the items of other users.

        Responses that do not list items of the whole account are unchanged, as are all responses if the access is
        `account`.
        """
        listing = account_list(self._spec.operations[operation_id])
        if listing is None or await self.access() == "account":
            return response
        unowned = await self.unowned({Id(listing.kind, value) for value in values_of(response, listing)})
        return keep_owned(response, listing, lambda value: Id(listing.kind, value) not in unowned)

    @property
    def _queries(self) -> Mapping[str, tuple[OwnershipQuery, ...]]:
        return ownership_queries(self._spec)

    def _cached_ids(self, kind: str) -> set[str]:
        """Return the ids of a kind that were seen within `CACHE_SECONDS`."""
        now = self._clock()
        seen = (*self._listed.get(kind, {}).items(), *self._learned.get(kind, {}).items())
        return {value for value, at in seen if now - at < CACHE_SECONDS}

    async def _ids_of_kind(self, kind: str, targets: frozenset[str] = frozenset()) -> set[str]:
        age = self._clock() - self._read_at.get(kind, -CACHE_SECONDS)
        if age < (REREAD_SECONDS if targets else CACHE_SECONDS):
            return self._cached_ids(kind)
        began = self._clock()
        found = dict.fromkeys([value async for value in self._list(kind, targets)], began)
        if kind == "entry" and targets and targets <= found.keys():
            # The search ended early, at the last target: add to the cached ids instead of replacing them.
            earlier = {
                value: at for value, at in self._listed.get(kind, {}).items() if began - at < CACHE_SECONDS
            }
            self._listed[kind] = {**earlier, **found}
        else:
            self._listed[kind], self._read_at[kind] = found, began
        return self._cached_ids(kind)

    async def _list(self, kind: str, targets: frozenset[str]) -> AsyncIterator[str]:
        if kind == "channel":
            async for value in self._channels():
                yield value
        elif kind == "call":
            async for value in self._calls():
                yield value
        elif kind in ("number", "routedNumber"):
            async for value in self._numbers(exclusive=kind == "routedNumber"):
                yield value
        elif kind == "voicemail":
            async for value in self._voicemails():
                yield value
        elif kind == "entry":
            async for value in self._entries(targets):
                yield value
        else:
            for listing in self._queries.get(kind, ()):
                async for _, value in self._ids_in_listing(listing):
                    yield value

    async def _ids_in_listing(self, listing: OwnershipQuery) -> AsyncIterator[tuple[dict[str, str], str]]:
        """Yield the ids in a listing, each with the path parameters of the request that lists the id."""
        async for above in self._path_parameters(listing.parent):
            path, query = ({}, above) if listing.in_query else (above, {})
            response = await self._read_or_none(
                listing.operation, path, {**query, **dict(listing.lists.query)}
            )
            for value in nested_ids(response) if listing.lists.nested else ids_of(response):
                yield above, value

    async def _path_parameters(self, kind: str) -> AsyncIterator[dict[str, str]]:
        if kind == "user":
            yield {"userId": await self.user_id()}
            return
        for listing in self._queries[kind]:
            async for above, value in self._ids_in_listing(listing):
                # The policy transport checks the id in the next request, so the id must be cached as owned before.
                self.learn(kind, [value])
                yield {**above, listing.parameter: value}

    async def _channels(self, *, exclusive: bool = False) -> AsyncIterator[str]:
        """Yield the channels that the user is a member of, or the only member of (`exclusive`)."""
        user = await self.user_id()
        for channel in items_of(await self._read_or_none("getChannels", {}, {})):
            members = {str(member.get("id")) for member in items_of({"items": channel.get("users")})}
            if user in members and (members == {user} or not exclusive):
                yield str(channel.get("id"))

    async def _calls(self) -> AsyncIterator[str]:
        """Yield the live calls whose owning participant is one of the user's extensions or numbers."""
        calls = items_of(await self._read_or_none("getCalls", {}, {}))
        if not calls:
            return
        mine = {await self.user_id()}
        for kind in ("device", "phoneline", "number"):
            mine |= await self._ids_of_kind(kind)
        for call in calls:
            owners = [one for one in items_of({"items": call.get("participants")}) if one.get("owner")]
            marks = {
                str(one.get(key, "")).lstrip("+")
                for one in owners
                for key in ("phoneNumber", "participantId")
            }
            if marks & mine:
                yield str(call.get("callId"))

    async def _numbers(self, *, exclusive: bool) -> AsyncIterator[str]:
        """Yield the ids of the user's numbers and the numbers themselves, with and without plus.

        A number belongs to the user while it is routed to an endpoint of the user. A number without a routing does not,
        even if sipgate lists it. A number that also rings other users can be used as caller id but cannot be changed.

        Args:
            exclusive: Whether to leave out numbers that also ring other users.
        """
        found: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
        for item in items_of(
            await self._read_or_none("getUserNumbers", {"userId": await self.user_id()}, {})
        ):
            if endpoint := str(item.get("endpointId") or ""):
                extension = extension_id(endpoint)
                found.setdefault(extension.kind if extension else "channel", []).append((endpoint, item))
        for kind, routed in found.items():
            mine = await self._owned_endpoints(
                kind, frozenset(endpoint for endpoint, _ in routed), exclusive=exclusive
            )
            for _, item in (one for one in routed if one[0] in mine):
                number = str(item.get("number") or "")
                for value in (str(item.get("id") or ""), number, number.lstrip("+")):
                    if value:
                        yield value

    async def _owned_endpoints(self, kind: str, endpoints: frozenset[str], *, exclusive: bool) -> set[str]:
        """Return the endpoints of a kind that the user owns, or with `exclusive` only those without other users."""
        if kind == "user":
            return {await self.user_id()} & endpoints
        unknown = endpoints - self._cached_ids(kind)
        if unknown:
            await self._ids_of_kind(kind, unknown)
        mine = self._cached_ids(kind) & endpoints
        if not exclusive or not mine:
            return mine
        if kind == "channel":
            return {value async for value in self._channels(exclusive=True)}
        # Ids of the user's groups are shared with other users.
        own = [one for one in self._queries.get(kind, ()) if one.lists.of == "user"]
        return {value for one in own async for _, value in self._ids_in_listing(one)}

    async def _voicemails(self) -> AsyncIterator[str]:
        """Yield the voicemails of the user and of the user's phonelines and groups."""
        mine = {
            await self.user_id(),
            *await self._ids_of_kind("phoneline"),
            *await self._ids_of_kind("group"),
        }
        for voicemail in items_of(await self._read_or_none("getVoicemails", {}, {})):
            endpoint = voicemail.get("belongsToEndpoint")
            if isinstance(endpoint, Mapping) and cast("Mapping[str, Any]", endpoint).get("extension") in mine:
                yield str(voicemail.get("id"))
        for listing in self._queries["voicemail"]:
            async for _, value in self._ids_in_listing(listing):
                yield value

    async def _entries(self, targets: frozenset[str]) -> AsyncIterator[str]:
        connections = await self.connections()
        # Archived entries are listed separately.
        for archived in (False, True):
            for page in range(HISTORY_PAGES):
                query = {"connectionIds": connections, "limit": HISTORY_PAGE, "offset": page * HISTORY_PAGE}
                found = ids_of(await self._read_or_none("getHistory", {}, {**query, "archived": archived}))
                for value in found:
                    yield value
                targets -= frozenset(found)
                if targets == frozenset() or len(found) < HISTORY_PAGE:
                    break
            if not targets:
                return

    async def _read_or_none(
        self, operation_id: str, path: Mapping[str, str], query: Mapping[str, Any]
    ) -> Any:
        """Return the response, or `None` if platform, feature or scope do not permit the request."""
        try:
            return await self._read(operation_id, path, query)
        except (NotFound, PermissionDenied):
            return None
        except ServerError as error:
            if error.status != _NOT_IMPLEMENTED:
                raise
            return None
