"""Calls on a served sandbox: they go on by themselves, and people and programs follow and drive them over HTTP."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from sipgate_tools.sandbox import Clock, Rules, Sandbox, serve_in_thread
from sipgate_tools.sandbox.call_engine import dialing
from sipgate_tools.sandbox.call_engine.scenario import parse_scenario
from sipgate_tools.sandbox.state.messages import WebhookSettings

from ..accounts import ALEX, BERTA, MERLE, NOON, call_in, sms
from ..receivers import Receiver, gather, listening, response

Call = dict[str, Any]


class Console:
    """A served account, its console's API, and a webhook server it asks."""

    def __init__(self, sandbox: Sandbox, hooks: Receiver, client: httpx2.Client) -> None:
        self.sandbox = sandbox
        self.hooks = hooks
        self.client = client

    def post(self, path: str = "", **body: Any) -> httpx2.Response:
        return self.client.post(f"/console/api/calls{path}", json=body)

    def begin(self, **fields: Any) -> str:
        new = self.post(**call_in(**fields))
        assert new.status_code == 201, new.text
        assert new.headers["location"] == f"/console/api/calls/{new.json()['id']}"
        return new.json()["id"]

    def timeline(self, call_id: str) -> dict[str, Any]:
        return self.client.get(f"/console/api/calls/{call_id}/timeline").json()

    @contextmanager
    def events(self) -> Generator[Iterator[tuple[str, Any]]]:
        """The event stream, after its hello."""
        with self.client.stream("GET", "/console/api/events") as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            found = events_in(stream.iter_lines())
            assert next(found)[0] == "hello"
            yield found

    def until(
        self, events: Iterator[tuple[str, Any]], call_id: str, condition: Callable[[Call], bool]
    ) -> Call:
        """The call as it is once it is as wanted."""
        call = self.client.get(f"/console/api/calls/{call_id}").json()
        while not condition(call):
            name, value = next(events)
            if name == "call" and value["id"] == call_id:
                call = value
        return call

    def play(self, **fields: Any) -> dict[str, Any]:
        """Play a call whose clock moves, and wait until it is over."""
        with self.events() as events:
            call_id = self.begin(pace="script", **({"callee": "answers", "talkSeconds": 60} | fields))
            while not (story := self.timeline(call_id))["over"]:
                next(events)
            return story


def events_of(call: Call) -> list[str]:
    """The events that were exchanged for a call."""
    return [step["detail"]["event"] for step in call["steps"] if step["what"] == "webhook"]


def events_in(lines: Iterator[str]) -> Iterator[tuple[str, Any]]:
    name = ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


@contextmanager
def serve(sandbox: Sandbox) -> Generator[Console]:
    with listening(sandbox) as hooks, serve_in_thread(sandbox) as running:
        origin = running.base_url.removesuffix("/v2")
        login = sandbox.token_id, sandbox.token
        with httpx2.Client(base_url=origin, auth=login, timeout=10) as client:
            urls = {"incomingUrl": f"{hooks.url}/in", "outgoingUrl": f"{hooks.url}/out", "log": True}
            assert client.put("/v2/settings/sipgateio", json=urls).status_code == 204
            yield Console(sandbox, hooks, client)


@pytest.fixture
def console() -> Iterator[Console]:
    quick = Rules(ring=timedelta(milliseconds=10), history_lag=timedelta(0))
    with serve(Sandbox(rules=quick, admin=True, check_answers=True)) as console:
        yield console
        assert console.sandbox.problems == []


def test_a_script_is_played_as_fast_as_its_webhooks_respond(console: Console) -> None:
    console.hooks.on("newCall", response(gather(digits=1, timeout=3000)))
    console.hooks.on("dtmf", response("<Dial><Number>4915799912345</Number></Dial>"))
    story = console.play(digits=["1"], callees={"+4915799912345": {"does": "answers", "after": 7}})
    assert console.hooks.events == ["newCall", "dtmf", "answer", "hangup"]
    [call] = story["calls"]
    assert (call["phase"], call["cause"]) == ("ended", "normalClearing")
    assert any("answered by +4915799912345" in line for line in story["lines"])
    newest = console.client.get("/v2/history").json()["items"][0]
    assert (newest["id"], newest["duration"]) == (call["entryId"], 60)


