"""Import of contacts from files: requests, reports, and duplicates."""

import base64
from pathlib import Path
from typing import Any, cast

import pytest

from sipgate_tools import AsyncSipgate, InvalidInput
from sipgate_tools.models import Contact, ContactNumber, ImportReport, ImportRow
from sipgate_tools.sandbox import Sandbox
from tests.client.accounts import access
from tests.client.credentials import TOKEN, TOKEN_ID
from tests.client.scripted_server import Reply, scripted_server

PLAIN = "firstname,lastname,number\nAda,Lovelace,+4915799912345\nJörg,Müller,0211 1234567\n"
TYPED = "First Name;Last Name;Mobile Phone;E-mail Address\n" + "".join(
    f"Person;No{number};+49157{number:08d};p{number}@example.org\n" for number in range(6)
)


def writes_of(sandbox: Sandbox, operation: str) -> int:
    """Return the number of write requests of an operation."""
    return sandbox.requests.count(("POST", f"/v2/contacts{operation}"))


def names(sandbox: Sandbox) -> list[str]:
    return [contact.name for contact in sandbox.state.contacts]


async def test_rows_of_name_and_number_go_the_way_of_the_reference_in_utf_8() -> None:
    with scripted_server(Reply(200)) as script:
        async with AsyncSipgate(token_id=TOKEN_ID, token=TOKEN, base_url=script.base_url) as client:
            report = await client.contacts.import_csv(PLAIN, skip_duplicates=False)
    (request,) = script.received
    assert (request.method, request.path) == ("POST", "/v2/contacts/import/csv")
    assert base64.b64decode(request.json["base64Content"]).decode() == (
        "firstname,lastname,number\nAda,Lovelace,+4915799912345\nJörg,Müller,+492111234567\n"
    )
    assert report == ImportReport(created=(2, 3), operations=("importFromCSV",))


async def test_rows_with_more_to_them_are_created_one_by_one() -> None:
    sandbox = Sandbox(seed="empty")
    text = (
        "firstname,lastname,number,email,company\n"
        "Ada,Lovelace,+4915799912345,,\n"
        "Jörg,Müller,0211 1234567,j@example.org,\n"
    )
    async with AsyncSipgate(**access(sandbox)) as client:
        report = await client.contacts.import_csv(text)
        found = {contact.name: contact for contact in await client.contacts.list("PRIVATE")}
    assert report.created == (2, 3)
    assert set(report.operations) == {"importFromCSV", "createContact"}
    assert found["Jörg Müller"].numbers == (ContactNumber(number="+492111234567"),)
    assert found["Jörg Müller"].emails[0].email == "j@example.org"


async def test_the_route_can_be_chosen() -> None:
    sandbox = Sandbox(seed="empty")
    async with AsyncSipgate(**access(sandbox)) as client:
        one_by_one = await client.contacts.import_csv(PLAIN, route="contacts")
        await client.contacts.delete_all_private()
        together = await client.contacts.import_csv(TYPED + "Alone;;+4915799912345;\n", route="csv")
    assert one_by_one.operations == ("createContact",)
    assert together.operations == ("importFromCSV",)
    assert together.not_held[0] == ImportRow(
        line=2, reason="Contacts cannot store these fields.", fields=("numbers", "emails")
    )
    assert [row.line for row in together.refused] == [8]
    assert (writes_of(sandbox, ""), writes_of(sandbox, "/import/csv")) == (2, 1)


async def test_a_scope_is_a_matter_of_single_contacts() -> None:
    async with AsyncSipgate(**access(Sandbox(seed="empty"))) as client:
        report = await client.contacts.import_csv(PLAIN, scope="SHARED")
        assert len(await client.contacts.list("SHARED")) == 2
        with pytest.raises(InvalidInput, match="not support a scope"):
            await client.contacts.import_csv(PLAIN, scope="SHARED", route="csv")
    assert report.operations == ("createContact",)


async def test_every_row_that_cannot_be_read_is_reported_and_the_others_go_on() -> None:
    text = (
        "firstname,lastname,number,birthday\n"
        "Ada,Lovelace,+4915799912345,1815-12-10\n"
        ",,+4915799912346,\n"
        "Max,Mustermann,call me,\n"
        "too,many,cells,,,,\n"
        "Jörg,Müller,0211 1234567,\n"
    )
    async with AsyncSipgate(**access(Sandbox(seed="empty"))) as client:
        report = await client.contacts.import_csv(text)
        assert {contact.name for contact in await client.contacts.list("PRIVATE")} == {
            "Ada Lovelace",
            "Jörg Müller",
        }
    assert report.created == (2, 6)
    assert [row.line for row in report.refused] == [3, 4, 5]
    assert all(row.reason for row in report.refused)
    assert [(row.line, row.fields) for row in report.not_held] == [(2, ("birthday",))]
    assert not report.complete
    assert "line 4: None of the telephone numbers can be read. (number: not a telephone number)" in str(
        report
    )
    assert repr(report) == "<ImportReport: 2 created, 0 duplicates, 3 refused, 0 unknown, 1 not_held>"


