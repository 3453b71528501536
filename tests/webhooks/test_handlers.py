"""Handlers: which events they get, and what happens when they fail or take too long."""

from __future__ import annotations

import asyncio
import logging
import threading
from typing import Any
from xml.etree import ElementTree

import pytest
from starlette.testclient import TestClient

from sipgate_tools.errors import InvalidInput
from sipgate_tools.webhooks import Answer, Dtmf, HangUp, NewCall, WebhookApp, actions
from sipgate_tools.webhooks.testing import SignedRequest, Signer

URL = "https://phone.example.com/hook"


def app(signer: Signer, **options: Any) -> WebhookApp:
    return WebhookApp(public_url=URL, public_key=signer.public_key, **options)


def ask(hooks: WebhookApp, request: SignedRequest) -> str:
    """The name of what is done with the call, or nothing."""
    answer = TestClient(hooks).post("/hook", **request.arguments)
    assert answer.status_code == 200
    response = ElementTree.fromstring(answer.content)
    return response[0].tag if len(response) else ""


@pytest.mark.parametrize(
    ("wanted", "gets"),
    [
        ({}, True),
        ({"direction": "in"}, True),
        ({"direction": "out"}, False),
        ({"from_": "+49 211 1234567"}, True),
        ({"from_": "anonymous"}, False),
        ({"to": "+4915791234567"}, True),
        ({"to": "+492111234567"}, False),
        ({"number": "+492111234567"}, True),
        ({"number": "+4915791234567"}, True),
        ({"number": "+4930123456"}, False),
        ({"user": "Bob"}, True),
        ({"user": "w1"}, True),
        ({"user": "1234567w1"}, True),
        ({"user": "w9"}, False),
        ({"direction": "in", "user": "w9"}, False),
    ],
)
def test_a_handler_gets_the_calls_it_wants(signer: Signer, wanted: dict[str, str], gets: bool) -> None:
    hooks = app(signer)

    @hooks.on_new_call(**wanted)
    async def busy(call: NewCall) -> actions.Reject:
        return actions.reject("busy")

    request = signer.new_call(users=[("Alice", "w0"), ("Bob", "w1")])
    assert ask(hooks, request) == ("Reject" if gets else "")


def test_answers_are_filtered_by_who_picked_up(signer: Signer) -> None:
    hooks = app(signer)
    seen: list[str] = []

    @hooks.on_answer(user="w1")
    def bob(event: Answer) -> None:
        seen.append(event.call_id)

    ask(hooks, signer.answer(call_id="1", user="Alice", userId="w0"))
    ask(hooks, signer.answer(call_id="2", user="Bob", userId="w1"))
    assert seen == ["2"]


def test_digits_are_filtered(signer: Signer) -> None:
    hooks = app(signer)

    @hooks.on_data(dtmf="1")
    def one(event: Dtmf) -> actions.Voicemail:
        return actions.voicemail()

    @hooks.on_data(dtmf="")
    def nothing(event: Dtmf) -> actions.HangUpCall:
        return actions.hang_up()

    assert ask(hooks, signer.dtmf(call_id="1", digits="1")) == "Dial"
    assert ask(hooks, signer.dtmf(call_id="2")) == "Hangup"
    assert ask(hooks, signer.dtmf(call_id="3", digits="3")) == ""


