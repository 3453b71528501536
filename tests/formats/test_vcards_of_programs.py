"""vCards as telephones, mail programs and converters write them: no contacts are mixed up, and no loss is silent."""

import base64

import pytest

from sipgate_tools.errors import InvalidInput
from sipgate_tools.formats.contact import CardRead, CardRefused, CardResult, ContactCard
from sipgate_tools.formats.vcard import count_vcards, read_vcards

JPEG = base64.b64encode(b"\xff\xd8\xff\xe0" + bytes(range(200))).decode()
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(100))).decode()


def read(source: str | bytes) -> list[CardResult]:
    results = list(read_vcards(source))
    assert count_vcards(source) == len(results)
    return results


def only(*lines: str, version: str = "3.0", end: str = "\r\n") -> CardRead:
    (result,) = read(end.join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""]))
    assert isinstance(result, CardRead), result
    return result


def person(number: int, *lines: str) -> str:
    name = f"FN:Person {number}\r\nTEL:+4915799{number:06d}"
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", name, *lines, "END:VCARD"])


def people(results: list[CardResult]) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (each.card.name, tuple(number.number for number in each.card.numbers))
        for each in results
        if isinstance(each, CardRead)
    ]


FIVE = [(f"Person {number}", (f"+4915799{number:06d}",)) for number in range(5)]


@pytest.mark.parametrize("between", ["", " ", "\t", "\ufeff", "\r\n\ufeff", "\r\n\r\n", "\r", "\u00a0"])
def test_files_that_were_joined_without_a_line_end_keep_their_people_apart(between: str) -> None:
    text = between.join(person(number) for number in range(5))
    assert people(read(text)) == FIVE
    assert people(read(text.encode())) == FIVE
    assert people(read(text.lower().replace("person", "Person"))) == FIVE


def test_text_between_cards_is_reported_and_mixes_no_contacts() -> None:
    results = read(person(0) + ";x" + person(1) + "\r\n" + person(2) + "\r\n")
    assert people(results)[0] == FIVE[0]
    assert people(results)[-1] == FIVE[2]
    assert any(isinstance(each, CardRefused) for each in results)


@pytest.mark.parametrize("twice", ["VERSION:3.0", "UID:b"])
def test_a_card_with_two_versions_or_uids_is_refused_because_it_may_be_two_people(twice: str) -> None:
    text = f"BEGIN:VCARD\nVERSION:3.0\nUID:a\nFN:A\nTEL:+4915799912345\n{twice}\nFN:B\nEND:VCARD\n"
    (refused,) = read(text)
    assert isinstance(refused, CardRefused)
    assert "Two cards" in refused.reason


def test_a_soft_break_before_the_end_of_a_card_does_not_take_the_next_person() -> None:
    quoted = "NOTE;ENCODING=QUOTED-PRINTABLE:cut="
    assert people(read(f"{person(0, quoted)}\r\n{person(1)}\r\n")) == FIVE[:2]


def test_an_agent_without_end_costs_its_own_card_only() -> None:
    agent = "AGENT:\r\nBEGIN:VCARD\r\nFN:Agent\r\nTEL:+4915799999999"
    results = read(f"{person(0, agent)}\r\n{person(1)}\r\n{person(2)}\r\n")
    assert people(results) == FIVE[1:3]


@pytest.mark.parametrize(
    "begin", ["AGENT:\r\nBEGIN:VCARD", "AGENT:BEGIN:VCARD", "item1.AGENT;X=1: \r\nbegin:vcard"]
)
def test_an_agent_is_named_and_not_mixed_with_the_person(begin: str) -> None:
    found = only(
        "FN:Chef", begin, "VERSION:2.1", "FN:Agent", "TEL:+4915799999999", "END:VCARD", version="2.1"
    )
    assert found == CardRead(1, ContactCard("Chef"), ("AGENT",))


# Line ends that programs double, and pictures of 2.1 that are not indented.
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\r\r\n", "\n\n", "\r\n\r\n", "\n\r\n"])
def test_folded_values_are_whole_whatever_the_line_ends(end: str) -> None:
    folded = f"PHOTO;ENCODING=b;TYPE=JPEG:{JPEG[:60]}", f" {JPEG[60:130]}", f" {JPEG[130:]}"
    found = only("FN:Ada", "NOTE:it goes ", " on and", "  on", *folded, "TEL:+4915799912345", end=end)
    assert found.card.note == "it goes on and on"
    assert found.card.picture == f"data:image/jpeg;base64,{JPEG}"
    assert found.not_held == ()


