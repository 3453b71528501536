"""Send one SMS and say what became of it.

    export SIPGATE_TOKEN_ID=... SIPGATE_TOKEN=...
    python examples/send_sms.py +4915799912345 "Your order is ready"
    python examples/send_sms.py +4915799912345 "Your order is ready" --sender +491729973185

Exits with 0 when sipgate took the message over, with 1 when it was not sent, and with 3 when nobody knows: then look
into the history before sending it again.
"""

import argparse
import sys

from sipgate_tools import OutcomeUnknown, Sipgate, SipgateError
from sipgate_tools.models import sms_size


def main() -> int:
    parser = argparse.ArgumentParser(description="Send one SMS.")
    parser.add_argument("recipient", help="in international form, such as +4915799912345")
    parser.add_argument("message", help="the text")
    parser.add_argument("--sender", help="a verified number of the SMS extension to send from")
    arguments = parser.parse_args()

    parts = sms_size(arguments.message).parts
    if parts > 1:
        print(f"The text makes {parts} parts, and each is charged.", file=sys.stderr)
    try:
        with Sipgate() as client:
            receipt = client.sms.send(
                to=arguments.recipient, message=arguments.message, from_=arguments.sender
            )
    except OutcomeUnknown as error:
        print(error, file=sys.stderr)
        return 3
    except SipgateError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"sipgate took it over for {receipt.recipient}, by {receipt.sms_id}.")
    for note in receipt.notes:
        print(note, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
