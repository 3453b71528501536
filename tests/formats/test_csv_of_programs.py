"""CSV as CRM systems, telephones and spreadsheets write it: what columns are called, and what is in the cells."""

import pytest

from sipgate_tools.errors import InvalidInput
from sipgate_tools.formats.contact import (
    CardAddress,
    CardEmail,
    CardNumber,
    CardRead,
    CardRefused,
    CardResult,
)
from sipgate_tools.formats.csv import count_csv, read_csv

ONE, TWO, THREE = "+493023125001", "+491713920010", "+493023125003"


def read(source: str | bytes) -> list[CardResult]:
    results = list(read_csv(source))
    assert count_csv(source) == len(results)
    return results


def only(header: str, row: str) -> CardRead:
    (result,) = read(f"{header}\r\n{row}\r\n")
    assert isinstance(result, CardRead), result
    return result


def numbers(found: CardRead) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.number, each.types) for each in found.card.numbers]


@pytest.mark.parametrize(
    ("header", "types"),
    [
        ("Mobile Phone Number", ("cell",)),
        ("Phone1", ()),
        ("Mobile2", ("cell",)),
        ("Telefon1", ()),
        ("HomePhone", ("home",)),
        ("mobilePhone", ("cell",)),
        ("phone_home", ("home",)),
        ("Work Mobile", ("work", "cell")),
        ("Business Mobile Phone", ("work", "cell")),
        ("Telefon (geschäftlich)", ("work",)),
        ("Telefonnummer privat", ("home",)),
        ("Private Handynummer", ("home", "cell")),
        ("Mobil privat", ("home", "cell")),
        ("Rufnummer Arbeit", ("work",)),
        ("Rufnummer Mobil 2", ("cell",)),
        ("Fax geschäftlich", ("work", "fax")),
        ("OfficePhoneNumber", ("work",)),
        ("OfficeFAXPhoneNumber", ("work", "fax")),
        ("CellPhoneNumber", ("cell",)),
        ("Person - Phone - Work", ("work",)),
        ("Person - Phone - Mobile", ("cell",)),
        ("Work Direct Phone", ("work",)),
        ("Corporate Phone", ("work",)),
        ("Company Phone", ("work",)),
        ("Other Phone", ("other",)),
        ("Primary Phone", ("main",)),
        ("Home Number", ("home",)),
        ("Telefax", ("fax",)),
        ("Pager Number", ("pager",)),
        ("Privat", ("home",)),
        ("Mobil", ("cell",)),
        ("Arbeit", ("work",)),
        ("Geschäftlich", ("work",)),
        ("Home", ("home",)),
        ("Work", ("work",)),
        ("Tel.", ()),
        ("TELEFON", ()),
    ],
)
def test_columns_of_telephone_numbers(header: str, types: tuple[str, ...]) -> None:
    found = only(f"Name;E-Mail;{header}", f"Ada;a@example.org;{ONE}")
    assert (numbers(found), found.not_held) == ([(ONE, types)], ())


@pytest.mark.parametrize(
    "header",
    [
        "Phone Provider",
        "Email Status",
        "Company Number",
        "Number of Employees",
        "Mobile OS",
        "Home Page Views",
        "Fax Server",
    ],
)
def test_a_column_with_an_unknown_word_is_named_and_not_guessed(header: str) -> None:
    found = only(f"Name,Phone,{header}", f"Ada,{ONE},{TWO}")
    assert (numbers(found), found.not_held) == ([(ONE, ())], (header,))


@pytest.mark.parametrize(
    ("header", "types"),
    [
        ("E-Mail", ()),
        ("EMail1", ()),
        ("E-mail 2 Address", ()),
        ("Primary Email", ()),
        ("Alternate Email 1", ("other",)),
        ("Person - Email - Work", ("work",)),
        ("E-Mail privat", ("home",)),
        ("InternetAddress", ()),
        ("MailAddress", ()),
        ("Work Email", ("work",)),
        ("email_address", ()),
    ],
)
def test_columns_of_e_mail_addresses(header: str, types: tuple[str, ...]) -> None:
    found = only(f"Name,{header}", "Ada,a@example.org")
    assert (found.card.emails, found.not_held) == ((CardEmail("a@example.org", types),), ())


