"""Messages from a CSV file with a template."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sipgate_tools import InvalidInput, SmsMessage

CSV = "Kunde;Name;Telefon;Termin\n17;Ada;+4915799000001;2030-01-31T09:00\n18;Jürgen;0157 99000002;31.01.2030 10:30\n"


def test_each_row_is_a_message_with_its_values(tmp_path: Path) -> None:
    file = tmp_path / "termine.csv"
    file.write_bytes(CSV.encode("cp1252"))
    ada, juergen = SmsMessage.from_csv(
        file,
        text="Hallo {name}, Termin {{{termin}}}",
        to="telefon",
        send_at="Termin",
        key="Kunde",
        zone="Europe/Berlin",
        default_region="DE",
    )
    assert (ada.to, ada.text, ada.key) == ("+4915799000001", "Hallo Ada, Termin {2030-01-31T09:00}", "17")
    assert (juergen.to, juergen.key) == ("+4915799000002", "18")
    assert juergen.text.startswith("Hallo Jürgen")
    assert ada.send_at is not None
    assert ada.send_at.astimezone(UTC) == datetime(2030, 1, 31, 8, tzinfo=UTC)
    assert juergen.send_at is not None
    assert juergen.send_at.astimezone(UTC) == datetime(2030, 1, 31, 9, 30, tzinfo=UTC)


def test_a_number_that_is_not_one_is_left_to_the_check_before_sending() -> None:
    (message,) = SmsMessage.from_csv("number,n\n0157 1234567,1\n", text="Hi {n}")
    assert message.to == "0157 1234567"
    (message,) = SmsMessage.from_csv("number,n\n030 12345 DW 5,1\n", text="Hi", default_region="DE")
    assert message.to == "030 12345 DW 5"


@pytest.mark.parametrize(
    ("text", "arguments", "problem", "code"),
    [
        ("Hi {vorname}", {}, "does not have: vorname. Its columns: number, name, at", "csv.missing_column"),
        ("Hi", {"to": "phone"}, "does not have: phone", "csv.missing_column"),
        ("Hi {name}", {}, "Line 3: There is no value for name", "sms.invalid_rows"),
        ("Hi", {"send_at": "at"}, "Line 2: The column at contains a time without a zone", "sms.invalid_rows"),
        (
            "Hi",
            {"send_at": "at", "zone": UTC},
            "Line 3: The column at does not contain a time",
            "sms.invalid_rows",
        ),
        ("Hi", {"zone": "Mars/Base"}, "not a time zone", "invalid_input"),
        ("Hi", {"default_region": "Germany"}, "default_region", "invalid_input"),
        ("Hi {", {}, "template", "sms.template"),
        ("Hi {}", {}, "template", "sms.template"),
        ("Hi {0}", {}, "template", "sms.template"),
        ("Hi {name.__class__}", {}, "template", "sms.template"),
        ("Hi {name[0]}", {}, "template", "sms.template"),
        ("Hi {name:>9999999999}", {}, "template", "sms.template"),
        ("Hi {name!r}", {}, "template", "sms.template"),
    ],
)
def test_what_is_missing_or_invalid_is_named(
    text: str, arguments: dict[str, Any], problem: str, code: str
) -> None:
    rows = "number,name,at\n+4915799000001,Ada,2030-01-31T09:00\n+4915799000002,,soon\n\n"
    with pytest.raises(InvalidInput, match=problem) as caught:
        SmsMessage.from_csv(rows, text=text, **arguments)
    assert caught.value.code == code
    assert "Ada" not in str(caught.value)


def test_a_column_that_is_there_twice_is_refused() -> None:
    with pytest.raises(InvalidInput, match="several times: name"):
        SmsMessage.from_csv("number,name,Name\n+4915799000001,a,b\n", text="{name}")
