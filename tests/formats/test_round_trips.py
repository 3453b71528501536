"""Whatever a contact holds, what we write is what we read; and no bytes break the reading."""

import base64
import json
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sipgate_tools.errors import InvalidInput
from sipgate_tools.formats.contact import (
    CardAddress,
    CardEmail,
    CardNumber,
    CardRead,
    CardRefused,
    CardResult,
    CardWebsite,
    ContactCard,
)
from sipgate_tools.formats.csv import read_csv, write_csv
from sipgate_tools.formats.json import card_from_json, write_json
from sipgate_tools.formats.vcard import read_vcards, write_vcard, write_vcards

vobject: Any = import_module("vobject")

quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

NASTY = (
    "=1+1",
    "'=1",
    "''-",
    "+49",
    "@SUM(A1)",
    "\tTab",
    "＝1",
    " blank ",
    "'t Hooft",
    "a\r\nb",
    "c\rd",
    "one ::: two",
    "semi;comma,colon:",
    'quo"te',
    "back\\slash\\n",
    "\ufeff",
    "\x00",
    "line\u2028line",
    "mailto:a@b.example",
    "Grüße aus Łódź 🎈" * 9,
    "{}",
    "* myContacts",
    "SMTP",
)
text = st.text(max_size=10) | st.sampled_from(NASTY)
e164 = st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True)
number = st.sampled_from(["+493023125001", "+4917604069001", "10", "*55", "030 23125001"]) | e164 | text
types = st.lists(st.sampled_from(["work", "home", "cell", "fax", "voice", "WORK"]) | text, max_size=3).map(
    tuple
)
small_base64 = st.binary(min_size=1, max_size=80).map(lambda octets: base64.b64encode(octets).decode())
picture = (
    st.none()
    | text
    | small_base64
    | small_base64.map("data:image/png;base64,{}".format)
    | st.sampled_from(["https://pictures.example/a,b;c.png", "HTTP://A/", "data:image/png;base64,A"])
)
address = st.builds(CardAddress, *[text] * 7, types=types)


def some(strategy: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=most).map(tuple)


cards = st.builds(
    ContactCard,
    name=text.filter(lambda name: bool(name.strip())),
    given=text,
    family=text,
    organization=some(some(text, 3), 2),
    numbers=some(st.builds(CardNumber, number, types), 4),
    emails=some(st.builds(CardEmail, text, types), 3),
    addresses=some(address, 2),
    picture=picture,
    note=st.none() | text,
    websites=some(st.builds(CardWebsite, text, types), 2),
    scope=st.sampled_from([None, "PRIVATE", "SHARED", "INTERNAL"]),
    id=st.none() | text,
)


def cards_of(results: list[CardResult]) -> list[ContactCard]:
    assert all(isinstance(result, CardRead) and not result.not_held for result in results), results
    return [result.card for result in results if isinstance(result, CardRead)]


@quick
@given(st.lists(cards, max_size=3), st.sampled_from(",;\t|"), st.booleans(), st.booleans())
def test_csv_written_by_us_gives_equal_cards(
    contacts: list[ContactCard], delimiter: str, bom: bool, guarded: bool
) -> None:
    written = "".join(write_csv(contacts, delimiter=delimiter, bom=bom, guard_formulas=guarded))
    assert cards_of(list(read_csv(written.encode()))) == contacts
    assert cards_of(list(read_csv(written))) == contacts


@quick
@given(st.lists(cards, min_size=1, max_size=3), st.sampled_from(["4.0", "3.0"]))
def test_vcards_written_by_us_give_equal_cards(
    contacts: list[ContactCard], version: Literal["4.0", "3.0"]
) -> None:
    written = "".join(write_vcards(contacts, version=version)).encode()
    assert cards_of(list(read_vcards(written))) == contacts
    assert max(map(len, written.split(b"\r\n"))) <= 75


