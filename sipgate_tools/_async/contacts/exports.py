"""Export of contacts as CSV, vCard and JSON."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Unpack, overload

from sipgate_tools.contacts.export import (
    DEFAULT_PAGE_SIZE,
    ContactFile,
    CsvFile,
    ExportArguments,
    JsonFile,
    VcardFile,
    checked_numbers,
    checked_page,
)
from sipgate_tools.contacts.scopes import ALL, scopes_to_read
from sipgate_tools.formats.vcard import VcardVersion
from sipgate_tools.models.contacts import ScopeWord

from .._support.resource import AsyncResource
from . import export
from .export import Selection


@dataclass(frozen=True, repr=False)
class AsyncContactExports:
    """The export methods of `client.contacts`."""

    _resource: AsyncResource

    @overload
    async def export_csv(
        self,
        scope: ScopeWord = ...,
        *,
        path: None = None,
        delimiter: str = ...,
        bom: bool = ...,
        guard_formulas: bool = ...,
        overwrite: bool = ...,
        **which: Unpack[ExportArguments],
    ) -> str: ...
    @overload
    async def export_csv(
        self,
        scope: ScopeWord = ...,
        *,
        path: str | Path,
        delimiter: str = ...,
        bom: bool = ...,
        guard_formulas: bool = ...,
        overwrite: bool = ...,
        **which: Unpack[ExportArguments],
    ) -> Path: ...
    async def export_csv(
        self,
        scope: ScopeWord = ALL,
        *,
        path: str | Path | None = None,
        delimiter: str = ",",
        bom: bool = False,
        guard_formulas: bool = True,
        overwrite: bool = False,
        **which: Unpack[ExportArguments],
    ) -> str | Path:
        """Return contacts as CSV, or write them to a file page by page (operation getContacts).

        `import_csv` reads the result without loss. Cells that a spreadsheet could interpret as a formula are prefixed
        with an apostrophe.

        Args:
            scope: PRIVATE, SHARED, INTERNAL or ALL.
            path: The path of the file to create, which appears when it is complete. By default, a string is returned.
            delimiter: The character between columns; Excel with German settings expects `;`.
            bom: Whether to begin with a byte order mark, by which Excel recognizes UTF-8.
            guard_formulas: Whether to prefix such cells; `False` for output that only programs read.
            overwrite: Whether to replace an existing file.
            which: Further arguments; see `ExportArguments`.

        Returns:
            The CSV as a string, or the path of the file.

        Raises:
            InvalidInput: An argument is invalid, or the file already exists; nothing was fetched.
            TypeError: An argument in `which` is unknown.
        """
        file = CsvFile(delimiter=delimiter, bom=bom, guard_formulas=guard_formulas)
        return await self._export(file, scope, path, which, overwrite=overwrite)

    async def export_vcards(
        self,
        scope: ScopeWord = ALL,
        *,
        version: VcardVersion = "4.0",
        **which: Unpack[ExportArguments],
    ) -> list[str]:
        """Return contacts as vCards, one string per contact (operation getContacts).

        Args:
            scope: PRIVATE, SHARED, INTERNAL or ALL.
            version: `4.0`, or `3.0` for programs that do not support 4.0.
            which: Further arguments; see `ExportArguments`.
        """
        file, selection = VcardFile(version), _selection(scope, which)
        cards: list[str] = []
        async for piece in export.pieces(self._resource, selection):
            cards.extend(map(file.contact, piece.contacts))
        return cards

    @overload
    async def export_vcard(
        self,
        scope: ScopeWord = ...,
        *,
        path: None = None,
        version: VcardVersion = ...,
        overwrite: bool = ...,
        **which: Unpack[ExportArguments],
    ) -> str: ...
    @overload
    async def export_vcard(
        self,
        scope: ScopeWord = ...,
        *,
        path: str | Path,
        version: VcardVersion = ...,
        overwrite: bool = ...,
        **which: Unpack[ExportArguments],
    ) -> Path: ...
    async def export_vcard(
        self,
        scope: ScopeWord = ALL,
        *,
        path: str | Path | None = None,
        version: VcardVersion = "4.0",
        overwrite: bool = False,
        **which: Unpack[ExportArguments],
    ) -> str | Path:
        """Return contacts as one string of vCards, or write them to a file page by page (operation getContacts).

        Args:
            scope: PRIVATE, SHARED, INTERNAL or ALL.
            path: The path of the file to create, which appears when it is complete. By default, a string is returned.
            version: `4.0`, or `3.0` for programs that do not support 4.0.
            overwrite: Whether to replace an existing file.
            which: Further arguments; see `ExportArguments`.

        Raises:
            InvalidInput: An argument is invalid, or the file already exists; nothing was fetched.
        """
        return await self._export(VcardFile(version), scope, path, which, overwrite=overwrite)

    @overload
    async def export_json(
        self,
        scope: ScopeWord = ...,
        *,
        path: None = None,
        overwrite: bool = ...,
        **which: Unpack[ExportArguments],
    ) -> str: ...
    @overload
    async def export_json(
        self,
        scope: ScopeWord = ...,
        *,
        path: str | Path,
        overwrite: bool = ...,
        **which: Unpack[ExportArguments],
    ) -> Path: ...
    async def export_json(
        self,
        scope: ScopeWord = ALL,
        *,
        path: str | Path | None = None,
        overwrite: bool = False,
        **which: Unpack[ExportArguments],
    ) -> str | Path:
        """Return contacts as JSON, `{"contacts": [...], "totalCount": n}`, or write them to a file page by page.

        `totalCount` is the number of exported contacts or, if `limit=` restricts the export to one page, the number of
        contacts on all pages.

        Args:
            scope: PRIVATE, SHARED, INTERNAL or ALL.
            path: The path of the file to create, which appears when it is complete. By default, a string is returned.
            overwrite: Whether to replace an existing file.
            which: Further arguments; see `ExportArguments`.

        Raises:
            InvalidInput: An argument is invalid, or the file already exists; nothing was fetched.
        """
        return await self._export(JsonFile(), scope, path, which, overwrite=overwrite)

    async def _export(
        self,
        file: ContactFile,
        scope: ScopeWord,
        path: str | Path | None,
        which: ExportArguments,
        *,
        overwrite: bool,
    ) -> str | Path:
        selection = _selection(scope, which)
        if path is None:
            return await export.to_text(self._resource, selection, file)
        return await export.to_path(self._resource, selection, file, Path(path), overwrite=overwrite)


def _selection(scope: ScopeWord, which: ExportArguments) -> Selection:
    unknown = sorted(set(which) - ExportArguments.__optional_keys__)
    if unknown:
        raise TypeError(f"Unknown export argument: {', '.join(unknown)}.")
    limit, offset, page_size = (
        which.get("limit"),
        which.get("offset", 0),
        which.get("page_size", DEFAULT_PAGE_SIZE),
    )
    checked_page(limit, offset, page_size)
    return Selection(
        scopes_to_read(scope),
        checked_numbers(which.get("phone_numbers")),
        limit,
        offset,
        which.get("contacts"),
        page_size,
        which.get("progress"),
    )
