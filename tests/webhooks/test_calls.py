"""The calls view: the stories that sipgate's documentation tells, in any order."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

from sipgate_tools.webhooks import parse_event
from sipgate_tools.webhooks.store import StoredCall, StoredEvent, tell_calls

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
FROM = "from=491111&direction=in"
DOC, MARTY = "12111955", "21102015"


def events(*bodies: str) -> list[StoredEvent]:
    """Events that come ten seconds apart."""
    return [
        StoredEvent(str(number), START + timedelta(seconds=number * 10), parse_event(body))
        for number, body in enumerate(bodies)
    ]


def only(stored: list[StoredEvent]) -> StoredCall:
    (call,) = tell_calls(stored)
    return call


ANSWERED = (
    f"event=newCall&callId={DOC}&{FROM}&to=492222&user[]=Doc",
    f"event=answer&callId={DOC}&{FROM}&to=492222&user=Doc&answeringNumber=492222",
    f"event=hangup&callId={DOC}&{FROM}&to=492222&cause=normalClearing&answeringNumber=492222",
)


def test_a_call_that_was_answered() -> None:
    call = only(events(*ANSWERED))
    assert (call.id, call.direction, call.from_, call.to) == (DOC, "in", "+491111", "+492222")
    assert (call.status, call.cause, call.answered_by) == ("ended", "normalClearing", ("Doc",))
    assert call.started_at == START
    assert call.answered_at == START + timedelta(seconds=10)
    assert call.ended_at == START + timedelta(seconds=20)
    assert call.duration_seconds == 10


def test_a_call_on_its_way() -> None:
    ringing, connected = only(events(*ANSWERED[:1])), only(events(*ANSWERED[:2]))
    assert (ringing.status, connected.status) == ("ringing", "connected")
    assert (ringing.cause, ringing.ended_at, ringing.duration_seconds) == (None, None, None)
    assert connected.duration_seconds is None


def test_a_call_that_nobody_took() -> None:
    call = only(events(ANSWERED[0], f"event=hangup&callId={DOC}&{FROM}&to=492222&cause=cancel"))
    assert (call.status, call.cause, call.answered_by, call.duration_seconds) == ("ended", "cancel", (), None)


TRANSFERRED = (
    *ANSWERED[:2],
    f"event=newCall&callId={MARTY}&origCallId={DOC}&diversion=492222&{FROM}&to=493333&user[]=Marty",
    f"event=answer&callId={MARTY}&origCallId={DOC}&diversion=492222&{FROM}&to=493333&user=Marty",
    f"event=hangup&callId={DOC}&{FROM}&to=492222&cause=normalClearing",
    f"event=hangup&callId={MARTY}&origCallId={DOC}&diversion=492222&{FROM}&to=493333&cause=normalClearing",
)


def test_a_transferred_call_is_one_call_in_two_parts() -> None:
    call = only(events(*TRANSFERRED))
    assert [leg.call_id for leg in call.legs] == [DOC, MARTY]
    assert (call.from_, call.to, call.answered_by) == ("+491111", "+492222", ("Doc", "Marty"))
    assert (call.status, call.cause) == ("ended", "normalClearing")
    assert call.duration_seconds == 40
    assert [leg.duration_seconds for leg in call.legs] == [30, 20]


def test_a_transferred_call_goes_on_after_the_first_has_hung_up() -> None:
    assert only(events(*TRANSFERRED[:5])).status == "connected"


def test_a_transfer_that_is_not_taken() -> None:
    call = only(
        events(
            *TRANSFERRED[:3],
            TRANSFERRED[4],
            f"event=hangup&callId={MARTY}&origCallId={DOC}&{FROM}&to=493333&cause=noAnswer",
        )
    )
    assert (call.status, call.cause, call.answered_by) == ("ended", "noAnswer", ("Doc",))


FORWARDED = (
    ANSWERED[0],
    f"event=hangup&callId={DOC}&{FROM}&to=492222&cause=forwarded",
    *TRANSFERRED[2:4],
    TRANSFERRED[5],
)


def test_a_forwarded_call_is_one_call_that_the_other_took() -> None:
    call = only(events(*FORWARDED))
    assert (call.answered_by, call.status, call.cause) == (("Marty",), "ended", "normalClearing")
    assert [leg.cause for leg in call.legs] == ["forwarded", "normalClearing"]
    assert call.duration_seconds == 10


def test_a_call_that_was_handed_on_twice_stays_one() -> None:
    third = f"event=newCall&callId=3&origCallId={MARTY}&{FROM}&to=494444"
    assert [leg.call_id for leg in only(events(*TRANSFERRED, third)).legs] == [DOC, MARTY, "3"]


def test_the_story_does_not_depend_on_the_order_of_reading() -> None:
    stored = events(*FORWARDED)
    stories = {repr(only(list(order))) for order in itertools.permutations(stored)}
    assert len(stories) == 1


def test_calls_that_have_nothing_to_do_with_each_other_stay_apart() -> None:
    other = [body.replace(DOC, "77") for body in ANSWERED]
    mixed = events(*(body for pair in zip(ANSWERED, other, strict=True) for body in pair))
    assert [call.id for call in tell_calls(mixed)] == ["77", DOC]


def test_a_call_whose_beginning_was_missed_is_told_from_what_is_there() -> None:
    call = only(events(ANSWERED[2]))
    assert (call.id, call.to, call.status, call.cause) == (DOC, "+492222", "ended", "normalClearing")
    later = only(events(*TRANSFERRED[2:4]))
    assert (later.id, later.to, later.status) == (DOC, "+492222", "connected")


def test_digits_alone_are_no_call() -> None:
    assert tell_calls(events("event=dtmf&dtmf=1&callId=1", "event=coffee")) == []


def test_an_outgoing_call_is_answered_by_a_number() -> None:
    call = only(
        events(
            "event=newCall&callId=1&from=492222&to=495555&direction=out&user[]=Doc",
            "event=answer&callId=1&from=492222&to=495555&direction=out&answeringNumber=495555",
        )
    )
    assert (call.direction, call.answered_by) == ("out", ("+495555",))
