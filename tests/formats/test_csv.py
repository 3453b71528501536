"""Reading and writing CSV: what is found out, what is refused, what spreadsheets must not compute."""

import csv
import io
import time
from pathlib import Path

import pytest

from sipgate_tools.errors import InvalidInput
from sipgate_tools.formats.contact import (
    CardAddress,
    CardEmail,
    CardNumber,
    CardRead,
    CardRefused,
    ContactCard,
)
from sipgate_tools.formats.csv import (
    CsvWriter,
    count_csv,
    lost_in_plain_csv,
    plain_csv,
    read_csv,
    write_csv,
)

ANNA = ContactCard("Anna Müller", "Anna", "Müller", numbers=(CardNumber("+493023125001"),))
PLAIN = "firstname,lastname,number\nAnna,Müller,+493023125001\n"


def only(source: str | bytes | Path) -> CardRead:
    (result,) = read_csv(source)
    assert isinstance(result, CardRead)
    return result


def test_the_plain_form_of_the_reference_is_read() -> None:
    assert only(PLAIN) == CardRead(2, ANNA)


def test_columns_come_in_any_order_and_among_others() -> None:
    found = only("Shoe size,number,lastname,,firstname\n43,+493023125001,Müller,,Anna\n")
    assert found == CardRead(2, ANNA, not_held=("Shoe size",))


def test_a_name_beside_a_given_name_is_the_family_name() -> None:
    assert only("Vorname;Name;Telefon\nAnna;Müller;030 23125001\n").card == ANNA


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_the_encoding_is_found_out(encoding: str) -> None:
    assert only(PLAIN.encode(encoding)).card == ANNA


@pytest.mark.parametrize("order", ["le", "be"])
def test_utf_16_with_a_byte_order_mark_is_read_in_both_byte_orders(order: str) -> None:
    assert only(("\ufeff" + PLAIN).encode(f"utf-16-{order}")).card == ANNA


def test_utf_16_without_a_mark_is_rejected_with_a_hint_and_read_with_an_explicit_encoding() -> None:
    octets = PLAIN.encode("utf-16-le")
    with pytest.raises(InvalidInput, match="encoding='utf-16-le'"):
        list(read_csv(octets))
    assert [each.card for each in read_csv(octets, encoding="utf-16-le") if isinstance(each, CardRead)] == [
        ANNA
    ]


def test_a_broken_byte_in_a_utf_8_file_costs_one_row_and_not_all_umlauts() -> None:
    rows = (
        "firstname,lastname,number\nJürgen,Öz,+493023125002\n".encode()
        + b"K\xf6rg,X,+493023125003\n"
        + b"A,B,\n"
    )
    first, second, third = read_csv(rows)
    assert isinstance(first, CardRead)
    assert first.card.name == "Jürgen Öz"
    assert isinstance(second, CardRefused)
    assert (second.line, "utf-8" in second.reason) == (3, True)
    assert isinstance(third, CardRead)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(delimiter: str) -> None:
    assert only(PLAIN.replace(",", delimiter)).card == ANNA


def test_a_delimiter_of_the_users_own_is_taken_when_given() -> None:
    assert [each.line for each in read_csv(PLAIN.replace(",", "~"), delimiter="~")] == [2]


def test_the_sep_line_of_excel_decides_and_counts_as_a_line() -> None:
    assert only("sep=|\nfirstname|lastname|number\nAnna|Müller|+493023125001\n") == CardRead(3, ANNA)


@pytest.mark.parametrize("delimiter", ["", ",,", '"', "\n", "a", "+"])
def test_what_cannot_separate_is_refused_as_a_delimiter(delimiter: str) -> None:
    with pytest.raises(InvalidInput, match="delimiter"):
        list(read_csv(PLAIN, delimiter=delimiter))
    with pytest.raises(InvalidInput, match="delimiter"):
        CsvWriter(delimiter=delimiter)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_quotes_hold_delimiters_quotes_and_line_ends(ending: str) -> None:
    row = '"Anna ""Anni""","Müller, geb. Öz",+493023125001,"eins\nzwei"'.replace("\n", ending)
    found = only(f"firstname,lastname,number,note{ending}{row}{ending}")
    assert (found.card.given, found.card.family) == ('Anna "Anni"', "Müller, geb. Öz")
    assert found.card.note == "eins\nzwei"


