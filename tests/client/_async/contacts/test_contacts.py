"""Contacts: created, changed, deleted, listed."""

from typing import Any

import pytest

from sipgate_tools import AsyncSipgate, InvalidInput, NotFound
from sipgate_tools.formats.contact import ContactCard
from sipgate_tools.models import (
    Contact,
    ContactAddress,
    ContactEmail,
    ContactNumber,
    ContactScope,
    ContactWebsite,
)
from sipgate_tools.sandbox import Sandbox
from tests.client.accounts import access
from tests.client.contacts_server import ContactsServer, contacts
from tests.client.credentials import TOKEN, TOKEN_ID
from tests.client.scripted_server import Reply, scripted_server

ADA = "+4915799912345"


async def test_a_contact_is_created_with_every_field_and_found_by_its_number() -> None:
    sandbox = Sandbox(check_answers=True)
    async with AsyncSipgate(**access(sandbox)) as client:
        await client.contacts.create(
            given="Ada",
            family="Lovelace",
            numbers=["+49 1579 9912345", {"number": "+492111234567", "type": "work"}],
            emails=ContactEmail(email="ada@example.org", type=("home",)),
            addresses={"street_address": "Weg 1", "postalCode": "50667", "type": ["home"]},
            organization=[["Example Ltd", "Engines"]],
            picture=b"abc",
            note="met in London",
            websites="https://example.org",
            scope="SHARED",
        )
        page = await client.contacts.list(phone_numbers=ADA)
    (ada,) = page
    assert ada.replace(id="") == Contact(
        name="Ada Lovelace",
        numbers=(ContactNumber(number=ADA), ContactNumber(number="+492111234567", type=("work",))),
        emails=(ContactEmail(email="ada@example.org", type=("home",)),),
        addresses=(ContactAddress(street_address="Weg 1", postal_code="50667", type=("home",)),),
        organization=(("Example Ltd", "Engines"),),
        picture="YWJj",
        note="met in London",
        websites=(ContactWebsite(url="https://example.org"),),
        scope=ContactScope.SHARED,
    )
    assert sandbox.problems == []


async def test_a_contact_leaves_in_the_form_that_the_reference_sends() -> None:
    with scripted_server(Reply(200)) as script:
        async with AsyncSipgate(token_id=TOKEN_ID, token=TOKEN, base_url=script.base_url) as client:
            await client.contacts.create(given="Jörg", numbers=ADA)
    assert script.received[0].json == {
        "name": "Jörg",
        "given": "Jörg",
        "family": "",
        "organization": [],
        "picture": None,
        "scope": "PRIVATE",
        "numbers": [{"number": ADA, "type": []}],
        "emails": [],
        "addresses": [],
    }


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({}, "neither a given nor a family name"),
        ({"given": " "}, "neither a given nor a family name"),
        ({"name": "Ada"}, "neither a given nor a family name"),
        ({"given": "Ada", "numbers": "0211"}, "number"),
        ({"given": "Ada", "numbers": [{"nummer": ADA}]}, "numbers has a malformed entry"),
        ({"given": "Ada", "emails": [3]}, "emails has a malformed entry"),
        ({"given": "Ada", "addresses": [{"street": "Weg 1"}]}, "addresses has a malformed entry"),
        ({"given": "Ada", "organization": ["Example", "Sales"]}, "list of organizations"),
        ({"given": "Ada", "scope": "INTERNAL"}, "cannot be written"),
        ({"given": "Ada", "scope": "ALL"}, "cannot be written"),
        ({"given": "Ada", "note": "\ud800"}, "lone surrogate"),
    ],
)
async def test_what_is_no_contact_is_refused_before_anything_is_sent(
    wrong: dict[str, Any], message: str
) -> None:
    sandbox = Sandbox()
    async with AsyncSipgate(**access(sandbox)) as client:
        with pytest.raises(InvalidInput, match=message):
            await client.contacts.create(**wrong)
    assert sandbox.requests == []