async def test_a_dry_run_says_what_would_happen_and_writes_nothing() -> None:
    sandbox = Sandbox(seed="empty")
    async with AsyncSipgate(**access(sandbox)) as client:
        await client.contacts.create(given="Ada", family="Lovelace", numbers="+4915799912345")
        sandbox.requests.clear()
        dry = await client.contacts.import_csv(PLAIN + "x,y,z\n", dry_run=True)
        assert {method for method, _ in sandbox.requests} == {"GET"}
        wet = await client.contacts.import_csv(PLAIN + "x,y,z\n")
    assert dry.replace(dry_run=False) == wet
    assert (dry.created, [row.line for row in dry.duplicates]) == ((3,), [2])
    assert str(dry).startswith("1 would be created")


async def test_an_import_started_again_repeats_nothing() -> None:
    sandbox = Sandbox(seed="empty")
    async with AsyncSipgate(**access(sandbox)) as client:
        await client.contacts.import_csv(PLAIN)
        await client.contacts.import_csv(TYPED)
        before = names(sandbox)
        again = [await client.contacts.import_csv(text) for text in (PLAIN, TYPED)]
    assert names(sandbox) == before
    assert [len(report.duplicates) for report in again] == [2, 6]
    assert [report.created for report in again] == [(), ()]
    assert all(report.complete for report in again)


async def test_a_row_is_a_duplicate_when_skipping_it_loses_no_number_or_address() -> None:
    text = (
        "firstname,lastname,number,number 2\n"
        "ADA ,lovelace,+49 1579 9912345,\n"
        "Ada,Lovelace,+4915799912345,+492111234567\n"
        "Ada,Byron,+4915799912345,\n"
        "Ada,Lovelace,,\n"
    )
    async with AsyncSipgate(**access(Sandbox(seed="empty"))) as client:
        await client.contacts.create(given="Ada", family="Lovelace", numbers="+4915799912345")
        with_duplicates = await client.contacts.import_csv(text, skip_duplicates=False, dry_run=True)
        report = await client.contacts.import_csv(text)
    assert [row.line for row in report.duplicates] == [2, 5]
    assert report.created == (3, 4)
    assert with_duplicates.created == (2, 3, 4, 5)


async def test_a_contact_of_the_other_address_book_is_no_duplicate_when_the_scope_is_given() -> None:
    async with AsyncSipgate(**access(Sandbox(seed="empty"))) as client:
        await client.contacts.import_csv(PLAIN, scope="SHARED")
        assert not (await client.contacts.import_csv(PLAIN)).created
        assert (await client.contacts.import_csv(PLAIN, scope="PRIVATE")).created == (2, 3)


async def test_doubles_within_a_file_are_created_once() -> None:
    async with AsyncSipgate(**access(Sandbox(seed="empty"))) as client:
        report = await client.contacts.import_csv(PLAIN + "Ada,Lovelace,+4915799912345\n")
    assert report.created == (2, 3)
    assert report.duplicates == (ImportRow(line=4, reason="An earlier row contains the same contact."),)


async def test_an_export_imported_into_an_empty_account_is_the_same_address_book() -> None:
    async with AsyncSipgate(**access(Sandbox())) as client:
        await client.contacts.create(
            given="Ada",
            family="Lovelace",
            numbers=["+4915799912345"] * 4,
            addresses=[{"country": "UK", "type": "home"}, {"region": "NRW", "type": ["a;b", "C"]}],
            organization=[["Example;Ltd", "Sales, EU"], ["=cmd()"]],
            note='two\nlines, "quoted"',
            picture="data:image/png;base64,iVBORw0KGgo=",
            websites={"url": "https://example.org", "type": ["blog"]},
            scope="SHARED",
        )
        before = list(await client.contacts.list())
        files = [await client.contacts.export_csv(delimiter=";"), await client.contacts.export_vcard()]
    for text, kind in zip(files, ("csv", "vcard"), strict=True):
        async with AsyncSipgate(**access(Sandbox(seed="empty"))) as client:
            there = len(await client.contacts.list("INTERNAL"))
            if kind == "csv":
                report = await client.contacts.import_csv(text)
            else:
                report = await client.contacts.import_vcard(text)
            after = list(await client.contacts.list())[there:]
        assert len(report.refused) == sum(contact.scope == "INTERNAL" for contact in before)
        expected = [contact for contact in before if contact.scope != "INTERNAL"]
        assert sorted(map(content, after)) == sorted(map(content, expected))