def test_a_call_is_dialled_in_led_by_a_webhook_answered_held_and_hung_up_by_hand(console: Console) -> None:
    console.hooks.on("newCall", response(gather(digits=2, timeout=30_000)))
    console.hooks.on("dtmf", lambda form: response() if form["dtmf"] == "12" else response("<Hangup/>"))
    with console.events() as events:
        call_id = console.begin()
        console.until(events, call_id, lambda call: call["phase"] == "gathering")
        assert console.post(f"/{call_id}/press", digits="1").json()["gathering"]["pressed"] == "1"
        assert console.post(f"/{call_id}/press", digits="2").json()["phase"] == "asking"
        rings = console.until(events, call_id, lambda call: call["phase"] == "ringing")["rings"]
        assert [ring["device"] for ring in rings] == ["e0", "y0"]
        assert console.post(f"/{call_id}/answer", device="y0").json()["phase"] == "talking"
        assert console.client.get("/v2/calls").json()["data"][-1]["callId"] == call_id
        assert console.post(f"/{call_id}/hold", value=True).json()["held"] is True
        assert console.post(f"/{call_id}/hold", value=False).json()["held"] is False
        ended = console.post(f"/{call_id}/hangup", by="callee").json()
        assert (ended["phase"], ended["cause"]) == ("ended", "normalClearing")
        console.until(
            events, call_id, lambda call: events_of(call) == ["newCall", "dtmf", "answer", "hangup"]
        )


def test_a_script_can_be_played_by_the_process_that_serves(console: Console) -> None:
    console.hooks.on("newCall", response(gather(digits=1)))
    console.hooks.on("dtmf", response("<Dial><Voicemail/></Dial>"))
    for _ in range(3):
        story = console.sandbox.play(call_in(digits=["2"], message="Hallo"))
        assert [one["event"] for one in story.webhooks] == ["newCall", "dtmf", "answer", "hangup"]
    assert console.hooks.events == ["newCall", "dtmf", "answer", "hangup"] * 3


def test_a_call_started_through_the_api_goes_on_by_itself(console: Console) -> None:
    console.hooks.on("newCall", response())
    with console.events() as events:
        body = {"caller": "p0", "callee": MERLE}
        call_id = console.client.post("/v2/sessions/calls", json=body).json()["sessionId"]
        console.until(events, call_id, lambda call: call["phase"] == "talking")
        assert console.client.delete(f"/v2/calls/{call_id}").status_code == 204
        console.until(events, call_id, lambda call: events_of(call) == ["newCall", "answer", "hangup"])


def test_the_api_responds_while_webhooks_are_pending(console: Console) -> None:
    console.hooks.hold.clear()
    with console.events() as events:
        waiting = [console.begin() for _ in range(5)]
        assert console.client.get("/v2/balance").status_code == 200
        assert {console.client.get(f"/console/api/calls/{one}").json()["phase"] for one in waiting} == {
            "asking"
        }
        console.hooks.hold.set()
        for one in waiting:
            console.until(events, one, lambda call: call["phase"] == "ringing")


def test_a_webhook_handler_may_use_the_api_before_it_responds(console: Console) -> None:
    def reject_by_hand(form: dict[str, str]) -> str:
        assert console.client.delete(f"/v2/calls/{form['callId']}").status_code == 204
        return response()

    console.hooks.on("newCall", reject_by_hand)
    story = console.play()
    assert [call["cause"] for call in story["calls"]] == ["noAnswer"]


