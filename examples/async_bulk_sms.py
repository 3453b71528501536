"""Send one text to many people, several at once, and to nobody twice, however often it is started.

    export SIPGATE_TOKEN_ID=... SIPGATE_TOKEN=...
    python examples/async_bulk_sms.py recipients.txt "We are closed on Friday"

`recipients.txt` has one number per line. What becomes of each is kept in `recipients.txt.checkpoint`: after a crash, a
lost connection or an empty balance, start it again with the same text, and it goes on with those who have not got it.
Ctrl-C stops it in good order too.

Exits with 0 when everybody has it, with 3 when that is not known of somebody, with 2 when somebody was refused, and
with 1 when it had to stop.
"""

import argparse
import asyncio
import sys
from pathlib import Path

from sipgate_tools import AsyncSipgate, SipgateError
from sipgate_tools.models import BulkProgress, BulkReport


def show(progress: BulkProgress) -> None:
    """Say how far it is."""
    print(f"\r{progress.done} of {progress.total}", end="", file=sys.stderr)


async def send(recipients: list[str], message: str, checkpoint: Path, at_once: int) -> BulkReport:
    async with AsyncSipgate() as client:
        return await client.sms.send_many(
            to=recipients, message=message, checkpoint=checkpoint, at_once=at_once, progress=show
        )


def main() -> int:
    parser = argparse.ArgumentParser(description="Send one text to many people.")
    parser.add_argument("recipients", type=Path, help="a file with one number per line")
    parser.add_argument("message", help="the text")
    parser.add_argument("--checkpoint", type=Path, help="what remembers it (default: beside the recipients)")
    parser.add_argument("--at-once", type=int, default=10, help="how many at once (default: %(default)s)")
    arguments = parser.parse_args()

    path: Path = arguments.recipients
    recipients = path.read_text(encoding="utf-8").split()
    checkpoint = arguments.checkpoint or path.with_name(f"{path.name}.checkpoint")
    report = asyncio.run(send(recipients, arguments.message, checkpoint, arguments.at_once))
    print(file=sys.stderr)
    return tell(report)


def tell(report: BulkReport) -> int:
    """Say what became of everybody, and return the exit code."""
    print(f"sent: {len(report.done)}")
    for number, error in report.failed:
        print(f"refused: {number}: {error}", file=sys.stderr)
    for number in report.unknown:
        print(f"unknown: {number}: look into the history before you send it again", file=sys.stderr)
    if report.stopped:
        print(f"{report.stopped} Not sent: {len(report.skipped)}", file=sys.stderr)
        return 1
    return 3 if report.unknown else 2 if report.failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except SipgateError as error:
        sys.exit(str(error))
