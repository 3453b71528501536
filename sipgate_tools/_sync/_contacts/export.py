# Made by scripts/make_sync.py from sipgate_tools/_async/_contacts/export.py: edit that file.
"""Exporting contacts: from pages of answers to text or a file, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sipgate_tools._io.atomic_write import fresh_file
from sipgate_tools.contacts.export import ContactFile
from sipgate_tools.models.bulk_progress import BulkProgress, ProgressCallback
from sipgate_tools.models.contacts import Contact, ContactScope

from .._support.paginator import SyncPaginator
from .._support.resource import SyncResource
from .pages import Pages, fetch


@dataclass(frozen=True)
class Selection:
    """Which contacts are exported.

    Attributes:
        scope: The address book, or `None` for all.
        phone_numbers: Only contacts with one of these.
        limit: How many, when it is one page.
        offset: How many to skip, when it is one page.
        contacts: These, and none is fetched.
        page_size: How many are fetched at once when all are exported.
        progress: Told after every page.
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
    """Some contacts, and how many there are in all where that is known."""

    contacts: Iterable[Contact]
    total: int | None = None


def pieces(session: SyncResource, chosen: Selection) -> SyncPaginator[Piece]:
    """Return the contacts of a selection, piece by piece; tell how far it is after each."""
    pages = Pages(session, chosen.scope, chosen.phone_numbers, chosen.page_size)
    done, total = 0, None
    single = chosen.contacts is not None or chosen.limit is not None or bool(chosen.offset)
    over = False

    def next_piece() -> Sequence[Piece] | None:
        nonlocal done, total, over
        if done and chosen.progress is not None:
            chosen.progress(BulkProgress(done, total))
        if over:
            return None
        if single:
            over = True
            return [_one_piece(session, chosen)]
        page = pages.next_page()
        if page is None:
            return None
        contacts = page.of_scope(chosen.scope)
        done, total = done + len(contacts), page.total
        return [Piece(contacts)]

    return SyncPaginator(next_piece)


def _one_piece(session: SyncResource, chosen: Selection) -> Piece:
    """Return a selection that is one piece: given contacts, or one page."""
    if chosen.contacts is not None:
        return Piece(chosen.contacts)
    fetched = fetch(session, chosen.scope, chosen.phone_numbers, limit=chosen.limit, offset=chosen.offset)
    return Piece(fetched.of_scope(chosen.scope), fetched.total)


def to_text(session: SyncResource, chosen: Selection, file: ContactFile) -> str:
    """Return the contacts of a selection as the text of a file."""
    texts = [file.begin()]
    total: int | None = None
    for piece in pieces(session, chosen):
        texts.extend(map(file.contact, piece.contacts))
        total = piece.total
    return "".join([*texts, file.end(total)])


def to_path(
    session: SyncResource, chosen: Selection, file: ContactFile, path: Path, *, overwrite: bool
) -> Path:
    """Write the contacts of a selection to a file, holding one page of them.

    Raises:
        InvalidInput: As `fresh_file` says.
    """
    with fresh_file(path, "w", overwrite=overwrite) as target:
        target.write(file.begin())
        total: int | None = None
        for piece in pieces(session, chosen):
            for contact in piece.contacts:
                target.write(file.contact(contact))
            total = piece.total
        target.write(file.end(total))
    return path
