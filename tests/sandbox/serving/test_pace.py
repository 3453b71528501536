"""Scripted calls and the clock: who lives by the machine's time sees the same time before, during and after them."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipgate_tools.sandbox import Clock, Sandbox, serve_in_thread
from sipgate_tools.sandbox.state import State

from ..accounts import BERTA, MERLE, NOON, call_in, connect, items, sms
from ..receivers import gather, listening, response


@contextmanager
def serve(sandbox: Sandbox) -> Generator[httpx2.Client]:
    with (
        serve_in_thread(sandbox) as address,
        httpx2.Client(
            base_url=address.base_url, auth=(sandbox.token_id, sandbox.token), timeout=10
        ) as client,
    ):
        yield client


def play(client: httpx2.Client, **fields: Any) -> list[dict[str, Any]]:
    """Play a script over HTTP as other programs do; returns its calls when they are over."""
    console = str(client.base_url).removesuffix("v2/") + "console/api"
    script = call_in(**({"callee": "answers", "talkSeconds": 60, "pace": "script"} | fields))
    with httpx2.stream("GET", f"{console}/events", timeout=10) as events:
        news = events.iter_lines()
        next(news)
        call_id = httpx2.post(f"{console}/calls", json=script).json()["id"]
        while not (story := httpx2.get(f"{console}/calls/{call_id}/timeline").json())["over"]:
            next(line for line in news if line.startswith("event: "))
    return story["calls"]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def drift(sandbox: Sandbox) -> timedelta:
    return abs(sandbox.clock.now() - datetime.now(UTC))


def test_a_scripted_call_leaves_the_clock_of_a_served_sandbox_alone() -> None:
    sandbox = Sandbox()
    with serve(sandbox) as client:
        start = datetime.now(UTC)
        [call] = play(client, talkSeconds=3600)
        assert drift(sandbox) < timedelta(seconds=1)
        assert moment(call["started"]) <= start - timedelta(seconds=3600)
        assert moment(call["ended"]) <= datetime.now(UTC)
        # What real-time programs do next: an SMS in a minute, and the history up to now.
        soon = int(time.time()) + 60
        assert client.post("sessions/sms", json=sms(sendAt=soon)).status_code == 204
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        found = items(client.get("history", params={"limit": 100, "to": now}))
        [entry] = [entry for entry in found if entry["id"] == call["entryId"]]
        assert (entry["duration"], entry["created"]) == (3600, call["started"])


def test_a_scheduled_sms_is_not_sent_by_a_scripted_call() -> None:
    sandbox = Sandbox()
    with serve(sandbox) as client:
        soon = int(time.time()) + 600
        assert client.post("sessions/sms", json=sms(sendAt=soon, message="Later")).status_code == 204
        play(client, talkSeconds=7200)
        texts = [entry["smsContent"] for entry in items(client.get("history", params={"types": "SMS"}))]
        assert "Later" not in texts


def test_programs_see_one_time_while_a_script_waits_for_its_webhook() -> None:
    sandbox = Sandbox()
    with listening(sandbox) as hooks, serve(sandbox) as client:
        seen: list[timedelta] = []

        def look(_: dict[str, Any]) -> str:
            seen.append(drift(sandbox))
            return response()

        hooks.on("newCall", response(gather(timeout=600_000)))
        hooks.on("dtmf", look)
        hooks.on("answer", look)
        hooks.on("hangup", look)
        client.put("settings/sipgateio", json={"incomingUrl": hooks.url, "outgoingUrl": ""})
        play(client, talkSeconds=900)
    assert len(seen) == 3
    assert max(seen) < timedelta(seconds=5)


def test_a_webhook_may_end_a_scripted_call_through_the_api() -> None:
    """The call and the clock agree on what time it is: a call of ten seconds has ten, not minus five."""
    sandbox = Sandbox()
    with listening(sandbox) as hooks, serve(sandbox) as client:

        def hang_up(form: dict[str, Any]) -> str:
            assert client.delete(f"calls/{form['callId']}").status_code == 204
            return ""

        hooks.on("newCall", response())
        hooks.on("answer", hang_up)
        client.put("settings/sipgateio", json={"incomingUrl": hooks.url, "outgoingUrl": ""})
        [call] = play(client, callee={"does": "answers", "after": 15}, talkSeconds=600)
        entry = client.get(f"history/{call['entryId']}").json()
    assert 0 <= entry["duration"] < 10
    assert moment(call["answered"]) - moment(call["started"]) >= timedelta(seconds=15)


def test_calls_that_come_of_each_other_stay_in_step() -> None:
    sandbox = Sandbox()
    with serve(sandbox) as client:
        then = [{"after": 10, "do": "transfer", "to": BERTA}]
        first, second = play(client, callee={"does": "answers", "after": 4}, then=then, talkSeconds=30)
    assert first["ended"] == second["started"]
    assert moment(first["answered"]) - moment(first["started"]) == timedelta(seconds=4)
    assert moment(second["ended"]) <= datetime.now(UTC)
    created = {entry["id"]: entry["created"] for entry in items(connect(sandbox).get("history"))}
    assert created[first["entryId"]] == first["started"]
    assert created[second["entryId"]] == second["started"]


def test_in_process_the_running_clock_stays_too() -> None:
    sandbox = Sandbox()
    before = datetime.now(UTC)
    for seconds in (5, 500):
        story = sandbox.play(call_in(talkSeconds=seconds))
        assert story.calls[0].started < before
        assert story.calls[0].entry_id in {entry["id"] for entry in items(connect(sandbox).get("history"))}
    assert sandbox.clock.now() - before < timedelta(seconds=60)
    assert drift(sandbox) < timedelta(seconds=1)


def test_a_clock_that_stands_still_is_moved_along() -> None:
    sandbox = Sandbox(clock=Clock(NOON))
    story = sandbox.play(call_in(callee={"does": "answers", "after": 5}, talkSeconds=60))
    assert story.calls[0].started == NOON
    assert sandbox.clock.now() == NOON + timedelta(seconds=66)  # the entry is there a second later


def moments(state: State, xcid: str) -> list[datetime]:
    record = next(one for one in state.call_records if one.xcid == xcid)
    return [
        record.started,
        *(step.at for step in record.steps),
        *filter(None, (record.answered, record.ended)),
    ]


@given(
    ring=st.floats(0, 15),
    talk=st.integers(0, 86_400),
    patience=st.none() | st.floats(0, 40),
    digits=st.lists(st.sampled_from(["", "1", "12"]), max_size=2),
)
def test_put_back_in_time_or_moved_along_a_call_is_the_same(
    ring: float, talk: int, patience: float | None, digits: list[str]
) -> None:
    """Steps and durations do not depend on which clock the sandbox has."""
    script = {
        "from": MERLE,
        "to": BERTA,
        "callee": {"does": "answers", "after": ring},
        "talkSeconds": talk,
        "givesUpAfter": patience,
        "digits": digits,
    }
    moved = led_by_a_menu(Clock(NOON)).play(script)
    put_back_in = led_by_a_menu(Everybodys(NOON))
    put_back = put_back_in.play(script)
    assert [one.what for one in put_back.entries] == [one.what for one in moved.entries]
    for one, other in zip(put_back.entries, moved.entries, strict=True):
        assert one.seconds == pytest.approx(other.seconds, abs=0.002)
    [record] = put_back.calls
    assert max(moments(put_back_in.state, record.xcid)) <= NOON == put_back_in.clock.now()
    assert record.ended is not None
    logged = [row.created for row in put_back_in.state.webhook_log]
    assert logged == sorted(logged)
    assert record.started <= logged[0] <= logged[-1] <= record.ended
    [entry] = put_back_in.state.history
    assert (entry.created, entry.last_modified) == (record.started, record.ended)
    assert entry.duration == (talk if record.answered else 0)


class Everybodys(Clock):
    """A clock that counts as running, so that calls do not advance it, with a time that the test controls."""

    @property
    def running(self) -> bool:
        return True


def led_by_a_menu(clock: Clock) -> Sandbox:
    """An account whose webhook collects two digits, twice."""
    xml = '<Response><Gather onData="http://hook.example" maxDigits="2" timeout="7000"/></Response>'
    requests: list[str] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        requests.append("")
        return httpx2.Response(200, content=xml if len(requests) < 3 else "")

    sandbox = Sandbox(seed="empty", clock=clock, webhook_transport=httpx2.MockTransport(respond))
    urls = {"incomingUrl": "http://hook.example", "outgoingUrl": "", "log": True}
    assert connect(sandbox).put("settings/sipgateio", json=urls).is_success
    return sandbox


def test_put_back_in_a_file_it_is_so_after_a_restart(tmp_path: Any) -> None:
    file = tmp_path / "account.state"
    sandbox = Sandbox(state=file)
    story = sandbox.play(call_in(talkSeconds=600))
    sandbox.close_state()
    again = Sandbox(state=file)
    assert again.state.call_records[story.call_id] == story.calls[0]
    assert again.state.history[story.calls[0].entry_id].created == story.calls[0].started
    again.close_state()