def test_a_transfer_by_hand_is_a_call_of_its_own_in_the_same_story(console: Console) -> None:
    with console.events() as events:
        call_id = console.begin()
        console.until(events, call_id, lambda call: call["phase"] == "ringing")
        console.post(f"/{call_id}/answer")
        assert console.post(f"/{call_id}/transfer", to=BERTA).json()["phase"] == "ended"
    second = console.timeline(call_id)["calls"][1]
    assert (second["originalCallId"], second["to"], second["diversion"]) == (call_id, BERTA, ALEX)
    assert [call["id"] for call in console.client.get("/console/api/calls?limit=2").json()["calls"]] == [
        second["id"],
        call_id,
    ]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("", {}, 400),
        ("", call_in(callee="sleeps"), 400),
        ("", call_in(colour="red"), 400),
        ("", call_in(pace="slow"), 400),
        ("", call_in(talkSeconds="long"), 400),
        ("", call_in(then=[{"after": 1, "do": "transfer", "to": "x"}]), 400),
        ("", {"from": MERLE, "to": "+493012345"}, 400),
        ("", {"from": "p9", "to": MERLE}, 400),
        ("/none/answer", {}, 404),
        ("/{id}/sing", {}, 404),
        ("/{id}/press", {"digits": "1"}, 409),
        ("/{id}/press", {"digits": 1}, 400),
        ("/{id}/hold", {"value": True}, 409),
        ("/{id}/hold", {"value": 1}, 400),
        ("/{id}/answer", {"device": "e7"}, 409),
        ("/{id}/transfer", {"to": BERTA}, 409),
        ("/{id}/hangup", {"by": "nobody"}, 400),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(
    console: Console, path: str, body: dict[str, Any], status: int
) -> None:
    call_id = console.begin()
    denied = console.post(path.replace("{id}", call_id), **body)
    assert denied.status_code == status, denied.text
    assert denied.json()["errors"][0]["detail"]


def test_an_ended_call_can_only_be_read(console: Console) -> None:
    call_id = console.begin()
    assert console.post(f"/{call_id}/hangup").json()["cause"] == "cancel"
    assert console.post(f"/{call_id}/hangup").status_code == 409
    assert console.client.get(f"/console/api/calls/{call_id}").json()["cause"] == "cancel"
    assert console.client.get("/console/api/calls/none").status_code == 404
    assert console.client.delete(f"/console/api/calls/{call_id}").status_code == 405


def test_other_people_s_web_pages_cannot_make_a_browser_call(console: Console) -> None:
    path, body = "/console/api/calls", json.dumps(call_in())
    form = {"content-type": "text/plain"}
    assert console.client.post(path, content=body, headers=form).status_code == 415
    foreign = {"content-type": "application/json", "origin": "https://evil.example"}
    assert console.client.post(path, content=body, headers=foreign).status_code == 403
    own = {"content-type": "application/json", "origin": str(console.client.base_url).rstrip("/")}
    assert console.client.post(path, content=body, headers=own).status_code == 201


def test_the_stream_says_what_else_changed_and_when_the_account_was_replaced(console: Console) -> None:
    with console.events() as events:
        assert console.client.post("/v2/sessions/sms", json=sms()).status_code == 204
        name, value = next(events)
        assert (name, "sent_sms" in value["tables"]) == ("changed", True)
        console.client.post("/admin/reset", json={})
        while (event := next(events))[0] != "hello":
            pass
        assert event[1]["calls"] == []
        assert event[1]["account"] == "classic"


def test_the_server_stops_while_a_client_follows_the_events() -> None:
    with contextlib.ExitStack() as reading:
        with serve(Sandbox()) as console:
            client = reading.enter_context(httpx2.Client(base_url=console.client.base_url, timeout=10))
            stream = reading.enter_context(client.stream("GET", "/console/api/events"))
            found = events_in(stream.iter_lines())
            assert next(found)[0] == "hello"
        assert list(found) == []


