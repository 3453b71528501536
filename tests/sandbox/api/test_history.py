"""The history: what it holds, how it is read, marked and deleted."""

from __future__ import annotations

import base64
import csv
import io
from typing import Any

import httpx2
import pytest

from sipgate_tools.sandbox import Sandbox

from ..accounts import MERLE, call_in, connect, items, sms


def everything(api: httpx2.Client, **query: Any) -> list[dict[str, Any]]:
    return items(api.get("history", params={"limit": 1000, **query}))


def test_the_past_holds_all_four_kinds_with_their_fields(api: httpx2.Client) -> None:
    by_kind = {entry["type"]: entry for entry in reversed(everything(api))}
    assert {"callId", "callStatus", "duration", "recordings"} <= by_kind["CALL"].keys()
    assert by_kind["FAX"]["pageCount"]
    assert by_kind["SMS"]["smsContent"]
    assert by_kind["VOICEMAIL"]["transcription"]
    assert "smsContent" not in by_kind["CALL"]


def test_a_call_of_exactly_a_week_ago_is_there(api: httpx2.Client) -> None:
    [entry] = everything(api, **{"from": "2026-03-11T11:00:00Z", "to": "2026-03-11T12:00:00+01:00"})
    assert (entry["type"], entry["source"], entry["duration"]) == ("CALL", MERLE, 184)


def test_it_is_sorted_newest_first_and_pages(api: httpx2.Client) -> None:
    entries = everything(api)
    created = [entry["created"] for entry in entries]
    assert created == sorted(created, reverse=True)
    first = api.get("history").json()
    assert (first["items"], first["totalCount"]) == (entries[:10], len(entries))
    assert items(api.get("history", params={"limit": 3, "offset": 4})) == entries[4:7]
    assert items(api.get("history", params={"limit": 0})) == []
    assert items(api.get("history", params={"offset": 2147483647})) == []


@pytest.mark.parametrize(
    ("query", "field", "values"),
    [
        ({"types": ["SMS", "FAX"]}, "type", {"SMS", "FAX"}),
        (
            {"directions": ["MISSED_INCOMING", "MISSED_OUTGOING"]},
            "direction",
            {"MISSED_INCOMING", "MISSED_OUTGOING"},
        ),
        ({"starred": "STARRED"}, "starred", {True}),
        ({"archived": "true"}, "archived", {True}),
        ({}, "archived", {False}),
        ({"connectionIds": ["f0"]}, "type", {"FAX"}),
        ({"phonenumber": "0172 9925904", "directions": "OUTGOING"}, "target", {MERLE}),
    ],
)
def test_filters_filter(api: httpx2.Client, query: dict[str, Any], field: str, values: set[object]) -> None:
    assert {entry[field] for entry in everything(api, **query)} == values


@pytest.mark.parametrize("extension", ["e0", "x0", "y0"])
def test_a_device_among_the_connections_is_403(api: httpx2.Client, extension: str) -> None:
    assert api.get("history", params={"connectionIds": ["p0", extension]}).status_code == 403


def test_entries_are_marked_one_by_one_and_many_at_once(classic: Sandbox, api: httpx2.Client) -> None:
    first, second, *_ = [str(entry["id"]) for entry in everything(api)]
    assert api.put(f"history/{first}", json={"starred": True, "note": "Rückruf"}).is_success
    assert api.put(f"history/{first}/note", json={"note": "Erledigt"}).json()["note"] == "Erledigt"
    assert api.put(f"history/{first}/read", json={"value": True}).is_success
    changes = [{"id": first, "archived": True}, {"id": second, "read": True, "note": "geht so nicht"}]
    assert api.put("history", json=changes).is_success
    entry = api.get(f"history/{first}").json()
    assert (entry["starred"], entry["note"], entry["read"], entry["archived"]) == (
        True,
        "Erledigt",
        True,
        True,
    )
    assert api.get(f"history/{second}").json()["note"] == ""
    assert api.put(f"history/{first}/archive", json={"value": False}).is_success
    assert first in {entry["id"] for entry in everything(api)}


def test_fewer_than_150_entries_are_changed_at_once_and_none_is_fine(api: httpx2.Client) -> None:
    entry = everything(api)[0]["id"]
    assert api.put("history", json=[]).is_success
    assert api.put("history", json=[{"id": entry, "read": True}] * 149).is_success
    assert api.put("history", json=[{"id": entry, "read": True}] * 150).status_code == 400


def test_the_export_is_csv_of_the_page(api: httpx2.Client) -> None:
    response = api.get("history/export", params={"types": "SMS", "limit": 2})
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert [row["id"] for row in rows] == [entry["id"] for entry in everything(api, types="SMS")[:2]]


def test_deleting_takes_those_named(api: httpx2.Client) -> None:
    before = [str(entry["id"]) for entry in everything(api)]
    assert api.delete(f"history/{before[0]}").is_success
    assert api.delete("history", params={"id": before[1:3]}).is_success
    assert [entry["id"] for entry in everything(api)] == before[3:]
    assert api.delete(f"history/{before[0]}").status_code == 404


def test_deleting_without_a_name_takes_everything_as_at_sipgate(classic: Sandbox, api: httpx2.Client) -> None:
    assert connect(classic, user="w1").delete("history").is_success
    assert {entry.owner for entry in classic.state.history} == {"w0", "w2"}
    assert api.delete("history").is_success
    assert everything(api) == []


def test_the_account_s_side_of_every_entry_is_named_by_its_user(classic: Sandbox, api: httpx2.Client) -> None:
    """What was sent, received and called is named as what the account held from the start."""
    classic.play(call_in())
    classic.play(call_in(callee="noAnswer", message="Bitte um Rückruf"))
    assert api.post("sessions/sms", json=sms()).is_success
    pdf = base64.b64encode(b"%PDF-1.4\n%%EOF").decode()
    fax = {"faxlineId": "f0", "recipient": MERLE, "filename": "a.pdf", "base64Content": pdf}
    assert api.post("sessions/fax", json=fax).is_success
    classic.clock.advance(seconds=30)
    own = {entry["targetAlias" if entry["incoming"] else "sourceAlias"] for entry in everything(api)[:5]}
    other = {entry["sourceAlias" if entry["incoming"] else "targetAlias"] for entry in everything(api)[:5]}
    assert (own, other) == ({"Alex Sander"}, {"Merle Ahrens"})


def test_files_need_the_whole_address(classic: Sandbox, api: httpx2.Client) -> None:
    fax = everything(api, types="FAX")[0]
    address = str(fax["documentUrl"])
    assert api.get(address).headers["content-type"] == "application/pdf"
    *front, guard, name = address.split("/")
    assert api.get("/".join([*front, guard[::-1], name])).status_code == 404
    assert api.get("/".join([*front, name])).status_code == 404
