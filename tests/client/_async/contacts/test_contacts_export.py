"""Export of contacts: as text and to files, all and single pages."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from sipgate_tools import AsyncSipgate, InvalidInput, ServerError
from sipgate_tools.formats.vcard import read_vcards
from sipgate_tools.models import BulkProgress
from sipgate_tools.sandbox import Sandbox
from tests.client.accounts import access
from tests.client.contacts_server import ContactsServer, contacts


async def test_csv_has_a_row_for_each_contact_of_the_scope() -> None:
    async with AsyncSipgate(**access(Sandbox())) as client:
        text = await client.contacts.export_csv("PRIVATE", delimiter=";")
        expected = await client.contacts.list("PRIVATE")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["name"] for row in rows] == [contact.name for contact in expected]
    assert rows[0]["number"] == f"'{expected[0].numbers[0].number}"


async def test_csv_for_spreadsheets_and_for_programs() -> None:
    async with AsyncSipgate(**access(Sandbox())) as client:
        await client.contacts.create(given="=1+1")
        spreadsheet = await client.contacts.export_csv(bom=True)
        program = await client.contacts.export_csv(guard_formulas=False)
        with pytest.raises(InvalidInput, match="delimiter"):
            await client.contacts.export_csv(delimiter="ab")
    assert spreadsheet.startswith("\ufeffid,")
    assert ",'=1+1," in spreadsheet
    assert ",=1+1," in program


async def test_vcards_come_one_text_for_each_or_as_one_address_book() -> None:
    async with AsyncSipgate(**access(Sandbox())) as client:
        single = await client.contacts.export_vcards("SHARED")
        book = await client.contacts.export_vcard("SHARED")
        old = await client.contacts.export_vcards("SHARED", version="3.0", limit=1)
        with pytest.raises(InvalidInput, match=r"4\.0 or 3\.0"):
            await client.contacts.export_vcards(version="2.1")  # type: ignore[arg-type]
    assert len(single) == 2
    assert "".join(single) == book
    assert all(card.startswith("BEGIN:VCARD\r\nVERSION:4.0\r\n") for card in single)
    assert len(list(read_vcards(book))) == 2
    assert old[0].startswith("BEGIN:VCARD\r\nVERSION:3.0\r\n")
    assert len(old) == 1


async def test_json_has_the_names_of_the_api_and_the_count() -> None:
    async with AsyncSipgate(**access(Sandbox())) as client:
        document = json.loads(await client.contacts.export_json())
        listed = await client.contacts.list()
    assert [contact["id"] for contact in document["contacts"]] == [contact.id for contact in listed]
    assert document["contacts"][0]["numbers"][0]["number"] == listed[0].numbers[0].number
    assert document["totalCount"] == len(listed)


async def test_a_page_is_exported_with_the_whole_count_or_from_a_list() -> None:
    async with AsyncSipgate(**access(Sandbox())) as client:
        page = await client.contacts.list(limit=2, offset=1)
        by_offset = json.loads(await client.contacts.export_json(limit=2, offset=1))
        from_list = json.loads(await client.contacts.export_json(contacts=page))
        by_number = json.loads(await client.contacts.export_json(phone_numbers=page[0].numbers[0].number))
        total = len(await client.contacts.list())
    assert page.next_offset == 3
    assert [contact["id"] for contact in by_offset["contacts"]] == [contact.id for contact in page]
    assert by_offset["totalCount"] == total
    assert from_list == {"contacts": by_offset["contacts"], "totalCount": 2}
    assert [contact["id"] for contact in by_number["contacts"]] == [page[0].id]


@pytest.mark.parametrize("cursor", ["known", "ignored", "refused"])
async def test_an_offset_without_a_limit_exports_all_later_contacts(cursor: Any) -> None:
    shelf = ContactsServer(contacts(25), cursor=cursor)
    steps: list[BulkProgress] = []
    async with AsyncSipgate(**shelf.access()) as client:
        text = await client.contacts.export_json(offset=5, page_size=8, progress=steps.append)
        nothing = json.loads(await client.contacts.export_json(offset=30))
    document = json.loads(text)
    assert [contact["id"] for contact in document["contacts"]] == [one["id"] for one in shelf.contacts[5:]]
    assert document["totalCount"] == 20
    assert [(step.done, step.total) for step in steps] == [(8, 20), (16, 20), (20, 20)]
    assert nothing == {"contacts": [], "totalCount": 0}


@pytest.mark.parametrize("kind", ["csv", "vcard", "json"])
async def test_a_file_holds_what_the_text_says(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"contacts.{kind}"
    shelf = ContactsServer(contacts(25))
    steps: list[BulkProgress] = []
    async with AsyncSipgate(**shelf.access()) as client:
        export: Any = getattr(client.contacts, f"export_{kind}")
        assert await export(path=path, page_size=10, progress=steps.append) == path
        assert path.read_bytes().decode() == await export()
        with pytest.raises(InvalidInput, match="already exists"):
            await export(path=path)
        assert await export("SHARED", path=str(path), overwrite=True) == path
        assert path.read_bytes().decode() == await export("SHARED")
        for place in (tmp_path / "nowhere" / "contacts", tmp_path):
            with pytest.raises(InvalidInput, match="folder"):
                await export(path=place, overwrite=True)
    assert [(step.done, step.total) for step in steps] == [(10, 25), (20, 25), (25, 25)]
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


async def test_an_export_that_breaks_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text("yesterday's")
    sandbox = Sandbox(faults=["500@getContacts+1"])
    async with AsyncSipgate(**access(sandbox)) as client:
        with pytest.raises(ServerError):
            await client.contacts.export_csv(path=path, page_size=2, overwrite=True)
    assert path.read_text() == "yesterday's"
    assert [file.name for file in tmp_path.iterdir()] == ["contacts.csv"]


async def test_odd_responses_do_not_break_an_export(tmp_path: Path) -> None:
    odd: list[dict[str, Any]] = [
        {"id": "1"},
        {"id": "2", "name": None, "numbers": None, "organization": [["A"], None, "B"], "scope": "TEAM"},
        {"id": "3", "name": 3, "emails": [{"email": None, "type": None}, 7]},
    ]
    async with AsyncSipgate(**ContactsServer(odd).access()) as client:
        text = await client.contacts.export_csv()
        path = await client.contacts.export_vcard(path=tmp_path / "contacts.vcf")
        document = json.loads(await client.contacts.export_json())
    assert len(text.splitlines()) == 4
    assert path.read_text(encoding="utf-8").count("BEGIN:VCARD") == 3
    assert [contact["id"] for contact in document["contacts"]] == ["1", "2", "3"]
