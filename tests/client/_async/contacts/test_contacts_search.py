"""Search for contacts by words and numbers."""

from __future__ import annotations

import pytest

from sipgate_tools import AsyncSipgate, InvalidInput
from sipgate_tools.sandbox import Sandbox
from tests.client.accounts import access


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("merle", ["Merle Ahrens"]),
        ("AHRENS merle", ["Merle Ahrens"]),
        ("engines", ["Merle Ahrens"]),
        ("bob@example", ["Bob Byron"]),
        ("999123", ["Merle Ahrens", "Bob Byron"]),
        ("0157 99912345", ["Merle Ahrens"]),
        ("+49 1579 9912346", ["Bob Byron"]),
        ("merle bob", []),
        ("", ["Merle Ahrens", "Bob Byron"]),
    ],
)
async def test_words_and_numbers_find_contacts_on_any_page(query: str, names: list[str]) -> None:
    sandbox = Sandbox()
    async with AsyncSipgate(**access(sandbox)) as client:
        await client.contacts.delete_all_private()
        await client.contacts.delete_all_shared()
        await client.contacts.create(
            given="Merle", family="Ahrens", numbers="+4915799912345", organization=[["Example", "Engines"]]
        )
        await client.contacts.create(
            given="Bob", family="Byron", numbers="+4915799912346", emails="bob@example.org", scope="SHARED"
        )
        found = client.contacts.search(query, page_size=1)
        assert [contact.name async for contact in found if contact.scope != "INTERNAL"] == names
        shared = client.contacts.search(query, scope="SHARED")
        assert [contact.name async for contact in shared] == names[-1:] * ("Bob Byron" in names)


async def test_a_search_term_is_a_string() -> None:
    async with AsyncSipgate(**access(Sandbox())) as client:
        with pytest.raises(InvalidInput, match="query must be a string"):
            client.contacts.search(None)  # pyright: ignore[reportArgumentType]
