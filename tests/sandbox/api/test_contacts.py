"""The address books."""

from __future__ import annotations

import base64
from typing import Any

import httpx2
import pytest

from ..accounts import MERLE, items


def names(api: httpx2.Client, **query: Any) -> list[str]:
    return [one["name"] for one in items(api.get("contacts", params=query))]


def add(api: httpx2.Client, name: str, scope: str = "PRIVATE", **fields: Any) -> dict[str, Any]:
    assert api.post("contacts", json={"name": name, "scope": scope, **fields}).is_success
    return items(api.get("contacts"))[-1]


def test_all_three_scopes_are_there(api: httpx2.Client) -> None:
    contacts = items(api.get("contacts"))
    assert {one["scope"] for one in contacts} == {"PRIVATE", "SHARED", "INTERNAL"}
    assert names(api, scopes=["INTERNAL"]) == ["Alex Sander", "Berta Vogel", "Carl Nowak"]
    assert (
        api.get("contacts", params={"scopes": ["PRIVATE", "SHARED"]}).json()["totalCount"]
        == len(contacts) - 3
    )
    assert names(api, phonenumbers=["0172 9925904"]) == ["Merle Ahrens"]


def test_a_contact_sent_back_as_received_changes_nothing(api: httpx2.Client) -> None:
    made = add(
        api, "Änne Öz", numbers=[{"number": MERLE, "type": ["cell"]}], organization=[["Öz GmbH", "Büro"]]
    )
    path = f"contacts/{made['id']}"
    assert api.get(path).json() == made
    assert api.put(path, json=made | {"picture": None}).is_success
    assert api.get(path).json() == made
    assert api.put(path, json=made | {"note": "neu", "scope": "SHARED"}).is_success
    assert api.get(path).json() == made | {"note": "neu", "scope": "SHARED"}


def test_internal_contacts_are_sipgate_s_own(api: httpx2.Client) -> None:
    internal = items(api.get("contacts", params={"scopes": "INTERNAL"}))[0]
    assert api.put(f"contacts/{internal['id']}", json=internal).status_code == 403
    assert api.delete(f"contacts/{internal['id']}").status_code == 403


def test_pages_follow_the_last_id_or_an_offset(api: httpx2.Client) -> None:
    all_names = names(api)
    seen, last = list[str](), ""
    while page := items(api.get("contacts", params={"limit": 3} | ({"lastId": last} if last else {}))):
        seen += [one["name"] for one in page]
        last = page[-1]["id"]
    assert seen == all_names
    assert names(api, offset=2, limit=3) == all_names[2:5]
    assert api.get("contacts", params={"lastId": "unknown"}).status_code == 400


def test_deleting_all_really_deletes_all(api: httpx2.Client) -> None:
    assert api.delete("contacts").is_success
    assert {one["scope"] for one in items(api.get("contacts"))} == {"INTERNAL"}


def test_deleting_by_ids_and_scope_takes_those(api: httpx2.Client) -> None:
    shared = items(api.get("contacts", params={"scopes": "SHARED"}))
    first = items(api.get("contacts", params={"scopes": "PRIVATE"}))[0]
    assert api.request("DELETE", "contacts", json={"contactIds": [first["id"]]}).is_success
    assert api.get(f"contacts/{first['id']}").status_code == 404
    assert api.request("DELETE", "contacts", json={"scope": ["SHARED"]}).is_success
    assert not {one["id"] for one in shared} & {one["id"] for one in items(api.get("contacts"))}
    assert api.delete(f"contacts/{first['id']}").status_code == 404


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ('firstname,lastname,number\nÄnne,Öz,+491\n"Bo, jr.",B,+492\n', 204),
        ("vorname,nachname\na,b\n", 500),
        ("firstname,lastname,number\na,b\n", 500),
    ],
)
def test_csv_is_imported_or_answered_with_500(api: httpx2.Client, text: str, status: int) -> None:
    before = names(api)
    response = api.post(
        "contacts/import/csv", json={"base64Content": base64.b64encode(text.encode()).decode()}
    )
    assert response.status_code == status
    assert names(api)[len(before) :] == (["Änne Öz", "Bo, jr. B"] if status == 204 else [])
    assert api.post("contacts/import/csv", json={"base64Content": "ä"}).status_code == 400


def test_vcards_are_imported_and_exported(api: httpx2.Client) -> None:
    lines = (
        "BEGIN:VCARD",
        "FN:Änne Öz",
        "N:Öz;Änne;;;",
        "TEL;TYPE=cell:+4917",
        " 29925904",
        "ORG:Öz;Büro",
        "END:VCARD",
    )
    card = "".join(f"{line}\r\n" for line in lines)
    content = base64.b64encode((card * 2).encode()).decode()
    assert api.post("contacts/import/vcard", json={"base64Content": content}).is_success
    first, second = items(api.get("contacts"))[-2:]
    assert first["numbers"] == second["numbers"] == [{"number": MERLE, "type": ["cell"]}]
    assert "Änne,Öz,+491729925904" in api.get("contacts/csv", params={"scope": "PRIVATE"}).text
    exported = api.get("contacts/vcard", params={"contactIds": [first["id"]]}).json()
    assert exported["overallMatches"] == 1
    assert exported["contacts"][0]["meta"] == {"UUID": first["id"]}
    assert exported["contacts"][0]["items"]["ORG"] == [{"value": "Öz;Büro"}]


def test_vcard_properties_are_written(api: httpx2.Client) -> None:
    existing = add(api, "Alt")["id"]
    item = {"FN": [{"value": "Neu"}], "TEL": [{"value": MERLE, "type": "cell"}]}
    response = api.put(
        "contacts/vcard", json={"data": [{"contactId": existing, "item": item}, {"item": item}]}
    )
    written = [one["contactId"] for one in response.json()["result"]]
    assert written[0] == existing
    assert [api.get(f"contacts/{key}").json()["name"] for key in written] == ["Neu", "Neu"]
