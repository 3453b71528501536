"""Lines, forwarding, routing, do-not-disturb and the blacklist, and what each platform refuses."""

from typing import Any

import pytest

from sipgate_tools import AsyncSipgate, InvalidInput, NotFound
from sipgate_tools.sandbox import Sandbox
from tests.client.accounts import BOTH, AccountKind, access

MOBILE = "+4915799912345"


@BOTH
async def test_lines_are_phonelines_or_channels_with_users_and_numbers(kind: AccountKind) -> None:
    async with AsyncSipgate(**access(Sandbox(kind))) as client:
        lines = await client.lines.list()
        own = await client.lines.list("w1")
    assert {line.kind for line in lines} == {"phoneline" if kind == "classic" else "channel"}
    assert any("+493023125100" in line.numbers and "w0" in line.user_ids for line in lines)
    assert own
    assert all("w1" in line.user_ids for line in own)


async def test_calls_are_forwarded_to_a_number_and_the_voicemail_stays() -> None:
    sandbox = Sandbox("classic")
    async with AsyncSipgate(**access(sandbox)) as client:
        change = await client.lines.forward("p0", to="+49 1579 9912345", after_seconds=15)
        assert [(one.destination, one.timeout) for one in change.after if one.to_number] == [(MOBILE, 15)]
        assert [one for one in change.before if not one.to_number] == [
            one for one in change.after if not one.to_number
        ]
        again = await client.lines.forward("p0", to="+4930111111")
        assert [one.destination for one in again.after if one.to_number] == ["+4930111111"]
        seen = {one.destination for one in sandbox.state.phonelines["p0"].forwardings}
        assert seen == {one.destination for one in again.after}
        ended = await client.lines.unforward("p0")
        assert not any(one.to_number for one in ended.after)


async def test_the_line_of_another_user_is_found() -> None:
    async with AsyncSipgate(**access(Sandbox("classic"))) as client:
        (line,) = await client.lines.list("w1")
        change = await client.lines.forward(line, to=MOBILE)
        assert [one.destination for one in await client.lines.forwardings(line.id)] == [
            one.destination for one in change.after
        ]
        with pytest.raises(NotFound, match="phoneline"):
            await client.lines.forwardings("p77")


async def test_callers_without_a_number_are_blocked_and_admitted() -> None:
    async with AsyncSipgate(**access(Sandbox("classic"))) as client:
        await client.lines.block_anonymous("p0", True, target="VOICEMAIL")
        assert await client.lines.blocks_anonymous("p0")
        await client.lines.block_anonymous("p0", False)
        assert not await client.lines.blocks_anonymous("p0")


async def test_neo_has_no_phoneline_settings_and_the_error_says_what_to_use() -> None:
    sandbox = Sandbox("neo")
    async with AsyncSipgate(**access(sandbox)) as client:
        (line, *_) = await client.lines.list()
        for use in (
            client.lines.forward(line, to=MOBILE),
            client.lines.unforward(line.id),
            client.lines.block_anonymous("p0", True),
        ):
            with pytest.raises(InvalidInput, match=r"numbers\.route") as refused:
                await use
            assert refused.value.code == "platform.classic_only"
    assert not [method for method, _ in sandbox.requests if method != "GET"]


@BOTH
async def test_numbers_are_routed_and_lead_nowhere_afterwards(kind: AccountKind) -> None:
    async with AsyncSipgate(**access(Sandbox(kind))) as client:
        target = "p1" if kind == "classic" else (await client.lines.list())[1].id
        await client.numbers.route("+49 30 23125100", to=target)
        assert await _endpoint(client) == target
        await client.numbers.unroute(["+493023125100"])
        assert not await _endpoint(client)


async def _endpoint(client: AsyncSipgate) -> str | None:
    found = [one.endpoint_id async for one in client.numbers.iterate() if one.number == "+493023125100"]
    return found[0]


async def test_a_channel_is_refused_on_classic_before_anything_is_sent() -> None:
    sandbox = Sandbox("classic")
    async with AsyncSipgate(**access(sandbox)) as client:
        with pytest.raises(InvalidInput, match="neo") as refused:
            await client.numbers.route("+493023125100", to="10a3d0d3-9bea-4b29-a176-04f1a8ac3e84")
    assert refused.value.code == "platform.neo_only"
    assert not [method for method, _ in sandbox.requests if method != "GET"]


@pytest.mark.parametrize("to", ["p0", "g0"])
async def test_lines_of_classic_are_refused_on_neo_before_anything_is_changed(to: str) -> None:
    sandbox = Sandbox("neo")
    async with AsyncSipgate(**access(sandbox)) as client:
        with pytest.raises(InvalidInput, match="channel") as refused:
            await client.numbers.route("+493023125100", to=to)
    assert refused.value.code == "platform.classic_only"
    assert not [method for method, _ in sandbox.requests if method != "GET"]


async def test_arguments_that_are_no_bool_or_no_word_are_refused_before_anything_is_sent() -> None:
    sandbox = Sandbox("classic")
    wrong: Any = "yes"
    async with AsyncSipgate(**access(sandbox)) as client:
        for use in (
            client.users.busy_on_busy(wrong),
            client.devices.do_not_disturb("e0", wrong),
            client.blacklist.add("+49900", prefix=wrong),
            client.lines.block_anonymous("p0", wrong),
            client.lines.block_anonymous("p0", True, target=wrong),
        ):
            with pytest.raises(InvalidInput):
                await use
    assert sandbox.requests == []


@pytest.mark.parametrize(
    ("to", "seconds"), [("0157", 0), ("+4915799912345", -1), ("+4915799912345", 601), ("", 0)]
)
async def test_bad_forwardings_are_refused_before_anything_is_sent(to: str, seconds: int) -> None:
    sandbox = Sandbox("classic")
    async with AsyncSipgate(**access(sandbox)) as client:
        with pytest.raises(InvalidInput):
            await client.lines.forward("p0", to=to, after_seconds=seconds)
    assert sandbox.requests == []


@BOTH
async def test_a_device_stays_silent_and_a_user_is_busy(kind: AccountKind) -> None:
    async with AsyncSipgate(**access(Sandbox(kind))) as client:
        await client.devices.do_not_disturb("e0", True)
        assert (await client.devices.get("e0")).dnd is True
        await client.devices.do_not_disturb("e0", False)
        assert (await client.devices.get("e0")).dnd is False
        await client.users.busy_on_busy(True)
        assert (await client.users.me()).busy_on_busy is True


@BOTH
async def test_numbers_and_prefixes_are_blocked_and_unblocked(kind: AccountKind) -> None:
    async with AsyncSipgate(**access(Sandbox(kind))) as client:
        await client.blacklist.add("+49 1579 9912345")
        await client.blacklist.add("+49900", prefix=True)
        listed = {(one.phone_number, one.is_block) for one in await client.blacklist.list()}
        assert {(MOBILE, False), ("+49900", True)} <= listed
        await client.blacklist.remove(MOBILE)
        await client.blacklist.remove("+49900")
        left = {one.phone_number for one in await client.blacklist.list()}
        assert left.isdisjoint({MOBILE, "+49900"})
        with pytest.raises(InvalidInput):
            await client.blacklist.add("0900", prefix=True)
