"""Calls: starting them, and manipulating live ones."""

import wave
from datetime import timedelta
from io import BytesIO

import pytest
from sipgate_api.api.groups import get_groups

from sipgate_tools import (
    AsyncSipgate,
    Conflict,
    InvalidInput,
    NotFound,
    PermissionDenied,
)
from sipgate_tools.sandbox import Sandbox
from tests.client.accounts import BOTH, AccountKind, access
from tests.client.scripted_server import Reply, scripted_server


async def test_a_live_call_is_manipulated() -> None:
    async with AsyncSipgate(**access(Sandbox())) as client:
        calls = await client.rtcm.calls()
        call, other = calls[0], calls[1]
        await client.rtcm.mute(call, True)
        await client.rtcm.hold(call.call_id, True)
        await client.rtcm.record(call, True, announcement=True)
        await client.rtcm.send_dtmf(call, "12a#*")
        await client.rtcm.announce(call, "https://phone.example.com/hello.wav")
        now = next(live for live in await client.rtcm.calls() if live.call_id == call.call_id)
        assert (now.muted, now.hold, now.recording) == (True, True, True)
        await client.rtcm.hang_up(other)
        assert other.call_id not in {live.call_id for live in await client.rtcm.calls()}
        with pytest.raises(NotFound):
            await client.rtcm.hold(other, True)
        for wrong in ("", "12e", "1 2"):
            with pytest.raises(InvalidInput):
                await client.rtcm.send_dtmf(call, wrong)


async def test_an_announcement_is_checked_when_asked() -> None:
    good = wave_file(channels=1)
    async with AsyncSipgate(**access(Sandbox())) as client:
        call = (await client.rtcm.calls())[0]
        with scripted_server(
            by_path={"/good.wav": Reply(200, good), "/bad.wav": Reply(200, wave_file(channels=2))}
        ) as script:
            root = script.base_url.removesuffix("/v2")
            await client.rtcm.announce(call, f"{root}/good.wav", check=True, allow_private=True)
            for name, says in [("bad.wav", "2 channels instead of 1"), ("missing.wav", "404")]:
                with pytest.raises(InvalidInput, match=says):
                    await client.rtcm.announce(call, f"{root}/{name}", check=True, allow_private=True)
            with pytest.raises(InvalidInput, match="private address"):
                await client.rtcm.announce(call, f"{root}/good.wav", check=True)
        with pytest.raises(InvalidInput, match="cannot be found"):
            await client.rtcm.announce(call, "https://phone.invalid/a.wav", check=True)


async def test_a_neo_account_says_in_one_sentence_what_it_lacks() -> None:
    sandbox = Sandbox("neo")
    async with AsyncSipgate(**access(sandbox)) as client:
        call = (await client.rtcm.calls())[0]
        with pytest.raises(InvalidInput, match="Muting is not possible on a neo account"):
            await client.rtcm.mute(call, True)
        with pytest.raises(InvalidInput, match="without an announcement"):
            await client.rtcm.record(call, True, announcement=False)
        with pytest.raises(InvalidInput, match="no phonelines to call from"):
            await client.calls.start(caller="p0", callee="+4915799912345")
        with pytest.raises(PermissionDenied, match="neo"):
            await get_groups.asyncio(client=client.api)
        await client.rtcm.hold(call, True)


@BOTH
async def test_a_call_is_started_and_hung_up(kind: AccountKind) -> None:
    sandbox = Sandbox(kind)
    async with AsyncSipgate(**access(sandbox)) as client:
        session_id = await client.calls.start(caller="e0", callee="+4915799912345")
        assert session_id not in {call.call_id for call in await client.rtcm.calls()}
        if kind == "neo":
            with pytest.raises(Conflict):
                await client.rtcm.hold(session_id, True)
        sandbox.clock.advance(timedelta(minutes=1))
        assert session_id in {call.call_id for call in await client.rtcm.calls()}
        await client.rtcm.hang_up(session_id)
        assert session_id not in {call.call_id for call in await client.rtcm.calls()}
        sandbox.clock.advance(timedelta(minutes=1))
        calls = await client.history.list(types=["CALL"], limit=1)
    assert calls[0].target == "+4915799912345"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"caller": "+4930123456"}, "device_id"),
        ({"caller": "s0"}, "extension"),
        ({"caller": "e00"}, "extension"),
        ({"caller": "e0", "device_id": "w0"}, "device_id"),
        ({"caller": "e0", "caller_id": "me"}, "caller_id"),
        ({"caller": "e0", "callee": "112"}, "callee"),
        ({"caller": "e0", "channel_id": "c-1"}, "channels"),
    ],
)
async def test_a_combination_that_makes_no_call_says_what_to_change(
    arguments: dict[str, str], says: str
) -> None:
    sandbox = Sandbox()
    async with AsyncSipgate(**access(sandbox)) as client:
        with pytest.raises(InvalidInput, match=says):
            await client.calls.start(**{"callee": "+4915799912345", **arguments})
    assert "POST" not in {method for method, _ in sandbox.requests}


def wave_file(channels: int) -> bytes:
    """Return a WAV file with a tenth of a second of silence."""
    buffer = BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(2 * channels * 800))
    return buffer.getvalue()
