"""Jobs: SMS and fax."""

from __future__ import annotations

import base64
import io
from datetime import UTC, datetime, timedelta
from typing import Final

from pypdf import PdfWriter

from tests.wire.job import FAILS, SUCCEEDS, Difference, Job, Like, call, one_less, one_more
from tests.wire.recording import Response
from tests.wire.responses import CALLER_IDS, items

RECIPIENT: Final = "+4915799912345"
DEFAULT_SENDER: Final = "+4915228817386"
OTHER_SENDER: Final = "+491729973185"
UNVERIFIED_SENDER: Final = "+491729973186"

TOMORROW: Final = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
TOMORROW_AND_A_BIT: Final = TOMORROW + timedelta(milliseconds=250)

_MAKE_DEFAULT: Final = "PUT /v2/w0/sms/s0/callerids/1001"
_RESTORE: Final = "PUT /v2/w0/sms/s0/callerids/1000"
_FROM_A_NUMBER: Final = (
    "GET /v2/authorization/userinfo",
    "GET /v2/w0/sms",
    "GET /v2/w0/sms/s0/callerids",
    _MAKE_DEFAULT,
    "POST /v2/sessions/sms",
    _RESTORE,
)
_TRUE: Final = "the field is a truth value; the reference writes it as a text"
_AS_A_TRUTH_VALUE: Final = (
    Difference(f"{_MAKE_DEFAULT} body.defaultNumber", "true", True, _TRUE),
    Difference(f"{_RESTORE} body.defaultNumber", "true", True, _TRUE),
)
_NO_MONEY: Final = {"POST /v2/sessions/sms": Response(status=402)}


def _date(moment: datetime) -> dict[str, str]:
    return {"$date": moment.isoformat(timespec="milliseconds")}


SMS: Final = (
    Job(
        "an SMS by an extension",
        ("sms", "send", {"to": RECIPIENT, "message": "Grüße 👋", "smsId": "s0"}),
        call("sms.send", to=RECIPIENT, message="Grüße 👋", sms_id="s0"),
    ),
    Job(
        "an SMS to a number written with spaces",
        ("sms", "send", {"to": "+49 1579 9912345", "message": "Hallo", "smsId": "s0"}),
        call("sms.send", to="+49 1579 9912345", message="Hallo", sms_id="s0"),
        (
            Difference(
                "POST /v2/sessions/sms body.recipient",
                "+49 1579 9912345",
                RECIPIENT,
                "numbers go out as E.164, whatever people wrote",
            ),
        ),
    ),
    Job(
        "an SMS that cannot be paid",
        ("sms", "send", {"to": RECIPIENT, "message": "Hallo", "smsId": "s0"}),
        call("sms.send", to=RECIPIENT, message="Hallo", sms_id="s0"),
        responses=_NO_MONEY,
    ),
    Job(
        "an SMS without a text",
        ("sms", "send", {"to": RECIPIENT, "message": "", "smsId": "s0"}),
        call("sms.send", to=RECIPIENT, message="", sms_id="s0"),
    ),
    Job(
        "an SMS for later",
        ("sms", "send", {"to": RECIPIENT, "message": "Hallo", "smsId": "s0"}, _date(TOMORROW)),
        call("sms.schedule", to=RECIPIENT, message="Hallo", sms_id="s0", send_at=TOMORROW),
    ),
    Job(
        "an SMS for later, within a second",
        ("sms", "send", {"to": RECIPIENT, "message": "Hallo", "smsId": "s0"}, _date(TOMORROW_AND_A_BIT)),
        call("sms.send", to=RECIPIENT, message="Hallo", sms_id="s0", send_at=TOMORROW_AND_A_BIT),
        (
            Difference(
                "POST /v2/sessions/sms body.sendAt",
                TOMORROW_AND_A_BIT.timestamp(),
                int(TOMORROW.timestamp()) + 1,
                "the field is in whole seconds; rounded up it is not before the time that was asked for",
            ),
        ),
    ),
    Job(
        "an SMS from a number",
        ("sms", "send", {"to": RECIPIENT, "message": "Hallo", "from": OTHER_SENDER}),
        call("sms.send", to=RECIPIENT, message="Hallo", from_=OTHER_SENDER),
        _AS_A_TRUTH_VALUE,
    ),
    Job(
        "an SMS from a number, for later",
        ("sms", "send", {"to": RECIPIENT, "message": "Hallo", "from": OTHER_SENDER}, _date(TOMORROW)),
        call("sms.send", to=RECIPIENT, message="Hallo", from_=OTHER_SENDER, send_at=TOMORROW),
        _AS_A_TRUTH_VALUE,
    ),
    Job(
        "an SMS from the number that is the default",
        ("sms", "send", {"to": RECIPIENT, "message": "Hallo", "from": DEFAULT_SENDER}),
        call("sms.send", to=RECIPIENT, message="Hallo", from_=DEFAULT_SENDER),
        (one_less(_RESTORE, "it is the default already"), one_less(_RESTORE, "it still is")),
    ),
    Job(
        "an SMS from a number that cannot be paid",
        ("sms", "send", {"to": RECIPIENT, "message": "Hallo", "from": OTHER_SENDER}),
        call("sms.send", to=RECIPIENT, message="Hallo", from_=OTHER_SENDER),
        (
            _AS_A_TRUTH_VALUE[0],
            one_more(
                _RESTORE, "the default sender is restored also when sending fails; theirs stays changed"
            ),
        ),
        responses=_NO_MONEY,
    ),
    Job(
        "an SMS from a number where there was no default",
        ("sms", "send", {"to": RECIPIENT, "message": "Hallo", "from": OTHER_SENDER}),
        call("sms.send", to=RECIPIENT, message="Hallo", from_=OTHER_SENDER),
        (
            Difference(
                "outcome", FAILS, SUCCEEDS, "no default is no reason not to send; the receipt says so"
            ),
            one_more(_MAKE_DEFAULT, "as above"),
            one_more("POST /v2/sessions/sms", "as above"),
        ),
        responses={
            "GET /v2/w0/sms/s0/callerids": items(
                *({**caller_id, "defaultNumber": False} for caller_id in CALLER_IDS)
            )
        },
    ),
    Job(
        "an SMS from a number that is not verified",
        ("sms", "send", {"to": RECIPIENT, "message": "Hallo", "from": UNVERIFIED_SENDER}),
        call("sms.send", to=RECIPIENT, message="Hallo", from_=UNVERIFIED_SENDER),
    ),
    Job(
        "an SMS from a number, without a text",
        ("sms", "send", {"to": RECIPIENT, "message": "", "from": OTHER_SENDER}),
        call("sms.send", to=RECIPIENT, message="", from_=OTHER_SENDER),
        (
            Difference("outcome", SUCCEEDS, FAILS, "a blank message is refused whoever it comes from"),
            *(one_less(line, "nothing is sent for it") for line in _FROM_A_NUMBER),
        ),
    ),
    Job("a user's SMS extensions", ("sms", "getSmsExtensions", "w0"), call("sms.extensions", "w0")),
)


