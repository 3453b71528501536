"""Fax a PDF, wait until it is through, and save the transmission report.

    export SIPGATE_TOKEN_ID=... SIPGATE_TOKEN=...
    python examples/fax_and_wait.py +493023125014 offer.pdf
    python examples/fax_and_wait.py +493023125014 offer.pdf --report report.pdf --minutes 20

Exits with 0 when the fax was sent, with 2 when it failed, with 3 when it is still on its way, and with 1 when sipgate
did not take it.
"""

import argparse
import sys
from datetime import timedelta
from pathlib import Path

from sipgate_tools import Sipgate, SipgateError, TimedOut
from sipgate_tools.models import FaxStatus


def main() -> int:
    parser = argparse.ArgumentParser(description="Fax a PDF and wait.")
    parser.add_argument("recipient", help="in international form, such as +493023125014")
    parser.add_argument("pdf", type=Path)
    parser.add_argument("--report", type=Path, help="where to save the transmission report")
    parser.add_argument("--minutes", type=float, default=10, help="how long to wait (default: %(default)s)")
    arguments = parser.parse_args()

    with Sipgate() as client:
        session_id = client.fax.send(to=arguments.recipient, content=arguments.pdf)
        print(f"Fax {session_id} is on its way.")
        try:
            fax = client.fax.wait(
                session_id,
                timeout=timedelta(minutes=arguments.minutes),
                progress=lambda status: print(f"Now {status}."),
            )
        except TimedOut as error:
            print(error, file=sys.stderr)
            return 3
        if fax.fax_status_type != FaxStatus.SENT:
            return 2
        if arguments.report:
            print(f"Report: {client.fax.download_report(session_id, arguments.report)}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except SipgateError as error:
        sys.exit(str(error))
