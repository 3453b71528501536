"""Responses of the recording server: one classic account, the same for both sides."""

from __future__ import annotations

from typing import Any, Final

from tests.wire.recording import Response, Responses

NO_CONTENT: Final = Response(status=204)
OK: Final = Response()

USER_INFO: Final = {"sub": "w0", "domain": "example.com", "masterSipId": "1234567", "locale": "de_DE"}
USERS: Final = [
    {"id": "w0", "firstname": "Alex", "lastname": "Sander", "admin": True},
    {"id": "w1", "firstname": "Berta", "lastname": "Vogel", "admin": False},
]
CALLER_IDS: Final = [
    {"id": 1000, "phonenumber": "+4915228817386", "verified": True, "defaultNumber": True},
    {"id": 1001, "phonenumber": "+491729973185", "verified": True, "defaultNumber": False},
    {"id": 1002, "phonenumber": "+491729973186", "verified": False, "defaultNumber": False},
]
SETTINGS: Final[dict[str, Any]] = {
    "incomingUrl": "https://phone.example.com/in",
    "outgoingUrl": "https://phone.example.com/out",
    "log": True,
    "whitelist": ["p0", "g1"],
    "pushApiVersion": 2,
    "somethingNew": {"kept": True},
}


def entry(entry_id: str, kind: str = "CALL", **further: Any) -> dict[str, Any]:
    """Return an entry of the history as sipgate returns it."""
    return {
        "id": entry_id,
        "type": kind,
        "source": "+493023125014",
        "target": "+493023125100",
        "created": "2026-05-04T09:30:00Z",
        "direction": "INCOMING",
        "connectionIds": ["p0"],
        "read": False,
        "starred": False,
        "archived": False,
        **further,
    }


def contact(number: int, scope: str = "PRIVATE", **further: Any) -> dict[str, Any]:
    """Return a contact as sipgate returns it."""
    return {
        "id": f"contact-{number}",
        "name": f"Jannis Okonkwo {number}",
        "picture": None,
        "emails": [{"email": "j.okonkwo@example.org", "type": ["work"]}],
        "numbers": [{"number": "+493023125014", "type": ["work"]}],
        "addresses": [],
        "organization": [["Okonkwo Metallbau"]],
        "scope": scope,
        **further,
    }


CONTACTS: Final = [contact(1), contact(2, "SHARED"), contact(3, "SHARED"), contact(4, "INTERNAL")]


def items(*values: Any) -> Response:
    """Return a list as sipgate returns it."""
    return Response({"items": list(values), "totalCount": len(values)})


HISTORY_FAX: Final = entry("4711", "FAX", faxStatusType="SENT", documentUrl="https://example.com/4711.pdf")

RESPONSES: Final[Responses] = {
    "GET /v2/account": Response({"company": "Sandkasten GmbH", "mainProductType": "TEAM"}),
    "GET /v2/authorization/userinfo": Response(USER_INFO),
    "GET /v2/users": items(*USERS),
    "GET /v2/groups": items(),
    "POST /v2/blacklist/incoming": Response({"phoneNumber": "+4922147110999"}),
    "DELETE /v2/blacklist/incoming/+4922147110999": NO_CONTENT,
    "PUT /v2/history/1/archive": NO_CONTENT,
    # sms
    "GET /v2/w0/sms": items({"id": "s0", "alias": "SMS von Alex", "callerId": "+4915228817386"}),
    "GET /v2/w0/sms/s0/callerids": items(*CALLER_IDS),
    "PUT /v2/w0/sms/s0/callerids/1000": NO_CONTENT,
    "PUT /v2/w0/sms/s0/callerids/1001": NO_CONTENT,
    "POST /v2/sessions/sms": NO_CONTENT,
    # fax
    "GET /v2/w0/faxlines": items({"id": "f0", "alias": "Fax von Alex", "canSend": True, "canReceive": True}),
    "GET /v2/w1/faxlines": items(),
    "POST /v2/sessions/fax": Response({"sessionId": "4711"}),
    "GET /v2/history/4711": Response(HISTORY_FAX),
    "GET /v2/history/4712": Response(entry("4712", "SMS", smsContent="Hallo")),
    # calls
    "POST /v2/sessions/calls": Response({"sessionId": "C0FFEE"}),
    "GET /v2/calls": Response({"data": [{"callId": "C0FFEE", "participants": []}]}),
    "DELETE /v2/calls/C0FFEE": NO_CONTENT,
    "POST /v2/calls/C0FFEE/announcements": NO_CONTENT,
    "POST /v2/calls/C0FFEE/dtmf": NO_CONTENT,
    "POST /v2/calls/C0FFEE/transfer": NO_CONTENT,
    "PUT /v2/calls/C0FFEE/hold": NO_CONTENT,
    "PUT /v2/calls/C0FFEE/muted": NO_CONTENT,
    "PUT /v2/calls/C0FFEE/recording": NO_CONTENT,
    # webhook settings
    "GET /v2/settings/sipgateio": Response(SETTINGS),
    "PUT /v2/settings/sipgateio": NO_CONTENT,
    # history
    "GET /v2/history": items(entry("1"), HISTORY_FAX),
    "GET /v2/history/1": Response(entry("1")),
    "GET /v2/history/export": Response("Datum;Typ\n", content_type="text/csv"),
    "PUT /v2/history": NO_CONTENT,
    "PUT /v2/history/1": NO_CONTENT,
    "PUT /v2/history/2": NO_CONTENT,
    "DELETE /v2/history": NO_CONTENT,
    "DELETE /v2/history/1": NO_CONTENT,
    # numbers, devices, voicemails
    "GET /v2/numbers": items({"id": "5000", "number": "+493023125100", "endpointId": "p0"}),
    "GET /v2/w0/devices": items({"id": "e0", "alias": "Tischtelefon", "type": "REGISTER", "online": True}),
    "GET /v2/voicemails": items({"id": "v0", "alias": "Voicemail"}),
    # contacts
    "GET /v2/contacts": items(*CONTACTS),
    "GET /v2/contacts/contact-1": Response(CONTACTS[0]),
    "POST /v2/contacts": OK,
    "PUT /v2/contacts/contact-1": NO_CONTENT,
    "DELETE /v2/contacts": NO_CONTENT,
    "DELETE /v2/contacts/contact-1": NO_CONTENT,
    "DELETE /v2/contacts/contact-2": NO_CONTENT,
    "DELETE /v2/contacts/contact-3": NO_CONTENT,
    "POST /v2/contacts/import/csv": OK,
}
