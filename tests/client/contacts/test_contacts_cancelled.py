"""Cancelled bulk operations: nothing new is started, and the outcome of running requests is reported."""

import _thread
import asyncio
from collections.abc import Callable

import anyio
import httpx2
import pytest

from sipgate_tools import AsyncSipgate, Sipgate
from sipgate_tools.models import BulkProgress, ImportReport
from sipgate_tools.sandbox import Sandbox
from tests.client.accounts import access

TEXT = "First Name;Last Name;Mobile Phone\n" + "".join(
    f"Person;No{number};+49157{number:08d}\n" for number in range(40)
)


class DelayedResponses(httpx2.AsyncBaseTransport):
    """A transport that creates contacts, but delays the responses until `released` is set."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.started = anyio.Event()
        self.released = anyio.Event()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await self.sandbox.handle_async_request(request)
        if request.method == "POST":
            self.started.set()
            await self.released.wait()
        return response


def people(sandbox: Sandbox) -> list[str]:
    return sorted(contact.name for contact in sandbox.state.contacts if "Person" in contact.name)


async def cancelled_import(
    sandbox: Sandbox, transport: DelayedResponses, while_cancelled: Callable[[], None]
) -> tuple[ImportReport, asyncio.CancelledError]:
    steps: list[BulkProgress] = []
    arguments = access(sandbox)
    arguments["transport"] = transport
    async with AsyncSipgate(**arguments) as client:
        task = asyncio.create_task(client.contacts.import_csv(TEXT, at_once=3, progress=steps.append))
        await transport.started.wait()
        task.cancel()
        asyncio.get_running_loop().call_soon(while_cancelled)
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
    return steps[-1].report, caught.value


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def test_a_cancelled_import_waits_for_what_it_began_and_reports_it() -> None:
    sandbox = Sandbox(seed="empty")
    transport = DelayedResponses(sandbox)
    report, error = await cancelled_import(sandbox, transport, transport.released.set)
    assert report.created
    assert len(report.created) == len(people(sandbox)) <= 3
    assert report.unknown == ()
    assert report.stopped == "The run was cancelled."
    assert report.next_line == 2 + len(report.created)
    assert "ended early" in error.__notes__[0]


async def test_a_request_without_a_response_in_time_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sipgate_tools._backends.async_.GRACE_SECONDS", 0.0)
    sandbox = Sandbox(seed="empty")
    report, _ = await cancelled_import(sandbox, DelayedResponses(sandbox), lambda: None)
    assert report.created == ()
    assert len(report.unknown) == len(people(sandbox)) > 0
    assert report.unknown[0].reason == "The request was cancelled before its response arrived."


async def test_a_cancelled_import_started_again_creates_the_rest_and_nothing_twice() -> None:
    sandbox = Sandbox(seed="empty")
    transport = DelayedResponses(sandbox)
    await cancelled_import(sandbox, transport, transport.released.set)
    async with AsyncSipgate(**access(sandbox)) as client:
        report = await client.contacts.import_csv(TEXT)
    assert report.complete
    assert people(sandbox) == sorted(f"Person No{number}" for number in range(40))


def test_ctrl_c_ends_an_import_in_threads_with_what_was_begun() -> None:
    sandbox = Sandbox(seed="empty")
    steps: list[BulkProgress] = []

    def interrupt_once(step: BulkProgress) -> None:
        steps.append(step)
        if len(steps) == 3:
            _thread.interrupt_main()

    with Sipgate(**access(sandbox)) as client:
        with pytest.raises(KeyboardInterrupt) as caught:
            client.contacts.import_csv(TEXT, at_once=2, progress=interrupt_once)
        report = steps[-1].report
        assert 3 <= len(report.created) == len(people(sandbox)) < 40
        assert report.stopped == "The run was cancelled."
        assert "ended early" in caught.value.__notes__[0]
        assert client.contacts.import_csv(TEXT).complete
    assert len(people(sandbox)) == 40