@pytest.mark.parametrize("empty", [[], [""], ["", ""]])
@pytest.mark.parametrize(
    "head", ["PHOTO;JPEG;ENCODING=BASE64:", "PHOTO;TYPE=JPEG;BASE64:", "PHOTO;ENCODING=B;TYPE=JPEG:"]
)
def test_pictures_of_2_1_that_are_not_indented_are_whole(head: str, empty: list[str]) -> None:
    lines = [JPEG[place : place + 72] for place in range(0, len(JPEG), 72)]
    for photo in ([head, *lines], [head + lines[0], *lines[1:]]):
        found = only("FN:Ada", *photo, *empty, "TEL:+4915799912345", version="2.1")
        assert found.card.picture == f"data:image/jpeg;base64,{JPEG}"
        assert (found.not_held, len(found.card.numbers)) == ((), 1)


def test_half_a_picture_is_not_kept_and_both_losses_are_named() -> None:
    found = only("FN:Ada", "NOTE:first half", "second half", f"PHOTO;ENCODING=b:{JPEG[:60]}", "#" + JPEG[60:])
    assert found.card.picture is None
    assert [name.split()[0] for name in found.not_held] == ["line", "NOTE", "line", "PHOTO"]


# CHARSET of 2.1, in files that are read as something else.
@pytest.mark.parametrize(
    ("charset", "name"),
    [
        ("windows-1251", "Иван"),
        ("SHIFT_JIS", "伊藤"),
        ("SHIFT_JIS", "表示"),  # has a backslash in its bytes
        ("ISO-8859-1", "Jürgen"),
        ("ISO-8859-15", "Œuvre €"),
        ("UTF-8", "Jürgen 🎈"),
        ("GB2312", "李雷"),
        ("EUC-KR", "김철수"),
        ("windows-1253", "Γιώργος"),
    ],
)
@pytest.mark.parametrize("others", [[], ["Jörg Öz äöü ÄÖÜ ßßß"]])
def test_a_line_that_says_its_charset_is_read_by_it(charset: str, name: str, others: list[str]) -> None:
    octets = b"BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=" + charset.encode() + b":" + name.encode(charset)
    octets += b"\r\nTEL:+4915799912345\r\nEND:VCARD\r\n"
    for other in others:
        octets += f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{other}\r\nEND:VCARD\r\n".encode()
    assert [name for name, _ in people(read(octets))] == [name, *others]


def test_a_charset_that_cannot_be_is_no_silent_garble() -> None:
    octets = "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=nonsense:Jürgen\nEND:VCARD\n".encode()
    assert people(read(octets)) == [("Jürgen", ())]
    broken = b"BEGIN:VCARD\nVERSION:2.1\nFN:\xc3\xa4\xc3\xa4\xc3\xa4\nNOTE;CHARSET=utf-8:\xff\nEND:VCARD\n"
    assert isinstance(read(broken)[0], CardRefused)


# Quoted-printable whose soft breaks were folded once more.
@pytest.mark.parametrize("blank", ["", " ", "\t"])
@pytest.mark.parametrize(
    "pieces",
    [
        ["=4A=C3=", "=BC=72=67=", "=65=6E"],
        ["J=C3=", "=BCrgen"],
        ["J=", "=C3=BCrgen"],
        ["J=C3=BC=", "r=", "gen"],
    ],
)
def test_quoted_printable_is_whole_whether_folding_put_blanks_before_its_lines(
    blank: str, pieces: list[str]
) -> None:
    first, *rest = pieces
    found = only(
        f"FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:{first}",
        *(blank + piece for piece in rest),
        version="2.1",
    )
    assert found.card.name == "Jürgen"


def test_blanks_of_a_quoted_printable_text_stay() -> None:
    found = only("FN:A", "NOTE;ENCODING=QUOTED-PRINTABLE:eins und=", " zwei=0D=0A=", " drei", version="2.1")
    assert found.card.note in {"eins und zwei\ndrei", "eins undzwei\ndrei"}
    found = only("FN:A", "NOTE;ENCODING=QUOTED-PRINTABLE:eins und=", " zwei", version="2.1")
    assert found.card.note == "eins und zwei"
    address = "ADR;HOME;ENCODING=QUOTED-PRINTABLE:;;Weg 1=0D=0A=", " Haus 2;K=C3=B6ln;;50667;DE"
    found = only("FN:A", *address, version="2.1")
    assert (found.card.addresses[0].street_address, found.card.addresses[0].locality) == (
        "Weg 1\nHaus 2",
        "Köln",
    )


# Names.
@pytest.mark.parametrize("blank", ["", " ", "   ", "\t", "\\n", "\u00a0"])
def test_a_full_name_of_blanks_hides_no_other_name(blank: str) -> None:
    assert only(f"FN:{blank}", "N:Byron;Ada;;;", "ORG:ACME").card.name == "Ada Byron"
    assert only(f"FN:{blank}", f"N:{blank};;;;", "ORG:ACME").card.name == "ACME"
    found = only("FN:Person", f"N:{blank};{blank};;;")
    assert (found.card.given, found.card.family) == ("", "")