def _one_page() -> bytes:
    document, content = PdfWriter(), io.BytesIO()
    document.add_blank_page(width=595, height=842)
    document.write(content)
    return content.getvalue()


PDF: Final = _one_page()
_BUFFER: Final = {"$buffer": base64.b64encode(PDF).decode()}

FAX: Final = (
    Job(
        "a fax",
        ("fax", "send", {"to": RECIPIENT, "fileContent": _BUFFER, "filename": "Angebot", "faxlineId": "f0"}),
        call("fax.send", to=RECIPIENT, content=PDF, filename="Angebot", faxline_id="f0"),
    ),
    Job(
        "a fax without a file name",
        ("fax", "send", {"to": RECIPIENT, "fileContent": _BUFFER, "faxlineId": "f0"}),
        call("fax.send", to=RECIPIENT, content=PDF, faxline_id="f0"),
        (
            Difference(
                "POST /v2/sessions/fax body.filename",
                Like(r"Fax_\d{8}_\d{4}"),
                Like(r"Fax_\d{8}_\d{6}"),
                "two faxes of one minute have two names",
            ),
        ),
    ),
    Job(
        "a fax that is no PDF",
        ("fax", "send", {"to": RECIPIENT, "fileContent": {"$buffer": "SGFsbG8="}, "faxlineId": "f0"}),
        call("fax.send", to=RECIPIENT, content=b"Hallo", faxline_id="f0"),
    ),
    Job("where a fax is", ("fax", "getFaxStatus", "4711"), call("fax.status", "4711")),
    Job("where a fax is that is none", ("fax", "getFaxStatus", "4712"), call("fax.status", "4712")),
    Job("the own faxlines", ("fax", "getFaxlines"), call("fax.lines")),
    Job("a user's faxlines", ("fax", "getFaxlinesByWebUser", "w1"), call("fax.lines", "w1")),
)

JOBS: Final = SMS + FAX
