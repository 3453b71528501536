# Made by scripts/make_sync.py from sipgate_tools/_async/contacts/contacts.py: edit that file.
"""Contacts: the address books of the account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sipgate_api.api.contacts import get_contact

from sipgate_tools.contacts.export import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, checked_numbers, checked_page
from sipgate_tools.contacts.scopes import ALL, scope_to_write, scopes_to_read
from sipgate_tools.contacts.search import ContactQuery
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

from .._support.bulk import checked_concurrency, write_reported
from . import pages
from .exports import SyncContactExports
from .imports import SyncContactImports
from .sync import SyncContactSyncs


@dataclass(frozen=True, repr=False)
class SyncContacts(SyncContactImports, SyncContactExports, SyncContactSyncs):
    """Contacts (`client.contacts`).

    The scopes are PRIVATE (visible to one user), SHARED (visible to all users of the account), INTERNAL (one contact
    per user, created by sipgate) and, for reading only, ALL.
    """

    def create(
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
        """Create one contact (operation createContact).

        sipgate returns no id; use `list` to find the contact.

        Args:
            given: The given name. Either `given` or `family` is required.
            family: The family name.
            name: The full name as sipgate displays it; by default the given and the family name.
            numbers: Telephone numbers in international form: strings, `ContactNumber` objects, or mappings such as
                `{"number": "+4915799912345", "type": ["cell"]}`.
            emails: E-mail addresses: strings, `ContactEmail` objects, or mappings with `email` and `type`.
            addresses: Postal addresses: `ContactAddress` objects, or mappings with the same fields.
            organization: Organizations with their departments, such as `[["Example Ltd", "Sales"]]`, or one name.
            picture: The picture as bytes, base64, or a data URL.
            note: Free text about the contact.
            websites: Web pages: strings, `ContactWebsite` objects, or mappings with `url` and `type`.
            scope: The address book, PRIVATE or SHARED.

        Raises:
            InvalidInput: The contact has no name, or an argument is invalid; nothing was sent.
            OutcomeUnknown: The request was sent, but its response was lost. Check whether the contact exists before
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
        self._resource.confirm(create_contact_request(card, scope_to_write(scope)))

    def update(self, contact: Contact) -> None:
        """Replace one contact with a changed copy (operation updateContact).

        For example: `contacts.update(contact.replace(name="Ada Byron"))`. The whole contact is sent, including
        fields that this version of the package does not support. sipgate displays `name`, so change `name` whenever you
        change `given` or `family`.

        Raises:
            InvalidInput: The contact has no id or no name, is internal, or has an invalid field; nothing was sent.
            NotFound: The contact no longer exists.
        """
        self._resource.confirm(update_contact_request(contact))

    def update_many(
        self, contacts: Iterable[Contact], *, at_once: int = 8, progress: ProgressCallback | None = None
    ) -> BulkReport:
        """Replace many contacts, each as in `update`. If sipgate rejects a contact, the others are still sent.

        Args:
            contacts: The contacts, at least one.
            at_once: Maximum number of concurrent requests, 1 to 64.
            progress: A callback that is called after every request. If it returns `False`, the update stops.

        Returns:
            A report on the ids of the contacts.

        Raises:
            InvalidInput: A contact is invalid or is in the list twice, or the list is empty; nothing was sent.
            SipgateError: The error that stopped the update, if no contact was changed.
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
        return write_reported(self._resource, jobs, ids, concurrency=at_once, progress=progress)

    def delete(self, contact_id: str, *, scope: WritableScopeWord | None = None) -> None:
        """Delete one contact permanently (operation deleteContact).

        Args:
            contact_id: The id of the contact.
            scope: The address book that must contain the contact, PRIVATE or SHARED; by default either of them.

        Raises:
            InvalidInput: An argument is invalid; nothing was sent.
            NotFound: The contact does not exist.
        """
        self._resource.confirm(
            delete_contact_request(contact_id, None if scope is None else scope_to_write(scope))
        )

    def delete_many(
        self,
        contacts: Iterable[str | Contact],
        *,
        at_once: int = 8,
        progress: ProgressCallback | None = None,
    ) -> BulkReport:
        """Delete contacts permanently, one per request (operation deleteContact).

        `DELETE /contacts` can delete many contacts in one request, but would delete all contacts if its body were lost.

        Args:
            contacts: Contacts or their ids, at least one.
            at_once: Maximum number of concurrent requests, 1 to 64.
            progress: A callback that is called after every request. If it returns `False`, the deletion stops.

        Returns:
            A report on the ids of the contacts. Contacts that no longer existed count as done.

        Raises:
            InvalidInput: The list is empty, or an id is invalid; nothing was sent.
            SipgateError: The error that stopped the deletion, if no contact was deleted.
        """
        ids = tuple(identifier(contact_id, argument="contact_id") for contact_id in as_ids(contacts))
        jobs = (Job((contact_id,), delete_contact_request(contact_id, None)) for contact_id in ids)
        return _gone_is_done(
            write_reported(self._resource, jobs, ids, concurrency=at_once, progress=progress)
        )

    def delete_all_private(
        self, *, dry_run: bool = False, at_once: int = 8, progress: ProgressCallback | None = None
    ) -> BulkReport:
        """Delete all PRIVATE contacts permanently, with one request per contact, after reading all pages.

        Args:
            dry_run: Whether to delete nothing and report the ids of the contacts as `skipped`.
            at_once: Maximum number of concurrent requests, 1 to 64.
            progress: A callback that is called after every request. If it returns `False`, the deletion stops.

        Returns:
            A report as from `delete_many`, which is empty if there are no PRIVATE contacts.

        Raises:
            InvalidInput: `at_once` is not a whole number from 1 to 64; nothing was sent.
            SipgateError: The contacts could not be read, or the error that stopped the deletion, if no contact was
                deleted.
        """
        return self._delete_all(ContactScope.PRIVATE, at_once, progress, dry_run=dry_run)

    def delete_all_shared(
        self, *, dry_run: bool = False, at_once: int = 8, progress: ProgressCallback | None = None
    ) -> BulkReport:
        """Delete all SHARED contacts permanently, for all users of the account; see `delete_all_private`.

        Raises:
            InvalidInput: `at_once` is not a whole number from 1 to 64; nothing was sent.
            SipgateError: The contacts could not be read, or the error that stopped the deletion, if no contact was
                deleted.
        """
        return self._delete_all(ContactScope.SHARED, at_once, progress, dry_run=dry_run)

    def get(self, contact_id: str) -> Contact:
        """Return one contact (operation getContact).

        Raises:
            InvalidInput: `contact_id` is not an id.
            NotFound: The contact does not exist.
        """
        request = get_contact.build_request(contact_id=identifier(contact_id, argument="contact_id"))
        return Contact.from_payload(self._resource.payload(request))

    def list(
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
            phone_numbers: Numbers in international form, of which a contact must have at least one.
            limit: Maximum number of contacts; by default 5000.
            offset: Number of contacts to skip.

        Raises:
            InvalidInput: An argument is invalid; nothing was sent.
        """
        book = scopes_to_read(scope)
        checked_page(limit, offset)
        page = pages.fetch(self._resource, book, checked_numbers(phone_numbers), limit=limit, offset=offset)
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
    ) -> Iterator[Contact]:
        """Yield all contacts, each once. One page and the ids of all contacts are kept in memory.

        Args:
            scope: PRIVATE, SHARED, INTERNAL or ALL.
            phone_numbers: Numbers in international form, of which a contact must have at least one.
            page_size: Number of contacts per request, 1 to 5000.

        Raises:
            InvalidInput: An argument is invalid; nothing was sent.
        """
        checked_page(None, 0, page_size)
        return pages.contacts(
            self._resource, scopes_to_read(scope), checked_numbers(phone_numbers), page_size=page_size
        )

    def search(
        self, query: str, *, scope: ScopeWord = ALL, page_size: int = DEFAULT_PAGE_SIZE
    ) -> Iterator[Contact]:
        """Yield the contacts that match a search term, such as `Merle` or `0211 4937`.

        sipgate has no search by name, so all contacts of the address books are read, one page at a time.

        Args:
            query: Words, all of which a contact must contain in its names, organizations or e-mail addresses, in upper
                or lower case; or a telephone number or a part of one with at least three digits.
            scope: PRIVATE, SHARED, INTERNAL or ALL.
            page_size: Number of contacts per request, 1 to 5000.

        Raises:
            InvalidInput: An argument is invalid; nothing was sent.
        """
        checked_page(None, 0, page_size)
        search_term = ContactQuery.parse(query)
        return pages.contacts(
            self._resource, scopes_to_read(scope), (), page_size=page_size, only=search_term.matches
        )

    def _delete_all(
        self, scope: ContactScope, at_once: int, progress: ProgressCallback | None, *, dry_run: bool
    ) -> BulkReport:
        checked_concurrency(at_once)
        ids = tuple([contact.id for contact in self.iterate(scope) if contact.id])
        if dry_run or not ids:
            return BulkReport(skipped=ids)
        return self.delete_many(ids, at_once=at_once, progress=progress)


def _gone_is_done(report: BulkReport) -> BulkReport:
    gone = tuple(key for key, error in report.failed if isinstance(error, NotFound))
    failed = tuple((key, error) for key, error in report.failed if not isinstance(error, NotFound))
    return replace(report, done=report.done + gone, failed=failed)