@pytest.mark.parametrize(
    "wanted", [{"direction": "sideways"}, {"from_": "Alice"}, {"to": "0211 12"}, {"number": ""}]
)
def test_a_filter_that_nothing_passes_is_refused(signer: Signer, wanted: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        app(signer).on_new_call(**wanted)


def test_the_first_handler_that_says_something_decides(signer: Signer) -> None:
    hooks = app(signer)
    asked: list[str] = []

    @hooks.on_new_call
    async def undecided(call: NewCall) -> None:
        asked.append("undecided")

    @hooks.on_new_call
    def decided(call: NewCall) -> actions.Voicemail:
        asked.append("decided")
        return actions.voicemail()

    @hooks.on_new_call
    async def late(call: NewCall) -> actions.HangUpCall:
        asked.append("late")
        return actions.hang_up()

    assert ask(hooks, signer.new_call()) == "Dial"
    assert asked == ["undecided", "decided"]


def test_everybody_hears_of_a_hang_up_even_when_one_fails(signer: Signer) -> None:
    hooks = app(signer)
    heard: list[int] = []

    @hooks.on_hangup
    async def fails(event: HangUp) -> None:
        raise RuntimeError("nobody can see me")

    @hooks.on_hangup
    async def hears(event: HangUp) -> None:
        heard.append(1)

    assert ask(hooks, signer.hang_up(call_id="1")) == ""
    assert heard == [1]


def test_decorated_functions_stay_what_they_are(signer: Signer) -> None:
    hooks = app(signer)

    def one(call: NewCall) -> None: ...
    def two(call: NewCall) -> None: ...

    assert hooks.on_new_call(one) is one
    assert hooks.on_new_call(direction="in")(two) is two


def test_an_object_that_can_be_called_is_a_handler(signer: Signer) -> None:
    class Operator:
        async def __call__(self, call: NewCall) -> actions.Voicemail:
            return actions.voicemail()

    hooks = app(signer)
    hooks.on_new_call(Operator())
    assert ask(hooks, signer.new_call()) == "Dial"


def test_a_sync_handler_does_not_hold_up_the_event_loop(signer: Signer) -> None:
    hooks = app(signer)
    threads: list[str] = []

    @hooks.on_new_call
    def slow(call: NewCall) -> actions.Voicemail:
        threads.append(threading.current_thread().name)
        return actions.voicemail()

    assert ask(hooks, signer.new_call()) == "Dial"
    assert threads[0].startswith("sipgate-webhook-handler")


@pytest.mark.parametrize(
    "said", ["<Response/>", 1, {}, actions.redirect], ids=["text", "number", "object", "function"]
)
def test_a_reply_that_is_no_action_gets_the_safe_answer(
    signer: Signer, said: object, caplog: pytest.LogCaptureFixture
) -> None:
    hooks = app(signer, safe_answer=actions.voicemail())
    hooks.on_new_call(lambda _: said)  # type: ignore[arg-type,return-value]
    assert ask(hooks, signer.new_call()) == "Dial"
    assert "not an action" in caplog.text


@pytest.mark.parametrize("error", [RuntimeError("x"), TimeoutError("of its own"), KeyError("k")], ids=repr)
def test_a_handler_that_fails_is_logged_and_the_call_goes_on(
    signer: Signer, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    hooks = app(signer)

    @hooks.on_new_call
    async def fails(call: NewCall) -> None:
        raise error

    assert ask(hooks, signer.new_call()) == ""
    assert "a handler of newCall failed" in caplog.text


def test_a_handler_that_takes_too_long_gets_the_safe_answer(
    signer: Signer, caplog: pytest.LogCaptureFixture
) -> None:
    hooks = app(signer, deadline_seconds=0.01, safe_answer=actions.reject("busy"))
    ended: list[str] = []

    @hooks.on_new_call
    async def endless(call: NewCall) -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise

    assert ask(hooks, signer.new_call()) == "Reject"
    assert ended == ["cancelled"]
    assert "longer than 0.01 s" in caplog.text


def test_a_sync_handler_that_takes_too_long_gets_the_safe_answer(signer: Signer) -> None:
    hooks = app(signer, deadline_seconds=0.01, safe_answer=actions.reject("busy"))
    released = threading.Event()

    @hooks.on_new_call
    def endless(call: NewCall) -> None:
        released.wait(10)

    try:
        assert ask(hooks, signer.new_call()) == "Reject"
    finally:
        released.set()


def test_a_handler_of_hang_ups_goes_on_after_sipgate_was_answered(signer: Signer) -> None:
    hooks = app(signer, deadline_seconds=0.01)
    finished: list[str] = []
    answered = asyncio.Event()

    @hooks.on_hangup
    async def slow(event: HangUp) -> None:
        await answered.wait()
        finished.append(event.call_id)

    with TestClient(hooks) as client:
        assert client.post("/hook", **signer.hang_up(call_id="1").arguments).status_code == 200
        assert finished == []
        assert client.portal is not None
        client.portal.call(answered.set)
    # Leaving the client stops the app, which waits for what goes on.
    assert finished == ["1"]


def test_an_outgoing_call_cannot_ring_at_several_numbers(
    signer: Signer, caplog: pytest.LogCaptureFixture
) -> None:
    hooks = app(signer)
    hooks.on_new_call(lambda _: actions.redirect("+4915799912345", "+492111234567"))
    assert ask(hooks, signer.new_call(direction="in")) == "Dial"
    with caplog.at_level(logging.ERROR):
        assert ask(hooks, signer.new_call(direction="out")) == ""
    assert "one number only" in caplog.text
