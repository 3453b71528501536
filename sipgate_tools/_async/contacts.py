"""Contacts: the address books of the account."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace

from sipgate_api.api.contacts import get_contact

from sipgate_tools.contacts.export import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, checked_numbers, checked_page
from sipgate_tools.contacts.scopes import ALL, scope_to_write, scopes_to_read
from sipgate_tools.errors import InvalidInput, NotFound
from sipgate_tools.models.bulk import BulkReport, as_ids, checked_list
from sipgate_tools.models.bulk_progress import Job, ProgressCallback
from sipgate_tools.models.contacts import Contact, ContactScope, ScopeWord, WritableScopeWord
from sipgate_tools.pagination import Page
from sipgate_tools.requests.contact_bodies import (
    AddressArgument,
    EmailArgument,
    NumberArgument,
    WebsiteArgument,
    card_of_arguments,
)
from sipgate_tools.requests.contacts import (
    create_contact_request,
    delete_contact_request,
    update_contact_request,
)
from sipgate_tools.values import identifier

from ._contacts import pages
from ._contacts.exports import AsyncContactExports
from ._contacts.imports import AsyncContactImports
from ._support.bulk import checked_concurrency, write_reported


@dataclass(frozen=True, repr=False)
class AsyncContacts(AsyncContactImports, AsyncContactExports):
    """Contacts; `client.contacts`.

    The scopes are PRIVATE (visible to one user), SHARED (visible to all users of the account), INTERNAL (one per user,
    created by sipgate) and, for reading, ALL.
    """

    async def create(
        self,
        *,
        given: str | None = None,
        family: str | None = None,
        name: str | None = None,
        numbers: Iterable[NumberArgument] | NumberArgument = (),
        emails: Iterable[EmailArgument] | EmailArgument = (),
        addresses: Iterable[AddressArgument] | AddressArgument = (),
        organization: Iterable[Iterable[str]] | str = (),
        picture: str | bytes | None = None,
        note: str | None = None,
        websites: Iterable[WebsiteArgument] | WebsiteArgument = (),
        scope: WritableScopeWord = ContactScope.PRIVATE,
    ) -> None:
        """Create one contact (operation createContact). The response contains no id; `list` finds the contact.

        Args:
            given: The given name; it or `family` is required.
            family: The family name.
            name: The full name as sipgate displays it; by default given and family name.
            numbers: In international form: texts, `ContactNumber`, or mappings such as
                `{"number": "+4915799912345", "type": ["cell"]}`.
            emails: Texts with one address each, `ContactEmail`, or mappings with `email` and `type`.
            addresses: `ContactAddress`, or mappings with its fields.
            organization: `[["Example Ltd", "Sales"]]`, or only the name.
            picture: The picture as bytes, base64, or a data URL.
            note: Free text.
            websites: Texts, `ContactWebsite`, or mappings with `url` and `type`.
            scope: PRIVATE or SHARED.

        Raises:
            InvalidInput: It has no name, or an argument is invalid; nothing was sent.
            OutcomeUnknown: The request was sent, but its response was lost: check whether the contact exists before
                sending it again.
        """
        card = card_of_arguments(
            given=given,
            family=family,
            name=name,
            numbers=numbers,
            emails=emails,
            addresses=addresses,
            organization=organization,
            picture=picture,
            note=note,
            websites=websites,
        )
        await self._resource.confirm(create_contact_request(card, scope_to_write(scope)))

    async def update(self, contact: Contact) -> None:
        """Replace one contact at sipgate with a changed one (operation updateContact).

        `await contacts.update(contact.replace(name="Ada Byron"))`. The whole contact is sent, including fields that
        this version does not support. sipgate displays `name`: change it along with `given` and `family`.

        Raises:
            InvalidInput: It has no id or no name, is internal, or a field is invalid; nothing was sent.
            NotFound: The contact does not exist any more.
        """
        await self._resource.confirm(update_contact_request(contact))

    async def update_many(
        self, contacts: Iterable[Contact], *, at_once: int = 8, progress: ProgressCallback | None = None
    ) -> BulkReport:
        """Replace many contacts, each as in `update`. A rejected one does not stop the others.

        Args:
            contacts: The contacts, at least one.
            at_once: Maximum number of concurrent requests, 1 to 64.
            progress: Called after every request; the update stops when it returns `False`.

        Raises:
            InvalidInput: One of the contacts is invalid, or there are none; nothing was sent.
        """
        # All are checked before the first is sent; the bodies are built again when they are sent, to save memory.
        changed_contacts = list(checked_list(contacts))
        ids = as_ids(changed_contacts)
        if len(ids) != len(changed_contacts):
            raise InvalidInput(
                "A contact is in the list twice.", hint="The later one would overwrite the earlier one."
            )
        for contact in changed_contacts:
            update_contact_request(contact)
        jobs = (Job((contact.id,), update_contact_request(contact)) for contact in changed_contacts)
        return await write_reported(self._resource, jobs, ids, concurrency=at_once, progress=progress)

    async def delete(self, contact_id: str, *, scope: WritableScopeWord | None = None) -> None:
        """Delete one contact permanently (operation deleteContact).

        Args:
            contact_id: The id of the contact.
            scope: Delete it only if it is in this address book.

        Raises:
            NotFound: There is no such contact.
        """
        await self._resource.confirm(
            delete_contact_request(contact_id, None if scope is None else scope_to_write(scope))
        )

    async def delete_many(
        self,
        contacts: Iterable[str | Contact],
        *,
        at_once: int = 8,
        progress: ProgressCallback | None = None,
    ) -> BulkReport:
        """Delete contacts permanently, one per request (operation deleteContact).

        `DELETE /contacts` supports many, but if its body were lost on the way, it would delete all contacts.

        Args:
            contacts: Contacts or their ids, at least one.
            at_once: Maximum number of concurrent requests, 1 to 64.
            progress: Called after every request; the deletion stops when it returns `False`.

        Returns:
            The contacts that were deleted (or did not exist any more), rejected, of unknown outcome, and not sent.

        Raises:
            InvalidInput: The list is empty or contains something other than contacts and ids; nothing was sent.
        """
        ids = tuple(identifier(contact_id, argument="contact_id") for contact_id in as_ids(contacts))
        jobs = (Job((contact_id,), delete_contact_request(contact_id, None)) for contact_id in ids)
        return _gone_is_done(
            await write_reported(self._resource, jobs, ids, concurrency=at_once, progress=progress)
        )

    async def delete_all_private(
        self, *, dry_run: bool = False, at_once: int = 8, progress: ProgressCallback | None = None
    ) -> BulkReport:
        """Delete all PRIVATE contacts permanently, each by its own request, after reading all pages.

        Args:
            dry_run: Delete nothing, and list the contacts as `skipped` in the report.
            at_once: Maximum number of concurrent requests, 1 to 64.
            progress: Called after every request; the deletion stops when it returns `False`.

        Returns:
            See `delete_many`; an empty report if there are none.
        """
        return await self._delete_all(ContactScope.PRIVATE, at_once, progress, dry_run=dry_run)

    async def delete_all_shared(
        self, *, dry_run: bool = False, at_once: int = 8, progress: ProgressCallback | None = None
    ) -> BulkReport:
        """Delete all SHARED contacts permanently, for all users of the account; otherwise as `delete_all_private`."""
        return await self._delete_all(ContactScope.SHARED, at_once, progress, dry_run=dry_run)

    async def get(self, contact_id: str) -> Contact:
        """Return one contact (operation getContact).

        Raises:
            NotFound: There is no such contact.
        """
        request = get_contact.build_request(contact_id=identifier(contact_id, argument="contact_id"))
        return Contact.from_payload(await self._resource.payload(request))

    async def list(
        self,
        scope: ScopeWord = ALL,
        *,
        phone_numbers: Iterable[str] | str | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> Page[Contact]:
        """Return one page of contacts (operation getContacts).

        Args:
            scope: PRIVATE, SHARED, INTERNAL or ALL.
            phone_numbers: Only contacts with one of these numbers, in international form.
            limit: Maximum number of contacts; by default 5000.
            offset: Number of contacts to skip.

        Raises:
            InvalidInput: An argument is invalid; nothing was sent.
        """
        book = scopes_to_read(scope)
        checked_page(limit, offset)
        page = await pages.fetch(
            self._resource, book, checked_numbers(phone_numbers), limit=limit, offset=offset
        )
        contacts = page.of_scope(book)
        received = len(page.contacts)
        return Page(
            contacts, offset, MAX_PAGE_SIZE if limit is None else limit, page.total, received=received
        )

    def iterate(
        self,
        scope: ScopeWord = ALL,
        *,
        phone_numbers: Iterable[str] | str | None = None,
        page_size: int = DEFAULT_PAGE_SIZE,
    ) -> AsyncIterator[Contact]:
        """Yield all contacts, each once, with one page and all ids in memory.

        Args:
            scope: PRIVATE, SHARED, INTERNAL or ALL.
            phone_numbers: Only contacts with one of these numbers, in international form.
            page_size: Number of contacts per request, 1 to 5000.
        """
        checked_page(None, 0, page_size)
        return pages.contacts(
            self._resource, scopes_to_read(scope), checked_numbers(phone_numbers), page_size=page_size
        )

    async def _delete_all(
        self, scope: ContactScope, at_once: int, progress: ProgressCallback | None, *, dry_run: bool
    ) -> BulkReport:
        checked_concurrency(at_once)
        ids = tuple([contact.id async for contact in self.iterate(scope) if contact.id])
        if dry_run or not ids:
            return BulkReport(skipped=ids)
        return await self.delete_many(ids, at_once=at_once, progress=progress)


def _gone_is_done(report: BulkReport) -> BulkReport:
    gone = tuple(key for key, error in report.failed if isinstance(error, NotFound))
    failed = tuple((key, error) for key, error in report.failed if not isinstance(error, NotFound))
    return replace(report, done=report.done + gone, failed=failed)
