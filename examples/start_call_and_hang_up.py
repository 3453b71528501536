"""Start a call, let people talk for a while, and hang up.

    export SIPGATE_TOKEN_ID=... SIPGATE_TOKEN=...
    python examples/start_call_and_hang_up.py e0 +4915799912345 --talk 60

The device e0 rings first; when it is picked up, the other side rings. Ctrl-C hangs up at once. Exits with 0 when they
talked, with 2 when nobody picked up, and with 1 when sipgate refused.
"""

import argparse
import sys
import time

from sipgate_tools import NotFound, Sipgate, SipgateError


def main() -> int:
    parser = argparse.ArgumentParser(description="Start a call and hang up.")
    parser.add_argument("caller", help="a device or phoneline of yours, such as e0 or p0")
    parser.add_argument("callee", help="in international form, such as +4915799912345")
    parser.add_argument("--ring", type=float, default=45, help="seconds to wait until they talk")
    parser.add_argument("--talk", type=float, default=60, help="seconds to let them talk")
    arguments = parser.parse_args()

    with Sipgate() as client:
        call_id = client.calls.start(caller=arguments.caller, callee=arguments.callee)
        print(f"{arguments.caller} rings.")
        try:
            talking = wait_until_talking(client, call_id, arguments.ring)
            if talking:
                print("They talk.")
                time.sleep(arguments.talk)
        finally:
            hung_up = hang_up(client, call_id)
    print("Hung up." if hung_up else "They had hung up already.")
    return 0 if talking else 2


def wait_until_talking(client: Sipgate, call_id: str, seconds: float) -> bool:
    """Return whether the call was established in time: only then is it among the live calls."""
    deadline = time.monotonic() + seconds
    while all(call.call_id != call_id for call in client.rtcm.calls()):
        if time.monotonic() > deadline:
            return False
        time.sleep(1)
    return True


def hang_up(client: Sipgate, call_id: str) -> bool:
    """End the call, also while it rings; return whether it was still there."""
    try:
        client.rtcm.hang_up(call_id)
    except NotFound:
        return False
    return True


if __name__ == "__main__":
    try:
        sys.exit(main())
    except SipgateError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
