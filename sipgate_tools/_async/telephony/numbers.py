"""Telephone numbers of the account."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass

from sipgate_api.api.devices import get_devices
from sipgate_api.api.faxlines import get_user_faxlines
from sipgate_api.api.numbers import get_numbers, get_user_numbers
from sipgate_api.api.phonelines import get_phonelines
from sipgate_api.api.sms import get_sms_extensions
from sipgate_api.types import UNSET

from sipgate_tools.errors import NotFound, PermissionDenied
from sipgate_tools.models._lists import items_of, record_decoder
from sipgate_tools.models.numbers import Number
from sipgate_tools.pagination import Page
from sipgate_tools.requests.lines import route_request, routing_refusal, unroute_request
from sipgate_tools.values import whole_number

from .._support import platform
from .._support.paginator import AsyncPaginator
from .._support.resource import AsyncResource
from .channels import AsyncChannels


@dataclass(frozen=True, repr=False)
class AsyncNumbers:
    """Telephone numbers and their routing (`client.numbers`)."""

    _resource: AsyncResource

    async def list(self, *, limit: int | None = None, offset: int = 0) -> Page[Number]:
        """Return one page of the account's numbers (operation getNumbers).

        Args:
            limit: Maximum number of numbers, at least 1; by default as many as sipgate returns.
            offset: Number of numbers to skip, at least 0.

        Raises:
            InvalidInput: An argument is out of range; nothing was sent.
        """
        hint = "limit must be at least 1, offset at least 0."
        whole_number(offset, argument="offset", minimum=0, hint=hint)
        if limit is not None:
            whole_number(limit, argument="limit", minimum=1, hint=hint)
        request = get_numbers.build_request(limit=UNSET if limit is None else limit, offset=offset or UNSET)
        found = await self._resource.listing(request, record_decoder(Number))
        return Page(found.items, offset, len(found.items) + 1 if limit is None else limit, found.total)

    def iterate(self, *, page_size: int = 200) -> AsyncIterator[Number]:
        """Yield all numbers of the account, page by page.

        Args:
            page_size: Number of numbers per request, at least 1.

        Raises:
            InvalidInput: `page_size` is not a positive integer.
        """
        whole_number(page_size, argument="page_size", minimum=1, hint="Use a number of at least 1.")
        seen: set[str] = set()
        offset: int | None = 0

        async def next_page() -> Sequence[Number] | None:
            nonlocal offset
            if offset is None:
                return None
            page = await self.list(limit=page_size, offset=offset)
            fresh = [number for number in page if number.id not in seen]
            seen.update(number.id for number in fresh)
            # A service that ignores limit and offset returns the same page again: then it was complete.
            offset = page.next_offset if fresh else None
            return fresh

        return AsyncPaginator(next_page)

    async def of_user(self, user_id: str | None = None) -> list[Number]:
        """Return all numbers of a user, whether or not they are routed to a phoneline (operation getUserNumbers).

        If the account does not support this operation, the result is the account's numbers that are routed to one of
        the user's phonelines, devices, faxlines, SMS extensions or channels.

        Args:
            user_id: The user id, such as `w0`; by default the id of the authenticated user.

        Raises:
            InvalidInput: `user_id` is not a user id.
        """
        user = await self._resource.user_id(user_id)
        try:
            return await self._resource.records(get_user_numbers.build_request(user_id=user), Number)
        except (PermissionDenied, NotFound):
            own = await self._endpoints_of(user)
            return [number async for number in self.iterate() if number.endpoint_id in own]

    async def route(self, numbers: Iterable[str] | str, *, to: str) -> None:
        """Route numbers to an extension or a channel, at once (operations setRoutings, setChannelRouting).

        Args:
            numbers: Numbers of the account with country code, or a single number.
            to: An extension id such as `p0` or `g0`, or the id of a channel of neo. `lines.list()` lists both.

        Raises:
            InvalidInput: No numbers were passed, a number is invalid, `to` is not an id, it is a channel and the
                account runs on classic, or it is a phoneline or group and the account runs on neo; nothing was changed.
        """
        request = route_request(numbers, to)
        refusal = routing_refusal(to, neo=await platform.is_neo(self._resource))
        if refusal is not None:
            raise refusal
        await self._resource.confirm(request)
        self._resource.cache.expire_directory()

    async def unroute(self, numbers: Iterable[str] | str) -> None:
        """Remove the routing of numbers, so that calls to them lead nowhere (operation deleteRoutings).

        Args:
            numbers: Numbers of the account with country code, or a single number.

        Raises:
            InvalidInput: No numbers were passed, or a number is invalid; nothing was sent.
        """
        await self._resource.confirm(unroute_request(numbers))
        self._resource.cache.expire_directory()

    async def _endpoints_of(self, user: str) -> set[str]:
        """Return the ids that a user's numbers can be routed to, without the kinds that the account does not have."""
        found = {user}
        requests = (
            get_phonelines.build_request(user_id=user),
            get_devices.build_request(user_id=user),
            get_user_faxlines.build_request(user_id=user),
            get_sms_extensions.build_request(user_id=user),
        )
        for request in requests:
            try:
                found.update(str(item.get("id")) for item in items_of(await self._resource.payload(request)))
            except (PermissionDenied, NotFound):
                continue
        if await platform.is_neo(self._resource):
            channels = await AsyncChannels(self._resource).list()
            found.update(
                channel.id for channel in channels if user in {member.id for member in channel.users}
            )
        return found