def test_every_bad_row_is_refused_with_its_line_and_the_good_ones_go_on() -> None:
    text = (
        "firstname,lastname,number\n"
        "Anna,Müller,+493023125001\n"
        "Bert,Bach\n"
        "Cleo,Cron,call me\n"
        "\n"
        ",,+493023125004\n"
        "Dora,Dom,+493023125005,what\n"
        '"Emil,Eck,+493023125006\n'
        "Fred,Fink,+493023125007\n"
    )
    results = list(read_csv(text))
    refused = {each.line: each for each in results if isinstance(each, CardRefused)}
    assert {line: each.reason.split(":")[0] for line, each in refused.items()} == {
        3: "The row has 2 values, but the header has 3 columns.",
        4: "None of the telephone numbers can be read.",
        6: "The row has no name",
        7: "The row has 4 values, but the header has only 3 columns. Quote values that contain the delimiter.",
        8: "A quote is not closed.",
    }
    assert refused[4].fields == ("number: not a telephone number",)
    assert str(refused[8]) == "line 8: A quote is not closed."
    assert [each.card.given for each in results if isinstance(each, CardRead)] == ["Anna", "Fred"]


def test_a_refusal_never_shows_what_the_file_says() -> None:
    (refused,) = read_csv("firstname,lastname,number\nCleo,Cron,call me maybe\n")
    assert "Cleo" not in str(refused)
    assert "maybe" not in repr(refused)


def test_a_quote_that_never_closes_takes_no_thousands_of_rows_with_it() -> None:
    rows = "".join(f"A{index},B,+49302312{index:04}\n" for index in range(3000))
    results = list(read_csv('firstname,lastname,number\n"Emil,Eck,+493023125006\n' + rows))
    assert [each.line for each in results if isinstance(each, CardRefused)] == [2]
    assert len(results) == 3001


def test_values_missing_at_the_end_of_a_row_are_empty_as_excel_leaves_them_out() -> None:
    assert only("firstname,lastname,number,note,website\nAnna,Müller,+493023125001\n").card == ANNA


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The CSV is empty."),
        ("\n\n", "The CSV is empty."),
        ("Anna,Müller,+493023125001\n", "no known column name"),
        ("Shoe,Size\n1,2\n", "no known column name"),
        ("number,email\n1,2\n", "no column for a name"),
        ("firstname,lastname\nAnna,Müller\n", "no column for a telephone number"),
    ],
)
def test_an_unusable_file_is_an_error_that_says_what_the_header_must_be(text: str, sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence) as caught:
        list(read_csv(text))
    assert caught.value.hint


def test_a_file_that_is_not_there_and_an_encoding_that_is_none_are_clear_errors(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"The file none\.csv cannot be opened"):
        list(read_csv(tmp_path / "none.csv"))
    with pytest.raises(InvalidInput, match="text encoding"):
        list(read_csv(b"x", encoding="utf-9"))
    with pytest.raises(InvalidInput, match="region"):
        list(read_csv(PLAIN, default_region="Germany"))


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("030 23125-001", ["+493023125001"]),
        ("+49 (0)30 23125001", ["+493023125001"]),
        ("0049 30 23125001", ["+493023125001"]),
        ("tel:+49-30-23125001", ["+493023125001"]),
        ("030 23125001 / 0171 3920001", ["+493023125001", "+491713920001"]),
        ("'+493023125001", ["+493023125001"]),
        # A spreadsheet took the plus.
        ("493023125001", ["+493023125001"]),
        ("49 1579 9912345", ["+4915799912345"]),
        ("49 12", []),
        ("12345", []),
        ("110", []),
        ("4,91713E+12", []),
        ("030 23125 DW 5", []),
        ("9" * 5000, []),
    ],
)
def test_numbers_are_read_as_people_write_them(written: str, numbers: list[str]) -> None:
    (result,) = read_csv(f'lastname,number\nMüller,"{written}"\n')
    found = [each.number for each in result.card.numbers] if isinstance(result, CardRead) else []
    assert found == numbers


def test_the_star_by_which_google_marks_the_preferred_one_is_no_type() -> None:
    header = "First Name,Last Name,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value"
    (result,) = read_csv(f"{header}\nAnna,Müller,* ,anna@example.org,* Mobile,+493023125001\n")
    assert isinstance(result, CardRead)
    assert [each.types for each in result.card.emails] == [()]
    assert [each.types for each in result.card.numbers] == [("cell",)]


def test_national_numbers_belong_to_the_default_region() -> None:
    (result,) = read_csv("lastname,number\nHuber,01 7300200\n", default_region="AT")
    assert isinstance(result, CardRead)
    assert result.card.numbers == (CardNumber("+4317300200"),)


