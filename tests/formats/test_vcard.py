"""Reading and writing vCards, line by line and as whole files."""

from pathlib import Path

import pytest

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
from sipgate_tools.formats.vcard import read_vcards, write_vcard, write_vcards

FIXTURES = Path(__file__).parent / "fixtures"
PHOTO = "data:image/jpeg;base64,/9j/4AAQSkZJRgAB"
# The smallest PNG.
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="


def card(*lines: str, version: str = "4.0") -> CardRead:
    text = "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])
    (result,) = read_vcards(text)
    assert isinstance(result, CardRead), result
    return result


def test_apple_contacts() -> None:
    aase, bakery = read_vcards(FIXTURES / "apple.vcf")
    assert isinstance(aase, CardRead)
    picture = aase.card.picture
    assert picture is not None
    assert picture.startswith(PHOTO)
    assert aase.card == ContactCard(
        name="Prof. Åse Marie Sørensen",
        given="Åse",
        family="Sørensen",
        organization=(("Nordlicht AG", "Forschung"),),
        numbers=(
            CardNumber("+491713920021", ("cell", "pref")),
            CardNumber("+493023125201", ("home", "fax")),
            CardNumber("+4917604069021", ("iphone", "cell")),
        ),
        emails=(
            CardEmail("aase@nordlicht.example", ("work", "pref")),
            CardEmail("aase@huette.example", ("Hütte",)),
        ),
        addresses=(
            CardAddress(
                "", "", "Hafenstraße 1\nHaus 3", "Kiel", "", "24103", "Deutschland", ("work", "pref")
            ),
        ),
        picture=picture,
        note="Komma, Semikolon; und Zeilen\numbruch",
        websites=(CardWebsite("http://nordlicht.example", ("pref", "homepage")),),
    )
    assert aase.not_held == ("NICKNAME", "TITLE", "BDAY")
    assert bakery == CardRead(
        27,
        ContactCard(
            "Bäckerei Krume", "", "", (("Bäckerei Krume",),), (CardNumber("+493023125202", ("main",)),)
        ),
    )


def test_nextcloud_with_both_versions_groups_and_broken_cards() -> None:
    results = list(read_vcards(FIXTURES / "nextcloud.vcf"))
    lucja, tariq, group, endless, nameless, last = results
    assert isinstance(lucja, CardRead)
    assert lucja.card == ContactCard(
        name="Łucja Nowak",
        given="Łucja",
        family="Nowak",
        numbers=(CardNumber("+48221234567", ("home",)), CardNumber("+491713920031", ("cell",))),
        emails=(CardEmail("lucja@nowak.example", ("home",)),),
        addresses=(CardAddress("", "", "Długa 5", "Gdańsk", "", "80-827", "Polska", ("home",)),),
    )
    assert lucja.not_held == ("CATEGORIES", "X-SOCIALPROFILE")
    assert isinstance(tariq, CardRead)
    assert tariq.card.organization == (("Haddad; Partner", "Recht"),)
    assert tariq.card.numbers == (CardNumber("+493023125211", ("work", "pref")),)
    assert tariq.card.note == "eins\nzwei"
    assert (tariq.card.picture or "").startswith(PHOTO)
    assert tariq.not_held == ("LANG", "N", "TEL in line 20: the extension after the number")
    assert group == CardRefused(30, "The card is a group of contacts, not a contact.", ("KIND",))
    assert endless == CardRefused(36, "The card does not end before the next one begins.")
    assert isinstance(nameless, CardRefused)
    assert (nameless.line, nameless.fields) == (40, ("FN",))
    assert isinstance(last, CardRead)
    assert last.not_held == ("line 48: not a line of a vCard", "TEL in line 47: perhaps cut off")


