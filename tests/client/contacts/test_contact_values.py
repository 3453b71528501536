"""Contacts as values: whatever sipgate returns is read, written to files, and sent back unchanged."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sipgate_tools.contacts.export import ContactFile, CsvFile, JsonFile, VcardFile
from sipgate_tools.formats.json import card_from_json
from sipgate_tools.models import Contact, ContactScope
from sipgate_tools.requests.contact_bodies import create_body, update_body

TEXT = st.text(max_size=12)
ODD: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
FIELDS = [
    *("id", "name", "given", "family", "numbers", "emails", "addresses", "organization"),
    *("picture", "note", "websites", "scope", "colour"),
]


def entries(key: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    entry = st.fixed_dictionaries(
        {key: TEXT | ODD}, optional={"type": st.lists(TEXT, max_size=2) | ODD, "x": ODD}
    )
    return st.lists(entry, max_size=3)


PAYLOADS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"id": st.just("c1"), "name": st.text(min_size=1).filter(str.strip)},
    optional={
        "numbers": entries("number") | ODD,
        "emails": entries("email") | ODD,
        "websites": entries("url") | ODD,
        "addresses": entries("locality") | ODD,
        "organization": st.lists(st.lists(TEXT, max_size=2), max_size=2) | ODD,
        "scope": st.sampled_from(["PRIVATE", "SHARED"]) | ODD,
        **dict.fromkeys(("given", "family", "picture", "note", "colour"), TEXT | ODD),
    },
).filter(lambda payload: payload.get("scope") != "INTERNAL")


@given(PAYLOADS)
def test_an_unchanged_contact_goes_back_as_it_came(payload: dict[str, Any]) -> None:
    assert update_body(Contact.from_payload(payload)) == payload


@given(PAYLOADS, st.sampled_from(["note", "picture", "family"]), TEXT)
def test_a_change_changes_its_field_only(payload: dict[str, Any], field: str, value: str) -> None:
    contact = Contact.from_payload(payload)
    body = update_body(contact.replace(**{field: value}))
    untouched = {name: sent for name, sent in body.items() if name != field}
    assert untouched == {name: sent for name, sent in payload.items() if name != field}
    assert value in {body.get(field), getattr(contact, field)}


@given(st.dictionaries(st.sampled_from(FIELDS), ODD))
def test_any_object_is_a_contact_that_files_can_hold(payload: dict[str, Any]) -> None:
    contact = Contact.from_payload(payload)
    assert hash(contact) == hash(Contact.from_payload(payload))
    assert Contact.from_json(contact.to_json()) == contact
    files: list[ContactFile] = [
        CsvFile(delimiter=",", bom=False, guard_formulas=True),
        VcardFile("4.0"),
        VcardFile("3.0"),
        JsonFile(),
    ]
    assert all(file.contact(contact) for file in files)


@given(PAYLOADS)
def test_what_is_created_of_a_contact_is_the_contact(payload: dict[str, Any]) -> None:
    card = Contact.from_payload(payload).to_card()
    sent = card_from_json(create_body(card, ContactScope.PRIVATE))
    assert (sent.given, sent.family) == card.given_and_family()
    for field in ("name", "numbers", "emails", "addresses", "organization", "picture", "note", "websites"):
        assert getattr(sent, field) == getattr(card, field)
