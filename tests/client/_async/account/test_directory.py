"""The directory: who an extension, a channel or a number belongs to, from few requests."""

import asyncio
from datetime import timedelta

import pytest

from sipgate_tools import AsyncSipgate, InvalidInput
from sipgate_tools.sandbox import Sandbox
from tests.client.accounts import BOTH, AccountKind, access


@BOTH
async def test_extensions_and_numbers_lead_to_their_user(kind: AccountKind) -> None:
    async with AsyncSipgate(**access(Sandbox(kind))) as client:
        for wanted, user in (
            ("w1", "w1"),
            ("e0", "w0"),
            ("f0", "w0"),
            ("s0", "w0"),
            ("+4915228817386", "w0"),
        ):
            found = await client.directory.who(wanted)
            assert found is not None
            assert found.user_id == user
            assert found.label == {"w0": "Alex Sander", "w1": "Berta Vogel"}[user]


async def test_lines_of_classic_belong_to_a_user_or_a_group() -> None:
    async with AsyncSipgate(**access(Sandbox("classic"))) as client:
        line = await client.directory.who("+49 30 23125101")
        group = await client.directory.who("g0")
    assert line is not None
    assert (line.kind, line.id, line.user_name) == ("phoneline", "p1", "Berta Vogel")
    assert group is not None
    assert (group.kind, group.name, group.user_id) == ("group", "Vertrieb", None)
    assert group.numbers == ("+493023125110",)


async def test_numbers_of_neo_lead_to_a_channel() -> None:
    async with AsyncSipgate(**access(Sandbox("neo"))) as client:
        channel = await client.directory.who("+493023125102")
        assert channel is not None
        assert (channel.kind, channel.name) == ("channel", "Werkstatt")
        assert await client.directory.who(channel.id) == channel


@BOTH
async def test_other_numbers_lead_to_a_contact_or_to_nothing(kind: AccountKind) -> None:
    async with AsyncSipgate(**access(Sandbox(kind))) as client:
        contact = await client.directory.who("+491729925904")
        assert contact is not None
        assert (contact.kind, contact.name) == ("contact", "Merle Ahrens")
        assert await client.directory.who("+4930111111") is None
        with pytest.raises(InvalidInput):
            await client.directory.who("Merle")


@BOTH
async def test_lookups_share_few_requests_and_a_miss_repeats_none(kind: AccountKind) -> None:
    sandbox = Sandbox(kind)
    async with AsyncSipgate(**access(sandbox)) as client:
        await asyncio.gather(*(client.directory.who(f"w{number}") for number in range(20)))
        read = len(sandbox.requests)
        assert read <= 8
        await client.with_options(timeout=5).directory.who("+493023125100")
        assert len(sandbox.requests) == read
        await client.directory.who("e77")
        missed = len(sandbox.requests)
        await asyncio.gather(*(client.directory.who(f"e{number}") for number in range(70, 90)))
        await client.directory.who("+4930111111")
        await client.directory.who("+4930111111")
        assert len(sandbox.requests) == missed + 1
        await client.directory.refresh()
        await client.directory.who("w0")
        assert len(sandbox.requests) > missed + 1


@BOTH
async def test_what_the_token_may_not_read_is_left_out(kind: AccountKind) -> None:
    sandbox = Sandbox(kind)
    token_id, token = sandbox.issue_token(["numbers:read", "devices:read", "contacts:read"])
    async with AsyncSipgate(token_id=token_id, token=token, transport=sandbox) as client:
        assert await client.directory.who("w1") is None
        number = await client.directory.who("+4915228817386")
        device = await client.directory.who("e0")
    assert number is not None
    assert number.id == "y0"
    assert device is not None
    assert (device.user_id, device.user_name) == ("w0", None)


async def test_the_number_of_a_user_is_found_by_id_or_name() -> None:
    async with AsyncSipgate(**access(Sandbox("classic"))) as client:
        assert await client.directory.number_of("w0") == "+493023125100"
        assert await client.directory.number_of("berta vogel") == "+493023125101"
        assert await client.directory.number_of(await client.users.get("w2")) == "+493023125102"
        for unknown in ("w9", "Unknown Name"):
            with pytest.raises(InvalidInput):
                await client.directory.number_of(unknown)


async def test_the_number_of_a_user_of_neo_is_that_of_a_channel_and_never_a_fax_number() -> None:
    async with AsyncSipgate(**access(Sandbox("neo"))) as client:
        lines = await client.lines.list()
        for user in ("w0", "w1", "w2"):
            number = await client.directory.number_of(user)
            assert any(number in line.numbers and user in line.user_ids for line in lines)


@BOTH
async def test_a_routing_that_this_client_changes_is_known_at_once(kind: AccountKind) -> None:
    async with AsyncSipgate(**access(Sandbox(kind))) as client:
        before = await client.directory.who("+493023125100")
        other = next(line.id for line in await client.lines.list() if before is None or line.id != before.id)
        await client.numbers.route("+493023125100", to=other)
        after = await client.directory.who("+493023125100")
        assert after is not None
        assert after.id == other
        await client.numbers.unroute("+493023125100")
        assert await client.directory.who("+493023125100") is None


async def test_an_app_of_neo_is_a_device_of_its_user() -> None:
    async with AsyncSipgate(**access(Sandbox("neo"))) as client:
        app = await client.directory.who("a0")
    assert app is not None
    assert (app.kind, app.user_id) == ("device", "w0")


@BOTH
async def test_entries_and_statistics_of_the_history_have_names(kind: AccountKind) -> None:
    sandbox = Sandbox(kind)
    async with AsyncSipgate(**access(sandbox)) as client:
        (sms,) = await client.history.list(types="SMS", limit=1)
        assert [one.label for one in await client.directory.of_entry(sms)] == ["Alex Sander"]
        since = sandbox.clock.now() - timedelta(days=60)
        found = await client.history.statistics(since=since, by="user")
    names = {row.key: row.name for row in found.rows}
    assert names["w0"] == "Alex Sander"
    assert found.total.sms == sum(row.sms for row in found.rows)