def test_the_quoted_printable_of_old_phones() -> None:
    (jose,) = read_vcards(FIXTURES / "android-2.1.vcf")
    assert isinstance(jose, CardRead)
    assert (jose.card.name, jose.card.given, jose.card.family) == ("José Müller", "José", "Müller")
    assert jose.card.numbers == (
        CardNumber("+4917604069031", ("cell", "pref")),
        CardNumber("+493023125221", ("work",)),
    )
    assert jose.card.addresses == (CardAddress("", "", "Markt 1\nHof", "Köln", "", "50667", "DE", ("home",)),)
    assert (jose.card.picture or "").startswith(PHOTO)
    assert jose.not_held == ()


@pytest.mark.parametrize(
    "parameters",
    [";TYPE=work,fax", ';TYPE="work,fax"', ";TYPE=WORK;TYPE=FAX", ";type=work;TYPE=fax,voice", ";WORK;FAX"],
)
def test_types_come_in_all_forms(parameters: str) -> None:
    assert card("FN:A", f"TEL{parameters}:030 23125001").card.numbers == (
        CardNumber("+493023125001", ("work", "fax")),
    )


@pytest.mark.parametrize("more", [b"", "NOTE:Grüße an Jörg".encode() + b"\r\n"])
@pytest.mark.parametrize("fold", [b"\r\n ", b"\n\t"])
def test_folds_inside_a_character_of_utf_8_are_healed(more: bytes, fold: bytes) -> None:
    name = b"FN:M\xc3" + fold + b"\xbcller \xf0\x9f" + fold + b"\x8e\x88"
    (result,) = read_vcards(b"BEGIN:VCARD\r\nVERSION:3.0\r\n" + name + b"\r\n" + more + b"END:VCARD\r\n")
    assert isinstance(result, CardRead)
    assert result.card.name == "Müller 🎈"
    assert result.not_held == ()


def test_a_long_value_is_folded_at_75_octets_between_characters() -> None:
    written = write_vcard(ContactCard("Ä" * 200, note="🎈" * 60)).encode()
    lines = written.split(b"\r\n")
    assert max(map(len, lines)) == 75
    assert [line.decode() for line in lines]  # none ends inside a character
    assert [each.card.note for each in read_vcards(written) if isinstance(each, CardRead)] == ["🎈" * 60]


def test_a_name_is_put_together_from_n_where_fn_is_missing() -> None:
    found = card("N:Muster;Anna;Maria;Dr.;MBA", version="3.0")
    assert found == CardRead(1, ContactCard("Dr. Anna Maria Muster MBA", "Anna", "Muster"))


@pytest.mark.parametrize(
    ("line", "picture"),
    [
        (f"PHOTO;ENCODING=b;TYPE=PNG:{PNG}", f"data:image/png;base64,{PNG}"),
        (f"PHOTO;ENCODING=BASE64;image/jpg:{PNG}", f"data:image/jpeg;base64,{PNG}"),
        (f"PHOTO;BASE64:{PNG}", f"data:image/png;base64,{PNG}"),
        (f"PHOTO:data:image/png;base64,{PNG}", f"data:image/png;base64,{PNG}"),
        ("PHOTO;VALUE=uri:https://pictures.example/1.png", "https://pictures.example/1.png"),
    ],
)
def test_photos_are_read_as_data_uris_or_urls(line: str, picture: str) -> None:
    found = card("FN:A", line)
    assert (found.card.picture, found.not_held) == (picture, ())


@pytest.mark.parametrize(
    "line", ["PHOTO;ENCODING=b:no!base64", "PHOTO:file:///etc/passwd", "PHOTO:data:text/html,x"]
)
def test_a_photo_that_is_none_is_reported(line: str) -> None:
    found = card("FN:A", line)
    assert (found.card.picture, found.not_held) == (None, ("PHOTO",))