def test_a_name_in_base64_is_a_name() -> None:
    encoded = base64.b64encode("Ada; Gräfin".encode()).decode()
    structured = base64.b64encode(b"Byron;Ada;;;").decode()
    found = only(f"FN;ENCODING=BASE64;CHARSET=UTF-8:{encoded}", f"N;ENCODING=b:{structured}", version="2.1")
    assert (found.card.name, found.card.given, found.card.family) == ("Ada; Gräfin", "Ada", "Byron")
    broken = only("FN;ENCODING=BASE64:not!base64", "N:Byron;Ada", version="2.1")
    assert broken.card.name == "Ada Byron"
    assert broken.not_held == ("FN in line 3: its encoding cannot be read",)


def test_control_characters_in_a_name_are_left_out_and_named() -> None:
    found = only("FN:A\x00da\x07", "TEL:+4915799912345")
    assert (found.card.name, found.not_held) == ("Ada", ("FN: control characters",))


def test_a_second_name_or_a_longer_address_is_named() -> None:
    assert only("FN:A", "N:A;B;;;", "N:C;D;;;").not_held == ("N",)
    assert only("FN:A", "ADR:;;Weg 1;Ort;;1;DE;Stock 3").not_held == ("ADR",)


# Types.
@pytest.mark.parametrize(
    "parameters",
    [
        ";TYPE=HOME\\,FAX",
        ";TYPE=HOME,TYPE=FAX",
        ';TYPE="HOME,FAX"',
        ";TYPE=home;type=fax",
        ";HOME;FAX",
        ";type=HOME;type=FAX;type=VOICE",
        ";Type=Home,Fax,INTERNET",
    ],
)
def test_type_lists_are_read_in_every_spelling(parameters: str) -> None:
    assert only("FN:A", f"TEL{parameters}:+493023125001").card.numbers[0].types == ("home", "fax")


@pytest.mark.parametrize(
    ("parameters", "content", "kind"),
    [
        (";TYPE=WORK;ENCODING=b", JPEG, "jpeg"),
        (";TYPE=pref;TYPE=JPEG;ENCODING=b", JPEG, "jpeg"),
        (";ENCODING=b;TYPE=PREF", PNG, "png"),
        (";ENCODING=B;TYPE=JPG", JPEG, "jpeg"),
        (";ENCODING=BASE64;TYPE=image/png", PNG, "png"),
        (";ENCODING=b", PNG, "png"),
        (";PNG;BASE64", PNG, "png"),
        (";ENCODING=b;MEDIATYPE=image/gif", PNG, "gif"),
    ],
)
def test_the_type_of_a_picture_is_a_format_of_pictures(parameters: str, content: str, kind: str) -> None:
    assert only("FN:A", f"PHOTO{parameters}:{content}").card.picture == f"data:image/{kind};base64,{content}"


def test_labels_find_their_group_whatever_its_case() -> None:
    found = only("FN:A", "item1.TEL:+493023125001", "ITEM1.X-ABLabel:Werkstatt")
    assert found.card.numbers[0].types == ("Werkstatt",)


def test_e_mail_addresses_are_checked_split_and_named() -> None:
    found = only(
        "FN:A",
        "EMAIL;TYPE=work:a@example.org",
        "EMAIL:mailto:b@example.org",
        "EMAIL:c@example.org\\, d@example.org",
        "EMAIL:keine-mail",
        "EMAIL:Eve <e@example.org>",
    )
    assert [each.email for each in found.card.emails] == [f"{letter}@example.org" for letter in "abcde"]
    assert found.not_held == (
        "EMAIL in line 7: not an e-mail address",
        "EMAIL in line 8: the words next to the e-mail address",
    )


# Whole cards of programs; all people are invented.
def test_lotus_notes() -> None:
    found = only(
        "N;CHARSET=UTF-8:Müßig;Käthe;;Dr.;",
        "FN:Dr. Käthe Müßig",
        "ORG;CHARSET=UTF-8:Müßig KG;Einkauf",
        "TITLE:Leiterin",
        "EMAIL;INTERNET:kaethe@muessig.example",
        "TEL;WORK;VOICE:+49 (30) 23125-001",
        "TEL;FAX;WORK:+49 30 23125002",
        "ADR;WORK;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:;;K=C3=B6nigsweg 1=0A=",
        "Haus 2;Berlin;;10115;Germany",
        "URL;WORK:http://muessig.example",
        "REV:20240101T101010Z",
        version="2.1",
    )
    assert (found.card.name, found.not_held) == ("Dr. Käthe Müßig", ("TITLE",))
    assert found.card.addresses[0].street_address == "Königsweg 1\nHaus 2"