def test_one_readable_number_keeps_the_row_and_the_other_is_reported() -> None:
    found = only("lastname,Phone,Mobile Phone\nMüller,030 23125001 ext. 7,later\n")
    assert found.card.numbers == (CardNumber("+493023125001"),)
    assert found.not_held == (
        "Phone: the extension after the number",
        "Mobile Phone: not a telephone number",
    )


FULL = ContactCard(
    name="=HYPERLINK(1)",
    given="@Anna",
    family="-Müller",
    organization=(("+Plus GmbH", "Einkauf"),),
    numbers=tuple(CardNumber(f"+49302312500{index}", ("work", "cell")) for index in range(5)),
    emails=(CardEmail("=a@b.example"),),
    addresses=(CardAddress(locality="Köln"), CardAddress(country="\tDE")),
    note="\r\n=1+1",
)


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_no_cell_that_we_write_begins_like_a_formula(delimiter: str) -> None:
    written = "".join(write_csv([FULL, ANNA], delimiter=delimiter))
    cells = [cell for row in csv.reader(io.StringIO(written), delimiter=delimiter) for cell in row]
    assert [cell for cell in cells if cell[:1] in tuple("=+-@\t\r\n")] == []
    assert "'=HYPERLINK(1)" in cells
    assert [each.card for each in read_csv(written) if isinstance(each, CardRead)] == [FULL, ANNA]


def test_for_programs_the_guard_can_be_left_out() -> None:
    written = "".join(write_csv([ANNA], guard_formulas=False))
    (row,) = csv.DictReader(io.StringIO(written))
    assert (row["firstname"], row["lastname"], row["number"]) == ("Anna", "Müller", "+493023125001")


def test_lines_end_with_cr_lf_and_the_byte_order_mark_is_optional() -> None:
    written = "".join(write_csv([ANNA]))
    assert written.count("\r\n") == written.count("\n") == 2
    assert not written.startswith("\ufeff")
    assert next(write_csv([], bom=True)).startswith("\ufeff")


def test_an_edited_column_takes_precedence_over_the_exact_value() -> None:
    padded = ContactCard(" Anna ", numbers=(CardNumber("+493023125001"),))
    written = "".join(write_csv([padded]))
    (same,) = read_csv(written)
    (edited,) = read_csv(written.replace(",Anna,", ",Beate,"))
    assert isinstance(same, CardRead)
    assert isinstance(edited, CardRead)
    assert (same.card.name, edited.card.name) == (" Anna ", "Beate")


def test_the_form_for_sipgates_import_is_utf_8_with_three_columns() -> None:
    fax = CardNumber("+493023125009", ("work", "fax"))
    full_name_only = ContactCard("Ömer van Öz, jr.", numbers=(fax, CardNumber("+493023125002", ("work",))))
    assert plain_csv([ANNA, full_name_only]).decode("utf-8") == (
        'firstname,lastname,number\nAnna,Müller,+493023125001\n"Ömer van Öz,",jr.,+493023125002\n'
    )
    assert lost_in_plain_csv(ANNA) == ()
    assert lost_in_plain_csv(full_name_only) == ("numbers",)


def test_an_open_file_stays_open_and_is_read_from_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_bytes(b"junk!" + PLAIN.encode())
    with path.open("rb") as file:
        file.seek(5)
        assert [each.line for each in read_csv(file)] == [2]
        assert not file.closed
    with path.open(encoding="utf-8") as file:
        file.seek(5)
        assert len(list(read_csv(file))) == 1


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_header_of_more_columns_than_a_sheet_has_is_refused_at_once(mark: str) -> None:
    text = PLAIN.replace(",", mark)
    header, row = text.splitlines()
    began = time.process_time()
    wide = f"{header}{mark * 250_000}\n{row}\n"
    with pytest.raises(InvalidInput, match="more than 16384 columns"):
        list(read_csv(wide))
    with pytest.raises(InvalidInput, match="more than 16384 columns"):
        count_csv(wide)
    assert time.process_time() - began < 2


def test_a_sheet_that_was_saved_with_all_its_columns_is_read() -> None:
    header, row = PLAIN.splitlines()
    assert only(f"{header}{',' * 16_381}\n{row}{',' * 16_381}\n").card == ANNA


def test_another_character_may_be_in_a_header_as_often_as_it_likes() -> None:
    header, row = PLAIN.splitlines()
    assert only(f'{header},"{";" * 20_000}"\n{row},\n').card == ANNA
