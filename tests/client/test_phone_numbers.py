"""Telephone numbers: E.164 from what people write, or an error."""

from __future__ import annotations

import unicodedata
from collections.abc import Generator
from contextlib import contextmanager
from io import BytesIO

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from sipgate_tools import InvalidInput, Sipgate
from sipgate_tools.models.contacts import ContactNumber
from sipgate_tools.sandbox import Sandbox
from sipgate_tools.values import phone_number, phone_number_part, same_phone_number
from sipgate_tools.webhooks import actions
from tests.client.accounts import access

MERLE = "+491729925904"
SPELLINGS = [
    *(
        "+49 172 9925904",
        "00491729925904",
        "0049 (0) 172 / 992 59 04",
        "+49(0)1729925904",
        "+49 0172 9925904",
    ),
    *(
        "(+49) 172-9925904",
        "(0049)172.992.5904",
        "tel:+49-172-9925904",
        "TEL:+491729925904",
        " +491729925904\r\n",
    ),
    *(
        "+49\u00a0172\u202f9925904",
        "\u202d+49 172 9925904\u202c",
        "\u2066+491729925904\u2069",
        "\ufeff+491729925904",
    ),
    *("+49 172\u20119925904", "+49 172 \u2013 9925904", "\uff0b491729925904", "+49[0]1729925904"),
    "\uff0b\uff14\uff19\uff11\uff17\uff12\uff19\uff19\uff12\uff15\uff19\uff10\uff14",
    "+\u0664\u0669\u0661\u0667\u0662\u0669\u0669\u0662\u0665\u0669\u0660\u0664",
]
REFUSED = {
    "a name": "+49 170 12345 (Anna)",
    "the letter O": "+4915799 91234O",
    "the letter O in the middle": "+49 17O 1234567",
    "a Cyrillic letter": "+49 17\u041e 1234567",
    "a Greek letter": "+49 172 992590\u03bf",
    "a katakana sign": "+49 172\u30fc9925904",
    "a Roman digit": "+49 172 992590\u2163",
    "a digit in a circle": "+49 172 992590\u2463",
    "a superscript": "+49 172 9925904\u00b2",
    "a keycap": "+49 172 992590\u0034\ufe0f\u20e3",
    "an open extension": "+4921112345 ext.",
    "an extension": "+4921112345 ext. 7",
    "an extension with x": "+4921112345x7",
    "an extension with #": "+4921112345#7",
    "a word": "+49 211 1234567 Fax",
    "a German extension": "+49 211 1234567 App. 12",
    "a pause": "+492111234567p123",
    "a wait": "+492111234567w2",
    "pauses": "+492111234567,,2",
    "a semicolon": "+491729925904;110",
    "two numbers": "+491729925904,+491729925905",
    "two numbers in two lines": "+491729925904\n+491729925905",
    "a line end inside": "+49172\n9925904",
    "two other last digits": "+49 30 1234567/68",
    "an extension in a URI": "tel:+491729925904;ext=12",
    "a context in a URI": "tel:01729925904;phone-context=+49",
    "a parameter in a URI": "tel:+491729925904;isub=12",
    "an escape in a URI": "tel:%2B491729925904",
    "another URI": "sip:+491729925904",
    "a vanity number": "+1-800-FLOWERS",
    "two pluses": "++491729925904",
    "a plus inside": "+49 +172 9925904",
    "a plus behind": "49 172 9925904+",
    "plus and 00": "+00491729925904",
    "00 and plus": "00+491729925904",
    "00 twice": "000491729925904",
    "the country twice": "+4900491729925904",
    "zeros": "+4900001729925",
    "a prefix twice in Brazil": "+550159031120284",
    "a prefix twice in China": "+860120967570993",
    "a prefix twice in Belarus": "+375888761466514",
    "no country": "0172 9925904",
    "no plus": "491729925904",
    "a country that is none": "+999 172 9925904",
    "an emergency number": "110",
    "an emergency number of a country": "+49 112",
    "a local number": "+1 555 1234",
    "too many digits": "+49 172 9925904 9925904",
    "more digits than a number has": "+49" + "1" * 14,
    "mixed digits": "+49172992590\u0664",
    "an invisible sign inside": "+49\u200b1729925904",
    "a soft hyphen": "+49172\u00ad9925904",
    "another direction": "\u202e+491729925904",
    "another direction inside": "+49\u202e1729925904",
    "a combining sign": "+49 172 992590\u03014",
    "a tilde": "+49 172 9925904~6",
    "a control character": "+49172\x009925904",
    "nothing": "",
    "blanks": "   ",
    "a plus": "+",
    "a novel": "+49 " + " " * 100_000 + "172",
}


