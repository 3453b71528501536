"""Telephone numbers in the files of others: no letter becomes a digit, and what is left out is named."""

from __future__ import annotations

import time

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipgate_tools.formats._numbers import read_numbers
from sipgate_tools.formats.contact import CardRead, CardRefused
from sipgate_tools.formats.csv import read_csv
from sipgate_tools.formats.vcard import read_vcards
from sipgate_tools.values import phone_number

WORDS = {
    "0211 123456 Mutter": "+49211123456",
    "030-12345 Fax": "+493012345",
    "030 12345 privat": "+493012345",
    "0800 1234567 Fax": "+498001234567",
    "0211 12345 ext": "+4921112345",
    "+49 170 12345 (Anna)": "+4917012345",
    "030 2312 5001 Zentrale: Frau Müller": "+493023125001",
    "Tel.: 030 1234567": "+49301234567",
    "T: +49 30 1234567": "+49301234567",
    "Fax +49 30 1234567 (Büro)": "+49301234567",
    "телефон +49 30 1234567": "+49301234567",
}
ENDS = {
    "0211-1234567 App. 12": "+492111234567",
    "+49 211 1234567 x12": "+492111234567",
    "+49 211 1234567 #12": "+492111234567",
    "0211 1234567 Nebenstelle 12": "+492111234567",
    "tel:+49-211-1234567;ext=12": "+492111234567",
    "492111234567p123": "+492111234567",
    "+492111234567w2": "+492111234567",
    "+492111234567,,2": "+492111234567",
    "030/1234567/68": "+49301234567",
    "030 1234567/8": "+49301234567",
}
WHOLE = {
    "030/1234567": "+49301234567",
    "4.915.799.912.345": "+4915799912345",
    "4,915,799,912,345": "+4915799912345",
    "4915799912345.0": "+4915799912345",
    "15799912345": "+4915799912345",
    "3023125001": "+493023125001",
    "tel:030-23125001;phone-context=+49": "+493023125001",
    "+49 171\u200b3920001": "+491713920001",
    "\u202d+49 171 3920001\u202c": "+491713920001",
    "\uff10\uff13\uff10 \uff12\uff13\uff11\uff12\uff15\uff10\uff10\uff11": "+493023125001",
    "0800 REISE": "+4980073473",
    "0800 HOTLINE": "+498004685463",
    "+1-800-FLOWERS": "+18003569377",
}
UNREAD = [
    *(
        "030 12345 und 67890",
        "1-800-FLOWERS",
        "0211 Mutter",
        "+49 17O 1234567",
        "+4915799 91234O",
        "O30 1234567",
    ),
    *(
        "+49 17l 1234567",
        "030 23125 DW 5",
        "43 664 1234567",
        "+49 0800",
        "+490000151234567",
        "Mutter",
        "1 / 2",
    ),
    *("030 1234567 Fax 030 7654321", "4,91713E+12", "tel:7042;phone-context=example.com", "Zimmer 12"),
]


def read(written: str, region: str = "DE") -> CardRead | CardRefused:
    (result,) = read_csv(f'lastname,number\nMüller,"{written}"\n', default_region=region)
    return result


@pytest.mark.parametrize("written", WORDS)
def test_words_beside_a_number_are_left_out_and_named(written: str) -> None:
    found = read(written)
    assert isinstance(found, CardRead)
    assert [each.number for each in found.card.numbers] == [WORDS[written]]
    assert found.not_held == ("number: the words next to the number",)


@pytest.mark.parametrize("written", ENDS)
def test_extensions_pauses_and_other_ends_are_left_out_and_named(written: str) -> None:
    found = read(written)
    assert isinstance(found, CardRead)
    assert [each.number for each in found.card.numbers] == [ENDS[written]]
    assert len(found.not_held) == 1


@pytest.mark.parametrize("written", WHOLE)
def test_what_spreadsheets_and_telephones_make_of_a_number_is_read(written: str) -> None:
    found = read(written)
    assert isinstance(found, CardRead)
    assert [each.number for each in found.card.numbers] == [WHOLE[written]]
    assert found.not_held == ()