async def test_a_changed_contact_is_sent_whole_with_what_this_version_does_not_know() -> None:
    received: dict[str, Any] = {
        "id": "c1",
        "name": "Ada Lovelace",
        "picture": None,
        "numbers": [{"number": ADA, "type": ["cell"], "verified": True}, {"number": "+49211", "type": []}],
        "scope": "PRIVATE",
        "colour": {"r": 255},
    }
    with scripted_server(Reply(200, received), Reply(204)) as script:
        async with AsyncSipgate(token_id=TOKEN_ID, token=TOKEN, base_url=script.base_url) as client:
            ada = await client.contacts.get("c1")
            numbers = (*ada.numbers, ContactNumber(number="+492111234567"))
            await client.contacts.update(ada.replace(name="Ada Byron", numbers=numbers))
    sent = script.received[1]
    assert (sent.method, sent.path) == ("PUT", "/v2/contacts/c1")
    assert sent.json == received | {
        "name": "Ada Byron",
        "numbers": [*received["numbers"], {"number": "+492111234567"}],
    }


async def test_an_unchanged_contact_is_sent_as_it_came_even_where_it_is_odd() -> None:
    received = {"id": "c1", "name": "Ada", "emails": "none", "scope": "TEAM", "organization": [["A", None]]}
    with scripted_server(Reply(200, received), Reply(204)) as script:
        async with AsyncSipgate(token_id=TOKEN_ID, token=TOKEN, base_url=script.base_url) as client:
            await client.contacts.update(await client.contacts.get("c1"))
    assert script.received[1].json == received


async def test_an_update_changes_what_sipgate_has() -> None:
    sandbox = Sandbox(check_answers=True)
    async with AsyncSipgate(**access(sandbox)) as client:
        before = next(iter(await client.contacts.list("PRIVATE")))
        await client.contacts.update(before.replace(note="calls on Mondays"))
        after = await client.contacts.get(before.id)
    assert after == before.replace(note="calls on Mondays")
    assert sandbox.problems == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"id": ""}, "not an id"),
        ({"name": " "}, "no name"),
        ({"scope": ContactScope.INTERNAL}, "internal contact"),
        ({"numbers": 3}, "wrong type"),
    ],
)
async def test_a_contact_that_cannot_be_is_not_sent(change: dict[str, Any], message: str) -> None:
    sandbox = Sandbox()
    async with AsyncSipgate(**access(sandbox)) as client:
        contact = Contact(id="c1", name="Ada", scope=ContactScope.PRIVATE)
        with pytest.raises(InvalidInput, match=message):
            await client.contacts.update(contact.replace(**change))
    assert sandbox.requests == []


async def test_a_deleted_contact_is_gone() -> None:
    async with AsyncSipgate(**access(Sandbox())) as client:
        contact = next(iter(await client.contacts.list("SHARED")))
        with pytest.raises(NotFound):
            await client.contacts.delete(contact.id, scope="PRIVATE")
        await client.contacts.delete(contact.id)
        with pytest.raises(NotFound):
            await client.contacts.get(contact.id)
        with pytest.raises(InvalidInput, match="not an id"):
            await client.contacts.delete("")


@pytest.mark.parametrize("scope", ["PRIVATE", "SHARED", "INTERNAL", ContactScope.SHARED, "shared"])
async def test_a_scope_lists_its_contacts_only(scope: Any) -> None:
    async with AsyncSipgate(**access(Sandbox())) as client:
        all_contacts = await client.contacts.list()
        page = await client.contacts.list(scope)
        iterated = [contact async for contact in client.contacts.iterate(scope)]
    expected = [contact for contact in all_contacts if contact.scope == scope.upper()]
    assert list(page) == iterated == expected
    assert page.total_count == len(expected) > 0