def test_an_agents_card_inside_a_card_is_not_mistaken_for_the_contact() -> None:
    found = card("FN:Chef", "AGENT:", "BEGIN:VCARD", "FN:Agent", "TEL:1", "END:VCARD", version="3.0")
    assert found.card == ContactCard("Chef")


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["VERSION:5.0", "FN:A"], "The version of the card is not 4.0, 3.0 or 2.1."),
        (["VERSION:4.0", "FN: "], "The card has no name: FN, N and ORG are empty or missing."),
        (["VERSION:4.0", "FN:A", "TEL:later", "TEL:12345"], "None of the telephone numbers can be read."),
    ],
)
def test_a_card_that_gives_no_contact_is_refused(lines: list[str], reason: str) -> None:
    results = list(read_vcards("\n".join(["BEGIN:VCARD", *lines, "END:VCARD"])))
    assert [each.reason for each in results if isinstance(each, CardRefused)] == [reason]


def test_a_card_without_end_and_text_between_cards_are_refused_with_their_lines() -> None:
    whole = "BEGIN:VCARD\nVERSION:4.0\nFN:A\nEND:VCARD\n"
    results = list(read_vcards(f"junk\n{whole}what\nis this\n{whole}BEGIN:VCARD\nFN:B\n"))
    assert [(each.line, type(each).__name__) for each in results] == [
        (1, "CardRefused"),
        (2, "CardRead"),
        (6, "CardRefused"),
        (8, "CardRead"),
        (12, "CardRefused"),
    ]


@pytest.mark.parametrize(
    "octets", [b"", b"\n\n", b"firstname,lastname,number\n", b"\x00\xff", b"BEGIN:VCALENDAR\n"]
)
def test_what_holds_no_vcard_is_an_error(octets: bytes) -> None:
    with pytest.raises(InvalidInput, match="contains no vCard"):
        list(read_vcards(octets))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_is_found_out(encoding: str) -> None:
    octets = "BEGIN:VCARD\nVERSION:3.0\nFN:Jürgen Öz\nEND:VCARD\n".encode(encoding)
    assert [each.card.name for each in read_vcards(octets) if isinstance(each, CardRead)] == ["Jürgen Öz"]


def test_a_card_with_broken_bytes_is_refused_and_the_next_one_read() -> None:
    good = "BEGIN:VCARD\nVERSION:3.0\nFN:Jürgen Öz äöü\nEND:VCARD\n".encode()
    bad, fine = list[CardResult](read_vcards(b"BEGIN:VCARD\nFN:K\xf6rg\nEND:VCARD\n" + good))
    assert bad == CardRefused(1, "Line 2 contains bytes that are invalid in the encoding of the file.")
    assert isinstance(fine, CardRead)


def test_a_full_name_alone_is_written_with_a_guessed_n_that_is_not_read_back() -> None:
    current = ContactCard("Anna Maria Müller")
    written = write_vcard(current)
    assert "N;X-SIPGATE-GUESSED=1:Müller;Anna Maria;;;\r\n" in written
    assert [each.card for each in read_vcards(written) if isinstance(each, CardRead)] == [current]


def test_a_card_changed_by_another_program_says_what_that_program_wrote() -> None:
    written = write_vcard(ContactCard("A", numbers=(CardNumber("10", ("Büro",)),)))
    changed = written.replace(":10\r\n", ":+493023125001\r\n")
    assert changed != written
    (result,) = read_vcards(changed)
    assert isinstance(result, CardRead)
    assert result.card.numbers == (CardNumber("+493023125001"),)


def test_a_card_is_written_in_the_words_of_its_version() -> None:
    contact = ContactCard("A", picture=f"data:image/png;base64,{PNG}", id="c-1", scope="SHARED")
    four, three = write_vcard(contact), write_vcard(contact, version="3.0")
    assert "VERSION:4.0\r\n" in four
    assert "PHOTO:data:image/png;base64," in four
    assert "UID;VALUE=text:c-1\r\n" in four
    assert "VERSION:3.0\r\n" in three
    assert "PHOTO;ENCODING=b;TYPE=PNG:" in three
    assert "UID:c-1\r\n" in three


def test_other_versions_are_not_written() -> None:
    with pytest.raises(InvalidInput, match=r"version must be 4\.0 or 3\.0"):
        list(write_vcards([ContactCard("A")], version="2.1"))  # pyright: ignore[reportArgumentType]