def content(contact: Contact) -> str:
    """Return the content of a contact, without its id."""
    return contact.replace(id="").to_json()


async def test_vcards_are_imported_into_the_given_scope() -> None:
    cards = (
        "BEGIN:VCARD\nVERSION:3.0\nFN:Ada Lovelace\nN:Lovelace;Ada;;;\nTEL;TYPE=CELL:+49 1579 9912345\n"
        "BDAY:1815-12-10\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:4.0\nFN:Example Ltd\nORG:Example Ltd\nTEL:0211 1234567\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:4.0\nTEL:0211 1234567\nEND:VCARD\n"
    )
    async with AsyncSipgate(**access(Sandbox(seed="empty"))) as client:
        report = await client.contacts.import_vcard(cards, scope=cast("Any", "shared"))
        found = await client.contacts.list("SHARED")
    assert report.created == (1, 8)
    assert [row.line for row in report.refused] == [14]
    assert report.not_held[0].fields == ("BDAY",)
    assert {contact.name: contact.numbers[0].number for contact in found} == {
        "Ada Lovelace": "+4915799912345",
        "Example Ltd": "+492111234567",
    }


async def test_files_come_as_text_bytes_path_or_open_file(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_bytes(PLAIN.replace(",", ";").encode("cp1252"))
    async with AsyncSipgate(**access(Sandbox(seed="empty"))) as client:
        with path.open("rb") as file:
            sources: list[Any] = [path, PLAIN, PLAIN.encode("utf-16"), file]
            reports = [await client.contacts.import_csv(source) for source in sources]
        found = await client.contacts.list("PRIVATE")
    assert [len(report.created) for report in reports] == [2, 0, 0, 0]
    assert [len(report.duplicates) for report in reports] == [0, 2, 2, 2]
    assert {contact.name for contact in found} == {"Ada Lovelace", "Jörg Müller"}


async def test_a_file_that_cannot_be_read_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text(PLAIN)
    sandbox = Sandbox()
    async with AsyncSipgate(**access(sandbox)) as client:
        with pytest.raises(InvalidInput, match="path of a file"):
            await client.contacts.import_csv(str(path))
        with pytest.raises(InvalidInput, match="column"):
            await client.contacts.import_csv("a,b,c\n1,2,3\n")
        with pytest.raises(InvalidInput, match="no vCard"):
            await client.contacts.import_vcard("hello\n")
        with pytest.raises(InvalidInput, match="route"):
            await client.contacts.import_csv(PLAIN, route="fax")  # type: ignore[arg-type]
        with pytest.raises(InvalidInput, match="cannot be written"):
            await client.contacts.import_vcard("BEGIN:VCARD\n", scope=cast("Any", "ALL"))
    assert sandbox.requests == []


async def test_half_a_character_costs_its_row_only() -> None:
    async with AsyncSipgate(**access(Sandbox(seed="empty"))) as client:
        report = await client.contacts.import_csv(PLAIN + "Half\ud800,Way,+4915799912346\n")
    assert report.created == (2, 3)
    assert [(row.line, row.reason) for row in report.refused] == [
        (4, "The contact contains a lone surrogate, which is not valid Unicode.")
    ]


async def test_many_rows_go_in_requests_of_five_hundred() -> None:
    rows = "".join(f"Vor{number},Nach{number},+49157{number:08d}\n" for number in range(1100))
    sandbox = Sandbox(seed="empty")
    async with AsyncSipgate(**access(sandbox)) as client:
        report = await client.contacts.import_csv("firstname,lastname,number\n" + rows)
    assert len(report.created) == 1100
    assert writes_of(sandbox, "/import/csv") == 3


def test_a_report_is_a_value_and_becomes_json_and_back() -> None:
    report = ImportReport(
        created=(2, 3),
        refused=(ImportRow(line=4, reason="No.", fields=("number",)),),
        stopped="The run was cancelled.",
        next_line=5,
    )
    assert ImportReport.from_json(report.to_json()) == report
    assert hash(ImportReport.from_json(report.to_json())) == hash(report)