def test_a_clock_that_stands_still_is_moved_by_hand_and_calls_go_along() -> None:
    with serve(Sandbox(clock=Clock(NOON), admin=True)) as console, console.events() as events:
        console.hooks.on("newCall", response())
        call_id = console.begin(callee={"does": "answers", "after": 5}, talkSeconds=30)
        console.until(events, call_id, lambda call: call["phase"] == "ringing")
        console.client.post("/admin/clock", json={"advanceSeconds": 5})
        console.until(events, call_id, lambda call: call["phase"] == "talking")
        console.client.post("/admin/clock", json={"advanceSeconds": 60})
        ended = console.until(events, call_id, lambda call: call["phase"] == "ended")
        assert (ended["answered"], ended["ended"]) == ("2026-03-18T11:00:05Z", "2026-03-18T11:00:35Z")


def test_webhooks_that_were_not_sent_before_a_stop_are_sent_after_the_start() -> None:
    sandbox = Sandbox()
    with listening(sandbox) as hooks:
        sandbox.state.webhook_settings = WebhookSettings(incoming_url=hooks.url)
        script = parse_scenario(call_in(callee="waits"))
        call = sandbox.call_engine.webhook_dispatcher.act(lambda moment: dialing.dial(moment, script))
        assert hooks.received == []
        with serve_in_thread(sandbox) as address:
            origin = address.base_url.removesuffix("/v2")
            with httpx2.Client(base_url=origin, timeout=10) as client:
                console = Console(sandbox, hooks, client)
                with console.events() as events:
                    console.until(events, call.id, lambda call: call["phase"] == "ringing")
        assert hooks.events == ["newCall"]


def run_cli(*arguments: str, url: str = "") -> subprocess.CompletedProcess[str]:
    program = [str(Path(sys.executable).with_name("sipgate-tools")), "sandbox", "call", *arguments]
    return subprocess.run(
        [*program, *(("--url", url) if url else ())], capture_output=True, text=True, timeout=60
    )


def test_the_command_plays_a_call_and_prints_its_timeline(console: Console, tmp_path: Path) -> None:
    console.hooks.on("newCall", response(gather(digits=1)))
    console.hooks.on("dtmf", response("<Dial><Number>4915799912345</Number></Dial>"))
    url = str(console.client.base_url)
    who = ("--from", MERLE, "--to", ALEX)
    done = run_cli(*who, "--digits", "1", "--answer-after", "7", "--hangup-after", "30", url=f"{url}/v2")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert f"in  {MERLE} -> {ALEX}" in lines[0]
    assert "webhook newCall" in lines[1]
    assert "Gather maxDigits=1" in lines[1]
    assert any("webhook dtmf dtmf=1" in line and "Dial" in line for line in lines)
    assert "webhook hangup" in lines[-1]
    script = tmp_path / "call.json"
    script.write_text(json.dumps(call_in(callee="busy")))
    [call] = json.loads(run_cli("--scenario", str(script), "--json", url=url).stdout)
    assert events_of(call) == ["newCall", "dtmf", "hangup"]
    assert call["cause"] == "busy"


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["--from", MERLE], 2, "Pass --from and --to"),
        (["--from", MERLE, "--to", ALEX], 2, "The URL of the sandbox is missing"),
        (["--from", MERLE, "--to", ALEX, "--url", "http://127.0.0.1:9"], 1, "does not respond"),
        (["--scenario", "no-such-file.json", "--url", "http://127.0.0.1:9"], 2, "cannot be read"),
    ],
)
def test_the_command_says_what_it_lacks(arguments: list[str], code: int, sentence: str) -> None:
    done = run_cli(*arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_the_command_says_what_the_sandbox_refuses(console: Console) -> None:
    done = run_cli("--from", MERLE, "--to", "+493099999999", url=str(console.client.base_url))
    assert done.returncode == 2
    assert "from or to must be an extension or a number of this account" in done.stderr
