"""sipgate's own webhook server, changed only in the public key it trusts, accepts our webhooks and is obeyed.

Needs Node.js and the packages of tests/node/package.json; skipped with the reason where they are absent.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from sipgate_tools.sandbox import Clock, Sandbox
from sipgate_tools.sandbox.call_engine.timeline import Timeline

from ..accounts import ALEX, MERLE, NOON, call_in, call_out, connect
from ..receivers import listening

Play = Callable[..., tuple[Timeline, list[dict[str, Any]]]]


@pytest.fixture(scope="module")
def play(node_modules: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Play]:
    """Plays a call whose webhooks go to the reference's server; gives its timeline and the events the server read."""
    if not (node_modules / "sipgateio").is_dir():
        pytest.skip(
            "the npm package sipgateio is not installed: run `npm install --no-save --prefix tests/node`"
        )
    sandbox = Sandbox(clock=Clock(NOON), check_answers=True)
    key = tmp_path_factory.mktemp("key") / "public.pem"
    key.write_text(sandbox.public_key)
    with listening(sandbox) as sounds:
        program = ["node", str(Path(__file__).with_name("reference_webhooks.cjs"))]
        arguments = [str((node_modules / "sipgateio").resolve()), str(key), f"{sounds.url}/menu.wav"]
        with subprocess.Popen([*program, *arguments], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            url = read(process.stdout)["url"]
            settings = {"incomingUrl": url, "outgoingUrl": url, "log": True}
            assert connect(sandbox).put("settings/sipgateio", json=settings).status_code == 204

            def play_one(script: dict[str, Any]) -> tuple[Timeline, list[dict[str, Any]]]:
                story = sandbox.play(script)
                assert [one.get("problem") for one in story.webhooks] == [None] * len(story.webhooks)
                return story, [read(process.stdout) for _ in story.webhooks]

            yield play_one
            process.terminate()
    assert sandbox.problems == []


def read(stream: IO[str] | None) -> Any:
    assert stream is not None
    return json.loads(stream.readline())


def test_it_accepts_the_signature_and_reads_every_field(play: Play) -> None:
    story, (new, pressed, answered, over) = play(call_in(digits=["1"], talkSeconds=30))
    call_id, xcid = story.call_id, story.calls[0].xcid
    assert new == {
        "event": "newCall",
        "direction": "in",
        "callId": call_id,
        "originalCallId": call_id,
        "from": MERLE,
        "to": ALEX,
        "users": ["Alex Sander"],
        "userIds": ["w0"],
        "fullUserIds": ["1234567w0"],
        "xcid": xcid,
    }
    assert pressed == {"event": "dtmf", "callId": call_id, "originalCallId": call_id, "dtmf": "1"}
    assert (answered["event"], answered["answeringNumber"]) == ("answer", "+4915799912345")
    assert (over["event"], over["cause"], over["xcid"]) == ("hangup", "normalClearing", xcid)


@pytest.mark.parametrize(
    ("digit", "action", "cause"),
    [
        (
            "1",
            {"do": "Dial", "numbers": ["+4915799912345", "+491729925905"], "callerId": "+493023125110"},
            "normalClearing",
        ),
        ("2", {"do": "Voicemail"}, "normalClearing"),
        ("3", {"do": "Reject", "reason": "busy"}, "busy"),
        ("4", {"do": "Play"}, "normalClearing"),
        ("5", {"do": "Hangup"}, "normalClearing"),
        ("9", None, "normalClearing"),
    ],
)
def test_its_response_is_applied(play: Play, digit: str, action: dict[str, Any] | None, cause: str) -> None:
    story, events = play(call_in(digits=[digit]))
    assert story.webhooks[1].get("action") == action
    assert story.causes == [cause]
    assert events[-1]["cause"] == cause


def test_it_leads_through_two_menus(play: Play) -> None:
    story, events = play(call_in(digits=["6", "42"]))
    assert [event.get("dtmf") for event in events if event["event"] == "dtmf"] == ["6", "42"]
    assert story.seen("answered")


def test_it_hears_of_nothing_pressed_and_the_call_goes_on(play: Play) -> None:
    story, events = play(call_in())
    assert "dtmf" not in events[1]
    assert story.seen("answered") == [{"number": ALEX, "device": "e0", "user": "w0"}]


def test_it_is_asked_about_calls_that_go_out_and_about_forwarded_ones(play: Play) -> None:
    _, events = play(call_out(digits=["9"]))
    assert {event["direction"] for event in events if "direction" in event} == {"out"}
    story, events = play(call_in(callee="noAnswer"))
    second = next(event for event in events if event.get("users") == ["voicemail"])
    assert (second["originalCallId"], second["diversion"]) == (story.call_id, ALEX)
    assert [event["cause"] for event in events if event["event"] == "hangup"] == [
        "forwarded",
        "normalClearing",
    ]
