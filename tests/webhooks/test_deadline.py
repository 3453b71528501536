"""The time limit of handlers: who is too slow is cancelled, who is cancelled by others stays cancelled."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from sipgate_tools.webhooks.deadline import Deadline, OutOfTime


async def never() -> None:
    await asyncio.Event().wait()


async def test_what_is_over_in_time_is_left_alone() -> None:
    deadline = Deadline(0.01)
    for _ in range(3):
        with deadline.limit():
            await asyncio.sleep(0)
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0


async def test_what_takes_longer_is_cancelled() -> None:
    ended: list[str] = []

    async def slow() -> None:
        try:
            await never()
        finally:
            ended.append("cancelled")

    with pytest.raises(OutOfTime), Deadline(0.01).limit():
        await slow()
    assert ended == ["cancelled"]
    await asyncio.sleep(0)  # the task itself goes on


async def test_what_ignores_being_cancelled_was_too_slow_all_the_same() -> None:
    with pytest.raises(OutOfTime), Deadline(0.01).limit(), contextlib.suppress(asyncio.CancelledError):
        await never()


async def test_an_error_of_ones_own_stays_it() -> None:
    async def fails_at_the_end() -> None:
        try:
            await never()
        except asyncio.CancelledError:
            raise KeyError from None

    with pytest.raises(KeyError), Deadline(0.01).limit():
        await fails_at_the_end()


async def test_who_is_cancelled_by_others_stays_cancelled() -> None:
    async def limited() -> None:
        with Deadline(10).limit():
            await never()

    task = asyncio.ensure_future(limited())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_many_that_run_at_once_are_looked_after_each() -> None:
    deadline = Deadline(0.02)

    async def limited(slow: bool) -> str:
        try:
            with deadline.limit():
                await (never() if slow else asyncio.sleep(0))
        except OutOfTime:
            return "slow"
        return "in time"

    results = await asyncio.gather(*(limited(number % 2 == 0) for number in range(20)))
    assert results == ["slow", "in time"] * 10


def test_it_works_in_one_event_loop_after_another() -> None:
    deadline = Deadline(0.01)

    async def too_slow() -> None:
        with pytest.raises(OutOfTime), deadline.limit():
            await never()

    for _ in range(3):
        asyncio.run(too_slow())
