"""Bring the shared address book up to date with a customer list, and write the rows that cannot be used to a file.

    export SIPGATE_TOKEN_ID=... SIPGATE_TOKEN=...
    python examples/sync_contacts.py customers.csv --id-column "Customer no" --dry-run
    python examples/sync_contacts.py customers.csv --id-column "Customer no"

The list is an export of Outlook, Google or another program (CSV), with one column that identifies each customer: a
customer with a new number is updated and not created a second time. `--dry-run` prints the differences and changes
nothing. Rows that cannot be used are written to `customers.refused.csv`, for whoever sent the list.

Exits with 0 if every row could be used, otherwise with 1.
"""

import argparse
import sys
from pathlib import Path

from sipgate_tools import Sipgate, SipgateError
from sipgate_tools.models import BulkProgress


def show(progress: BulkProgress) -> None:
    print(
        f"\r{progress.done + progress.skipped + progress.failed} of {progress.total}", end="", file=sys.stderr
    )


def main() -> int:
    parser = argparse.ArgumentParser(description="Bring the shared address book up to date.")
    parser.add_argument("file", type=Path, help="the customer list (CSV)")
    parser.add_argument("--id-column", required=True, help="the column that identifies a customer")
    parser.add_argument("--dry-run", action="store_true", help="print the differences and change nothing")
    arguments = parser.parse_args()
    with Sipgate() as client:
        report = client.contacts.sync(
            arguments.file,
            key="external_id",
            id_column=arguments.id_column,
            scope="SHARED",
            dry_run=arguments.dry_run,
            progress=None if arguments.dry_run else show,
        )
    if report.dry_run:
        print(report.diff())
    elif report.refused:
        rest = arguments.file.with_suffix(".refused.csv")
        rest.write_text(report.refused_csv(arguments.file), encoding="utf-8-sig", newline="")
    print(report)
    return 0 if report.complete else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except SipgateError as error:
        sys.exit(str(error))
