"""The connection and the account cache, which all resources of a client share."""

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
    from .directory_cache import DirectoryCache


@dataclass
class AccountCache:
    """The cache and the locks for one set of credentials.

    Attributes:
        user: The user that the credentials belong to, or `None` before the first request for it.
        platform: The platform that the account runs on, or `None` before it is determined.
        settings_lock: The lock that is held while the webhook settings are read, changed and written.
        directory: What the directory has read, or `None` before its first use.
        directory_lock: The lock that is held while the directory reads the account.
        sender_locks: One lock per SMS extension, which is held exclusively while a message changes the default sender.
    """

    user: UserInfo | None = None
    platform: Platform | None = None
    settings_lock: Lock = field(default_factory=Lock)
    directory: DirectoryCache | None = None
    directory_lock: Lock = field(default_factory=Lock)
    sender_locks: defaultdict[str, AsyncRWLock] = field(default_factory=lambda: defaultdict(AsyncRWLock))

    def expire_directory(self) -> None:
        """Let the directory read the account again with its next lookup, because this client has changed it."""
        if self.directory is not None:
            self.directory.read_at = None


@dataclass(frozen=True)
class AsyncResource:
    """A connection and a cache. Copies of a client with different options share the cache."""

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
            decoder: The decoder for the objects in the list.
            names: Keys under which the response can contain the list; by default `items`.

        Raises:
            UnexpectedResponse: The response is not JSON, or is neither an object nor a list.
        """
        response = await self.connection.asend(request)
        listing = list_response_in(response.content, decoder, *names)
        return (
            list_response_of(decode_response(response, request), decoder, *names)
            if listing is None
            else listing
        )

    async def records(self, request: Request[Any], model: type[RecordT], *names: str) -> list[RecordT]:
        """Send a request and return the objects of the list in its response; see `listing`."""
        return list((await self.listing(request, record_decoder(model), *names)).items)

    async def confirm(self, request: Request[Any]) -> None:
        """Send a request, and check only the status of its response."""
        await self.connection.asend(request)

    async def user_info(self) -> UserInfo:
        """Return the user that the credentials belong to (operation userinfo), from the cache after the first call."""
        if self.cache.user is None:
            self.cache.user = UserInfo.from_payload(await self.payload(userinfo.build_request()))
        return self.cache.user

    async def user_id(self, given: str | None = None) -> str:
        """Return a user id after checking its format, or the id of the authenticated user if `given` is `None`.

        Raises:
            InvalidInput: `given` is not a user id.
        """
        if given is not None:
            return extension_id(given, "w", argument="user_id")
        return (await self.user_info()).sub
