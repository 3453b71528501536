"""Export of contacts as the text of a file, one contact at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final, Protocol, TypedDict

from sipgate_tools.formats.csv import CsvWriter
from sipgate_tools.formats.json import card_to_json
from sipgate_tools.formats.vcard import VcardVersion, write_vcard
from sipgate_tools.models.bulk_progress import ProgressCallback
from sipgate_tools.models.contacts import Contact
from sipgate_tools.values import as_iterable, phone_number, whole_number

MAX_PAGE_SIZE: Final = 5000
"""Maximum number of contacts per request, and sipgate's default."""
DEFAULT_PAGE_SIZE: Final = 500
"""Number of contacts per request when all are exported."""


class ExportArguments(TypedDict, total=False):
    """Arguments of an export: the selection of contacts, and how they are fetched.

    Attributes:
        phone_numbers: Exports only contacts with one of these numbers.
        limit: Number of contacts, in one request; by default all, page by page.
        offset: Number of contacts to skip.
        contacts: Exports these, such as a page of `contacts.list`, and fetches none.
        page_size: Contacts per request when all are exported, 1 to 5000; 500 by default. Memory use is that of one
            page.
        progress: Called after each page.
    """

    phone_numbers: Iterable[str] | str | None
    limit: int | None
    offset: int
    contacts: Iterable[Contact] | None
    page_size: int
    progress: ProgressCallback | None


class ContactFile(Protocol):
    """Writer that turns contacts into pieces of a file."""

    def begin(self) -> str:
        """Return the text before the first contact."""
        ...

    def contact(self, contact: Contact) -> str:
        """Return the text of one contact."""
        ...

    def end(self, total: int | None) -> str:
        """Return the text after the last contact.

        Args:
            total: Number of contacts in the account, if the file contains one page of them.
        """
        ...


class CsvFile:
    """Writer of a CSV file; see `sipgate_tools.formats.csv.CsvWriter`."""

    def __init__(self, *, delimiter: str, bom: bool, guard_formulas: bool) -> None:
        self._writer = CsvWriter(delimiter=delimiter, guard_formulas=guard_formulas)
        self._bom = "\ufeff" if bom else ""

    def begin(self) -> str:
        """Return the header line."""
        return self._bom + self._writer.header()

    def contact(self, contact: Contact) -> str:
        """Return the line of one contact."""
        return self._writer.row(contact.to_card())

    def end(self, total: int | None) -> str:
        """Return an empty string."""
        del total
        return ""


class VcardFile:
    """Writer of a vCard file."""

    def __init__(self, version: VcardVersion) -> None:
        self._version: VcardVersion = version

    def begin(self) -> str:
        """Return an empty string."""
        return ""

    def contact(self, contact: Contact) -> str:
        """Return the vCard of one contact."""
        return write_vcard(contact.to_card(), version=self._version)

    def end(self, total: int | None) -> str:
        """Return an empty string."""
        del total
        return ""


class JsonFile:
    """Writer of a JSON document: `{"contacts": [...], "totalCount": n}`, with the API's field names."""

    def __init__(self) -> None:
        self._count = 0

    def begin(self) -> str:
        """Return the start of the document."""
        return '{"contacts": ['

    def contact(self, contact: Contact) -> str:
        """Return the object of one contact."""
        self._count += 1
        comma = "\n" if self._count == 1 else ",\n"
        return comma + json.dumps(card_to_json(contact.to_card()), ensure_ascii=False)

    def end(self, total: int | None) -> str:
        """Return the end of the document."""
        return f'\n], "totalCount": {self._count if total is None else total}}}\n'


def checked_page(limit: int | None, offset: int, page_size: int = 1) -> None:
    """Check offset and size of a page.

    Raises:
        InvalidInput: An argument is out of range.
    """
    if limit is not None:
        hint = "It is the number of contacts to fetch, at least 0; by default 5000."
        whole_number(limit, argument="limit", minimum=0, hint=hint)
    hint = "It is the number of contacts to skip, at least 0."
    whole_number(offset, argument="offset", minimum=0, hint=hint)
    hint = f"It is 1 to {MAX_PAGE_SIZE}."
    whole_number(page_size, argument="page_size", minimum=1, maximum=MAX_PAGE_SIZE, hint=hint)


def checked_numbers(numbers: Iterable[str] | str | None) -> tuple[str, ...]:
    """Return the telephone numbers of a search as E.164.

    Raises:
        InvalidInput: One of them is not a telephone number in international form.
    """
    return tuple(
        phone_number(text, argument="phone number") for text in as_iterable(numbers, argument="phone_numbers")
    )
