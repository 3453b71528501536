"""History entries as rows of a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import UTC
from typing import Final

from sipgate_tools.errors import InvalidInput
from sipgate_tools.formats.csv.cells import guard_display_cell
from sipgate_tools.models.history import CallEntry, FaxEntry, HistoryEntry, SmsEntry, VoicemailEntry

from .outcomes import outcome_of

COLUMNS: Final = (
    "id",
    "type",
    "direction",
    "outcome",
    "created",
    "source",
    "sourceAlias",
    "target",
    "targetAlias",
    "durationSeconds",
    "lines",
    "channelId",
    "pages",
    "note",
    "smsContent",
    "transcription",
    "archived",
    "starred",
)
"""The columns of an export. Times are ISO 8601 in UTC; `outcome` is empty for SMS and faxes."""


class HistoryCsv:
    """Writes entries as CSV, line by line.

    Args:
        delimiter: The character between two cells: `,`, `;` or a tab.
        bom: Whether the file begins with a byte order mark, by which Excel recognizes UTF-8.
        guard_formulas: Whether to prefix cells that a spreadsheet could evaluate as a formula with an apostrophe.

    Raises:
        InvalidInput: The delimiter is another character.
    """

    def __init__(self, *, delimiter: str, bom: bool, guard_formulas: bool) -> None:
        if delimiter not in (",", ";", "\t"):
            raise InvalidInput("The delimiter is not supported.", hint="Use a comma, a semicolon or a tab.")
        self._bom = bom
        self._guard = guard_formulas
        self._buffer = io.StringIO(newline="")
        self._writer = csv.writer(self._buffer, delimiter=delimiter)

    def begin(self) -> str:
        """Return the first line, with the names of the columns."""
        return ("\ufeff" if self._bom else "") + self._line(COLUMNS)

    def entry(self, entry: HistoryEntry) -> str:
        """Return the line of an entry."""
        cells = cells_of(entry)
        return self._line([guard_display_cell(cell) for cell in cells] if self._guard else cells)

    def _line(self, cells: Iterable[str]) -> str:
        self._writer.writerow(cells)
        text = self._buffer.getvalue()
        self._buffer.seek(0)
        self._buffer.truncate()
        return text


def cells_of(entry: HistoryEntry) -> list[str]:
    """Return the cells of an entry, in the order of `COLUMNS`."""
    created = "" if entry.created is None else entry.created.astimezone(UTC).isoformat(timespec="seconds")
    duration = entry.duration if isinstance(entry, CallEntry | VoicemailEntry) else None
    values = (
        entry.id,
        entry.type.value if entry.type else None,
        entry.direction.value if entry.direction else None,
        outcome_of(entry),
        created,
        entry.source,
        entry.source_alias,
        entry.target,
        entry.target_alias,
        duration,
        " ".join(entry.connection_ids),
        entry.channel_id,
        entry.page_count if isinstance(entry, FaxEntry) else None,
        entry.note,
        entry.sms_content if isinstance(entry, SmsEntry) else None,
        entry.transcription if isinstance(entry, VoicemailEntry) else None,
        "true" if entry.archived else "false",
        "true" if entry.starred else "false",
    )
    return ["" if value is None else str(value) for value in values]
