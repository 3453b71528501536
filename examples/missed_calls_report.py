"""List who called in vain, most recent first, each caller once. Works on classic and on neo accounts.

    export SIPGATE_TOKEN_ID=... SIPGATE_TOKEN=...
    python examples/missed_calls_report.py
    python examples/missed_calls_report.py --days 30 --unread

Somebody who was called back, or who got through later, is marked. Exits with 0, or with 1 when sipgate refuses.
"""

import argparse
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sipgate_tools import Sipgate, SipgateError
from sipgate_tools.models import CallEntry, Direction


@dataclass
class Caller:
    """Somebody who called in vain."""

    number: str
    name: str
    last: datetime
    times: int = 1
    settled: bool = False


def callers(entries: list[CallEntry], *, unread_only: bool) -> list[Caller]:
    """Return who called in vain, from calls that are newest first."""
    spoken_with: set[str] = set()
    found: dict[str, Caller] = {}
    for entry in entries:
        missed = entry.direction == Direction.MISSED_INCOMING
        other = entry.source if entry.incoming or missed else entry.target
        if other is None or entry.created is None:
            continue
        if not missed:
            spoken_with.add(other)
        elif other in found:
            found[other].times += 1
        elif not (unread_only and entry.read):
            found[other] = Caller(
                other, entry.source_alias or "", entry.created, settled=other in spoken_with
            )
    return list(found.values())


def main() -> int:
    parser = argparse.ArgumentParser(description="List who called in vain.")
    parser.add_argument("--days", type=int, default=7, help="how far to look back (default: %(default)s)")
    parser.add_argument("--unread", action="store_true", help="only calls that nobody has marked as read")
    arguments = parser.parse_args()

    since = datetime.now(UTC) - timedelta(days=arguments.days)
    with Sipgate() as client:
        calls = list(client.history.iterate(types="CALL", from_=since))
    missed = callers(calls, unread_only=arguments.unread)
    for caller in missed:
        when = caller.last.astimezone().strftime("%a %d.%m. %H:%M")
        again = f", {caller.times} times" if caller.times > 1 else ""
        settled = " (spoken with since)" if caller.settled else ""
        name = caller.name if caller.name != caller.number else ""
        print(f"{when}  {caller.number:16} {name}{again}{settled}".rstrip())
    print(f"{len(missed)} callers in {arguments.days} days.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except SipgateError as error:
        sys.exit(str(error))
