"""Send a reminder to each row of a CSV file, at the row's time, and each only once, however often it is started.

    export SIPGATE_TOKEN_ID=... SIPGATE_TOKEN=...
    python examples/send_reminders.py appointments.csv

The file has the columns id, phone, name, date and remind_at. Numbers may be German national numbers. The outcome of
each reminder is kept in `appointments.csv.checkpoint`: after a crash or an empty balance, start the program again. A
reminder whose response was lost is sent again only if the history lacks it ten minutes later.

Exits with 0 if every reminder was sent, otherwise with 1: start it again for those that are missing.
"""

import sys
from functools import partial
from pathlib import Path

from sipgate_tools import Sipgate, SmsMessage

file, checkpoint = Path(sys.argv[1]), f"{sys.argv[1]}.checkpoint"
columns = partial(SmsMessage.from_csv, to="phone", send_at="remind_at", key="id", zone="Europe/Berlin")
with Sipgate() as client:
    messages = columns(file, text="Hello {name}, your appointment is on {date}.", default_region="DE")
    send = partial(client.sms.send_many, messages=messages, skip_invalid=True, checkpoint=checkpoint)
    plan = send(dry_run=True)
    print(f"to send: {plan.parts} parts, about {plan.estimated_cost:.2f} EUR")
    report, found = send(), client.sms.settle(checkpoint, resend_missing=True)
print(f"sent now: {len(report.done_now)}, before: {len(report.done_before)}, found: {len(found.sent)}")
print(*(f"refused: {key}: {error}" for key, error in report.failed), sep="\n")
sys.exit(0 if report.complete else 1)
