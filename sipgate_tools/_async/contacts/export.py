"""Export of contacts to a string or, with one page in memory at a time, to a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sipgate_tools._io.atomic_write import atomic_write
from sipgate_tools.contacts.export import ContactFile
from sipgate_tools.models.bulk_progress import BulkProgress, ProgressCallback
from sipgate_tools.models.contacts import Contact, ContactScope

from .._support.paginator import AsyncPaginator
from .._support.resource import AsyncResource
from .pages import Pages, fetch


@dataclass(frozen=True)
class Selection:
    """A selection of contacts to export.

    Attributes:
        scope: The address book, or `None` for all address books.
        phone_numbers: Numbers of which a contact must have at least one; empty for all contacts.
        limit: Maximum number of contacts, which are fetched in one request; `None` fetches all, page by page.
        offset: Number of contacts to skip.
        contacts: The contacts to export, or `None` to fetch them.
        page_size: Number of contacts per request if `limit` is `None`.
        progress: A callback that is called after each page, unless `limit` or `contacts` is set.
    """

    scope: ContactScope | None
    phone_numbers: tuple[str, ...]
    limit: int | None
    offset: int
    contacts: Iterable[Contact] | None
    page_size: int
    progress: ProgressCallback | None


@dataclass(frozen=True)
class Piece:
    """Part of an export.

    Attributes:
        contacts: The contacts.
        total: Number of contacts on all pages if the export consists of a single page, else `None`.
    """

    contacts: Iterable[Contact]
    total: int | None = None


def pieces(resource: AsyncResource, selection: Selection) -> AsyncPaginator[Piece]:
    """Return the selected contacts piece by piece, and report progress after each page."""
    pages = Pages(
        resource, selection.scope, selection.phone_numbers, selection.page_size, start=selection.offset
    )
    done, total = 0, None
    single = selection.contacts is not None or selection.limit is not None
    exhausted = False

    async def next_piece() -> Sequence[Piece] | None:
        nonlocal done, total, exhausted
        if done and selection.progress is not None:
            selection.progress(BulkProgress(done, total))
        if exhausted:
            return None
        if single:
            exhausted = True
            return [await _one_piece(resource, selection)]
        page = await pages.next_page()
        if page is None:
            return None
        contacts = page.of_scope(selection.scope)
        done += len(contacts)
        total = None if page.total is None else max(0, page.total - selection.offset)
        return [Piece(contacts)]

    return AsyncPaginator(next_piece)


async def _one_piece(resource: AsyncResource, selection: Selection) -> Piece:
    """Return the only piece of a selection: the contacts passed in, or one page."""
    if selection.contacts is not None:
        return Piece(selection.contacts)
    page = await fetch(
        resource, selection.scope, selection.phone_numbers, limit=selection.limit, offset=selection.offset
    )
    return Piece(page.of_scope(selection.scope), page.total)


async def to_text(resource: AsyncResource, selection: Selection, file: ContactFile) -> str:
    """Return the selected contacts as a string in the format of a contact file."""
    texts = [file.begin()]
    total: int | None = None
    async for piece in pieces(resource, selection):
        texts.extend(map(file.contact, piece.contacts))
        total = piece.total
    return "".join([*texts, file.end(total)])


async def to_path(
    resource: AsyncResource, selection: Selection, file: ContactFile, path: Path, *, overwrite: bool
) -> Path:
    """Write the selected contacts to a file, with one page in memory at a time.

    Raises:
        InvalidInput: The file cannot be written; see `atomic_write`.
    """
    with atomic_write(path, "w", overwrite=overwrite) as target:
        target.write(file.begin())
        total: int | None = None
        async for piece in pieces(resource, selection):
            for contact in piece.contacts:
                target.write(file.contact(contact))
            total = piece.total
        target.write(file.end(total))
    return path
