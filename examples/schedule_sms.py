"""Send an SMS at a time of day, today or, when that is over, tomorrow.

    export SIPGATE_TOKEN_ID=... SIPGATE_TOKEN=...
    python examples/schedule_sms.py +4915799912345 "Good morning" --at 09:00
    python examples/schedule_sms.py +4915799912345 "Good morning" --at 09:00 --zone Europe/Lisbon

Exits with 0 when sipgate took the message over, with 1 when it did not.
"""

import argparse
import sys
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sipgate_tools import Sipgate, SipgateError


def next_time(at: time, zone: ZoneInfo) -> datetime:
    """Return when the clock shows `at` there for the next time."""
    now = datetime.now(zone)
    today = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    # The same time tomorrow is not always 24 hours later: the zone takes care of summer time.
    return today if today > now else today + timedelta(days=1)


def zone(name: str) -> ZoneInfo:
    """Return a zone by its name; argparse shows the error."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise argparse.ArgumentTypeError(f"there is no zone {name}") from error


def main() -> int:
    parser = argparse.ArgumentParser(description="Send an SMS at a time of day.")
    parser.add_argument("recipient", help="in international form, such as +4915799912345")
    parser.add_argument("message", help="the text")
    parser.add_argument("--at", required=True, type=time.fromisoformat, help="such as 09:00")
    parser.add_argument("--zone", default="Europe/Berlin", type=zone, help="where it is that time")
    arguments = parser.parse_args()

    moment = next_time(arguments.at, arguments.zone)
    with Sipgate() as client:
        client.sms.schedule(to=arguments.recipient, message=arguments.message, send_at=moment)
    print(f"It will be sent on {moment:%A, %d %B %Y at %H:%M %Z}.")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except SipgateError as error:
        sys.exit(str(error))
