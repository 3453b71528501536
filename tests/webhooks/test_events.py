"""Events of the push API, and forms in the notations of other encoders."""

from __future__ import annotations

import dataclasses
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipgate_tools.errors import UnreadableEvent
from sipgate_tools.webhooks import (
    Answer,
    Dtmf,
    HangUp,
    HangUpCause,
    NewCall,
    UnknownEvent,
    parse_event,
)

NEW_CALL = (
    b"event=newCall&from=492111234567&to=4915791234567&direction=in&callId=123456&origCallId=99&user%5B%5D=Alice"
    b"&user%5B%5D=Bob&userId%5B%5D=w0&userId%5B%5D=w1&fullUserId%5B%5D=1234567w0&fullUserId%5B%5D=1234567w1&xcid=x1"
)


def test_a_new_call_has_all_its_fields() -> None:
    event = parse_event(NEW_CALL + b"&diversion=4921199")
    assert isinstance(event, NewCall)
    assert event.event == "newCall"
    assert (event.call_id, event.original_call_id) == ("123456", "99")
    assert (event.from_, event.to, event.direction) == ("+492111234567", "+4915791234567", "in")
    assert event.users == ("Alice", "Bob")
    assert event.user_ids == ("w0", "w1")
    assert event.full_user_ids == ("1234567w0", "1234567w1")
    assert (event.diversion, event.xcid) == ("+4921199", "x1")


def test_a_pick_up_has_all_its_fields() -> None:
    event = parse_event(
        b"event=answer&callId=123456&user=John+Doe&userId=w0&fullUserId=1234567w0&from=492111234567"
        b"&to=4915791234567&direction=in&answeringNumber=21199999999&diversion=anonymous"
    )
    assert isinstance(event, Answer)
    assert (event.user, event.user_id, event.full_user_id) == ("John Doe", "w0", "1234567w0")
    assert (event.answering_number, event.diversion) == ("+21199999999", "anonymous")


def test_a_pick_up_of_an_outgoing_call_has_no_user() -> None:
    event = parse_event(b"event=answer&callId=1&from=1&to=2&direction=out")
    assert isinstance(event, Answer)
    assert (event.user, event.user_id, event.full_user_id, event.answering_number) == (None, None, None, None)


@pytest.mark.parametrize("cause", HangUpCause)
def test_a_hang_up_has_its_cause(cause: HangUpCause) -> None:
    event = parse_event(f"event=hangup&cause={cause}&callId=1&from=anonymous&to=2&direction=in")
    assert isinstance(event, HangUp)
    assert event.cause == cause
    assert (event.from_, event.answering_number) == ("anonymous", None)


def test_an_unknown_cause_is_kept() -> None:
    event = parse_event(b"event=hangup&cause=meteorite&callId=1")
    assert isinstance(event, HangUp)
    assert event.cause == "meteorite"


@pytest.mark.parametrize(
    ("body", "digits"),
    [
        (b"event=dtmf&dtmf=12%23&callId=1", "12#"),
        (b"event=dtmf&dtmf=&callId=1", ""),
        (b"event=dtmf&callId=1", ""),
    ],
)
def test_digits_may_be_missing(body: bytes, digits: str) -> None:
    event = parse_event(body)
    assert isinstance(event, Dtmf)
    assert event.dtmf == digits
    assert event.original_call_id == "1"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("492111234567", "+492111234567"),
        ("%2B492111234567", "+492111234567"),
        ("+492111234567", "+492111234567"),
        ("anonymous", "anonymous"),
        ("sip%3Aalice%40example.com", "sip:alice@example.com"),
        ("", ""),
    ],
)
def test_numbers_get_a_plus_and_other_values_do_not(written: str, read: str) -> None:
    event = parse_event(f"event=newCall&callId=1&from={written}")
    assert isinstance(event, NewCall)
    assert event.from_ == read


@pytest.mark.parametrize("name", ["user[]", "user%5B%5D", "user[0]", "user"])
def test_lists_are_parsed_in_the_notation_of_any_form_encoder(name: str) -> None:
    event = parse_event(f"event=newCall&callId=1&{name}=J%C3%BCrgen")
    assert isinstance(event, NewCall)
    assert event.users == ("Jürgen",)


@pytest.mark.parametrize(
    "written", ["Max+M%C3%BCller", "Max%20M%C3%BCller", "Max Müller", "Max%20M%c3%bcller"]
)
def test_umlauts_and_spaces_are_decoded(written: str) -> None:
    event = parse_event(f"event=newCall&callId=1&user[]={written}".encode())
    assert isinstance(event, NewCall)
    assert event.users == ("Max Müller",)


def test_an_unknown_event_keeps_all_its_fields() -> None:
    event = parse_event(b"event=coffee&callId=7&origCallId=6&sugar=two&sugar=three&milk=")
    assert isinstance(event, UnknownEvent)
    assert (event.event, event.call_id, event.original_call_id) == ("coffee", "7", "6")
    assert event.raw["sugar"] == ("two", "three")
    assert event.raw["milk"] == ("",)


def test_unknown_fields_of_known_events_are_kept() -> None:
    assert parse_event(NEW_CALL + b"&mood=good").raw["mood"] == ("good",)


