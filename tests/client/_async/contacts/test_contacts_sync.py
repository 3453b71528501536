"""Contacts that are brought up to date with a file or a list."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, Final

import pytest

from sipgate_tools import AsyncSipgate, InvalidInput, PermissionDenied
from sipgate_tools.models import BulkProgress, Contact, ContactEmail, ContactNumber
from sipgate_tools.sandbox import Sandbox
from tests.client.accounts import access

HEADER: Final = "Kundennummer;Vorname;Nachname;Telefon;E-Mail;Notiz\n"


def file(*rows: str) -> str:
    return HEADER + "".join(f"{row}\n" for row in rows)


async def empty(client: AsyncSipgate) -> None:
    await client.contacts.delete_all_private()


async def private(client: AsyncSipgate) -> dict[str, Contact]:
    return {contact.name: contact async for contact in client.contacts.iterate("PRIVATE")}


def writes(sandbox: Sandbox) -> int:
    return sum(method != "GET" for method, _ in sandbox.requests)


async def test_rows_are_created_updated_or_left_as_they_are() -> None:
    sandbox = Sandbox()
    progress: list[BulkProgress] = []
    async with AsyncSipgate(**access(sandbox)) as client:
        await empty(client)
        first = await client.contacts.sync(
            file("1;Ada;Byron;0157 99912345;ada@example.org;", "2;Bob;Byron;0157 99912346;;"), key="number"
        )
        before = await private(client)
        changed = file(
            "1;Ada;Lovelace;0157 99912345;ada@example.com;VIP",
            "2;Bob;Byron;0157 99912346;;",
            "3;Cleo;Cole;0157 99912347;;",
        )
        plan = await client.contacts.sync(changed, key="number", dry_run=True)
        assert await private(client) == before
        done = await client.contacts.sync(changed, key="number", progress=progress.append)
        contacts = await private(client)
        requests = writes(sandbox)
        again = await client.contacts.sync(changed, key="number")
    assert (len(first.created), len(first.updated), first.complete) == (2, 0, True)
    assert [(change.line, change.name) for change in done.updated] == [(2, "Ada Byron")]
    assert [(change.line, change.name) for change in done.created] == [(4, "Cleo Cole")]
    assert (done.unchanged, again.unchanged, writes(sandbox)) == ((3,), (2, 3, 4), requests)
    assert contacts["Ada Lovelace"].id == before["Ada Byron"].id
    assert contacts["Ada Lovelace"].note == "VIP"
    assert plan.replace(dry_run=False) == done
    assert (progress[-1].total, progress[-1].done, progress[-1].skipped, progress[-1].report) == (
        3,
        2,
        1,
        done,
    )


async def test_a_dry_run_shows_the_differences_and_its_repr_shows_no_values() -> None:
    async with AsyncSipgate(**access(Sandbox())) as client:
        await empty(client)
        await client.contacts.sync(file("1;Ada;Byron;0157 99912345;ada@example.org;"), key="email")
        plan = await client.contacts.sync(
            file("1;Ada;Byron;0157 99912399;ada@example.org;secret"), key="email", dry_run=True
        )
    assert plan.diff().splitlines() == [
        "update Ada Byron (line 2)",
        "  - numbers: +4915799912345",
        "  + numbers: +4915799912399",
        "  + note: secret",
    ]
    assert "secret" not in repr(plan) + repr(plan.updated) + str(plan)
    assert str(plan) == "0 would be created, 1 would be updated, 0 unchanged, 0 refused, 0 unknown"


async def test_what_the_row_does_not_have_stays() -> None:
    async with AsyncSipgate(**access(Sandbox())) as client:
        await empty(client)
        await client.contacts.create(
            given="Ada",
            family="Byron",
            numbers=[{"number": "+4915799912345", "type": ["cell"]}],
            emails="ada@example.org",
            organization=[["Example Ltd", "Engines"]],
            note="calls on Mondays",
        )
        row = Contact(name="Ada King", numbers=(ContactNumber(number="+49 1579 9912345"),))
        report = await client.contacts.sync([row], key="number")
        (ada,) = (await private(client)).values()
    assert [(change.field, change.before, change.after) for change in report.updated[0].fields] == [
        ("name", ("Ada Byron",), ("Ada King",))
    ]
    assert (ada.name, ada.note, ada.organization) == (
        "Ada King",
        "calls on Mondays",
        (("Example Ltd", "Engines"),),
    )
    assert ada.numbers == (ContactNumber(number="+4915799912345", type=("cell",)),)
    assert ada.emails == (ContactEmail(email="ada@example.org"),)


async def test_an_external_id_finds_a_customer_with_a_new_number_and_leaves_remarks_alone() -> None:
    async with AsyncSipgate(**access(Sandbox())) as client:
        await empty(client)
        options: dict[str, Any] = {"key": "external_id", "id_column": "kundennummer"}
        await client.contacts.sync(
            file("17;Ada;Byron;0157 99912345;;", "18;Bob;Byron;0157 99912346;;"), **options
        )
        ada = (await private(client))["Ada Byron"]
        assert ada.note == "External id: 17"
        await client.contacts.update(ada.replace(note="VIP\nExternal id: 17"))
        report = await client.contacts.sync(
            file("17;Ada;King;0157 99912399;;", "18;Bob;Byron;0157 99912346;;", ";Cleo;Cole;0157 99912347;;"),
            **options,
        )
        contacts = await private(client)
    assert (len(report.updated), report.unchanged, len(report.created)) == (1, (3,), 0)
    assert [str(row) for row in report.refused] == ["line 4: The row has no external id."]
    assert (contacts["Ada King"].note, contacts["Ada King"].id) == ("VIP\nExternal id: 17", ada.id)
    assert [number.number for number in contacts["Ada King"].numbers] == ["+4915799912399"]
    assert report.not_held == ("Kundennummer",)


async def test_rows_that_cannot_be_assigned_are_refused_and_returned_as_csv(tmp_path: Path) -> None:
    source = tmp_path / "kunden.csv"
    source.write_text(
        file(
            "1;Ada;Byron;0157 99912345;;",
            "2;Bob;Byron;;bob@example.org;",
            "3;Ann;Byron;0157 99912345;;",
            "4;Cleo;Cole;5799912347;;",
            "5;Twin;Two;0157 99912350;;=1+1",
        ),
        encoding="cp1252",
    )
    async with AsyncSipgate(**access(Sandbox())) as client:
        await empty(client)
        for name in ("One", "Two"):
            await client.contacts.create(given="Twin", family=name, numbers="+4915799912350")
        report = await client.contacts.sync(source, key="number")
        rest = report.refused_csv(source)
        corrected = rest.replace("5799912347", "0157 99912347")
        repeated = await client.contacts.import_csv(corrected, dry_run=True)
    assert [(row.line, row.reason.split(".")[0]) for row in report.refused] == [
        (3, "The row has no telephone number"),
        (4, "The row in line 2 has the same key"),
        (5, "None of the telephone numbers can be read"),
        (6, "The row cannot be assigned to one contact: several have its key"),
    ]
    lines = rest.splitlines()
    assert lines[0] == "refused line;refused reason;Kundennummer;Vorname;Nachname;Telefon;E-Mail;Notiz"
    assert (
        lines[3]
        == "5;None of the telephone numbers can be read. (Telefon: not a telephone number);4;Cleo;Cole;5799912347;;"
    )
    assert lines[4].endswith(";'=1+1")
    assert len(report.created) == 1
    assert (len(repeated.created), len(repeated.duplicates)) == (3, 1)
    assert {name for row in repeated.not_held for name in row.fields} == {"Kundennummer"}


async def test_a_contact_with_the_numbers_of_two_rows_is_left_alone() -> None:
    async with AsyncSipgate(**access(Sandbox())) as client:
        await empty(client)
        await client.contacts.create(
            given="Ada", family="Byron", numbers=["+4915799912345", "+4915799912346"]
        )
        report = await client.contacts.sync(
            file("1;Ada;Byron;0157 99912345;;", "2;Bob;Byron;0157 99912346;;"), key="number"
        )
        (ada,) = (await private(client)).values()
    assert [row.line for row in report.refused] == [2, 3]
    assert len(ada.numbers) == 2


async def test_refused_rows_of_an_import_are_returned_as_csv() -> None:
    source = file("1;Ada;Byron;0157 99912345;;", "2;;;;;", "3;Cleo;Cole;5799912347;;")
    async with AsyncSipgate(**access(Sandbox())) as client:
        report = await client.contacts.import_csv(source, dry_run=True)
    assert [line.split(";")[0] for line in report.refused_csv(source).splitlines()] == [
        "refused line",
        "3",
        "4",
    ]


async def test_a_lost_response_is_unknown_and_settled_by_the_next_run() -> None:
    sandbox = Sandbox()
    rows = file(*(f"{number};Ada;Number{number};0157 999{number:05};;" for number in range(10, 16)))
    async with AsyncSipgate(**access(sandbox)) as client:
        await empty(client)
        sandbox.faults.add("drop-after@createContact*1+1")
        sandbox.faults.add("drop@createContact*1+3")
        sandbox.faults.add("400@createContact*1+3")
        first = await client.contacts.sync(rows, key="number", at_once=1)
        second = await client.contacts.sync(rows, key="number")
        names = [contact.name async for contact in client.contacts.iterate("PRIVATE")]
    assert (len(first.unknown), len(first.refused)) == (2, 1)
    assert len(second.created) == 2
    assert second.complete
    assert len(names) == len(set(names)) == 6


async def test_a_stopped_run_names_the_rows_that_were_not_tried() -> None:
    rows = io.BytesIO(file(*(f"{n};Ada;Number{n};0157 999{n:05};;" for n in range(10, 16))).encode())
    async with AsyncSipgate(**access(Sandbox())) as client:
        await empty(client)
        report = await client.contacts.sync(
            rows, key="number", at_once=1, progress=lambda progress: progress.done < 2
        )
    assert (len(report.created), report.not_tried) == (2, (4, 5, 6, 7))
    assert report.stopped == "The progress callback returned False."


async def test_only_the_address_book_of_the_scope_is_compared() -> None:
    async with AsyncSipgate(**access(Sandbox())) as client:
        await empty(client)
        rows = file("1;Ada;Byron;0157 99912345;;")
        await client.contacts.sync(rows, key="number")
        report = await client.contacts.sync(rows, key="number", scope="SHARED")
        scopes = [contact.scope async for contact in client.contacts.search("Ada Byron")]
    assert len(report.created) == 1
    assert sorted(map(str, scopes)) == ["PRIVATE", "SHARED"]


@pytest.mark.parametrize(
    ("rows", "arguments", "problem"),
    [
        (file(), {"key": "phone"}, "Unknown key"),
        (file(), {"key": "external_id"}, "id_column"),
        (file(), {"key": "number", "id_column": "Kundennummer"}, "id_column"),
        (file(), {"key": "external_id", "id_column": "Nr"}, "does not have: Nr"),
        ([Contact(name="Ada")], {"key": "external_id", "id_column": "Nr"}, "id_column"),
        (["Ada"], {"key": "number"}, "position 1 is not a Contact"),
        (file(), {"key": "number", "scope": "INTERNAL"}, "scope"),
        ("", {"key": "number"}, "empty"),
        ("kunden.csv", {"key": "number"}, "path of a file"),
    ],
)
async def test_wrong_arguments_are_refused_before_anything_is_sent(
    rows: Any, arguments: dict[str, Any], problem: str
) -> None:
    sandbox = Sandbox()
    async with AsyncSipgate(**access(sandbox)) as client:
        with pytest.raises(InvalidInput, match=problem):
            await client.contacts.sync(rows, **arguments)
    assert sandbox.requests == []


async def test_a_token_that_may_not_write_raises() -> None:
    sandbox = Sandbox()
    options = access(sandbox)
    options["token_id"], options["token"] = sandbox.issue_token(["contacts:read"])
    async with AsyncSipgate(**options) as client:
        with pytest.raises(PermissionDenied):
            await client.contacts.sync(file("1;Ada;Byron;0157 99912345;;"), key="number")
