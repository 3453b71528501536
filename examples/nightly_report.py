"""Print yesterday's calls per user, and who is still to be called back. Works on classic and on neo accounts.

    export SIPGATE_TOKEN_ID=... SIPGATE_TOKEN=...
    python examples/nightly_report.py

Exits with 0, or with 1 when sipgate refuses.
"""

import sys
from datetime import UTC, datetime, timedelta

from sipgate_tools import Sipgate, SipgateError


def main() -> None:
    since = datetime.now(UTC) - timedelta(days=1)
    with Sipgate() as client:
        found = client.history.statistics(since=since, by="user")
        missed = client.history.missed(since=since, not_called_back=True)
    for row in [*found.rows, found.total]:
        minutes = row.talk_seconds / 60
        print(f"{row.name or row.key:20} {row.calls:4} calls, {row.missed} missed, {minutes:.0f} minutes")
    for caller in missed:
        print(f"Call back: {caller.number or 'anonymous'} {caller.name or ''} ({caller.calls}x)")


if __name__ == "__main__":
    try:
        main()
    except SipgateError as error:
        sys.exit(str(error))
