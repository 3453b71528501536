"""Show who is talking, for how long, and say when a call begins and ends.

    export SIPGATE_TOKEN_ID=... SIPGATE_TOKEN=...
    python examples/live_call_dashboard.py
    python examples/live_call_dashboard.py --every 2 --rounds 30

sipgate lists established calls only, of the whole account. Ctrl-C ends it. Exits with 0, or with 1 when sipgate
refuses.
"""

import argparse
import asyncio
import sys
import time
from dataclasses import dataclass, field

from sipgate_tools import AsyncSipgate, ConnectionFailed, SipgateError
from sipgate_tools.models import Contact, LiveCall


@dataclass
class Dashboard:
    """What was seen so far."""

    names: dict[str, str]
    since: dict[str, float] = field(default_factory=dict[str, float])
    shown: dict[str, str] = field(default_factory=dict[str, str])

    def update(self, calls: list[LiveCall]) -> None:
        """Print the calls, and what has changed since the last time."""
        now = time.monotonic()
        present = {call.call_id: self.line(call) for call in calls}
        for call_id in present.keys() - self.shown.keys():
            self.since[call_id] = now
        for call_id in self.shown.keys() - present.keys():
            print(f"over after {self.minutes(call_id, now)}: {self.shown[call_id]}")
        print(f"{time.strftime('%H:%M:%S')}  {len(present)} calls")
        for call_id, line in present.items():
            print(f"  {self.minutes(call_id, now)}  {line}")
        self.shown = present

    def line(self, call: LiveCall) -> str:
        """Return a call in one line: our side first."""
        sides = sorted(call.participants, key=lambda side: not side.owner)
        who = " - ".join(self.names.get(side.phone_number or "", side.phone_number or "?") for side in sides)
        states = [name for name in ("hold", "muted", "recording") if getattr(call, name)]
        return f"{who} ({', '.join(states)})" if states else who

    def minutes(self, call_id: str, now: float) -> str:
        """Return for how long we have seen a call."""
        return "{:.0f}:{:02.0f}".format(*divmod(now - self.since.get(call_id, now), 60))


def names_of(contacts: list[Contact]) -> dict[str, str]:
    """Return the names that belong to numbers."""
    return {number.number: contact.name for contact in contacts for number in contact.numbers}


async def watch(every: float, rounds: int | None) -> None:
    async with AsyncSipgate() as client:
        dashboard = Dashboard(names_of([contact async for contact in client.contacts.iterate()]))
        done = 0
        while rounds is None or done < rounds:
            if done:
                await asyncio.sleep(every)
            try:
                dashboard.update(await client.rtcm.calls())
            except ConnectionFailed as error:
                print(error, file=sys.stderr)  # perhaps it works the next time
            done += 1


def main() -> int:
    parser = argparse.ArgumentParser(description="Show live calls.")
    parser.add_argument("--every", type=float, default=5, help="seconds between two looks")
    parser.add_argument("--rounds", type=int, help="how often to look (default: until Ctrl-C)")
    arguments = parser.parse_args()
    asyncio.run(watch(arguments.every, arguments.rounds))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except SipgateError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(0)
