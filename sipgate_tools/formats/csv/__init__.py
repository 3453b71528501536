"""CSV: contacts of other people in, ours out and in again without loss; sipgate's own made safe for spreadsheets.

`read_csv` yields one `CardRead` or `CardRefused` per record; `write_csv` yields text. `plain_csv` is the
form that sipgate's own import takes.
"""

from .._source import CardSource, is_rereadable
from .formula_guard import guarded_csv
from .plain import lost_in_plain_csv, plain_csv
from .read import count_csv, read_csv
from .write import CsvWriter, write_csv

__all__ = [
    "CardSource",
    "CsvWriter",
    "count_csv",
    "guarded_csv",
    "is_rereadable",
    "lost_in_plain_csv",
    "plain_csv",
    "read_csv",
    "write_csv",
]
