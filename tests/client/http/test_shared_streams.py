"""Several workers may share an iterator over pages: each item goes to one of them, and all run until its end."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sipgate_tools import AsyncSipgate, Sipgate
from sipgate_tools.models import HistoryEntry
from sipgate_tools.sandbox import Sandbox
from tests.client.accounts import access

WORKERS = 3


async def test_tasks_share_the_history() -> None:
    async def works(entries: AsyncIterator[HistoryEntry], done: list[str]) -> None:
        async for entry in entries:
            done.append(entry.id)
            await asyncio.sleep(0)

    async with AsyncSipgate(**access(Sandbox())) as client:
        expected = [entry.id async for entry in client.history.iterate()]
        entries = client.history.iterate(page_size=3)
        shares = [list[str]() for _ in range(WORKERS)]
        await asyncio.gather(*(works(entries, share) for share in shares))
    assert sorted(expected) == sorted(entry_id for share in shares for entry_id in share)
    assert all(shares)


def test_threads_share_the_history() -> None:
    together = Barrier(WORKERS)
    with Sipgate(**access(Sandbox())) as client, ThreadPoolExecutor(WORKERS) as pool:
        expected = [entry.id for entry in client.history.iterate()]
        entries = client.history.iterate(page_size=3)

        def works(_: int) -> list[str]:
            together.wait(timeout=10)
            return [entry.id for entry in entries]

        shares = list(pool.map(works, range(WORKERS)))
    assert sorted(expected) == sorted(entry_id for share in shares for entry_id in share)