def test_hubspot() -> None:
    found = only(
        "Record ID,First Name,Last Name,Email,Phone Number,Mobile Phone Number,Contact owner,Lead Status,"
        "Company Name,Street Address,City,State/Region,Postal Code,Country/Region,Website URL,Job Title",
        f"1,Ada,Byron,a@example.org,{ONE},{TWO},Max,Open,ACME,Weg 1,Berlin,BE,10115,Deutschland,acme.example,CEO",
    )
    assert found.card.name == "Ada Byron"
    assert numbers(found) == [(ONE, ()), (TWO, ("cell",))]
    assert found.card.organization == (("ACME",),)
    assert found.card.addresses == (CardAddress("", "", "Weg 1", "Berlin", "BE", "10115", "Deutschland"),)
    assert found.card.websites[0].url == "acme.example"
    assert found.not_held == ("Record ID", "Contact owner", "Lead Status", "Job Title")


def test_pipedrive() -> None:
    found = only(
        "Person - Name,Person - Label,Person - Organization,Person - Email - Work,Person - Email - Home,"
        "Person - Phone - Work,Person - Phone - Mobile,Person - Closed deals",
        f"Ada Byron,Hot,ACME,a@example.org,b@example.org,{ONE},{TWO},3",
    )
    assert (found.card.name, found.card.organization) == ("Ada Byron", (("ACME",),))
    assert numbers(found) == [(ONE, ("work",)), (TWO, ("cell",))]
    assert [each.types for each in found.card.emails] == [("work",), ("home",)]
    assert found.not_held == ("Person - Label", "Person - Closed deals")


def test_yahoo() -> None:
    found = only(
        "First,Middle,Last,Nickname,Email,Category,Home,Work,Pager,Fax,Mobile,Other,Alternate Email 1,"
        "Personal Website,Title,Company,Work Address,Work City,Work County,Work Post Code,Work Country,"
        "Home Address,Home Town,Home County,Home Post Code,Home Country,Birthday,Comments",
        f"Ada,,Byron,,a@example.org,,{ONE},{THREE},,,{TWO},,b@example.org,http://a.example,Head,ACME,"
        "Weg 1,Berlin,,10115,DE,Platz 2,Kiel,,24103,DE,,hi",
    )
    assert found.card.name == "Ada Byron"
    assert numbers(found) == [(ONE, ("home",)), (THREE, ("work",)), (TWO, ("cell",))]
    assert found.card.addresses == (
        CardAddress("", "", "Weg 1", "Berlin", "", "10115", "DE", ("work",)),
        CardAddress("", "", "Platz 2", "Kiel", "", "24103", "DE", ("home",)),
    )
    assert (found.card.note, found.not_held) == ("hi", ("Title",))


def test_speedport_and_fritzbox() -> None:
    speedport = only(
        '"Name","Vorname","Rufnummer Privat","Rufnummer Arbeit","Rufnummer Mobil","Rufnummer Mobil 2",'
        '"Strasse","Nr.","PLZ","Ort","Geburtstag"',
        f'"Byron","Ada","030 23125001","{THREE}","0171 3920010","","Lindenweg","7a","10969","Berlin","10.12.1990"',
    )
    assert speedport.card.name == "Ada Byron"
    assert numbers(speedport) == [(ONE, ("home",)), (THREE, ("work",)), (TWO, ("cell",))]
    assert speedport.card.addresses == (CardAddress("", "", "Lindenweg 7a", "Berlin", "", "10969"),)
    assert speedport.not_held == ("Geburtstag",)
    fritzbox = only("Name;Privat;Mobil;Arbeit;Fax;E-Mail", "Ada Byron;030 23125001;0171 3920010;;;")
    assert numbers(fritzbox) == [(ONE, ("home",)), (TWO, ("cell",))]


def test_a_bare_place_that_holds_no_number_is_named_and_refuses_nothing() -> None:
    found = only("Name;Telefon;Privat;Arbeit", f"Ada;{ONE};Falsch;bei ACME")
    assert (numbers(found), found.not_held) == ([(ONE, ())], ("Arbeit",))


