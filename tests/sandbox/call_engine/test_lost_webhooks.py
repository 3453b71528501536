"""What goes wrong between sipgate and a webhook, as a script says it, and what a story says about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from sipgate_tools.sandbox import Clock, Sandbox, Timeline
from sipgate_tools.sandbox.call_engine.scenario import ScenarioError, parse_scenario, to_value

from ..accounts import ALEX, NOON, call_in, connect
from ..receivers import Receiver, gather, response


@pytest.mark.parametrize(
    ("lost", "events"),
    [
        (["hangup"], ["newCall", "answer"]),
        (["answer"], ["newCall", "hangup"]),
        (["answer", "hangup"], ["newCall"]),
        ([], ["newCall", "answer", "hangup"]),
    ],
)
def test_a_script_lets_webhooks_get_lost(
    classic: Sandbox, hooks: Receiver, lost: list[str], events: list[str]
) -> None:
    hooks.on("newCall", response())
    story = classic.play(call_in(lost=lost))
    assert hooks.events == events
    assert [one["event"] for one in story.seen("lost")] == lost
    assert (story.causes, story.problems) == (["normalClearing"], [])


def test_a_call_that_was_answered_may_end_with_another_cause(
    classic: Sandbox, api: httpx2.Client, hooks: Receiver
) -> None:
    hooks.on("newCall", response())
    story = classic.play(call_in(hangupCause="cancel", talkSeconds=12))
    assert hooks.events == ["newCall", "answer", "hangup"]
    assert (hooks.forms("hangup")[0]["cause"], story.causes) == ("cancel", ["cancel"])
    entry = api.get(f"history/{story.calls[0].entry_id}").json()
    assert (entry["callStatus"], entry["status"], entry["duration"]) == ("SUCCESS", "PICKUP", 12)


def test_a_call_that_was_not_answered_keeps_its_cause(classic: Sandbox, hooks: Receiver) -> None:
    hooks.on("newCall", response())
    assert classic.play(call_in(hangupCause="cancel", callee="busy")).causes == ["busy"]


@pytest.mark.parametrize(
    "field",
    [{"lost": ["newCall"]}, {"lost": "hangup"}, {"lost": [1]}, {"hangupCause": "bored"}, {"hangupCause": 1}],
)
def test_what_cannot_get_lost_is_refused(field: dict[str, Any]) -> None:
    with pytest.raises(ScenarioError):
        parse_scenario(call_in(**field))


def test_a_script_is_the_same_as_json() -> None:
    script = parse_scenario(call_in(lost=["hangup"], hangupCause="cancel"))
    assert parse_scenario(to_value(script)) == script


def test_a_voicemail_that_picks_up_is_a_call_of_its_own(classic: Sandbox, hooks: Receiver) -> None:
    """Its user is `voicemail` without ids; before it the first call hangs up as forwarded."""
    hooks.on("newCall", response())
    story = classic.play(call_in(callee="noAnswer"))
    assert story.causes == ["forwarded", "normalClearing"]
    forms = hooks.forms()
    first, second = story.calls[0].id, story.calls[1].id
    assert [(form["event"], form["callId"]) for form in forms] == [
        ("newCall", first),
        ("hangup", first),
        ("newCall", second),
        ("answer", second),
        ("hangup", second),
    ]
    new, answer = forms[2], forms[3]
    assert (new["user[]"], answer["user"]) == (["voicemail"], "voicemail")
    assert not {"userId[]", "fullUserId[]", "userId", "fullUserId"} & (new.keys() | answer.keys())
    assert (new["origCallId"], "+" + new["diversion"]) == (first, ALEX)


@pytest.mark.parametrize("caller", ["", "123456e0", "1234567e12", "anonymous"])
def test_callers_as_sipgate_names_them_at_times(classic: Sandbox, hooks: Receiver, caller: str) -> None:
    hooks.on("newCall", response())
    classic.play(call_in(**{"from": caller}))
    assert [form["from"] for form in hooks.forms()] == [caller] * 3


Respond = Callable[[httpx2.Request], httpx2.Response]


def story_with(respond: Respond) -> Timeline:
    sandbox = Sandbox(clock=Clock(NOON), webhook_transport=httpx2.MockTransport(respond))
    urls = {"incomingUrl": "http://hook.example", "outgoingUrl": ""}
    assert connect(sandbox).put("settings/sipgateio", json=urls).is_success
    return sandbox.play(call_in())


def body(xml: str) -> Respond:
    def respond(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(404) if request.method == "GET" else httpx2.Response(200, content=xml)

    return respond


def status(code: int) -> Respond:
    def respond(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(code)

    return respond


MISSING = "<Play><Url>http://hook.example/a.wav</Url></Play>"


@pytest.mark.parametrize(
    ("inner", "line"),
    [
        (gather(inner=MISSING), "200 OK, Gather maxDigits=1 timeoutSeconds=2.0 (the sound: 404)"),
        (MISSING, "200 OK, Play (the sound: 404)"),
    ],
)
def test_a_missing_sound_does_not_make_the_response_invalid(inner: str, line: str) -> None:
    story = story_with(body(f"<Response>{inner}</Response>".replace("{url}", "http://hook.example")))
    assert line in str(story)
    assert "NOT UNDERSTOOD" not in str(story)
    assert "newCall: The sound's URL returned 404" in story.problems


@pytest.mark.parametrize(
    ("respond", "problems"),
    [
        (body("<Response/>"), []),
        (body("<Nonsense/>"), ["newCall: The root element must be Response, not Nonsense"]),
        (status(500), ["newCall: 500 Internal Server Error"]),
        (status(302), ["newCall: 302 Found"]),
    ],
)
def test_a_story_has_its_problems_at_a_glance(respond: Respond, problems: list[str]) -> None:
    story = story_with(respond)
    assert story.problems == problems
    assert ("NOT UNDERSTOOD" in str(story)) == any("root element" in one for one in problems)


def test_an_action_that_this_account_cannot_do_is_a_problem(classic: Sandbox, hooks: Receiver) -> None:
    hooks.on("newCall", response("<Dial><Voicemail/></Dial>"))
    assert classic.play(call_in(to="+493023125150")).problems == ["ignored: there is no voicemail"]


def test_a_missing_webhook_response_is_a_problem() -> None:
    def refuse(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("Connection refused", request=request)

    assert story_with(refuse).problems == ["newCall: 600 - General IO Error - connection refused"]
