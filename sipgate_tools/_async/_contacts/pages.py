"""Reading contacts page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sipgate_api.api.contacts import get_contacts
from sipgate_api.models.get_contacts_scopes_item import GetContactsScopesItem
from sipgate_api.types import UNSET

from sipgate_tools.errors import BadRequest, NotFound
from sipgate_tools.models._lists import record_decoder
from sipgate_tools.models.contacts import Contact, ContactScope

from .._support.paginator import AsyncPaginator
from .._support.resource import AsyncResource


@dataclass(frozen=True)
class Fetched:
    """One answer of getContacts.

    Attributes:
        contacts: What came.
        total: How many there are in all, or `None` where sipgate did not say.
    """

    contacts: tuple[Contact, ...]
    total: int | None

    def of_scope(self, scope: ContactScope | None) -> tuple[Contact, ...]:
        """Return the contacts of an address book: an API that does not know `scopes` answers all of them."""
        return tuple(contact for contact in self.contacts if scope is None or contact.scope == scope)


async def fetch(
    session: AsyncResource,
    scope: ContactScope | None,
    phone_numbers: tuple[str, ...],
    *,
    limit: int | None,
    offset: int = 0,
    last_id: str | None = None,
) -> Fetched:
    """Return what getContacts answers."""
    request = get_contacts.build_request(
        limit=UNSET if limit is None else limit,
        offset=offset or UNSET,
        phonenumbers=list(phone_numbers) or UNSET,
        last_id=last_id or UNSET,
        scopes=UNSET if scope is None else [GetContactsScopesItem(str(scope))],
    )
    found = await session.listing(request, record_decoder(Contact))
    return Fetched(found.items, found.total)


def contacts(
    session: AsyncResource, scope: ContactScope | None, phone_numbers: tuple[str, ...], *, page_size: int
) -> AsyncPaginator[Contact]:
    """Return every contact of an address book, or of all, once."""
    pages = Pages(session, scope, phone_numbers, page_size)

    async def next_page() -> Sequence[Contact] | None:
        fetched = await pages.next_page()
        return None if fetched is None else fetched.of_scope(scope)

    return AsyncPaginator(next_page)


@dataclass
class Pages:
    """Pages in which every contact comes once.

    The place is kept by the id of the last contact; where sipgate does not know that, by the number of contacts.
    """

    session: AsyncResource
    scope: ContactScope | None
    phone_numbers: tuple[str, ...]
    page_size: int
    _place: _Place = field(default_factory=lambda: _Place())
    _over: bool = False

    async def next_page(self) -> Fetched | None:
        """Return the next page that has anything new, or `None` when there is none."""
        while not self._over:
            fetched = await self._fetched()
            if fetched is None:
                continue
            fresh = self._place.take(fetched)
            self._over = not fetched.contacts or (
                fetched.total is not None and self._place.offset >= fetched.total
            )
            if fresh:
                return Fetched(fresh, fetched.total)
        return None

    async def _fetched(self) -> Fetched | None:
        """Return what comes next; `None` when the place had to be found anew, or it is over."""
        place = self._place
        try:
            fetched = await fetch(
                self.session,
                self.scope,
                self.phone_numbers,
                limit=self.page_size,
                offset=0 if place.last_id else place.offset,
                last_id=place.last_id,
            )
        except (BadRequest, NotFound):
            if place.last_id is None:
                raise
            # The last contact was deleted meanwhile, or this API has no cursor. What came before may have moved.
            place.go_by_offset(0)
            return None
        if place.stands_still(fetched):
            if place.last_id is None:
                self._over = True
            else:
                place.go_by_offset(place.offset)
            return None
        return fetched


@dataclass
class _Place:
    """Where in the list we are.

    Attributes:
        offset: How many contacts of the list have come.
        last_id: The cursor, or `None` where there is none.
    """

    offset: int = 0
    last_id: str | None = None
    _first_id: str | None = None
    _seen: set[str] = field(default_factory=set[str])
    _by_cursor: bool = True

    def stands_still(self, fetched: Fetched) -> bool:
        """Tell whether the same page came once more: cursor or offset was not looked at."""
        return bool(fetched.contacts) and fetched.contacts[0].id == self._first_id

    def take(self, fetched: Fetched) -> tuple[Contact, ...]:
        """Move behind a page; return the contacts in it that had not come before."""
        if not fetched.contacts:
            return ()
        fresh = tuple(
            contact for contact in fetched.contacts if not contact.id or contact.id not in self._seen
        )
        self._seen.update(contact.id for contact in fetched.contacts)
        self._first_id = fetched.contacts[0].id
        self.offset += len(fetched.contacts)
        self.last_id = (fetched.contacts[-1].id or None) if self._by_cursor else None
        return fresh

    def go_by_offset(self, offset: int) -> None:
        """Leave the cursor alone from now on."""
        self._by_cursor = False
        self.last_id = self._first_id = None
        self.offset = offset