@quick
@given(st.lists(cards, max_size=3))
def test_json_written_by_us_gives_equal_cards(contacts: list[ContactCard]) -> None:
    document = json.loads("".join(write_json(contacts)))
    assert [card_from_json(each) for each in document["contacts"]] == contacts
    assert document["totalCount"] == len(contacts)


plain = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=40)
word = plain.filter(lambda name: name.strip() == name != "")


@quick
@given(
    st.builds(
        ContactCard,
        name=word,
        given=word,
        family=word,
        organization=st.lists(st.tuples(word, word), max_size=1).map(tuple),
        numbers=some(st.builds(CardNumber, e164, st.just(("work", "cell"))), 3),
        emails=some(st.builds(CardEmail, word), 2),
        addresses=some(st.builds(CardAddress, *[word] * 7, types=st.just(("home",))), 2),
    ),
    st.sampled_from(["4.0", "3.0"]),
)
def test_vobject_reads_the_same_names_numbers_and_addresses(
    card: ContactCard, version: Literal["4.0", "3.0"]
) -> None:
    (theirs,) = vobject.readComponents(write_vcard(card, version=version))
    assert theirs.fn.value == card.name
    assert (theirs.n.value.given, theirs.n.value.family) == (card.given, card.family)
    assert [line.value for line in theirs.contents.get("tel", [])] == [each.number for each in card.numbers]
    assert [line.params["TYPE"] for line in theirs.contents.get("tel", [])] == [["work", "cell"]] * len(
        card.numbers
    )
    assert [line.value for line in theirs.contents.get("email", [])] == [each.email for each in card.emails]
    assert [tuple(line.value) for line in theirs.contents.get("org", [])] == list(card.organization)
    places = [line.value for line in theirs.contents.get("adr", [])]
    assert [(at.box, at.extended, at.street, at.city, at.region, at.code, at.country) for at in places] == [
        each.parts for each in card.addresses
    ]


CSV_PIECES = (
    b"",
    b"Vorname;Nachname;Telefon;Notizen\n",
    b"firstname,lastname,number,more,addresses\r\n",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"sep=;\n",
    b'"',
    b'""',
    b",",
    b";",
    b"\r",
    b"\n",
    b"+4930231250",
    b"[[1]]",
    b"{",
    b"\xe4",
    b'{"numbers":{}}',
    b"Anna",
)
VCARD_PIECES = (
    b"BEGIN:VCARD\n",
    b"END:VCARD\n",
    b"VERSION:3.0\n",
    b"FN:Anna\n",
    b"N:A,B;C\n",
    b"TEL:",
    b"TEL;WORK:+493023125001\n",
    b"PHOTO;ENCODING=b:",
    b"PHOTO:data:",
    b"=\n",
    b"\n ",
    b"NOTE;QUOTED-PRINTABLE:=F",
    b";",
    b'"',
    b":",
    b"\\",
    b"\xff\xfe",
    b"X-SIPGATE-EXACT=",
    b"W1sxXSxbXV0",
    b"AGENT:\n",
    b"item1.",
    b"X-ABLabel:x\n",
    b"\xc3",
    b"ENCODING=QUOTED-PRINTABLE;CHARSET=rot13:",
)


def soup(pieces: tuple[bytes, ...]) -> st.SearchStrategy[bytes]:
    return st.lists(st.binary(max_size=8) | st.sampled_from(pieces), max_size=25).map(b"".join)


@pytest.mark.parametrize(("read", "pieces"), [(read_csv, CSV_PIECES), (read_vcards, VCARD_PIECES)])
def test_any_bytes_give_results_or_a_clear_error(
    read: Callable[[bytes], Any], pieces: tuple[bytes, ...]
) -> None:
    @settings(quick, max_examples=200)
    @given(st.sampled_from(pieces), soup(pieces))
    def survives(first: bytes, rest: bytes) -> None:
        with suppress(InvalidInput):
            results = list(read(first + rest))
            assert all(isinstance(result, CardRead | CardRefused) and result.line >= 1 for result in results)

    survives()
