"""Calls from their events: the examples of sipgate's documentation, in any order."""

from __future__ import annotations

import itertools
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sipgate_tools.webhooks import WebhookApp, parse_event
from sipgate_tools.webhooks.store import Store, StoredCall, StoredEvent, build_calls, open_store
from sipgate_tools.webhooks.store.records import Delivery
from sipgate_tools.webhooks.testing import SignedRequest, Signer

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
FROM = "from=491111&direction=in"
DOC, MARTY = "12111955", "21102015"


def events(*bodies: str) -> list[StoredEvent]:
    """Return events that were received ten seconds apart."""
    return [
        StoredEvent(str(number), START + timedelta(seconds=number * 10), parse_event(body))
        for number, body in enumerate(bodies)
    ]


def only(stored: list[StoredEvent]) -> StoredCall:
    (call,) = build_calls(stored)
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


def test_a_call_that_still_rings() -> None:
    ringing, connected = only(events(*ANSWERED[:1])), only(events(*ANSWERED[:2]))
    assert (ringing.status, connected.status) == ("ringing", "connected")
    assert (ringing.cause, ringing.ended_at, ringing.duration_seconds) == (None, None, None)
    assert connected.duration_seconds is None


def test_a_call_that_is_not_picked_up() -> None:
    call = only(events(ANSWERED[0], f"event=hangup&callId={DOC}&{FROM}&to=492222&cause=cancel"))
    assert (call.status, call.cause, call.answered_by, call.duration_seconds) == ("ended", "cancel", (), None)


TRANSFERRED = (
    *ANSWERED[:2],
    f"event=newCall&callId={MARTY}&origCallId={DOC}&diversion=492222&{FROM}&to=493333&user[]=Marty",
    f"event=answer&callId={MARTY}&origCallId={DOC}&diversion=492222&{FROM}&to=493333&user=Marty",
    f"event=hangup&callId={DOC}&{FROM}&to=492222&cause=normalClearing",
    f"event=hangup&callId={MARTY}&origCallId={DOC}&diversion=492222&{FROM}&to=493333&cause=normalClearing",
)


def test_a_transferred_call_is_one_call_with_two_legs() -> None:
    call = only(events(*TRANSFERRED))
    assert [leg.call_id for leg in call.legs] == [DOC, MARTY]
    assert (call.from_, call.to, call.answered_by) == ("+491111", "+492222", ("Doc", "Marty"))
    assert (call.status, call.cause) == ("ended", "normalClearing")
    assert call.duration_seconds == 40
    assert [leg.duration_seconds for leg in call.legs] == [30, 20]


def test_a_transferred_call_continues_after_the_first_leg_has_ended() -> None:
    assert only(events(*TRANSFERRED[:5])).status == "connected"


def test_a_transfer_that_is_not_picked_up() -> None:
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


def test_a_forwarded_call_is_one_call_that_the_target_picked_up() -> None:
    call = only(events(*FORWARDED))
    assert (call.answered_by, call.status, call.cause) == (("Marty",), "ended", "normalClearing")
    assert [leg.cause for leg in call.legs] == ["forwarded", "normalClearing"]
    assert call.duration_seconds == 10


def test_a_call_that_is_transferred_twice_stays_one_call() -> None:
    third = f"event=newCall&callId=3&origCallId={MARTY}&{FROM}&to=494444"
    assert [leg.call_id for leg in only(events(*TRANSFERRED, third)).legs] == [DOC, MARTY, "3"]


def test_calls_do_not_depend_on_the_order_of_events() -> None:
    stored = events(*FORWARDED)
    stories = {repr(only(list(order))) for order in itertools.permutations(stored)}
    assert len(stories) == 1


def test_unrelated_calls_stay_separate() -> None:
    other = [body.replace(DOC, "77") for body in ANSWERED]
    mixed = events(*(body for pair in zip(ANSWERED, other, strict=True) for body in pair))
    assert [call.id for call in build_calls(mixed)] == ["77", DOC]


