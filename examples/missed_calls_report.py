"""List missed callers, the latest first, each once. Works on classic and on neo accounts.

    export SIPGATE_TOKEN_ID=... SIPGATE_TOKEN=...
    python examples/missed_calls_report.py
    python examples/missed_calls_report.py --days 30 --not-called-back

Callers who were called back are marked. Exits with 0, or with 1 when sipgate refuses.
"""

import argparse
import sys
from datetime import UTC, datetime, timedelta

from sipgate_tools import Sipgate, SipgateError


def main() -> int:
    parser = argparse.ArgumentParser(description="List missed callers.")
    parser.add_argument("--days", type=int, default=7, help="how far to look back (default: %(default)s)")
    parser.add_argument("--not-called-back", action="store_true", help="leave out who was called back")
    arguments = parser.parse_args()

    since = datetime.now(UTC) - timedelta(days=arguments.days)
    with Sipgate() as client:
        missed = client.history.missed(since=since, not_called_back=arguments.not_called_back)
    for caller in missed:
        when = caller.last.astimezone().strftime("%a %d.%m. %H:%M")
        again = f", {caller.calls} times" if caller.calls > 1 else ""
        back = f" (called back by {caller.called_back_by})" if caller.called_back_at else ""
        print(f"{when}  {caller.number or 'anonymous':16} {caller.name or ''}{again}{back}".rstrip())
    print(f"{len(missed)} callers in {arguments.days} days.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except SipgateError as error:
        sys.exit(str(error))
