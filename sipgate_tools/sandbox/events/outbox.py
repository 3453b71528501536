"""The outbox: messages sent and calls started through the API, for assertions in tests."""

from __future__ import annotations

from typing import Any

from ..iso_time import iso
from ..state import State


def outbox_record(state: State) -> dict[str, list[dict[str, Any]]]:
    """Return all messages sent and calls started through the API, oldest first, with times in ISO 8601.

    The keys are `sms`, `faxes` and `calls`.
    """
    return {
        "sms": [
            {
                "id": sms.id,
                "smsId": sms.sms_id,
                "from": sms.sender,
                "recipient": sms.recipient,
                "message": sms.message,
                "sendAt": iso(sms.send_at) if sms.send_at else None,
                "created": iso(sms.created),
            }
            for sms in state.sent_sms
        ],
        "faxes": [
            {
                "id": fax.id,
                "faxlineId": fax.faxline_id,
                "from": fax.sender,
                "recipient": fax.recipient,
                "filename": fax.filename,
                "pages": fax.pages,
                "created": iso(fax.created),
            }
            for fax in state.sent_faxes
        ],
        "calls": [
            {
                "id": call.id,
                "caller": call.caller,
                "callee": call.callee,
                "callerId": call.caller_id,
                "deviceId": call.device_id,
                "created": iso(call.created),
            }
            for call in state.started_calls
        ],
    }
