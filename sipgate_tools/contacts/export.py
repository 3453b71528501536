"""Formats contacts as the content of CSV, vCard and JSON files, one contact at a time."""

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
"""Default number of contacts per request when several pages are exported."""


class ExportArguments(TypedDict, total=False):
    """Arguments of an export: the contacts to export, and how to fetch them.

    Attributes:
        phone_numbers: Telephone numbers in international form. Only contacts with one of them are exported.
        limit: The maximum number of contacts, fetched in one request. By default, all contacts are fetched page by
            page.
        offset: The number of contacts to skip.
        contacts: The contacts to export, such as a page from `contacts.list`. If passed, none are fetched.
        page_size: The number of contacts per request if there is no `limit`, 1 to 5000. The default is 500. An export
            to a path keeps one page in memory.
        progress: Called after each page, unless `limit` or `contacts` is passed.
    """

    phone_numbers: Iterable[str] | str | None
    limit: int | None
    offset: int
    contacts: Iterable[Contact] | None
    page_size: int
    progress: ProgressCallback | None


class ContactFile(Protocol):
    """A writer that converts contacts to the content of a file."""

    def begin(self) -> str:
        """Return the content of the file before the first contact."""
        ...

    def contact(self, contact: Contact) -> str:
        """Return the content of the file for one contact."""
        ...

    def end(self, total: int | None) -> str:
        """Return the content of the file after the last contact.

        Args:
            total: The number of matching contacts in the account if the file contains only one page of them,
                otherwise `None`.
        """
        ...


class CsvFile:
    """Writes the content of a CSV file; see `sipgate_tools.formats.csv.CsvWriter`."""

    def __init__(self, *, delimiter: str, bom: bool, guard_formulas: bool) -> None:
        self._writer = CsvWriter(delimiter=delimiter, guard_formulas=guard_formulas)
        self._bom = "\ufeff" if bom else ""

    def begin(self) -> str:
        """Return the header line."""
        return self._bom + self._writer.header()

    def contact(self, contact: Contact) -> str:
        """Return the line for one contact."""
        return self._writer.row(contact.to_card())

    def end(self, total: int | None) -> str:
        """Return an empty string."""
        del total
        return ""


class VcardFile:
    """Writes the content of a vCard file."""

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
    """Writes a JSON document, `{"contacts": [...], "totalCount": n}`, with the field names of the API."""

    def __init__(self) -> None:
        self._count = 0

    def begin(self) -> str:
        """Return the start of the document."""
        return '{"contacts": ['

    def contact(self, contact: Contact) -> str:
        """Return one contact as a JSON object, after the separator from the previous one."""
        self._count += 1
        comma = "\n" if self._count == 1 else ",\n"
        return comma + json.dumps(card_to_json(contact.to_card()), ensure_ascii=False)

    def end(self, total: int | None) -> str:
        """Return the end of the document."""
        return f'\n], "totalCount": {self._count if total is None else total}}}\n'


def checked_page(limit: int | None, offset: int, page_size: int = 1) -> None:
    """Check the limit, offset and page size of a request for contacts.

    Raises:
        InvalidInput: `limit` or `offset` is not a whole number of at least 0, or `page_size` is not 1 to 5000.
    """
    if limit is not None:
        hint = "Pass the number of contacts to fetch, at least 0."
        whole_number(limit, argument="limit", minimum=0, hint=hint)
    hint = "Pass the number of contacts to skip, at least 0."
    whole_number(offset, argument="offset", minimum=0, hint=hint)
    hint = f"Pass a number from 1 to {MAX_PAGE_SIZE}."
    whole_number(page_size, argument="page_size", minimum=1, maximum=MAX_PAGE_SIZE, hint=hint)


def checked_numbers(numbers: Iterable[str] | str | None) -> tuple[str, ...]:
    """Return the telephone numbers to search for, in E.164 format.

    Raises:
        InvalidInput: An entry of `numbers` is not a telephone number in international form.
    """
    return tuple(
        phone_number(text, argument="phone number") for text in as_iterable(numbers, argument="phone_numbers")
    )