def test_a_call_without_its_first_event_is_built_from_the_others() -> None:
    call = only(events(ANSWERED[2]))
    assert (call.id, call.to, call.status, call.cause) == (DOC, "+492222", "ended", "normalClearing")
    later = only(events(*TRANSFERRED[2:4]))
    assert (later.id, later.to, later.status) == (DOC, "+492222", "connected")


def test_digits_alone_do_not_make_a_call() -> None:
    assert build_calls(events("event=dtmf&dtmf=1&callId=1", "event=coffee")) == []


def test_an_outgoing_call_is_picked_up_by_a_number() -> None:
    call = only(
        events(
            "event=newCall&callId=1&from=492222&to=495555&direction=out&user[]=Doc",
            "event=answer&callId=1&from=492222&to=495555&direction=out&answeringNumber=495555",
        )
    )
    assert (call.direction, call.answered_by) == ("out", ("+495555",))


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def build_one(now: datetime | None, *bodies: str, **options: Any) -> StoredCall:
    (call,) = build_calls(events(*bodies), now=now, **options)
    return call


TO_VOICEMAIL = (
    ANSWERED[0],
    f"event=hangup&callId={DOC}&{FROM}&to=492222&cause=forwarded",
    f"event=newCall&callId={MARTY}&origCallId={DOC}&{FROM}&to=492222&user[]=voicemail",
    f"event=answer&callId={MARTY}&origCallId={DOC}&{FROM}&to=492222&user[]=voicemail",
)


def test_a_voicemail_that_picks_up_is_not_a_user() -> None:
    call = only(events(*TO_VOICEMAIL))
    first, second = call.legs
    assert (first.users, first.answered_by) == (("Doc",), None)
    assert (second.users, second.answered_by, second.by_voicemail) == ((), "voicemail", True)
    assert (call.answered_by, call.answered_by_person) == (("voicemail",), False)
    assert only(events(*ANSWERED)).answered_by_person


@pytest.mark.parametrize(
    "bodies", [ANSWERED[:1], ANSWERED[:2], TO_VOICEMAIL], ids=["ringing", "talking", "voicemail"]
)
def test_a_call_whose_hang_up_was_lost_counts_as_ended_after_four_hours(bodies: tuple[str, ...]) -> None:
    going_on = build_one(at(239), *bodies)
    assert going_on.status in {"ringing", "connected"}
    assert not going_on.hangup_missing
    over = build_one(at(241), *bodies)
    assert (over.status, over.hangup_missing) == ("ended", True)
    # The time and the cause of the end are not known.
    assert (over.ended_at, over.cause, over.duration_seconds) == (None, None, None)


def test_the_time_until_a_hang_up_counts_as_lost_can_be_set() -> None:
    assert build_one(at(3), *ANSWERED[:2], lost_after=timedelta(minutes=2)).status == "ended"
    assert build_one(at(1), *ANSWERED[:2], lost_after=timedelta(minutes=2)).status == "connected"
    assert build_one(at(100_000), *ANSWERED[:2], lost_after=None).status == "connected"
    assert build_one(None, *ANSWERED[:2]).status == "connected"


def test_a_late_hang_up_ends_a_call_that_counted_as_ended() -> None:
    call = build_one(at(1000), *ANSWERED)
    assert (call.status, call.hangup_missing, call.cause) == ("ended", False, "normalClearing")


def test_digits_show_that_a_call_is_live() -> None:
    stored = events(*ANSWERED[:2])
    stored.append(StoredEvent("9", at(200), parse_event(f"event=dtmf&callId={DOC}&dtmf=1")))
    (call,) = build_calls(stored, now=at(300))
    assert call.status == "connected"


def test_a_call_that_sipgate_no_longer_lists_has_ended() -> None:
    assert build_one(at(5), *ANSWERED[:2], live=[]).status == "ended"
    assert build_one(at(5), *ANSWERED[:2], live=["another"]).hangup_missing
    assert build_one(at(5), *ANSWERED[:2], live=[DOC]).status == "connected"
    # GET /calls does not list ringing calls, and perhaps not one that was answered just now.
    assert build_one(at(5), *ANSWERED[:1], live=[]).status == "ringing"
    assert build_one(START + timedelta(seconds=15), *ANSWERED[:2], live=[]).status == "connected"


