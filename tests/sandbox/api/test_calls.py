"""Calls: started, ringing, established, acted on, hung up, and what history remains."""

from __future__ import annotations

import io
import wave
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from sipgate_tools.sandbox import Sandbox

from ..accounts import MERLE, connect, items


def start(api: httpx2.Client, **fields: str) -> httpx2.Response:
    return api.post("sessions/calls", json={"caller": "p0", "callee": MERLE} | fields)


def established(api: httpx2.Client, sandbox: Sandbox) -> str:
    call_id = start(api).json()["sessionId"]
    sandbox.clock.advance(seconds=1)
    return call_id


def list_calls(api: httpx2.Client) -> dict[str, dict[str, Any]]:
    return {call["callId"]: call for call in api.get("calls").json()["data"]}


def test_two_calls_are_live_from_the_start(api: httpx2.Client) -> None:
    calls = list_calls(api).values()
    assert len(calls) == 2
    assert all(sum(one["owner"] for one in call["participants"]) == 1 for call in calls)


def test_a_call_rings_unlisted_and_is_listed_once_established(classic: Sandbox, api: httpx2.Client) -> None:
    call_id = start(api).json()["sessionId"]
    assert call_id not in list_calls(api)
    classic.clock.advance(seconds=1)
    assert call_id in list_calls(api)


def test_hanging_up_works_while_a_call_rings_and_leaves_a_missed_call(
    classic: Sandbox, api: httpx2.Client
) -> None:
    call_id = start(api).json()["sessionId"]
    assert api.delete(f"calls/{call_id}").status_code == 204
    classic.clock.advance(timedelta(minutes=1))
    newest = items(api.get("history", params={"types": "CALL"}))[0]
    assert (newest["callId"], newest["direction"]) == (call_id, "MISSED_OUTGOING")
    assert (newest["callStatus"], newest["duration"]) == ("MISSED", 0)
    assert api.delete(f"calls/{call_id}").status_code == 404


def test_live_call_operations_change_the_call(classic: Sandbox, api: httpx2.Client) -> None:
    call_id = established(api, classic)
    for name in ("hold", "muted"):
        assert api.put(f"calls/{call_id}/{name}", json={"value": True}).status_code == 204
    assert api.put(f"calls/{call_id}/recording", json={"value": True}).status_code == 204
    call = list_calls(api)[call_id]
    assert (call["hold"], call["muted"], call["recording"]) == (True, True, True)
    assert api.post(f"calls/{call_id}/dtmf", json={"sequence": "12#*A"}).status_code == 204
    url = "https://example.com/a.wav"
    assert api.post(f"calls/{call_id}/announcements", json={"url": url}).status_code == 204
    row = classic.state.calls[call_id]
    assert (row.digits, row.announcements) == ("12#*A", (url,))


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("dtmf", {"sequence": "12x"}),
        ("dtmf", {}),
        ("announcements", {"url": "file:///a.wav"}),
        ("transfer", {"attended": False}),
    ],
)
def test_malformed_live_call_operations_are_refused(
    classic: Sandbox, api: httpx2.Client, path: str, body: dict[str, Any]
) -> None:
    call_id = established(api, classic)
    assert api.post(f"calls/{call_id}/{path}", json=body).status_code == 400


def test_an_unknown_call_is_404(api: httpx2.Client) -> None:
    assert api.put("calls/1/hold", json={"value": True}).status_code == 404
    assert api.delete("calls/1").status_code == 404


def test_the_duration_and_the_recording_are_in_the_history(classic: Sandbox, api: httpx2.Client) -> None:
    call_id = established(api, classic)
    api.put(f"calls/{call_id}/recording", json={"value": True, "announcement": False})
    classic.clock.advance(seconds=42)
    api.delete(f"calls/{call_id}")
    classic.clock.advance(seconds=1)
    entry = items(api.get("history", params={"types": "CALL"}))[0]
    assert (entry["duration"], entry["callStatus"], entry["status"]) == (42, "SUCCESS", "PICKUP")
    with wave.open(io.BytesIO(api.get(entry["recordings"][0]["url"]).content)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 8000)


def test_a_transferred_call_is_a_new_call_that_names_the_first(classic: Sandbox, api: httpx2.Client) -> None:
    call_id = established(api, classic)
    to = {"attended": False, "phoneNumber": "+494066969112"}
    assert api.post(f"calls/{call_id}/transfer", json=to).status_code == 204
    classic.clock.advance(seconds=1)
    assert call_id not in list_calls(api)
    [new] = [call for call in classic.state.calls if call.orig_call_id == call_id]
    assert [one.phone_number for one in new.participants] == [MERLE, "+494066969112"]
    assert items(api.get("history", params={"types": "CALL"}))[0]["status"] == "FORWARD"


def test_a_busy_callee_ends_the_call_by_itself(classic: Sandbox, api: httpx2.Client) -> None:
    call_id = start(api, callee="+4922147110000").json()["sessionId"]
    classic.clock.advance(seconds=5)
    assert classic.state.calls.get(call_id) is not None  # nothing happens before somebody looks
    entry = items(api.get("history", params={"types": "CALL"}))[0]
    assert (entry["callId"], entry["callStatus"]) == (call_id, "BUSY")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"caller": "e0"}, 200),
        ({"caller": "y0"}, 200),
        ({"caller": "x0"}, 200),
        ({"caller": "+493023125100", "deviceId": "e0"}, 200),
        ({"caller": "+493023125100"}, 400),
        ({"callee": "niemand"}, 400),
        ({"callerId": "geheim"}, 400),
        ({"caller": "p9"}, 403),
        ({"caller": "e9"}, 403),
    ],
)
def test_who_may_call_from_what(api: httpx2.Client, fields: dict[str, str], status: int) -> None:
    assert start(api, **fields).status_code == status


def test_another_user_s_phone_cannot_start_calls_and_calls_cost(classic: Sandbox) -> None:
    carl = connect(classic, user="w2")
    assert start(carl).status_code == 403
    classic.set_balance(0)
    assert start(carl, caller="p2").status_code == 402
    assert classic.outbox()["calls"] == []
    assert carl.get("calls").json() == {"data": []}