async def test_pages_fit_together() -> None:
    async with AsyncSipgate(**access(Sandbox())) as client:
        found: list[Contact] = []
        offset: int | None = 0
        while offset is not None:
            page = await client.contacts.list("ALL", limit=3, offset=offset)
            found += page
            offset = page.next_offset
        assert found == list(await client.contacts.list())


async def test_arguments_out_of_range_are_refused() -> None:
    sandbox = Sandbox()
    async with AsyncSipgate(**access(sandbox)) as client:
        for wrong in ({"scope": "MINE"}, {"limit": -1}, {"offset": -1}, {"phone_numbers": "0211"}):
            with pytest.raises(InvalidInput):
                await client.contacts.list(**wrong)  # type: ignore[arg-type]
        with pytest.raises(InvalidInput, match="page_size"):
            [contact async for contact in client.contacts.iterate(page_size=0)]
        with pytest.raises(InvalidInput, match="at_once"):
            await client.contacts.delete_all_private(at_once=0)
    assert sandbox.requests == []


async def test_an_old_api_that_does_not_know_scopes_gives_no_contacts_of_other_scopes() -> None:
    shelf = ContactsServer([*contacts(4, "SHARED"), *contacts(3)], scopes=False)
    async with AsyncSipgate(**shelf.access()) as client:
        page = await client.contacts.list("PRIVATE", limit=5)
        rest = await client.contacts.list("PRIVATE", limit=5, offset=page.next_offset or 0)
        iterated = [contact async for contact in client.contacts.iterate("PRIVATE", page_size=2)]
    assert [contact.id for contact in [*page, *rest]] == ["PRIVATE-0", "PRIVATE-1", "PRIVATE-2"]
    assert (page.next_offset, rest.next_offset) == (5, None)
    assert [contact.id for contact in iterated] == ["PRIVATE-0", "PRIVATE-1", "PRIVATE-2"]


@pytest.mark.parametrize("total", [True, False])
@pytest.mark.parametrize("cursor", ["known", "ignored", "refused"])
@pytest.mark.parametrize("max_page_size", [3, 4, 5000])
async def test_iterating_gives_every_contact_once_however_the_api_pages(
    cursor: Any, total: bool, max_page_size: int
) -> None:
    shelf = ContactsServer(contacts(8), cursor=cursor, total=total, max_page_size=max_page_size)
    async with AsyncSipgate(**shelf.access()) as client:
        found = [contact.id async for contact in client.contacts.iterate(page_size=4)]
    assert found == [f"PRIVATE-{number}" for number in range(8)]
    assert len(shelf.queries) < 8


async def test_contacts_are_values() -> None:
    async with AsyncSipgate(**access(Sandbox())) as client:
        once, again = [list(await client.contacts.list()) for _ in range(2)]
    assert once == again
    assert set(once) == set(again)
    assert [Contact.from_json(contact.to_json()) for contact in once] == once
    assert all(contact.raw["id"] == contact.id for contact in once)


def test_a_repr_shows_who_it_is_and_neither_picture_nor_note() -> None:
    text = repr(Contact(id="c1", name="Ada", picture="AAAA", note="owes us money"))
    assert text == "Contact(id='c1', name='Ada')"


def test_a_contact_becomes_a_card_and_back() -> None:
    contact = Contact(
        id="c1",
        name="Ada Lovelace",
        given="Ada",
        family="Lovelace",
        numbers=(ContactNumber(number=ADA, type=("cell",)),),
        emails=(ContactEmail(email="ada@example.org"),),
        addresses=(ContactAddress(po_box="7", country="UK", type=("work",)),),
        organization=(("Example Ltd",),),
        picture="AAAA",
        note="x",
        websites=(ContactWebsite(url="https://example.org"),),
        scope=ContactScope.SHARED,
    )
    assert Contact.from_card(contact.to_card()) == contact
    assert Contact.from_card(ContactCard(name="Ada")) == Contact(name="Ada")
