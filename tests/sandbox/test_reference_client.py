"""sipgate's own Node.js library, changed in nothing but its base URL, does its jobs against the served sandbox.

Needs Node.js and the packages of tests/node/package.json; skipped with the reason where they are absent.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sipgate_tools.sandbox import Rules, Sandbox, serve_in_thread
from sipgate_tools.sandbox.events.media import document

from .accounts import MERLE

RULES = Rules(history_lag=timedelta(0), ring=timedelta(0), fax_pending=timedelta(0), fax_sending=timedelta(0))
Run = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """A served classic account in which nothing is late."""
    account = Sandbox(rules=RULES, check_answers=True)
    with serve_in_thread(account):
        yield account
        assert account.problems == []


@pytest.fixture(scope="module")
def run(sandbox: Sandbox, node_modules: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs steps (module, function, arguments) with a copy of the library that looks at the sandbox."""
    if not (node_modules / "sipgateio").is_dir():
        pytest.skip(
            "the npm package sipgateio is not installed: run `npm install --no-save --prefix tests/node`"
        )
    library = tmp_path_factory.mktemp("reference") / "sipgateio"
    shutil.copytree(node_modules / "sipgateio", library)
    client = library / "dist/core/sipgateIOClient/sipgateIOClient.js"
    source = client.read_text()
    assert source.count("https://api.sipgate.com/v2") == 1
    client.write_text(source.replace("https://api.sipgate.com/v2", sandbox.base_url))

    def run_steps(*steps: list[Any]) -> list[dict[str, Any]]:
        done = subprocess.run(
            ["node", str(Path(__file__).with_name("reference_client.cjs")), str(library)],
            input=json.dumps({"tokenId": sandbox.token_id, "token": sandbox.token, "steps": steps}),
            env={**os.environ, "NODE_PATH": str(node_modules)},
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        return json.loads(done.stdout.splitlines()[-1])

    return run_steps


def values(results: list[dict[str, Any]]) -> list[Any]:
    assert not [result for result in results if "error" in result]
    return [result.get("value") for result in results]


def step(number: int, *path: str | int) -> dict[str, Any]:
    """What an earlier step gave."""
    return {"$step": number, "path": list(path)}


def test_it_sends_an_sms_by_sms_id_and_by_sender_and_schedules_one(sandbox: Sandbox, run: Run) -> None:
    later = (datetime.now(UTC) + timedelta(days=1, milliseconds=250)).isoformat(timespec="milliseconds")
    sender = sandbox.state.sms_caller_ids["1002"].phonenumber
    values(
        run(
            ["sms", "send", {"smsId": "s0", "to": MERLE, "message": "Über die smsId"}],
            ["sms", "send", {"from": sender, "to": MERLE, "message": "Über den Absender"}],
            ["sms", "send", {"smsId": "s0", "to": MERLE, "message": "Später"}, {"$date": later}],
        )
    )
    by_id, by_sender, scheduled = sandbox.outbox()["sms"]
    assert [one["message"] for one in (by_id, by_sender, scheduled)] == [
        "Über die smsId",
        "Über den Absender",
        "Später",
    ]
    assert by_sender["from"] == sender != by_id["from"] == scheduled["from"]
    assert scheduled["sendAt"].removesuffix("Z") == later[:19]


def test_it_says_what_is_wrong_in_its_own_words(sandbox: Sandbox, run: Run) -> None:
    results = run(
        ["sms", "send", {"smsId": "s7", "to": MERLE, "message": "x"}],
        ["sms", "send", {"from": "+491720000000", "to": MERLE, "message": "x"}],
        ["history", "fetchById", "1"],
        ["rtcm", "hangUp", {"callId": "1"}],
        ["fax", "getFaxStatus", "1"],
        ["call", "initiate", {"from": "e8", "to": MERLE}],
        ["contacts", "importFromCsvString", "firstname,lastname\na,b"],
    )
    assert [result["error"] for result in results] == [
        "Invalid SMS extension",
        "Number is not registered as a sender ID in your account",
        "The requested history event could not be found",
        "The requested Call could not be found",
        "Fax was not found",
        "Cannot access extension - not found or forbidden",
        "Missing header field in CSV: number",
    ]


def test_it_lists_extensions_numbers_devices_voicemails_and_faxlines(run: Run) -> None:
    extensions, numbers, devices, voicemails, faxlines, berta = values(
        run(
            ["sms", "getSmsExtensions", "w0"],
            ["numbers", "getAllNumbers", {"offset": 1, "limit": 2}],
            ["devices", "getDevices", "w0"],
            ["voicemails", "getVoicemails"],
            ["fax", "getFaxlines"],
            ["fax", "getFaxlinesByWebUser", "w1"],
        )
    )
    assert extensions[0]["id"] == "s0"
    assert len(numbers["items"]) == 2
    assert {device["type"] for device in devices} == {"REGISTER", "MOBILE", "EXTERNAL"}
    assert voicemails[0]["belongsToEndpoint"] == {"extension": "p0", "type": "PHONELINE"}
    assert [line["id"] for line in faxlines] == ["f0"]
    assert [line["id"] for line in berta] == ["f1"]


def test_its_client_says_who_it_is_and_reaches_every_other_operation(sandbox: Sandbox, run: Run) -> None:
    me, users, balance, _, label, _, _ = values(
        run(
            ["client", "getAuthenticatedWebuserId"],
            ["client", "getWebUsers"],
            ["client", "get", "/balance"],
            ["client", "post", "/blacklist/incoming", {"phoneNumber": "+4922147110777", "isBlock": True}],
            ["client", "get", "/blacklist/incoming"],
            ["client", "put", "/users/w1/busyonbusy", {"enabled": True}],
            ["client", "delete", "/blacklist/incoming/+4922147110777"],
        )
    )
    assert (me, [user["id"] for user in users]) == ("w0", ["w0", "w1", "w2"])
    assert balance["currency"] == "EUR"
    assert "+4922147110777" in [entry["phoneNumber"] for entry in label["items"]]
    assert "+4922147110777" not in sandbox.state.blocked_numbers
    assert sandbox.state.users["w1"].busy_on_busy
    [refused] = run(["client", "patch", "/balance", {}])
    assert "405" in refused["error"], "the API has no operation with PATCH"


def test_it_fetches_marks_exports_and_deletes_history(sandbox: Sandbox, run: Run) -> None:
    last_week = (datetime.now(UTC) - timedelta(days=8)).isoformat(timespec="milliseconds")
    calls, starred, one, _, _, csv, _, _ = values(
        run(
            ["history", "fetchAll", {"types": ["CALL"], "startDate": {"$date": last_week}}, {"limit": 5}],
            ["history", "fetchAll", {"starred": True, "connectionIds": ["p0"]}],
            ["history", "fetchById", step(0, 0, "id")],
            ["history", "batchUpdateEvents", [step(0, 0), step(0, 1)], {"$change": {"starred": True}}],
            [
                "history",
                "batchUpdateEvents",
                [step(0, 2)],
                {"$change": {"note": "vom Original", "read": True}},
            ],
            ["history", "exportAsCsvString", {"types": ["SMS"]}],
            ["history", "deleteById", step(0, 3, "id")],
            ["history", "deleteByListOfIds", [step(0, 4, "id")]],
        )
    )
    assert len(calls) == 5
    assert {entry["type"] for entry in calls} == {"CALL"}
    assert [entry["starred"] for entry in starred] == [True]
    assert one["id"] == calls[0]["id"]
    history = sandbox.state.history
    assert all(history[calls[index]["id"]].starred for index in (0, 1))
    assert history[calls[2]["id"]].note == "vom Original"
    assert csv.startswith("id,type,direction")
    assert all(calls[index]["id"] not in history for index in (3, 4))


def test_it_starts_a_call_acts_on_it_and_hangs_up(sandbox: Sandbox, run: Run) -> None:
    started, calls, *_, after = values(
        run(
            ["call", "initiate", {"from": "p0", "to": MERLE, "callerId": "+493023125100"}],
            ["rtcm", "getEstablishedCalls"],
            ["rtcm", "hold", step(1, 2), True],
            ["rtcm", "mute", step(1, 2), True],
            ["rtcm", "record", step(1, 2), {"value": True, "announcement": False}],
            ["rtcm", "announce", step(1, 2), "https://example.com/a.wav"],
            ["rtcm", "sendDTMF", step(1, 2), "12#a"],
            ["rtcm", "transfer", step(1, 1), {"attended": False, "phoneNumber": "+494066969112"}],
            ["rtcm", "getEstablishedCalls"],
        )
    )
    assert calls[2]["callId"] == started["sessionId"]
    live = {call["callId"]: call for call in after}
    mine = live[started["sessionId"]]
    assert (mine["hold"], mine["muted"], mine["recording"]) == (True, True, True)
    assert calls[1]["callId"] not in live
    row = sandbox.state.calls[started["sessionId"]]
    assert (row.digits, row.announcements) == ("12#A", ("https://example.com/a.wav",))
    values(run(["rtcm", "hangUp", {"callId": row.id}]))
    assert row.id not in sandbox.state.calls


def test_it_sends_a_fax_and_follows_it(sandbox: Sandbox, run: Run) -> None:
    content = {"$buffer": base64.b64encode(document(["Fax"], pages=2)).decode()}
    session, status = values(
        run(
            ["fax", "send", {"to": MERLE, "fileContent": content, "faxlineId": "f0"}],
            ["fax", "getFaxStatus", step(0, "sessionId")],
        )
    )
    assert (session["sessionId"], status) == (sandbox.outbox()["faxes"][0]["id"], "SENT")
    assert sandbox.outbox()["faxes"][0]["filename"].startswith("Fax_")


def test_its_exports_hold_every_contact_page_by_page_and_at_once(sandbox: Sandbox, run: Run) -> None:
    held = [contact.name for contact in sandbox.state.contacts if contact.scope == "PRIVATE"]
    page = {"limit": 3, "offset": 3}  # of all contacts; it picks the private ones out of each page itself
    contacts, cards, card, csv, json_text, all_cards, all_json = values(
        run(
            ["contacts", "paginatedGet", "PRIVATE", page],
            ["contacts", "paginatedExportAsVCards", "PRIVATE", page],
            ["contacts", "paginatedExportAsSingleVCard", "PRIVATE", page],
            ["contacts", "paginatedExportAsCsv", "PRIVATE", ";", page],
            ["contacts", "paginatedExportAsJSON", "PRIVATE", page],
            ["contacts", "exportAsVCards", "PRIVATE"],
            ["contacts", "exportAsJSON", "PRIVATE"],
        )
    )
    assert len(held) == 3
    assert [one["hasMore"] for one in (contacts, cards, card, csv, json_text)] == [True] * 5
    assert [one["name"] for one in contacts["response"]] == held[:2]
    assert len(cards["response"]) == 2
    assert card["response"].count("BEGIN:VCARD") == 2
    assert ";" in csv["response"]
    assert all(name in json_text["response"] for name in held[:2])
    assert len(all_cards) == len(held)
    assert all(name in all_json for name in held)


def test_it_creates_updates_exports_and_deletes_contacts(sandbox: Sandbox, run: Run) -> None:
    address = dict.fromkeys(
        ("poBox", "extendedAddress", "streetAddress", "locality", "region", "postalCode"), "x"
    )
    contact = {
        "firstname": "Nodar",
        "lastname": "Script",
        "phone": {"number": MERLE, "type": ["cell"]},
        "email": {"email": "nodar@example.com", "type": ["work"]},
        "address": address | {"country": "Deutschland"},
        "organization": [["Skript AG"]],
    }
    card = "BEGIN:VCARD\r\nVERSION:4.0\r\nN:Karte;Vera;;;\r\nTEL:+493023125014\r\nORG:Karten;Büro\r\nEND:VCARD\r\n"
    created = values(
        run(
            ["contacts", "create", contact, "SHARED"],
            ["contacts", "importVCardString", card, "PRIVATE"],
            ["contacts", "importFromCsvString", "firstname,lastname,number\nCis,Vau,+493023125015"],
            ["contacts", "get", "ALL", {"limit": 50}, {}],
            ["contacts", "update", step(3, 8)],
            ["contacts", "exportAsCsv", "SHARED"],
            ["contacts", "exportAsSingleVCard", "PRIVATE"],
            ["contacts", "paginatedExportAsJSON", "ALL", {"limit": 2}],
        )
    )
    all_contacts, csv, cards, page = created[3], created[5], created[6], created[7]
    made = [(one["name"], one["scope"]) for one in all_contacts][8:]
    assert made == [("Nodar Script", "SHARED"), ("Vera Karte", "PRIVATE"), ("Cis Vau", "PRIVATE")]
    assert "Nodar Script" in csv
    assert "Karte" in cards
    assert page["hasMore"]
    assert sandbox.state.contacts[all_contacts[8]["id"]].emails[0]["email"] == "nodar@example.com"
    values(run(["contacts", "deleteAllShared"], ["contacts", "delete", all_contacts[9]["id"]]))
    left = {(contact.scope, contact.name) for contact in sandbox.state.contacts}
    assert "SHARED" not in {scope for scope, _ in left}
    assert ("PRIVATE", "Vera Karte") not in left
    values(run(["contacts", "deleteAllPrivate"]))
    assert {contact.scope for contact in sandbox.state.contacts} == {"INTERNAL"}


def test_it_changes_webhook_settings(sandbox: Sandbox, run: Run) -> None:
    settings = values(
        run(
            ["settings", "setIncomingUrl", "https://example.com/in"],
            ["settings", "setOutgoingUrl", "https://example.com/out"],
            ["settings", "setWhitelist", ["p0", "g0"]],
            ["settings", "setLog", True],
            ["settings", "getWebhookSettings"],
            ["settings", "clearOutgoingUrl"],
            ["settings", "disableWhitelist"],
            ["settings", "getWebhookSettings"],
        )
    )
    first, last = settings[4], settings[7]
    assert (first["incomingUrl"], first["log"], first["whitelist"]) == (
        "https://example.com/in",
        True,
        ["p0", "g0"],
    )
    assert (last["outgoingUrl"], last["whitelist"]) == ("", None)
    values(run(["settings", "clearWhitelist"], ["settings", "clearIncomingUrl"]))
    assert sandbox.state.webhook_settings.whitelist == ()
