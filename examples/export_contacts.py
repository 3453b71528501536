"""Save the contacts of an account to a file: CSV, vCard or JSON, as its name ends.

    export SIPGATE_TOKEN_ID=... SIPGATE_TOKEN=...
    python examples/export_contacts.py contacts.csv
    python examples/export_contacts.py shared.vcf --scope SHARED

The file appears when it is complete; one that is there is left alone without --overwrite. Exits with 0, or with 1
when nothing was saved.
"""

import argparse
import sys
from pathlib import Path

from sipgate_tools import Sipgate, SipgateError
from sipgate_tools.models import BulkProgress


def show(progress: BulkProgress) -> None:
    """Say how far it is."""
    print(f"\r{progress.done} contacts", end="", file=sys.stderr)


def main() -> int:
    parser = argparse.ArgumentParser(description="Save contacts to a file.")
    parser.add_argument("path", type=Path, help="ends in .csv, .vcf or .json")
    parser.add_argument("--scope", default="ALL", choices=["PRIVATE", "SHARED", "INTERNAL", "ALL"])
    parser.add_argument("--overwrite", action="store_true")
    arguments = parser.parse_args()

    path: Path = arguments.path
    scope, overwrite = arguments.scope, arguments.overwrite
    with Sipgate() as client:
        match path.suffix:
            case ".csv":
                saved = client.contacts.export_csv(scope, path=path, overwrite=overwrite, progress=show)
            case ".vcf":
                saved = client.contacts.export_vcard(scope, path=path, overwrite=overwrite, progress=show)
            case ".json":
                saved = client.contacts.export_json(scope, path=path, overwrite=overwrite, progress=show)
            case _:
                parser.error("the name of the file ends in .csv, .vcf or .json")
    print(f"\nSaved to {saved}.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except SipgateError as error:
        sys.exit(str(error))
