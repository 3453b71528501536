"""Jobs: the authenticated user, credentials, generated operations, numbers, devices, voicemails."""

from __future__ import annotations

import base64
import json
from typing import Final

from sipgate_api.models.incoming_entry import IncomingEntry
from sipgate_api.models.set_history_entry_archive_request import SetHistoryEntryArchiveRequest

from tests.wire.job import ABSENT, Difference, Job, call, operation

_CLAIMS: Final = json.dumps({"featureScope": "CLASSIC_PBX"}).encode()
_JWT: Final = f"eyJhbGciOiJIUzI1NiJ9.{base64.urlsafe_b64encode(_CLAIMS).decode().rstrip('=')}.c2ln"
_BLOCKED: Final = "+4922147110999"

JOBS: Final = (
    Job("the authenticated user's id", ("client", "getAuthenticatedWebuserId"), call("users.info")),
    Job(
        "the authenticated user's id with an OAuth token",
        ("client", "getAuthenticatedWebuserId"),
        call("users.info"),
        credentials={"token": _JWT},
    ),
    Job(
        "the authenticated user's id with e-mail and password",
        ("client", "getAuthenticatedWebuserId"),
        call("users.info"),
        credentials={"username": "alex@example.com", "password": "a secret: with a colon"},
    ),
    Job(
        "the authenticated user's id with a password in umlauts",
        ("client", "getAuthenticatedWebuserId"),
        call("users.info"),
        (
            Difference(
                "GET /v2/authorization/userinfo header.authorization (without a body)",
                f"Basic {base64.b64encode('alex@example.com:Schlüssel'.encode('latin-1')).decode()}",
                f"Basic {base64.b64encode('alex@example.com:Schlüssel'.encode()).decode()}",
                "text is UTF-8 everywhere in the API, and RFC 7617 knows nothing else by name",
            ),
        ),
        credentials={"username": "alex@example.com", "password": "Schlüssel"},
    ),
    Job("all users", ("client", "getWebUsers"), call("users.list")),
    Job("any GET", ("client", "get", "/account"), operation("account.get_account")),
    Job(
        "any POST",
        ("client", "post", "/blacklist/incoming", {"phoneNumber": _BLOCKED, "isBlock": False}),
        operation("blacklist.add_incoming_entry", body=IncomingEntry(phone_number=_BLOCKED, is_block=False)),
    ),
    Job(
        "any PUT",
        ("client", "put", "/history/1/archive", {"value": True}),
        operation("history.set_archive", entry_id="1", body=SetHistoryEntryArchiveRequest(value=True)),
    ),
    Job(
        "any DELETE",
        ("client", "delete", f"/blacklist/incoming/{_BLOCKED}"),
        operation("blacklist.remove_incoming_entry", phone_number=_BLOCKED),
    ),
    Job("all numbers", ("numbers", "getAllNumbers"), call("numbers.list")),
    Job(
        "a page of numbers",
        ("numbers", "getAllNumbers", {"limit": 20, "offset": 40}),
        call("numbers.list", limit=20, offset=40),
    ),
    Job(
        "a user's devices",
        ("devices", "getDevices", "w0"),
        call("devices.list", "w0"),
        (
            Difference(
                "GET /v2/w0/devices query.type",
                ABSENT,
                ["all"],
                "without it sipgate leaves out apps, which are the devices of most neo users",
            ),
        ),
    ),
    Job("all voicemails", ("voicemails", "getVoicemails"), call("voicemails.list")),
)