def test_outlook_2_1() -> None:
    found = only(
        "N;LANGUAGE=de;CHARSET=Windows-1252:Größ;Jürgen",
        "FN;CHARSET=Windows-1252:Jürgen Größ",
        "TEL;WORK;VOICE:030 23125001",
        "TEL;CELL;VOICE:0171 3920010",
        "ADR;WORK;PREF:;;Weg 1;Ort;;12345;Deutschland",
        "LABEL;WORK;PREF;ENCODING=QUOTED-PRINTABLE:Weg 1=0D=0A=",
        "12345 Ort=0D=0A=",
        "Deutschland",
        "X-MS-OL-DEFAULT-POSTAL-ADDRESS:2",
        "EMAIL;PREF;INTERNET:j@example.org",
        "X-MS-CARDPICTURE;TYPE=JPEG;ENCODING=BASE64:",
        f" {JPEG}",
        "",
        "X-MS-OL-DESIGN;CHARSET=utf-8:<card/>",
        "REV:20240101T101010Z",
        version="2.1",
    )
    assert found.card.numbers[1].types == ("cell",)
    assert found.not_held == ("LABEL", "X-MS-OL-DEFAULT-POSTAL-ADDRESS", "X-MS-CARDPICTURE", "X-MS-OL-DESIGN")


def test_android_with_custom_fields() -> None:
    found = only(
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=98=D0=B2;=D0=90=D0=BD=D0=BD=D0=B0;;;",
        "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=90=D0=BD=D0=BD=D0=B0=20=D0=98=D0=B2",
        "TEL;CELL;PREF:+49-171-3920010",
        "TEL;X-Werkstatt:+493023125001",
        "EMAIL;HOME:anna@example.org",
        "X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;An;1;;;;;;;;;;;;;",
        "PHOTO;ENCODING=BASE64;JPEG:" + JPEG[:50],
        " " + JPEG[50:],
        "",
        version="2.1",
    )
    assert (found.card.name, found.card.given) == ("Анна Ив", "Анна")
    assert found.card.picture == f"data:image/jpeg;base64,{JPEG}"
    assert found.not_held == ("X-ANDROID-CUSTOM",)


def test_iphone_kde_and_gnome() -> None:
    iphone = only(
        "PRODID:-//Apple Inc.//iPhone OS 17.0//EN",
        "N:Öz;Can;;;",
        "FN:Can Öz",
        "item1.EMAIL;type=INTERNET;type=pref:can@example.org",
        "item1.X-ABLabel:_$!<Other>!$_",
        "TEL;type=CELL;type=VOICE;type=pref:+49 171 3920010",
        "item2.ADR;type=HOME;type=pref:;;Weg 1;Ort;;12345;Deutschland",
        "item2.X-ABADR:de",
    )
    assert (iphone.card.emails[0].types, iphone.not_held) == (("pref", "other"), ())
    kde = only(
        "FN:Åse",
        "N:;Åse;;;",
        "X-KADDRESSBOOK-CRYPTOENCRYPTPREF:",
        "TEL;PREF=1;TYPE=CELL:+49 171 3920010",
        f"PHOTO;TYPE=WORK;ENCODING=b:{JPEG}",
        version="4.0",
    )
    assert (kde.card.numbers[0].types, kde.not_held) == (("cell", "pref"), ())
    gnome = only(
        "TEL;TYPE=WORK,VOICE;X-EVOLUTION-UI-SLOT=1:030 23125001",
        "FN:Łukasz",
        "N:;Łukasz;;;",
        "X-EVOLUTION-FILE-AS:Łukasz",
        "CATEGORIES:Kunden",
        "UID:pas-id-1",
    )
    assert gnome.card.numbers[0].types == ("work",)
    assert gnome.not_held == ("X-EVOLUTION-FILE-AS", "CATEGORIES")


# What is no vCard at all.
@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_without_a_mark_are_refused_with_what_to_do_and_read_when_named(order: str) -> None:
    octets = (person(0) + "\r\n").encode(order)
    with pytest.raises(InvalidInput, match=f"encoding='{order}'"):
        list(read_vcards(octets))
    assert people(list(read_vcards(octets, encoding=order))) == FIVE[:1]


@pytest.mark.parametrize("marks", [1, 2, 3])
def test_several_marks_of_byte_order_are_left_out(marks: int) -> None:
    for source in ("\ufeff" * marks + person(0), ("\ufeff" * marks + person(0)).encode()):
        assert people(read(source)) == FIVE[:1]


def test_a_card_that_is_far_too_large_is_refused_and_the_next_one_read() -> None:
    lines = [f"NOTE:{'x' * 4_000_000}"] * 5
    results = read(f"{person(0, *lines)}\r\n{person(1)}\r\n")
    assert people(results) == FIVE[1:2]
    assert any(isinstance(each, CardRefused) and "does not end within" in each.reason for each in results)
