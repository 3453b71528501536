"""Handlers: the events that they get, and the response when they fail or take too long."""

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
    """Return the name of the action in the response, or the empty string."""
    response = TestClient(hooks).post("/hook", **request.arguments)
    assert response.status_code == 200
    root = ElementTree.fromstring(response.content)
    return root[0].tag if len(root) else ""


@pytest.mark.parametrize(
    ("filters", "gets"),
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
def test_a_handler_gets_the_calls_that_match_its_filter(
    signer: Signer, filters: dict[str, str], gets: bool
) -> None:
    hooks = app(signer)

    @hooks.on_new_call(**filters)
    async def busy(call: NewCall) -> actions.Reject:
        return actions.reject("busy")

    request = signer.new_call(users=[("Alice", "w0"), ("Bob", "w1")])
    assert ask(hooks, request) == ("Reject" if gets else "")


def test_pick_ups_are_filtered_by_user(signer: Signer) -> None:
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
    def one(event: Dtmf) -> actions.RedirectToVoicemail:
        return actions.voicemail()

    @hooks.on_data(dtmf="")
    def nothing(event: Dtmf) -> actions.HangUpCall:
        return actions.hang_up()

    assert ask(hooks, signer.dtmf(call_id="1", digits="1")) == "Dial"
    assert ask(hooks, signer.dtmf(call_id="2")) == "Hangup"
    assert ask(hooks, signer.dtmf(call_id="3", digits="3")) == ""


@pytest.mark.parametrize(
    "filters", [{"direction": "sideways"}, {"from_": "Alice"}, {"to": "0211 12"}, {"number": ""}]
)
def test_a_filter_that_matches_nothing_is_refused(signer: Signer, filters: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        app(signer).on_new_call(**filters)


def test_the_first_handler_that_returns_an_action_decides(signer: Signer) -> None:
    hooks = app(signer)
    called: list[str] = []

    @hooks.on_new_call
    async def undecided(call: NewCall) -> None:
        called.append("undecided")

    @hooks.on_new_call
    def decided(call: NewCall) -> actions.RedirectToVoicemail:
        called.append("decided")
        return actions.voicemail()

    @hooks.on_new_call
    async def late(call: NewCall) -> actions.HangUpCall:
        called.append("late")
        return actions.hang_up()

    assert ask(hooks, signer.new_call()) == "Dial"
    assert called == ["undecided", "decided"]


def test_all_handlers_get_a_hang_up_even_if_one_fails(signer: Signer) -> None:
    hooks = app(signer)
    heard: list[int] = []

    @hooks.on_hangup
    async def fails(event: HangUp) -> None:
        raise RuntimeError("failing on purpose")

    @hooks.on_hangup
    async def hears(event: HangUp) -> None:
        heard.append(1)

    assert ask(hooks, signer.hang_up(call_id="1")) == ""
    assert heard == [1]


def test_decorators_return_the_function_unchanged(signer: Signer) -> None:
    hooks = app(signer)

    def one(call: NewCall) -> None: ...
    def two(call: NewCall) -> None: ...

    assert hooks.on_new_call(one) is one
    assert hooks.on_new_call(direction="in")(two) is two


def test_a_callable_object_can_be_a_handler(signer: Signer) -> None:
    class Operator:
        async def __call__(self, call: NewCall) -> actions.RedirectToVoicemail:
            return actions.voicemail()

    hooks = app(signer)
    hooks.on_new_call(Operator())
    assert ask(hooks, signer.new_call()) == "Dial"


def test_a_sync_handler_does_not_block_the_event_loop(signer: Signer) -> None:
    hooks = app(signer)
    threads: list[str] = []

    @hooks.on_new_call
    def slow(call: NewCall) -> actions.RedirectToVoicemail:
        threads.append(threading.current_thread().name)
        return actions.voicemail()

    assert ask(hooks, signer.new_call()) == "Dial"
    assert threads[0].startswith("sipgate-webhook-handler")


@pytest.mark.parametrize(
    "reply", ["<Response/>", 1, {}, actions.redirect], ids=["text", "number", "object", "function"]
)
def test_a_reply_that_is_not_an_action_leads_to_the_safe_action(
    signer: Signer, reply: object, caplog: pytest.LogCaptureFixture
) -> None:
    hooks = app(signer, safe_answer=actions.voicemail())
    hooks.on_new_call(lambda _: reply)  # type: ignore[arg-type,return-value]
    assert ask(hooks, signer.new_call()) == "Dial"
    assert "not an action" in caplog.text


@pytest.mark.parametrize("error", [RuntimeError("x"), TimeoutError("of its own"), KeyError("k")], ids=repr)
def test_a_handler_that_fails_is_logged_and_the_call_continues(
    signer: Signer, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    hooks = app(signer)

    @hooks.on_new_call
    async def fails(call: NewCall) -> None:
        raise error

    assert ask(hooks, signer.new_call()) == ""
    assert "a handler of newCall failed" in caplog.text


def test_a_handler_that_takes_too_long_leads_to_the_safe_action(
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


def test_a_sync_handler_that_takes_too_long_leads_to_the_safe_action(signer: Signer) -> None:
    hooks = app(signer, deadline_seconds=0.01, safe_answer=actions.reject("busy"))
    released = threading.Event()

    @hooks.on_new_call
    def endless(call: NewCall) -> None:
        released.wait(10)

    try:
        assert ask(hooks, signer.new_call()) == "Reject"
    finally:
        released.set()


def test_a_handler_of_hang_ups_continues_after_sipgate_has_its_response(signer: Signer) -> None:
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
    # Leaving the client stops the app, which waits for running handlers.
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
