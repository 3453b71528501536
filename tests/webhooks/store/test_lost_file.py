"""SQLite files that are deleted, moved or replaced while an app uses them."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from sipgate_tools.errors import InvalidInput
from sipgate_tools.webhooks import WebhookApp, actions, open_store
from sipgate_tools.webhooks.store import Store
from sipgate_tools.webhooks.testing import Signer
from tests.webhooks.store.apps import Deliver, Health, app, stored_calls


def delete(path: Path) -> None:
    path.unlink()


def delete_all(path: Path) -> None:
    for one in path.parent.glob(f"{path.name}*"):
        one.unlink()


def move(path: Path) -> None:
    path.rename(path.with_name("moved.db"))


def put_another_there(path: Path) -> None:
    other = path.with_name("other.db")
    program = (
        "import asyncio, sys; from sipgate_tools.webhooks import open_store\n"
        "async def make():\n"
        "    async with open_store(sys.argv[1]): pass\n"
        "asyncio.run(make())"
    )
    subprocess.run([sys.executable, "-c", program, str(other)], check=True)
    other.replace(path)


def delete_the_log(path: Path) -> None:
    path.with_name(f"{path.name}-wal").unlink()


GONE = [delete, delete_all, move, put_another_there, delete_the_log]


@pytest.mark.parametrize("remove", GONE)
async def test_a_lost_file_is_detected_before_anything_is_acknowledged_and_opened_again(
    tmp_path: Path, signer: Signer, deliver: Deliver, remove: Callable[[Path], None]
) -> None:
    path = tmp_path / "calls.db"
    async with app(signer, path) as hooks:
        assert await deliver(hooks, signer.new_call(call_id="before")) == 200
        remove(path)
        assert await deliver(hooks, signer.new_call(call_id="refused")) == 503
        for name in ("after", "later"):
            assert await deliver(hooks, signer.new_call(call_id=name)) == 200
    found = await stored_calls(path)
    assert found[-2:] == ["after", "later"]
    if remove is delete_the_log:
        assert found[0] == "before"


async def test_acknowledged_deliveries_are_in_the_file_that_was_moved(
    tmp_path: Path, signer: Signer, deliver: Deliver
) -> None:
    path = tmp_path / "calls.db"
    async with app(signer, path) as hooks:
        for number in range(20):
            assert await deliver(hooks, signer.new_call(call_id=f"c{number}")) == 200
        move(path)
        assert await deliver(hooks, signer.new_call(call_id="refused")) == 503
        assert await deliver(hooks, signer.new_call(call_id="after")) == 200
        assert (await stored_calls(tmp_path / "moved.db"))[:20] == [f"c{number}" for number in range(20)]
    assert await stored_calls(path) == ["after"]


@pytest.mark.parametrize("remove", GONE)
async def test_health_detects_that_the_file_is_lost(
    tmp_path: Path, signer: Signer, health: Health, remove: Callable[[Path], None]
) -> None:
    path = tmp_path / "calls.db"
    async with app(signer, path) as hooks:
        assert await health(hooks) == 200
        remove(path)
        assert [await health(hooks), await health(hooks)] == [503, 200]


@pytest.mark.parametrize(
    "change", ["ALTER TABLE events DROP COLUMN occurred_at", "DROP TABLE follow_ups", "DROP TABLE events"]
)
async def test_health_detects_that_deliveries_cannot_be_claimed_or_finished(
    tmp_path: Path, signer: Signer, deliver: Deliver, health: Health, change: str
) -> None:
    path = tmp_path / "calls.db"
    async with app(signer, path) as hooks:
        assert [await deliver(hooks, signer.new_call()), await health(hooks)] == [200, 200]
        with closing(sqlite3.connect(path)) as other:
            other.execute(change)
        assert await health(hooks) == 503


async def test_health_leaves_no_trace(store: Store) -> None:
    before = await store.latest_id()
    waiting = asyncio.create_task(store.wait(timeout_seconds=0.05))
    await asyncio.gather(*(store.check() for _ in range(5)))
    assert await waiting == []
    assert await store.latest_id() == before
    assert [await store.events(), await store.calls(), await store.follow_ups()] == [[], [], []]
    assert await store.next_due() is None


@pytest.mark.parametrize("remove", GONE)
async def test_two_apps_with_a_lost_file_continue_together(
    tmp_path: Path, signer: Signer, deliver: Deliver, remove: Callable[[Path], None]
) -> None:
    path = tmp_path / "calls.db"
    acknowledged: list[str] = []
    async with app(signer, path) as one, app(signer, path) as two:
        for hooks in (one, two):
            assert await deliver(hooks, signer.new_call()) == 200
        remove(path)
        for number in range(10):
            for name, hooks in (("one", one), ("two", two)):
                call_id = f"{name}-{number}"
                if await deliver(hooks, signer.new_call(call_id=call_id)) == 200:
                    acknowledged.append(call_id)
        assert {"one-9", "two-9"} <= set(acknowledged)
        assert not {"one-0", "two-0"} & set(acknowledged)
        found = await stored_calls(path)
    assert found == await stored_calls(path)
    assert set(acknowledged) <= set(found)


async def test_no_file_is_created_in_another_folder_at_the_same_path(
    tmp_path: Path, signer: Signer, deliver: Deliver
) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    async with app(signer, folder / "calls.db") as hooks:
        assert await deliver(hooks, signer.new_call()) == 200
        folder.rename(tmp_path / "unmounted")
        folder.mkdir()
        assert [await deliver(hooks, signer.new_call()) for _ in range(3)] == [503] * 3
        assert list(folder.iterdir()) == []
        folder.rmdir()
        (tmp_path / "unmounted").rename(folder)
        assert await deliver(hooks, signer.new_call(call_id="again")) == 200
    assert (await stored_calls(folder / "calls.db"))[-1] == "again"


async def test_a_response_is_not_stored_with_the_delivery_of_another_file(
    tmp_path: Path, signer: Signer, deliver: Deliver
) -> None:
    path = tmp_path / "calls.db"
    going_on, ready = asyncio.Event(), asyncio.Event()
    hooks = WebhookApp(
        public_url="https://phone.example.com/hook",
        public_key=signer.public_key,
        store=path,
        deadline_seconds=5,
    )

    @hooks.on_new_call(from_="+492111")
    async def slow(_: object) -> actions.Action:
        ready.set()
        await going_on.wait()
        return actions.reject("busy")

    hooks.on_new_call(lambda _: actions.voicemail())
    async with hooks:
        first = asyncio.ensure_future(deliver(hooks, signer.new_call(call_id="old", from_="+492111")))
        await ready.wait()
        delete_all(path)
        assert await deliver(hooks, signer.new_call(call_id="refused")) == 503
        assert await deliver(hooks, signer.new_call(call_id="new")) == 200
        going_on.set()
        assert await first == 503
    async with open_store(path) as store:
        [only] = await store.events()
        assert only.event.call_id == "new"
        assert b"Voicemail" in (only.answer or b"")


async def test_a_reader_reads_the_file_that_is_at_the_path_now(tmp_path: Path) -> None:
    path = tmp_path / "calls.db"
    async with open_store(path):
        pass  # makes the file, and nothing is left that would make it again
    async with open_store(path, create=False) as reader:
        assert await reader.events() == []
        delete_all(path)
        with pytest.raises(InvalidInput, match="does not exist"):
            await reader.events()
        async with open_store(path):
            assert await reader.latest_id() == "0"
