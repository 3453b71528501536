"""Copies the rows of a CSV that were refused, with the reasons, for whoever corrects them."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Final

from .._source import CardSource
from .cells import guard
from .table import open_table

_LINE: Final = "refused line"
_REASON: Final = "refused reason"


def refused_rows(
    source: CardSource,
    reasons: Mapping[int, str],
    *,
    delimiter: str | None = None,
    encoding: str | None = None,
    guard_formulas: bool = True,
) -> str:
    """Return a CSV with the rows of another CSV for which there is a reason.

    It has the columns of the source in their order, and before them the number of the line and the reason. Lines end
    with CR LF. A row whose quotes are not closed is empty.

    Args:
        source: The content as a string or bytes, the path of a file, or an open file. A `str` is never a path.
        reasons: The reasons by number of the line in which the row begins.
        delimiter: The character between columns; detected by default.
        encoding: The encoding of the bytes; detected by default.
        guard_formulas: Whether to put an apostrophe before cells that a spreadsheet could evaluate as a formula.

    Raises:
        InvalidInput: An argument is invalid, or the source cannot be read.
    """
    buffer = io.StringIO(newline="")
    with open_table(source, delimiter=delimiter, encoding=encoding) as table:
        writer = csv.writer(buffer, delimiter=table.delimiter, lineterminator="\r\n")
        writer.writerow([_LINE, _REASON, *(guard(name, formulas=guard_formulas) for name in table.header)])
        for row in table.rows:
            if row.line in reasons:
                cells = [guard(cell, formulas=guard_formulas) for cell in row.cells]
                writer.writerow([str(row.line), reasons[row.line], *cells])
    return buffer.getvalue()
