"""Protection of existing CSV content against formula injection, without other changes."""

from __future__ import annotations

import csv
import io
from typing import Final

from .._source import MAX_LINE
from .cells import guard_display_cell

_DELIMITERS: Final = (",", ";", "\t", "|")


def guarded_csv(text: str) -> str:
    """Return CSV content with an apostrophe before each cell that a spreadsheet could evaluate as a formula.

    The delimiter, line ends, quoting style and byte order mark are kept. Content without such cells is returned
    unchanged.
    """
    if csv.field_size_limit() < MAX_LINE:
        csv.field_size_limit(MAX_LINE)
    bom = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix("\ufeff")
    header = body.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header.count)
    target = io.StringIO(newline="")
    writer = csv.writer(
        target,
        delimiter=delimiter,
        lineterminator="\r\n" if header.endswith("\r") else "\n",
        quoting=csv.QUOTE_ALL if header.startswith('"') else csv.QUOTE_MINIMAL,
    )
    changed = False
    for row in csv.reader(io.StringIO(body, newline=""), delimiter=delimiter):
        cells = [guard_display_cell(cell) for cell in row]
        changed = changed or cells != row
        writer.writerow(cells)
    return bom + target.getvalue() if changed else text