@pytest.mark.parametrize("written", UNREAD)
def test_what_could_be_another_number_is_not_read(written: str) -> None:
    assert isinstance(read(written), CardRefused)


def test_the_same_holds_in_a_vcard() -> None:
    lines = "".join(f"TEL:{written}\r\n" for written in (*WORDS, "0211 Mutter"))
    (found,) = read_vcards(f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A\r\n{lines}END:VCARD\r\n")
    assert isinstance(found, CardRead)
    assert [each.number for each in found.card.numbers] == list(WORDS.values())
    assert len(found.not_held) == len(WORDS) + 1


def test_a_number_without_plus_that_fits_two_countries_is_read_where_it_is_at_home() -> None:
    assert isinstance(read("43 664 1234567"), CardRefused)
    found = read("43 664 1234567", "AT")
    assert isinstance(found, CardRead)
    assert found.card.numbers[0].number == "+436641234567"


def test_two_numbers_with_a_word_between_are_two() -> None:
    assert read_numbers("Mobil: 0171 3920001 / Büro: 030 23125001", "DE").numbers == (
        "+491713920001",
        "+493023125001",
    )
    assert read_numbers("030 12345 oder 030 67890", "DE").numbers == ("+493012345", "+493067890")


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_numbers_of_every_region_are_read_in_national_and_international_form(region: str) -> None:
    for kind in (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE):
        example = phonenumbers.example_number_for_type(region, kind)
        if example is not None:
            number = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
            for form in phonenumbers.PhoneNumberFormat.INTERNATIONAL, phonenumbers.PhoneNumberFormat.NATIONAL:
                written = phonenumbers.format_number(example, form)
                assert read_numbers(written, region).numbers == (number,), written


@given(
    number=st.sampled_from(
        ["030 23125001", "+49 171 3920001", "0211-123456", "004930 23125001", "493023125001"]
    ),
    word=st.text(st.characters(categories=["L"]), min_size=3, max_size=12),
    behind=st.booleans(),
    space=st.sampled_from([" ", " - ", " (", ": "]),
)
def test_no_word_changes_the_digits_of_a_number(number: str, word: str, behind: bool, space: str) -> None:
    (expected,) = read_numbers(number, "DE").numbers
    found = read_numbers(f"{number}{space}{word}" if behind else f"{word}{space}{number}", "DE")
    assert found.numbers in ((expected,), ())
    assert found.problem is not None


@given(st.text(st.sampled_from("0123456789+ ()/-.,;:abcxpwOIl#\u00a0\u0661\uff10"), max_size=30))
def test_whatever_is_read_is_a_number_in_the_one_form(written: str) -> None:
    for number in read_numbers(written, "DE").numbers:
        assert phone_number(number) == number


@pytest.mark.parametrize(
    "cell",
    [
        ("1" + " " * 9) * 90 + "1",
        ("1" + "-" * 9) * 90 + "/1",
        "0" * 6 + " /" * 400 + "x",
        "0" + " " * 900 + "x",
        "0" + " " * 450 + "ext" + " " * 450 + "x",
        " ; " * 300,
        "( " * 480 + "0",
    ],
)
def test_no_cell_of_signs_and_digits_takes_long(cell: str) -> None:
    began = time.thread_time()
    assert read_numbers(cell, "DE").numbers == ()
    # What tries every way to divide the signs would take years.
    assert time.thread_time() - began < 5


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("030/1234567/68", "+49301234567"),
        ("030 1234567 / 68", "+49301234567"),
        ("+49 30 1234567／8", "+49301234567"),
        ("030-1234567 // 68", "+49301234567"),
    ],
)
def test_other_last_digits_behind_a_slash_are_left_out_and_named(text: str, number: str) -> None:
    assert read_numbers(text, "DE") == ((number,), "the alternative last digits after the slash")
