"""Concurrent messages, some with a chosen sender: which are sent together, and from which sender."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import anyio
import httpx2
import pytest
from anyio.lowlevel import checkpoint

from sipgate_tools import AsyncSipgate, InsufficientFunds, Sipgate
from sipgate_tools._async._support.rwlock import AsyncRWLock
from sipgate_tools._sync._support.rwlock import SyncRWLock
from sipgate_tools.sandbox import Sandbox

RECIPIENT: Final = "+4915799912345"
DEFAULT: Final = "+4915228817386"
CHOSEN: Final = "+491729973185"


class SlowSandbox(httpx2.AsyncBaseTransport):
    """A sandbox that lets other tasks run before and after each response."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        for _ in range(3):
            await checkpoint()
        response = await self._sandbox.handle_async_request(request)
        for _ in range(3):
            await checkpoint()
        return response


class Meeting(httpx2.AsyncBaseTransport):
    """A transport that responds to messages once there are two of them."""

    def __init__(self) -> None:
        self._here = 0
        self._both = anyio.Event()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self._here += 1
        if self._here == 2:
            self._both.set()
        await self._both.wait()
        return httpx2.Response(204, request=request)


class ThreadMeeting(httpx2.BaseTransport):
    """The same for threads."""

    def __init__(self) -> None:
        self._both = threading.Barrier(2)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self._both.wait(5)
        return httpx2.Response(204, request=request)


def client_of(sandbox: Sandbox) -> AsyncSipgate:
    return AsyncSipgate(
        token_id=sandbox.token_id,
        token=sandbox.token,
        base_url=sandbox.base_url,
        transport=SlowSandbox(sandbox),
    )


async def test_messages_from_the_default_number_are_under_way_together() -> None:
    sandbox = Sandbox()
    client = AsyncSipgate(token_id=sandbox.token_id, token=sandbox.token, transport=Meeting())
    with anyio.fail_after(5):
        async with client, anyio.create_task_group() as tasks:
            for text in ("one", "two"):
                tasks.start_soon(lambda text=text: client.sms.send(to=RECIPIENT, message=text, sms_id="s0"))


def test_messages_of_threads_are_under_way_together() -> None:
    sandbox = Sandbox()
    client = Sipgate(token_id=sandbox.token_id, token=sandbox.token, transport=ThreadMeeting())
    with client, ThreadPoolExecutor(2) as threads:
        sent = [
            threads.submit(client.sms.send, to=RECIPIENT, message=text, sms_id="s0")
            for text in ("one", "two")
        ]
        assert [each.result().sms_id for each in sent] == ["s0", "s0"]


async def test_no_message_leaves_from_the_number_that_another_one_chose() -> None:
    sandbox = Sandbox()
    async with client_of(sandbox) as client:

        async def plain() -> None:
            for _ in range(8):
                await client.sms.send(to=RECIPIENT, message="plain", sms_id="s0")

        async def with_sender() -> None:
            await client.sms.send(to=RECIPIENT, message="chosen", from_=CHOSEN)

        async with anyio.create_task_group() as tasks:
            for send in (plain, with_sender, plain, plain, with_sender, plain, with_sender, plain):
                tasks.start_soon(send)
        caller_ids = await client.sms.caller_ids("s0")
    sent = sorted((sms["message"], sms["from"]) for sms in sandbox.outbox()["sms"])
    assert sent == [("chosen", CHOSEN)] * 3 + [("plain", DEFAULT)] * 40
    assert [each.phonenumber for each in caller_ids if each.default_number] == [DEFAULT]


async def test_a_message_that_is_cancelled_does_not_block_others() -> None:
    sandbox = Sandbox()
    async with client_of(sandbox) as client:
        with anyio.move_on_after(0):
            await client.sms.send(to=RECIPIENT, message="given up", sms_id="s0")
        with anyio.CancelScope() as scope:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(lambda: client.sms.send(to=RECIPIENT, message="given up too", sms_id="s0"))
                await checkpoint()
                scope.cancel()
        with anyio.fail_after(5):
            receipt = await client.sms.send(to=RECIPIENT, message="chosen", from_=CHOSEN)
    assert receipt.sender == CHOSEN


async def test_a_message_that_is_rejected_does_not_block_others() -> None:
    sandbox = Sandbox()
    sandbox.set_balance(0)
    async with client_of(sandbox) as client:
        for sender in (None, CHOSEN):
            with pytest.raises(InsufficientFunds):
                await client.sms.send(to=RECIPIENT, message="refused", sms_id="s0", from_=sender)
        sandbox.set_balance(100_000)
        with anyio.fail_after(5):
            await client.sms.send(to=RECIPIENT, message="plain", sms_id="s0")
            await client.sms.send(to=RECIPIENT, message="chosen", from_=CHOSEN)
    assert [sms["from"] for sms in sandbox.outbox()["sms"]] == [DEFAULT, CHOSEN]


async def test_a_message_with_a_chosen_sender_waits_until_the_lock_is_free() -> None:
    gate = AsyncRWLock()
    events: list[str] = []
    let_go = anyio.Event()

    async def plain() -> None:
        async with gate.shared():
            events.append("plain in")
            await let_go.wait()
            events.append("plain out")

    async def with_sender() -> None:
        async with gate.exclusive():
            events.append("alone in")
            await checkpoint()
            events.append("alone out")

    async def later() -> None:
        async with gate.shared():
            events.append("later in")

    with anyio.fail_after(5):
        async with anyio.create_task_group() as tasks:
            for work in (plain, plain, with_sender, later):
                tasks.start_soon(work)
            await anyio.wait_all_tasks_blocked()
            assert events == ["plain in", "plain in"]
            let_go.set()
    assert events[2:] == ["plain out", "plain out", "alone in", "alone out", "later in"]


def test_a_thread_that_chose_a_sender_waits_until_no_other_is_inside() -> None:
    gate = SyncRWLock()
    events: list[str] = []
    inside, waiting, pause = threading.Event(), threading.Event(), threading.Event()

    def with_sender() -> None:
        waiting.set()
        with gate.exclusive():
            events.append("alone")

    def plain() -> None:
        with gate.shared():
            inside.set()
            assert waiting.wait(5)
            # Until the other task waits for the lock, or wrongly holds it.
            while not (gate._turn.locked() or events):  # pyright: ignore[reportPrivateUsage]
                pause.wait(0.001)
            events.append("plain")

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(plain)
        assert inside.wait(5)
        second = threads.submit(with_sender)
        first.result(5)
        second.result(5)
    assert events == ["plain", "alone"]
