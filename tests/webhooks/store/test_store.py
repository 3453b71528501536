"""The behavior of all stores."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sipgate_tools.errors import InvalidInput
from sipgate_tools.webhooks import HangUp, NewCall, parse_event
from sipgate_tools.webhooks.store import FollowUp, Store, open_store
from sipgate_tools.webhooks.store.records import Delivery
from sipgate_tools.webhooks.store.redis import RedisStore
from sipgate_tools.webhooks.store.sqlite import SqliteStore
from sipgate_tools.webhooks.testing import Signer

START = datetime(2026, 3, 1, 12, tzinfo=UTC).timestamp()


def delivery(body: bytes, at: float = START) -> Delivery:
    return Delivery(parse_event(body), body, at)


def new_call(call_id: str, at: float = START, **more: str) -> Delivery:
    extra = "".join(f"&{name}={value}" for name, value in more.items())
    return delivery(
        f"event=newCall&callId={call_id}&from=4921112345&to=4930123&direction=in{extra}".encode(), at
    )


def hang_up(call_id: str, at: float = START) -> Delivery:
    return delivery(f"event=hangup&callId={call_id}&cause=normalClearing&direction=in".encode(), at)


async def keep(store: Store, *deliveries: Delivery, follow_up: FollowUp | None = None) -> None:
    for one in deliveries:
        claim = await store.claim(one, lease_seconds=5)
        await store.finish(claim, b"<Response/>", follow_up=follow_up)


async def test_events_are_returned_in_order_with_response_and_time(store: Store) -> None:
    await keep(store, new_call("1"), new_call("2", START + 1))
    first, second = await store.events()
    assert isinstance(first.event, NewCall)
    assert (first.event.call_id, second.event.call_id) == ("1", "2")
    assert first.received_at == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert first.answer == b"<Response/>"
    assert await store.latest_id() == second.id


async def test_an_event_is_stored_before_its_response(store: Store) -> None:
    await store.claim(new_call("1"), lease_seconds=5)
    (only,) = await store.events()
    assert only.answer is None


async def test_events_are_read_after_a_cursor(store: Store) -> None:
    await keep(store, *(new_call(str(number)) for number in range(5)))
    seen: list[str] = []
    after = None
    while page := await store.events(after=after, limit=2):
        seen += [one.event.call_id for one in page]
        after = page[-1].id
    assert seen == ["0", "1", "2", "3", "4"]
    assert await store.events(after=await store.latest_id()) == []


@pytest.mark.parametrize("place", ["latest", "-1", "1 OR 1", "9" * 30, "1-2-3"])
async def test_an_invalid_cursor_is_refused(store: Store, place: str) -> None:
    with pytest.raises(InvalidInput, match="after is not the id of an event"):
        await store.events(after=place)


async def test_events_are_filtered_by_call_and_by_name(store: Store) -> None:
    await keep(store, new_call("1"), new_call("2"), hang_up("1"))
    assert [one.event.event for one in await store.events(call_id="1")] == ["newCall", "hangup"]
    assert [one.event.call_id for one in await store.events(event="newCall")] == ["1", "2"]
    assert len(await store.events(event="newCall", limit=1)) == 1
    assert await store.events(event="newCall", call_id="3") == []


async def test_waiting_ends_with_the_next_event(store: Store) -> None:
    await keep(store, new_call("1"))
    waiting = asyncio.ensure_future(store.wait(timeout_seconds=10))
    await asyncio.sleep(0)
    while not waiting.done() and len(await store.events()) < 2:
        await keep(store, new_call("2"))
    found = await waiting
    assert [one.event.call_id for one in found] == ["2"]


async def test_waiting_ends_with_an_event_of_another_process(make_store: Callable[[], Store]) -> None:
    async with make_store() as one, make_store() as other:
        start = await one.latest_id()
        waiting = asyncio.ensure_future(one.wait(after=start, timeout_seconds=10, event="hangup"))
        await keep(other, new_call("1"), hang_up("1"))
        assert [found.event.event for found in await waiting] == ["hangup"]


async def test_waiting_starts_at_the_cursor(store: Store) -> None:
    await keep(store, new_call("1"))
    assert len(await store.wait(after="0", timeout_seconds=0)) == 1


async def test_waiting_returns_nothing_after_the_timeout(store: Store) -> None:
    assert await store.wait(timeout_seconds=0.01) == []


async def test_old_events_are_pruned_and_ids_increase(store: Store) -> None:
    await keep(store, *(new_call(str(number), START + number) for number in range(5)))
    last = await store.latest_id()
    assert await store.prune(START + 3) == 3
    assert [one.event.call_id for one in await store.events()] == ["3", "4"]
    assert [call.id for call in await store.calls()] == ["4", "3"]
    await store.prune(START + 100)
    await keep(store, new_call("9", START + 101))
    assert [one.event.call_id for one in await store.events(after=last)] == ["9"]


async def test_pruning_keeps_pending_follow_ups(store: Store) -> None:
    await keep(store, new_call("1"), follow_up=FollowUp("1", START + 1000))
    await store.prune(START + 500)
    assert [one.call_id for one in await store.follow_ups(state="waiting")] == ["1"]


async def test_a_follow_up_is_started_by_exactly_one_caller(make_store: Callable[[], Store]) -> None:
    async with make_store() as one, make_store() as other:
        await keep(one, new_call("1"), follow_up=FollowUp("1", START + 5, "+4930123", attended=True))
        assert await other.next_due() == START + 5
        (waiting,) = await other.follow_ups(state="waiting")
        assert (waiting.call_id, waiting.number, waiting.attended) == ("1", "+4930123", True)
        stores = [one, other] * 5
        assert (
            sum(await asyncio.gather(*(store.start_follow_up(waiting.id, START + 5) for store in stores)))
            == 1
        )
        assert await one.next_due() is None
        assert [found.state for found in await other.follow_ups()] == ["started"]
        await other.settle_follow_up(waiting.id, "done", "accepted")
        (done,) = await one.follow_ups(state="done")
        assert done.outcome == "accepted"
        assert not await one.start_follow_up(waiting.id, START + 6)


@pytest.mark.parametrize(("retry", "state"), [(False, "unknown"), (True, "waiting")])
async def test_an_interrupted_follow_up_is_resolved_by_exactly_one_caller(
    make_store: Callable[[], Store], retry: bool, state: str
) -> None:
    async with make_store() as one, make_store() as other:
        await keep(one, new_call("1"), follow_up=FollowUp("1", START))
        (waiting,) = await one.follow_ups()
        await one.start_follow_up(waiting.id, START + 1)
        assert await other.interrupted_follow_ups(START + 1) == []
        assert [found.call_id for found in await other.interrupted_follow_ups(START + 2)] == ["1"]
        resolving = (
            store.resolve_follow_up(waiting.id, START + 2, retry=retry) for store in (one, other, one, other)
        )
        assert sum(await asyncio.gather(*resolving)) == 1
        assert [found.state for found in await other.follow_ups()] == [state]
        assert await one.next_due() == (START if retry else None)


async def test_a_settled_follow_up_is_not_interrupted(store: Store) -> None:
    await keep(store, new_call("1"), follow_up=FollowUp("1", START))
    (waiting,) = await store.follow_ups()
    await store.start_follow_up(waiting.id, START)
    await store.settle_follow_up(waiting.id, "done", "accepted")
    assert await store.interrupted_follow_ups(START + 100) == []
    assert not await store.resolve_follow_up(waiting.id, START + 100, retry=True)
    assert [one.state for one in await store.follow_ups()] == ["done"]


async def test_only_the_first_response_and_its_follow_up_count(store: Store) -> None:
    claim = await store.claim(new_call("1"), lease_seconds=5)
    assert await store.finish(claim, b"<A/>", follow_up=FollowUp("1", START)) == b"<A/>"
    assert await store.finish(claim, b"<B/>", follow_up=FollowUp("1", START + 9)) == b"<A/>"
    assert len(await store.follow_ups()) == 1


async def test_a_call_is_over_when_its_hang_up_was_received(store: Store) -> None:
    await keep(store, new_call("1"))
    assert not await store.is_over("1")
    await keep(store, hang_up("1"))
    assert await store.is_over("1")
    assert not await store.is_over("2")


async def test_calls_need_a_time_with_a_time_zone(store: Store) -> None:
    with pytest.raises(InvalidInput):
        await store.calls(since=datetime(2026, 3, 1))


async def test_calls_are_read_since_a_time_the_newest_first(store: Store) -> None:
    await keep(store, *(new_call(str(number), START + number * 60) for number in range(5)))
    since = datetime.fromtimestamp(START, UTC) + timedelta(minutes=2)
    assert [call.id for call in await store.calls(since=since)] == ["4", "3", "2"]
    assert [call.id for call in await store.calls(limit=2)] == ["4", "3"]


async def test_a_call_is_found_by_any_of_its_ids(store: Store) -> None:
    await keep(store, new_call("1"), new_call("2", START + 1, origCallId="1"), new_call("9", START + 2))
    for call_id in ("1", "2"):
        (call,) = await store.calls(call_id=call_id)
        assert [leg.call_id for leg in call.legs] == ["1", "2"]
    assert isinstance((await store.events(call_id="2"))[0].event, NewCall)


async def test_only_the_owner_can_read_the_file_of_sqlite(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "calls.db"
    async with open_store(path) as store:
        await keep(store, new_call("1"))
        modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in path.parent.iterdir()}
    assert set(modes) >= {"calls.db", "calls.db-wal"}
    assert set(modes.values()) == {0o600}


async def test_a_file_of_a_newer_version_is_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "calls.db"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(InvalidInput, match="newer version"):
        await open_store(path).open()


async def test_many_stores_can_be_created_with_one_file_at_once(tmp_path: Path) -> None:
    # While a file is new, SQLite itself briefly does not wait for other processes; a single store rarely meets this.
    for path in (tmp_path / f"calls-{number}.db" for number in range(20)):
        stores = [SqliteStore(path) for _ in range(8)]
        await asyncio.gather(*(store.open() for store in stores))
        await asyncio.gather(*(keep(store, new_call(str(number))) for number, store in enumerate(stores)))
        assert len(await stores[0].events()) == 8
        await asyncio.gather(*(store.close() for store in stores))


async def test_a_store_waits_for_another_process_that_writes(tmp_path: Path) -> None:
    path = tmp_path / "calls.db"
    async with open_store(path) as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        claiming = asyncio.ensure_future(store.claim(new_call("1"), lease_seconds=5))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        later = asyncio.ensure_future(store.claim(new_call("2"), lease_seconds=5))
        assert await store.events() == []
        other.execute("COMMIT")
        other.close()
        assert (await claiming).acquired
        assert (await later).acquired


async def test_synchronous_full_is_supported(tmp_path: Path) -> None:
    async with SqliteStore(tmp_path / "calls.db", synchronous="FULL") as store:
        await keep(store, new_call("1"))
    with pytest.raises(InvalidInput):
        SqliteStore(tmp_path / "calls.db", synchronous="OFF")  # type: ignore[arg-type]


async def test_a_consumer_group_shares_events(redis_url: str) -> None:
    async with RedisStore(redis_url) as one, RedisStore(redis_url) as other:
        await keep(one, *(new_call(str(number)) for number in range(4)), hang_up("1"))
        first = await one.read_group("crm", "a", limit=2)
        second = await other.read_group("crm", "b")
        assert [item.event.call_id for item in first] == ["0", "1"]
        assert [item.event.event for item in second] == ["newCall", "newCall", "hangup"]
        assert isinstance(second[-1].event, HangUp)
        assert second[0].answer == b"<Response/>"
        await one.acknowledge("crm", first)
        await other.acknowledge("crm", [])
        # b has died: its events are returned to another consumer.
        again = await one.read_group("crm", "a", again_after_seconds=0, timeout_seconds=0)
        assert [item.id for item in again] == [item.id for item in second]
        await one.acknowledge("crm", again)
        assert await one.read_group("crm", "a", again_after_seconds=0, timeout_seconds=0) == []
        assert len(await one.read_group("statistics", "a")) == 5


async def test_apps_with_different_prefixes_are_separate(redis_url: str) -> None:
    async with RedisStore(redis_url, prefix="one") as one, RedisStore(redis_url, prefix="two") as two:
        await keep(one, new_call("1"))
        assert await two.events() == []


def test_a_store_can_be_used_in_several_event_loops(tmp_path: Path, signer: Signer) -> None:
    store = open_store(tmp_path / "calls.db")
    for number in range(3):
        asyncio.run(keep(store, new_call(str(number))))
    assert len(asyncio.run(store.events())) == 3
    asyncio.run(store.close())
