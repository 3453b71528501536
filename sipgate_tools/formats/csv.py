"""CSV: contacts of other people in, ours out and in again without loss; sipgate's own made safe for spreadsheets.

`read_csv` yields one `CardRead` or `CardRefused` per record; `write_csv` yields text. `plain_csv` is the
form that sipgate's own import takes.
"""

from ._csv_guard import guarded_csv
from ._csv_plain import lost_in_plain_csv, plain_csv
from ._csv_read import count_csv, read_csv
from ._csv_write import CsvWriter, write_csv
from ._source import CardSource, is_rereadable

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