def test_lotus_notes_kaddressbook_and_salesforce() -> None:
    notes = only(
        "Title,FirstName,MiddleInitial,LastName,Suffix,CompanyName,JobTitle,OfficeStreetAddress,OfficeCity,"
        "OfficeState,OfficeZIP,OfficeCountry,OfficePhoneNumber,OfficeFAXPhoneNumber,CellPhoneNumber,MailAddress,WebSite",
        f"Dr.,Ada,K,Byron,,ACME,Head,Weg 1,Berlin,,10115,DE,{ONE},{THREE},{TWO},a@example.org,acme.example",
    )
    assert (notes.card.name, notes.not_held) == ("Dr. Ada K Byron", ("JobTitle",))
    assert numbers(notes) == [(ONE, ("work",)), (THREE, ("work", "fax")), (TWO, ("cell",))]
    assert notes.card.addresses[0].parts == ("", "", "Weg 1", "Berlin", "", "10115", "DE")
    kde = only(
        "Formatted Name,Prefix,Given Name,Additional Names,Family Name,Suffix,Home Address Street,"
        "Home Address City,Home Address Zip Code,Business Address Post Office Box,Business Address City,Mobile Phone",
        f"Ada Byron,,Ada,,Byron,,Weg 1,Kiel,24103,12,Berlin,{TWO}",
    )
    assert [each.types for each in kde.card.addresses] == [("home",), ("work",)]
    assert (kde.card.addresses[1].po_box, kde.not_held) == ("12", ())
    salesforce = only(
        "Salutation,First Name,Last Name,Title,Account Name,Mailing Street,Mailing City,"
        "Mailing State/Province,Mailing Zip/Postal Code,Mailing Country,Other City,Phone,Mobile,Email",
        f"Ms.,Ada,Byron,CEO,ACME,Weg 1,Berlin,BE,10115,DE,Kiel,{ONE},{TWO},a@example.org",
    )
    assert (salesforce.card.name, salesforce.not_held) == ("Ada Byron", ("Salutation", "Title"))
    assert [(each.locality, each.types) for each in salesforce.card.addresses] == [
        ("Berlin", ("postal",)),
        ("Kiel", ("other",)),
    ]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Head of Sales", "Ada Byron"),
        ("CEO", "Ada Byron"),
        ("Managing Director", "Ada Byron"),
        ("Leiterin", "Ada Byron"),
        ("Dr.", "Dr. Ada Byron"),
        ("Prof. Dr. med.", "Prof. Dr. med. Ada Byron"),
        ("Dipl.-Ing. (FH)", "Dipl.-Ing. (FH) Ada Byron"),
        ("Frau Dr.", "Frau Dr. Ada Byron"),
        ("Ms.", "Ada Byron"),
        ("Herr", "Ada Byron"),
    ],
)
@pytest.mark.parametrize("header", ["Title", "Titel", "Anrede", "Salutation"])
def test_a_title_is_a_part_of_the_name_only_where_it_is_one(header: str, title: str, name: str) -> None:
    found = only(f"{header};First Name;Last Name;Phone", f"{title};Ada;Byron;{ONE}")
    assert found.card.name == name
    assert found.not_held == ((header,) if name == "Ada Byron" else ())


def test_addresses_with_second_lines_and_second_addresses() -> None:
    lines = only("Name,Phone,Address 1,Address 2,City", f"Ada,{ONE},Weg 1,Haus 3,Kiel")
    assert lines.card.addresses == (CardAddress("", "", "Weg 1\nHaus 3", "Kiel"),)
    two = only("Name,Street 1,City 1,Street 2,City 2,Phone", f"Ada,Weg 1,Kiel,Platz 2,Berlin,{ONE}")
    assert two.card.addresses == (
        CardAddress("", "", "Weg 1", "Kiel"),
        CardAddress("", "", "Platz 2", "Berlin"),
    )
    billing = only("Name,Phone,Billing Street,Billing City,Shipping City", f"Ada,{ONE},Weg 1,Kiel,Berlin")
    assert [(each.locality, each.types) for each in billing.card.addresses] == [
        ("Kiel", ("billing",)),
        ("Berlin", ("shipping",)),
    ]


def test_googles_several_addresses_of_one_label_are_divided_part_by_part() -> None:
    header = (
        "Name,Phone 1 - Value,Address 1 - Type,Address 1 - Street,Address 1 - City,Address 1 - Postal Code"
    )
    found = only(header, f"Ada,{ONE},Home,Weg 1 ::: Platz 2 ::: ,Ort ::: Stadt ::: Dorf,1 :::  ::: 3")
    assert found.card.addresses == (
        CardAddress("", "", "Weg 1", "Ort", "", "1", types=("home",)),
        CardAddress("", "", "Platz 2", "Stadt", types=("home",)),
        CardAddress("", "", "", "Dorf", "", "3", types=("home",)),
    )
    assert found.not_held == ()
    uneven = only(header, f"Ada,{ONE},Home,Weg 1 ::: Platz 2,Ort,")
    assert len(uneven.card.addresses) == 2
    assert uneven.not_held == ("Address 1 - City: not as many values as the other parts of the address",)


