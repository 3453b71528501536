"""The async client on trio: the same behaviour, and nothing is left open."""

import gc

import pytest

from sipgate_tools import AsyncSipgate, ServerError
from sipgate_tools.models.bulk_progress import BulkProgress
from sipgate_tools.sandbox import Sandbox
from tests.client._async.oauth_steps import client_of, logged_in
from tests.client.accounts import access
from tests.client.credentials import TOKEN, TOKEN_ID
from tests.client.logins import a_sandbox, refreshes
from tests.client.scripted_server import Reply, scripted_server

trio = pytest.importorskip("trio", reason="trio is not installed")


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "trio"


async def test_lists_can_be_left_in_the_middle() -> None:
    for kind in ("classic", "neo"):
        async with AsyncSipgate(**access(Sandbox(kind))) as client:
            async for entry in client.history.iterate(page_size=2):
                assert entry.id
                break
            async for contact in client.contacts.iterate():
                assert contact.id
                break
            async for number in client.numbers.iterate():
                assert number.number
                break
    # Anything left open would cause a warning here, which fails the test.
    gc.collect()


async def test_a_chosen_sender_many_recipients_and_an_import() -> None:
    sandbox = Sandbox()
    steps: list[BulkProgress] = []
    async with AsyncSipgate(**access(sandbox)) as client:
        await client.sms.send(to="+4915799912345", message="Hi", from_="+491729973185")
        report = await client.sms.send_many(
            to=[f"+49157999{number:05d}" for number in range(20)], message="Hi", progress=steps.append
        )
        imported = await client.contacts.import_csv("firstname,lastname,number\nAda,Byron,+4915799912345\n")
        text = await client.contacts.export_csv("PRIVATE")
    assert (len(report.done), steps[-1].done, len(sandbox.outbox()["sms"])) == (20, 20, 21)
    assert len(imported.created) == 1
    assert "Byron" in text


async def test_a_cancelled_mass_sending_ends_what_is_under_way_and_begins_nothing_new() -> None:
    sandbox = Sandbox()
    steps: list[BulkProgress] = []
    async with AsyncSipgate(**access(sandbox)) as client:
        with trio.CancelScope() as scope:

            def stop(progress: BulkProgress) -> None:
                steps.append(progress)
                scope.cancel()

            await client.sms.send_many(
                to=[f"+49157999{number:05d}" for number in range(200)],
                message="Hi",
                at_once=4,
                progress=stop,
            )
    sent = {sms["recipient"] for sms in sandbox.outbox()["sms"]}
    report = steps[-1].report
    assert scope.cancelled_caught
    assert report is not None
    assert set(report.done) == sent
    assert 1 <= len(sent) <= 5


async def test_requests_travel_over_sockets_and_are_repeated_after_passing_faults() -> None:
    busy = Reply(503, headers={"Retry-After": "0"})
    with scripted_server(busy, Reply(drop=True), Reply(200, {"items": [{"id": "w0"}]}), Reply(500)) as script:
        async with AsyncSipgate(token_id=TOKEN_ID, token=TOKEN, base_url=script.base_url) as client:
            assert [user.id for user in await client.users.list()] == ["w0"]
            with pytest.raises(ServerError):
                await client.users.list()


async def test_many_tasks_share_one_refresh_of_a_login() -> None:
    sandbox = a_sandbox()
    credentials = await logged_in(sandbox)
    sandbox.clock.advance(seconds=299)
    async with client_of(sandbox, credentials) as client, trio.open_nursery() as nursery:
        for _ in range(20):
            nursery.start_soon(client.users.me)
    assert refreshes(sandbox) == 1