@pytest.mark.parametrize("written", SPELLINGS)
def test_every_spelling_of_a_number_is_one_number(written: str) -> None:
    assert phone_number(written) == MERLE


@pytest.mark.parametrize("what", REFUSED)
def test_what_could_be_another_number_is_refused(what: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        phone_number(REFUSED[what], argument="recipient")
    assert "recipient" in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("+39 06 1234567", "+39061234567"),
        ("+39 (0)6 1234567", "+39061234567"),
        ("+44 (0) 20 7946 0000", "+442079460000"),
        ("+36 (06) 30 123 4567", "+36301234567"),
        ("+54 11 15 2345 6789", "+5491123456789"),
        ("+1 (212) 555-0123", "+12125550123"),
        ("+800 1234 5678", "+80012345678"),
        ("+290 22345", "+29022345"),
    ],
)
def test_national_prefixes_go_where_they_are_no_part_of_the_number(written: str, number: str) -> None:
    assert phone_number(written) == number


def test_a_number_without_plus_is_read_where_sipgate_writes_it_so() -> None:
    assert phone_number("491729925904", plus_optional=True) == MERLE
    for national in ("01729925904", "49110", "110"):
        with pytest.raises(InvalidInput):
            phone_number(national, plus_optional=True)


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_example_numbers_of_every_region_stay_as_they_are(region: str) -> None:
    for kind in phonenumbers.PhoneNumberType.values():
        example = phonenumbers.example_number_for_type(region, kind)
        if example is not None:
            number = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
            for form in (phonenumbers.PhoneNumberFormat.E164, phonenumbers.PhoneNumberFormat.INTERNATIONAL):
                assert phone_number(phonenumbers.format_number(example, form)) == number


LETTERS = st.characters(categories=["L"])
NOISE = st.text(
    st.sampled_from(" ()/.-0123456789+;,#\u00a0\u200e\uff0b\u0664") | st.characters(), max_size=12
)


@given(before=NOISE, letter=LETTERS, behind=NOISE, number=st.sampled_from([MERLE, *SPELLINGS, ""]))
def test_no_text_with_a_letter_in_it_is_a_number(before: str, letter: str, behind: str, number: str) -> None:
    for written in (f"{before}{letter}{behind}{number}", f"{number}{before}{letter}{behind}"):
        if not written.lower().lstrip().startswith("tel:"):
            with pytest.raises(InvalidInput):
                phone_number(written)


BEGINNINGS = st.sampled_from(["+", "00", "+ ", "("])
WRITTEN = st.one_of(
    st.text(st.sampled_from("+0123456789 ()/-.\u00a0"), max_size=24).map("+49".__add__),
    st.builds("{}{}{}".format, BEGINNINGS, st.integers(1, 999), st.text("0123456789 -/()", max_size=16)),
    st.sampled_from(SPELLINGS),
    st.text(max_size=30),
)


@given(WRITTEN, st.booleans())
def test_what_is_accepted_is_e164_and_stays_as_it_is(written: str, plus_optional: bool) -> None:
    try:
        number = phone_number(written, plus_optional=plus_optional)
    except InvalidInput:
        return
    assert number.isascii()
    assert number[0] == "+"
    assert number[1:].isdigit()
    assert 6 <= len(number) - 1 <= 15
    assert phone_number(number) == phone_number(phone_number(number)) == number
    assert phonenumbers.is_possible_number(phonenumbers.parse(number, None))
    digits = "".join(
        str(unicodedata.decimal(one)) for one in written if unicodedata.decimal(one, None) is not None
    )
    assert number[-4:] == digits[-4:]


@contextmanager
def account() -> Generator[tuple[Sandbox, Sipgate]]:
    sandbox = Sandbox("classic")
    with Sipgate(**access(sandbox)) as client:
        yield sandbox, client


