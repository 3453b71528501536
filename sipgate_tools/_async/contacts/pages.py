"""Pagination of contacts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
class ContactPage:
    """One response of getContacts.

    Attributes:
        contacts: The contacts of the page.
        total: Number of all contacts, or `None` if sipgate does not report it.
    """

    contacts: tuple[Contact, ...]
    total: int | None

    def of_scope(self, scope: ContactScope | None) -> tuple[Contact, ...]:
        """Return the contacts in an address book.

        An API version that does not support the parameter `scopes` returns contacts from all address books.
        """
        return tuple(contact for contact in self.contacts if scope is None or contact.scope == scope)


async def fetch(
    resource: AsyncResource,
    scope: ContactScope | None,
    phone_numbers: tuple[str, ...],
    *,
    limit: int | None,
    offset: int = 0,
    last_id: str | None = None,
) -> ContactPage:
    """Return one page of contacts (operation getContacts)."""
    request = get_contacts.build_request(
        limit=UNSET if limit is None else limit,
        offset=offset or UNSET,
        phonenumbers=list(phone_numbers) or UNSET,
        last_id=last_id or UNSET,
        scopes=UNSET if scope is None else [GetContactsScopesItem(str(scope))],
    )
    found = await resource.listing(request, record_decoder(Contact))
    return ContactPage(found.items, found.total)


def contacts(
    resource: AsyncResource,
    scope: ContactScope | None,
    phone_numbers: tuple[str, ...],
    *,
    page_size: int,
    only: Callable[[Contact], bool] | None = None,
) -> AsyncPaginator[Contact]:
    """Return an iterator over all contacts, each once, in one address book or (with `scope=None`) in all of them.

    With `only`, contacts for which it returns `False` are omitted.
    """
    pages = Pages(resource, scope, phone_numbers, page_size)

    async def next_page() -> Sequence[Contact] | None:
        page = await pages.next_page()
        if page is None:
            return None
        found = page.of_scope(scope)
        return found if only is None else [contact for contact in found if only(contact)]

    return AsyncPaginator(next_page)


@dataclass
class Pages:
    """Pages of contacts without duplicates.

    The cursor is the id of the last contact. If sipgate does not support this, or if `start` contacts are skipped, the
    cursor is the offset.
    """

    resource: AsyncResource
    scope: ContactScope | None
    phone_numbers: tuple[str, ...]
    page_size: int
    start: int = 0
    _cursor: _Cursor = field(init=False)
    _exhausted: bool = False

    def __post_init__(self) -> None:
        # After a start in the middle, a server that ignores the cursor would return the skipped contacts.
        self._cursor = _Cursor(self.start, _by_cursor=self.start == 0)

    async def next_page(self) -> ContactPage | None:
        """Return the next page with new contacts, or `None` after the last one."""
        while not self._exhausted:
            page = await self._fetch_page()
            if page is None:
                continue
            fresh = self._cursor.advance(page)
            self._exhausted = not page.contacts or (
                page.total is not None and self._cursor.offset >= page.total
            )
            if fresh:
                return ContactPage(fresh, page.total)
        return None

    async def _fetch_page(self) -> ContactPage | None:
        """Return the next page, or `None` if the cursor was reset or the previous page was the last one."""
        cursor = self._cursor
        try:
            page = await fetch(
                self.resource,
                self.scope,
                self.phone_numbers,
                limit=self.page_size,
                offset=0 if cursor.last_id else cursor.offset,
                last_id=cursor.last_id,
            )
        except (BadRequest, NotFound):
            if cursor.last_id is None:
                raise
            # The last contact was deleted, or this API has no cursor. Earlier contacts may have moved.
            cursor.use_offset(0)
            return None
        if cursor.is_repeated(page):
            if cursor.last_id is None:
                self._exhausted = True
            else:
                cursor.use_offset(cursor.offset)
            return None
        return page


@dataclass
class _Cursor:
    """The position in a list of contacts.

    Attributes:
        offset: Number of contacts that were skipped or read so far.
        last_id: The id of the last contact, or `None` if the offset is used.
    """

    offset: int = 0
    last_id: str | None = None
    _first_id: str | None = None
    _seen: set[str] = field(default_factory=set[str])
    _by_cursor: bool = True

    def is_repeated(self, page: ContactPage) -> bool:
        """Return whether a page is the same as the previous one, because sipgate ignored the id or the offset."""
        return bool(page.contacts) and page.contacts[0].id == self._first_id

    def advance(self, page: ContactPage) -> tuple[Contact, ...]:
        """Advance the position to the end of a page, and return the contacts on the page that are new."""
        if not page.contacts:
            return ()
        fresh = tuple(contact for contact in page.contacts if not contact.id or contact.id not in self._seen)
        self._seen.update(contact.id for contact in page.contacts)
        self._first_id = page.contacts[0].id
        self.offset += len(page.contacts)
        self.last_id = (page.contacts[-1].id or None) if self._by_cursor else None
        return fresh

    def use_offset(self, offset: int) -> None:
        """Use the offset instead of the id from now on."""
        self._by_cursor = False
        self.last_id = self._first_id = None
        self.offset = offset
