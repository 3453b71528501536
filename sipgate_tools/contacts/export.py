"""Contacts as the text of a file, one after the other."""

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

LARGEST_PAGE: Final = 5000
"""How many contacts are fetched at once at most; what sipgate gives when nothing is said."""
DEFAULT_PAGE: Final = 500
"""How many are fetched at once when all are wanted."""


class ExportArguments(TypedDict, total=False):
    """Which contacts an export holds, and how they are fetched.

    Attributes:
        phone_numbers: Only contacts with one of these numbers.
        limit: How many, in one page; left out: all, page by page.
        offset: How many to skip, in one page.
        contacts: Export these, such as a page of `contacts.list`, and fetch none.
        page_size: How many are fetched at once when all are exported, 1 to 5000; by default 500. Memory stays that of
            one page.
        progress: Told after each of these pages.
    """

    phone_numbers: Iterable[str] | str | None
    limit: int | None
    offset: int
    contacts: Iterable[Contact] | None
    page_size: int
    progress: ProgressCallback | None


class ContactFile(Protocol):
    """Something that turns contacts into pieces of a file."""

    def begin(self) -> str:
        """Return what comes before the first contact."""
        ...

    def contact(self, contact: Contact) -> str:
        """Return the piece of one contact."""
        ...

    def end(self, total: int | None) -> str:
        """Return what comes after the last contact.

        Args:
            total: How many contacts there are at sipgate, when the file is one page of them.
        """
        ...


class CsvFile:
    """A CSV file; see `sipgate_tools.formats.csv.CsvWriter`."""

    def __init__(self, *, delimiter: str, bom: bool, guard_formulas: bool) -> None:
        self._writer = CsvWriter(delimiter=delimiter, guard_formulas=guard_formulas)
        self._mark = "\ufeff" if bom else ""

    def begin(self) -> str:
        """Return the line that names the columns."""
        return self._mark + self._writer.header()

    def contact(self, contact: Contact) -> str:
        """Return the line of one contact."""
        return self._writer.row(contact.to_card())

    def end(self, total: int | None) -> str:
        """Return nothing."""
        del total
        return ""


class VcardFile:
    """An address book of vCards."""

    def __init__(self, version: VcardVersion) -> None:
        self._version: VcardVersion = version

    def begin(self) -> str:
        """Return nothing."""
        return ""

    def contact(self, contact: Contact) -> str:
        """Return the vCard of one contact."""
        return write_vcard(contact.to_card(), version=self._version)

    def end(self, total: int | None) -> str:
        """Return nothing."""
        del total
        return ""


class JsonFile:
    """One JSON document: `{"contacts": [...], "totalCount": n}`, with the API's names."""

    def __init__(self) -> None:
        self._count = 0

    def begin(self) -> str:
        """Return the beginning of the document."""
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
    """Check where a page is and how large.

    Raises:
        InvalidInput: An argument is out of range.
    """
    if limit is not None:
        hint = "It is how many contacts to fetch, at least 0; left out: sipgate's 5000."
        whole_number(limit, argument="limit", minimum=0, hint=hint)
    hint = "It is the number of contacts to skip, at least 0."
    whole_number(offset, argument="offset", minimum=0, hint=hint)
    hint = f"It is 1 to {LARGEST_PAGE}."
    whole_number(page_size, argument="page_size", minimum=1, maximum=LARGEST_PAGE, hint=hint)


def checked_numbers(numbers: Iterable[str] | str | None) -> tuple[str, ...]:
    """Return telephone numbers to look for as E.164.

    Raises:
        InvalidInput: One is no telephone number in international form.
    """
    return tuple(
        phone_number(text, argument="phone number") for text in as_iterable(numbers, argument="phone_numbers")
    )
