"""CSV files: import from other programs, lossless export and re-import, protection against formula injection.

`read_csv` yields one `CardRead` or `CardRefused` per record. `write_csv` yields the content of a file in pieces.
`open_table` reads a CSV with any columns. `plain_csv` returns the format of sipgate's own import.
"""

from .._source import CardSource, is_rereadable
from .formula_guard import guarded_csv
from .plain import lost_in_plain_csv, plain_csv
from .read import count_csv, read_csv
from .refused import refused_rows
from .table import CsvTable, column_values, open_table
from .write import CsvWriter, write_csv

__all__ = [
    "CardSource",
    "CsvTable",
    "CsvWriter",
    "column_values",
    "count_csv",
    "guarded_csv",
    "is_rereadable",
    "lost_in_plain_csv",
    "open_table",
    "plain_csv",
    "read_csv",
    "refused_rows",
    "write_csv",
]