def test_a_call_may_be_cancelled_although_it_was_picked_up() -> None:
    call = only(events(*ANSWERED[:2], f"event=hangup&callId={DOC}&{FROM}&to=492222&cause=cancel"))
    assert (call.status, call.cause, call.answered_by, call.duration_seconds) == (
        "ended",
        "cancel",
        ("Doc",),
        10,
    )


def test_durations_use_the_times_of_the_sender() -> None:
    stored = [
        replace(
            one, received_at=START, occurred_at=START - timedelta(days=99) + timedelta(seconds=33 * place)
        )
        for place, one in enumerate(events(*ANSWERED))
    ]
    call = only(stored)
    assert (call.started_at, call.duration_seconds) == (START - timedelta(days=99), 33)
    # One event without a time of the sender: then the times of receipt are used for all.
    mixed = [*stored[:2], replace(stored[2], received_at=at(1), occurred_at=None)]
    assert (only(mixed).started_at, only(mixed).duration_seconds) == (START, 60)


async def test_the_store_reads_the_live_calls_from_the_client(
    make_store: Callable[[], Store], signer: Signer
) -> None:
    class Live:
        def __init__(self) -> None:
            self.listed: list[str] = []

        @property
        def rtcm(self) -> Any:
            return self

        async def calls(self) -> list[Any]:
            return [SimpleNamespace(call_id=call_id) for call_id in self.listed]

    live: Any = Live()
    async with make_store() as store:
        for body in (signer.new_call(call_id="c").body, signer.answer(call_id="c").body):
            await store.claim(Delivery(parse_event(body), body, time.time() - 60), lease_seconds=1)
        assert [call.status for call in await store.calls()] == ["connected"]
        assert [call.status for call in await store.calls(client=live)] == ["ended"]
        live.listed = ["c"]
        assert [call.status for call in await store.calls(client=live)] == ["connected"]
        assert [call.status for call in await store.calls(lost_after=timedelta(seconds=50))] == ["ended"]


async def test_the_time_of_the_sender_is_stored(make_store: Callable[[], Store], signer: Signer) -> None:
    body = signer.new_call(call_id="c").body
    async with make_store() as store:
        await store.claim(Delivery(parse_event(body), body, 2000.0, 1000.5), lease_seconds=1)
        other = signer.new_call(call_id="d").body
        await store.claim(Delivery(parse_event(other), other, 2001.0), lease_seconds=1)
        first, second = await store.events()
        assert (first.occurred_at, second.occurred_at) == (datetime.fromtimestamp(1000.5, UTC), None)


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("Sun, 01 Mar 2026 12:00:00 GMT", START),
        ("Sun, 01 Mar 2026 13:00:00 +0100", START),
        ("yesterday", None),
        ("", None),
        ("Sun, 99 Mar 2026 12:00:00 GMT", None),
        ("Sun, 01 Mar 99999999 12:00:00 GMT", None),
        (None, None),
    ],
)
async def test_the_header_date_is_the_time_of_the_sender(
    signer: Signer, deliver: Any, date: str | None, expected: datetime | None
) -> None:
    hooks = WebhookApp(public_url="https://phone.example.com/hook", public_key=signer.public_key)
    request = signer.new_call()
    headers = dict(request.headers) | ({} if date is None else {"Date": date})
    assert await deliver(hooks, SignedRequest(request.body, headers)) == 200
    [stored] = await hooks.store.events()
    assert stored.occurred_at == expected


async def test_a_file_of_an_old_version_is_migrated(tmp_path: Path, signer: Signer) -> None:
    path = tmp_path / "calls.db"
    async with open_store(path):
        pass
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE events DROP COLUMN occurred_at")
    body = signer.new_call(call_id="c").body
    async with open_store(path) as store, open_store(path) as other:
        await store.claim(Delivery(parse_event(body), body, 2000.0, 1000.0), lease_seconds=1)
        assert [one.occurred_at for one in await other.events()] == [datetime.fromtimestamp(1000, UTC)]