@given(st.lists(WRITTEN, min_size=1, max_size=20))
@settings(max_examples=25, deadline=None)
def test_the_number_that_reaches_sipgate_is_the_one_that_was_read(spellings: list[str]) -> None:
    with account() as (sandbox, client):
        expected: list[str] = []
        for written in spellings:
            try:
                expected.append(phone_number(written))
            except InvalidInput:
                with pytest.raises(InvalidInput):
                    client.sms.send(to=written, message="Hallo", sms_id="s0")
            else:
                assert client.sms.send(to=written, message="Hallo", sms_id="s0").recipient == expected[-1]
        assert [sms["recipient"] for sms in sandbox.outbox()["sms"]] == expected


def _pdf() -> bytes:
    writer, content = PdfWriter(), BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(content)
    return content.getvalue()


@pytest.mark.parametrize("written", SPELLINGS)
def test_every_facade_sends_the_one_form(written: str) -> None:
    with account() as (sandbox, client):
        client.sms.send(to=written, message="Hallo", sms_id="s0")
        report = client.sms.send_many(to=[written, MERLE], message="Hallo", sms_id="s0")
        client.calls.start(caller="e0", callee=written)
        client.fax.send(to=written, content=_pdf(), faxline_id="f0")
        client.contacts.create(given="Merle", numbers=[written])
        sent = sandbox.outbox()
        assert [sms["recipient"] for sms in sent["sms"]] == [MERLE, MERLE]
        assert list(report.done) == [MERLE]
        assert [call["callee"] for call in sent["calls"]] == [MERLE]
        assert [fax["recipient"] for fax in sent["faxes"]] == [MERLE]
        found = client.contacts.list(phone_numbers=[written])
        assert {number.number for one in found for number in one.numbers} == {MERLE}
        assert "Merle" in {one.name for one in found}


@pytest.mark.parametrize("written", [*SPELLINGS, "491729925904"])
def test_numbers_in_the_response_to_a_webhook_are_canonical(written: str) -> None:
    xml = actions.render(actions.redirect(written, caller_id=written)).decode()
    assert '<Dial callerId="491729925904"><Number>491729925904</Number></Dial>' in xml
    assert actions.play_and_transfer("https://example.org/a.wav", written).number == MERLE


@pytest.mark.parametrize("what", sorted(set(REFUSED) - {"no plus"}))
def test_the_response_to_a_webhook_leads_to_no_other_number(what: str) -> None:
    with pytest.raises(InvalidInput):
        actions.redirect(REFUSED[what])


@pytest.mark.parametrize("written", SPELLINGS)
def test_a_filter_finds_a_number_however_it_is_written(written: str) -> None:
    assert phone_number_part(written) == MERLE


@pytest.mark.parametrize(
    ("written", "part"),
    [
        ("0172 / 9925904", "01729925904"),
        ("5904", "5904"),
        ("+49 172", "+49172"),
        ("0049 172", "+49172"),
        ("491729925904", "491729925904"),
    ],
)
def test_a_filter_takes_a_part_of_a_number(written: str, part: str) -> None:
    assert phone_number_part(written) == part


@pytest.mark.parametrize("written", ["Anna", "5", "", "172x", "0172-9925904 ext 3", "+", "00", "1" * 18])
def test_a_filter_takes_nothing_else(written: str) -> None:
    with pytest.raises(InvalidInput):
        phone_number_part(written)


@pytest.mark.parametrize("received", [MERLE, "491729925904", "+49 172 9925904", "0049 172 9925904"])
def test_a_number_that_sipgate_writes_otherwise_is_recognised(received: str) -> None:
    assert same_phone_number(received, MERLE)


@pytest.mark.parametrize(
    "received", [None, "", "anonymous", "491729925905", "1729925904", "+49 172 9925904 ext. 1"]
)
def test_another_number_is_not_recognised(received: str | None) -> None:
    assert not same_phone_number(received, MERLE)


def test_a_number_that_is_new_in_a_contact_gets_the_one_form_and_old_ones_stay() -> None:
    with account() as (_, client):
        client.contacts.create(given="Zoe", numbers=["+493023125014"])
        (zoe,) = [one for one in client.contacts.iterate("PRIVATE") if one.name == "Zoe"]
        new = ContactNumber(number="+49 (0) 172 9925904", type=("cell",))
        client.contacts.update(zoe.replace(numbers=(*zoe.numbers, new)))
        changed = client.contacts.get(str(zoe.id))
        assert [one.number for one in changed.numbers] == ["+493023125014", MERLE]
        wrong = zoe.replace(numbers=(ContactNumber(number="+49 172 App. 12"),))
        with pytest.raises(InvalidInput):
            client.contacts.update(wrong)