@pytest.mark.parametrize(
    "body", [b"", b"&&&", b"=", b"callId=1", b"event=", b'{"event":"newCall"}', b"event=newCall"]
)
def test_a_body_without_an_event_is_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableEvent):
        parse_event(body)


def test_events_cannot_be_changed() -> None:
    event = parse_event(NEW_CALL)
    with pytest.raises(dataclasses.FrozenInstanceError):
        event.call_id = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        event.raw["callId"] = ("other",)  # type: ignore[index]


def test_digits_are_not_in_the_repr_because_they_may_be_a_pin() -> None:
    assert "4711" not in repr(parse_event(b"event=dtmf&dtmf=4711&callId=1"))


@given(st.binary(max_size=300))
def test_any_bytes_are_an_event_or_unreadable(body: bytes) -> None:
    try:
        event = parse_event(b"event=newCall&callId=1&" + body)
    except UnreadableEvent:
        return
    assert event.event


@given(
    st.dictionaries(st.text(max_size=8), st.lists(st.text(max_size=8), min_size=1, max_size=3), max_size=5)
)
def test_the_output_of_a_form_encoder_is_parsed_back(fields: dict[str, list[str]]) -> None:
    unknown_fields = {
        name: tuple(values) for name, values in fields.items() if name and name not in {"event", "callId"}
    }
    body = urlencode({"event": "odd", "callId": "1", **unknown_fields}, doseq=True, errors="replace")
    expected = {
        name.encode("utf-8", "replace").decode(): tuple(
            one.encode("utf-8", "replace").decode() for one in values
        )
        for name, values in unknown_fields.items()
    }
    raw = dict(parse_event(body).raw)
    raw.pop("event")
    raw.pop("callId")
    assert raw == expected


def test_an_empty_parameter_is_an_absent_one() -> None:
    event = parse_event(
        b"event=newCall&callId=1&origCallId=&from=&to=492111&direction=in&user%5B%5D=&userId%5B%5D=&diversion=&xcid="
    )
    assert isinstance(event, NewCall)
    assert (event.users, event.user_ids, event.full_user_ids) == ((), (), ())
    assert (event.from_, event.diversion, event.xcid, event.original_call_id) == ("", None, None, "1")
    several = parse_event(b"event=newCall&callId=1&user[]=&user[]=Alice&user[]=&userId[]=w0")
    assert isinstance(several, NewCall)
    assert (several.users, several.user_ids) == (("Alice",), ("w0",))
    pick_up = parse_event(b"event=answer&callId=1&user=&userId=&fullUserId=&answeringNumber=")
    assert isinstance(pick_up, Answer)
    assert (pick_up.user, pick_up.user_id, pick_up.full_user_id, pick_up.answering_number) == (None,) * 4
    assert (pick_up.answered_by, pick_up.by_voicemail) == (None, False)


@pytest.mark.parametrize("name", ["user", "user%5B%5D", "user[]", "user[0]"])
def test_the_voicemail_that_picked_up_is_not_a_user(name: str) -> None:
    ringing = parse_event(f"event=newCall&callId=1&from=491&to=492&direction=in&{name}=voicemail")
    assert isinstance(ringing, NewCall)
    assert ringing.users == ()
    pick_up = parse_event(f"event=answer&callId=1&from=491&to=492&direction=in&{name}=voicemail")
    assert isinstance(pick_up, Answer)
    assert (pick_up.answered_by, pick_up.user, pick_up.by_voicemail) == ("voicemail", None, True)


def test_a_user_may_be_called_voicemail() -> None:
    pick_up = parse_event("event=answer&callId=1&user=voicemail&userId=w7&fullUserId=1234567w7")
    assert isinstance(pick_up, Answer)
    assert (pick_up.answered_by, pick_up.user, pick_up.user_id, pick_up.by_voicemail) == (
        "voicemail",
        "voicemail",
        "w7",
        False,
    )
    ringing = parse_event("event=newCall&callId=1&user[]=Alice&user[]=voicemail&userId[]=w0")
    assert isinstance(ringing, NewCall)
    assert ringing.users == ("Alice",)


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("492111234567", "+492111234567"),
        ("4915799912345", "+4915799912345"),
        ("12125551234", "+12125551234"),
        ("431711", "+431711"),
        ("6834000", "+6834000"),
        ("10", "10"),
        ("110", "110"),
        ("115", "115"),
        ("116117", "116117"),
        ("118000", "118000"),
        ("02111234567", "02111234567"),
        ("1234567890123456", "1234567890123456"),
        ("123456e0", "123456e0"),
        ("1234567e12", "1234567e12"),
        ("anonymous", "anonymous"),
        ("%2B492111234567", "+492111234567"),
        ("+492111234567", "+492111234567"),
        ("٤٩٢١١", "٤٩٢١١"),
        ("", ""),
    ],
)
@pytest.mark.parametrize("field", ["from", "to"])
def test_only_a_number_with_country_code_gets_a_plus(field: str, sent: str, read: str) -> None:
    event = parse_event(f"event=hangup&callId=1&{field}={sent}")
    assert isinstance(event, HangUp)
    assert (event.from_ if field == "from" else event.to) == read
