"""E-mail addresses of files: hostile texts cost no more time than they are long."""

import time
from collections.abc import Callable

import pytest

from sipgate_tools.errors import InvalidInput
from sipgate_tools.formats._emails import check_email, is_email, read_emails
from sipgate_tools.formats.contact import CardRead
from sipgate_tools.formats.csv import read_csv
from sipgate_tools.formats.vcard import read_vcards

MEBIBYTE = 1024 * 1024
LONGEST_READ = 4000
PIECES = [
    *(
        "a",
        "a.",
        ".",
        "@",
        "a@",
        "@a",
        "a@b.",
        "a-",
        "-",
        '"',
        '"\\',
        '\\"',
        "<",
        ">",
        "<a@b.c",
        "(",
        "a (",
        "é",
    ),
    *(
        " ",
        " / ",
        "/",
        ";",
        "; ",
        ",|",
        "a@b.de ",
        "a@b.de;",
        "mailto:",
        "<mailto:",
        "[1.",
        "\u200c",
        "\n",
        "a\n",
    ),
]


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def refuse(text: str) -> None:
    with pytest.raises(InvalidInput):
        check_email(text)


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("end", ["", "@", "@example.org", "!"])
def test_a_megabyte_of_hostile_text_is_refused_in_no_time(piece: str, end: str) -> None:
    text = "x" + piece * (MEBIBYTE // len(piece)) + end
    assert not is_email(text)
    assert seconds(lambda: refuse(text)) + seconds(lambda: read_emails(text)) < 0.5


@pytest.mark.parametrize("piece", PIECES)
def test_hostile_values_of_maximum_length_take_linear_time(piece: str) -> None:
    text = piece * (LONGEST_READ // len(piece))
    assert seconds(lambda: [read_emails(text) for _ in range(100)]) < 2


@pytest.mark.parametrize("piece", ["a@b.", "a@b.de ", "<a@b.c", '"\\', "a.", "; "])
def test_a_file_with_a_hostile_address_is_read_and_its_other_values_are_kept(piece: str) -> None:
    hostile = piece * (MEBIBYTE // len(piece))
    quoted = hostile.replace('"', '""')
    table = f'firstname,lastname,number,email\nAda,Byron,+493023125001,"{quoted}"\n'
    card = f"BEGIN:VCARD\nVERSION:3.0\nFN:Ada Byron\nTEL:+493023125001\nEMAIL:{hostile}\nEND:VCARD\n"
    read: list[object] = []
    assert seconds(lambda: read.extend([*read_csv(table), *read_vcards(card)])) < 4
    assert len(read) == 2
    for result in read:
        assert isinstance(result, CardRead)
        assert [each.number for each in result.card.numbers] == ["+493023125001"]
        assert result.card.emails == ()
