"""Base of the resources of one client: the connection and the cache of the account."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sipgate_api.api.authorization import userinfo
from sipgate_api.types import Request

from sipgate_tools._backends.async_ import Lock
from sipgate_tools._http.requests import decode_response
from sipgate_tools.models._lists import (
    ListResponse,
    RecordDecoder,
    RecordT,
    list_response_in,
    list_response_of,
    record_decoder,
)
from sipgate_tools.models.users import Platform, UserInfo
from sipgate_tools.values import extension_id

from .rwlock import AsyncRWLock

if TYPE_CHECKING:
    from .._http.connection import AsyncConnection


@dataclass
class AccountCache:
    """Cache and locks for one set of credentials.

    Attributes:
        user: The user of the credentials.
        platform: The platform that the account runs on.
        settings_lock: Held from reading the webhook settings to writing them back.
        sender_locks: One lock per SMS extension, held exclusively while the default sender is changed for a message.
    """

    user: UserInfo | None = None
    platform: Platform | None = None
    settings_lock: Lock = field(default_factory=Lock)
    sender_locks: defaultdict[str, AsyncRWLock] = field(default_factory=lambda: defaultdict(AsyncRWLock))


@dataclass(frozen=True)
class AsyncResource:
    """A connection and a cache; copies of a client with other options share the cache."""

    connection: AsyncConnection
    cache: AccountCache

    async def payload(self, request: Request[Any]) -> Any:
        """Send a request and return the decoded JSON of its response."""
        return await self.connection.payload(request)

    async def listing(
        self, request: Request[Any], decoder: RecordDecoder[RecordT], *names: str
    ) -> ListResponse[RecordT]:
        """Send a request and return the list in its response.

        Args:
            request: The request.
            decoder: Decodes the objects in the list.
            names: Keys that the list may have in the response; `items` by default.

        Raises:
            UnexpectedResponse: The response is not JSON, or neither an object nor a list.
        """
        response = await self.connection.asend(request)
        listing = list_response_in(response.content, decoder, *names)
        return (
            list_response_of(decode_response(response, request), decoder, *names)
            if listing is None
            else listing
        )

    async def records(self, request: Request[Any], model: type[RecordT], *names: str) -> list[RecordT]:
        """Send a request and return the objects of the list in its response; arguments and errors as for `listing`."""
        return list((await self.listing(request, record_decoder(model), *names)).items)

    async def confirm(self, request: Request[Any]) -> None:
        """Send a request whose response matters only for its status."""
        await self.connection.asend(request)

    async def user_info(self) -> UserInfo:
        """Return the user of the credentials (operation userinfo), from the cache after the first call."""
        if self.cache.user is None:
            self.cache.user = UserInfo.from_payload(await self.payload(userinfo.build_request()))
        return self.cache.user

    async def user_id(self, given: str | None = None) -> str:
        """Return a user id after checking it, or the id of the authenticated user for `None`.

        Raises:
            InvalidInput: It is not a user id.
        """
        if given is not None:
            return extension_id(given, "w", argument="user_id")
        return (await self.user_info()).sub