# Quotes and blanks.
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize(("before", "behind"), [(" ", ""), ("", " "), (" ", " "), ("  ", "   ")])
def test_blanks_around_quotes_are_no_part_of_values(mark: str, before: str, behind: str) -> None:
    rows = [
        ["firstname", "lastname", "number", "note"],
        ["Ada", f"Byron{mark} Jr.", ONE, 'says ""hi"" ; ok" x'],
    ]
    rows[1][3] = f'says ""hi"" {mark} and\r\n""so"" {mark} on'
    joint = f'"{behind}{mark}{before}"'
    text = "".join(f'"{joint.join(row)}"{behind}\r\n' for row in rows)
    (found,) = read(text)
    assert isinstance(found, CardRead), found
    assert found.card.family == f"Byron{mark} Jr."
    assert found.card.note == f'says "hi" {mark} and\n"so" {mark} on'
    assert numbers(found) == [(ONE, ())]


def test_texts_that_programs_protect_as_formulas_are_texts() -> None:
    row = f'="Ada","=""Byron""","=""{ONE}""",="a ""b"""'
    found = only("firstname,lastname,number,note", row)
    assert (found.card.given, found.card.family, found.card.note) == ("Ada", "Byron", 'a "b"')
    assert numbers(found) == [(ONE, ())]


@pytest.mark.parametrize("marks", ["\ufeff", "\ufeff\ufeff", "\ufeff\ufeff\ufeff"])
def test_marks_of_byte_order_cost_no_column(marks: str) -> None:
    for header in ("firstname,lastname,number", '"firstname","lastname","number"'):
        text = f'{marks}{header}\nAda,Byron,{ONE}\n{marks}"Max",Muster,{TWO}\n'
        for source in (text, text.encode()):
            assert [each.card.name for each in read(source) if isinstance(each, CardRead)] == [
                "Ada Byron",
                "Max Muster",
            ]


def test_control_characters_are_left_out_and_named() -> None:
    found = only("firstname,lastname,number,note", f"A\x00da,Byron,{ONE},one\x0btwo")
    assert (found.card.given, found.card.note) == ("Ada", "one\ntwo")
    assert found.not_held == ("firstname: control characters",)


# E-mail addresses.
@pytest.mark.parametrize(
    ("cell", "emails", "problem"),
    [
        ("a@example.org", ["a@example.org"], None),
        ("a@example.org; b@example.org", ["a@example.org", "b@example.org"], None),
        ("a@example.org / b@example.org", ["a@example.org", "b@example.org"], None),
        ("a@example.org b@example.org", ["a@example.org", "b@example.org"], None),
        ("a@example.org ::: b@example.org", ["a@example.org", "b@example.org"], None),
        ("<mailto:a@example.org>", ["a@example.org"], None),
        ("Ada Byron <a@example.org>", ["a@example.org"], "the words next to the e-mail address"),
        ("a@example.org; keine@", ["a@example.org"], "a part that is not an e-mail address"),
        ("ada byron@example.org", [], "not an e-mail address"),
        ("keine-mail", [], "not an e-mail address"),
        ("/o=Example/cn=Recipients/cn=ada", [], "not an e-mail address"),
        ("a@b@example.org", [], "not an e-mail address"),
        ("ada@localhost", [], "not an e-mail address"),
        ("a..b@example.org", [], "not an e-mail address"),
        ("jörg@müller.example", ["jörg@müller.example"], None),
    ],
)
def test_e_mail_addresses_of_a_cell_are_checked(cell: str, emails: list[str], problem: str | None) -> None:
    found = only("Name;Phone;Mail", f'Ada;{ONE};"{cell}"')
    assert [each.email for each in found.card.emails] == emails
    assert found.not_held == ((f"Mail: {problem}",) if problem else ())


# What is no CSV.
@pytest.mark.parametrize(
    ("first", "word"),
    [
        (b"PK\x03\x04", "xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08", "gzip"),
    ],
)
def test_other_files_are_called_by_their_name(first: bytes, word: str) -> None:
    with pytest.raises(InvalidInput, match=word) as caught:
        list(read_csv(first + bytes(200)))
    assert "save or export it as CSV" in str(caught.value.hint)


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_without_a_mark_are_refused_with_what_to_do_and_read_when_named(order: str) -> None:
    octets = f"firstname,lastname,number\nAda,Byron,{ONE}\n".encode(order)
    with pytest.raises(InvalidInput, match=f"encoding='{order}'"):
        list(read_csv(octets))
    assert len(list(read_csv(octets, encoding=order))) == 1


def test_a_record_that_is_far_too_large_is_refused_and_the_next_one_read() -> None:
    line = "x" * 4_000_000 + "\n"
    results = read(f'firstname,lastname,number\n"{line * 6}Ada,Byron,{ONE}\n')
    assert isinstance(results[0], CardRefused)
    assert isinstance(results[-1], CardRead)
    assert numbers(results[-1]) == [(CardNumber(ONE).number, ())]
