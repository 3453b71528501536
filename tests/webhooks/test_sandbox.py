"""The sandbox plays calls against the app: the handlers control each call, and the store returns it complete."""

from __future__ import annotations

import asyncio
import io
import wave
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from sipgate_tools import AsyncSipgate, Sipgate
from sipgate_tools.sandbox import Sandbox
from sipgate_tools.sandbox.clock import Clock
from sipgate_tools.webhooks import Dtmf, NewCall, WebhookApp, actions
from sipgate_tools.webhooks.actions import Action
from sipgate_tools.webhooks.store import StoredCall

URL = "https://phone.example.com/hook"
CALLER, ALEX, MOBILE = "+491729925904", "+493023125100", "+4915799912345"


def silence(seconds: int) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(8000)
        writer.writeframes(b"\0\0" * 8000 * seconds)
    return file.getvalue()


class Desk(httpx2.BaseTransport):
    """A sandbox that posts its webhooks to an app and shares its clock with the app."""

    def __init__(self, store: Path) -> None:
        self.clock = Clock(datetime(2026, 3, 2, 9, tzinfo=UTC))
        self.sandbox = Sandbox("classic", clock=self.clock, webhook_transport=self)
        login: dict[str, Any] = {
            "token_id": self.sandbox.token_id,
            "token": self.sandbox.token,
            "transport": self.sandbox,
        }
        self.hooks = WebhookApp(
            public_url=URL,
            public_key=self.sandbox.public_key,
            store=store,
            client=AsyncSipgate(**login),
            clock=self,
        )
        self.client = TestClient(self.hooks)
        with Sipgate(**login) as account:
            account.webhook_settings.update(incoming_url=URL, outgoing_url=URL)

    def now(self) -> float:
        return self.clock.now().timestamp()

    async def wait_until(self, moment: float, woken: asyncio.Event) -> None:
        await woken.wait()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        request.read()
        if request.url.path.endswith(".wav"):
            return httpx2.Response(200, content=silence(20))
        response = self.client.request(
            request.method, str(request.url), content=request.content, headers=request.headers.raw
        )
        return httpx2.Response(response.status_code, headers=response.headers, content=response.content)

    def run(self, function: Callable[..., Any]) -> Any:
        """Run a coroutine in the event loop of the app."""
        assert self.client.portal is not None
        return self.client.portal.call(function)

    def play(self, **scenario: Any) -> StoredCall:
        """Play a call, and return it as the store has it."""
        played = self.sandbox.play({"from": CALLER, "to": ALEX, **scenario})
        assert {webhook["status"] for webhook in played.webhooks} == {"200 OK"}
        assert [webhook["problem"] for webhook in played.webhooks if webhook.get("problem")] == []
        story: StoredCall = self.run(self.hooks.store.calls)[0]
        assert [leg.call_id for leg in story.legs] == [call.id for call in played.calls]
        assert [leg.cause for leg in story.legs] == played.causes
        return story


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(tmp_path / "calls.db")
    with opened.client:
        yield opened


def test_an_incoming_call_that_is_answered(desk: Desk) -> None:
    call = desk.play(talkSeconds=30)
    assert (call.direction, call.from_, call.to, call.status) == ("in", CALLER, ALEX, "ended")
    assert call.cause == "normalClearing"
    assert call.answered_by == ("Alex Sander",)
    assert call.duration_seconds == pytest.approx(30, abs=0.1)


def test_an_outgoing_call(desk: Desk) -> None:
    call = desk.play(**{"from": "e0", "to": MOBILE, "talkSeconds": 12})
    assert (call.direction, call.to, call.status) == ("out", MOBILE, "ended")
    assert call.duration_seconds == pytest.approx(12, abs=0.1)


@pytest.mark.parametrize(
    ("callee", "cause"),
    [({"does": "busy"}, "busy"), ({"does": "rejects"}, "noAnswer"), ({"does": "unreachable"}, "congestion")],
)
def test_a_call_that_is_not_picked_up(desk: Desk, callee: dict[str, str], cause: str) -> None:
    desk.hooks.on_new_call(lambda _: actions.redirect(MOBILE))
    call = desk.play(callee=callee)
    assert (call.status, call.cause, call.answered_by, call.duration_seconds) == ("ended", cause, (), None)


def test_a_menu_redirects_callers(desk: Desk) -> None:
    @desk.hooks.on_new_call(direction="in")
    async def menu(call: NewCall) -> Action:
        return actions.gather(max_digits=1, timeout=5)

    @desk.hooks.on_data
    async def choose(event: Dtmf) -> Action:
        return {"1": actions.redirect(MOBILE), "2": actions.gather(), "": actions.voicemail()}[event.dtmf]

    assert desk.play(digits=["1"]).answered_by == (MOBILE,)
    assert desk.play(digits=["2", "2", "1"]).answered_by == (MOBILE,)
    assert desk.play(digits=[""]).answered_by == ("voicemail",)


def test_a_call_that_is_refused(desk: Desk) -> None:
    desk.hooks.on_new_call(lambda _: actions.reject("busy"))
    call = desk.play()
    assert (call.status, call.answered_by) == ("ended", ())


def test_a_call_that_is_transferred_is_one_call(desk: Desk) -> None:
    transfer = {"after": 10, "do": "transfer", "by": "callee", "to": MOBILE}
    call = desk.play(then=[transfer], talkSeconds=40)
    assert len(call.legs) == 2
    assert call.answered_by == ("Alex Sander", MOBILE)
    assert call.status == "ended"


def test_a_call_that_is_forwarded_is_one_call(desk: Desk) -> None:
    call = desk.play(callees={ALEX: {"does": "forwards", "to": MOBILE}}, callee={"does": "answers"})
    assert [leg.cause for leg in call.legs] == ["forwarded", "normalClearing"]
    assert call.answered_by == (MOBILE,)


def test_a_caller_hears_an_announcement_and_is_hung_up(desk: Desk) -> None:
    desk.hooks.on_new_call(lambda _: actions.play_and_hang_up("https://example.com/bye.wav", duration=20))
    calling = desk.sandbox.dial({"from": CALLER, "to": ALEX, "callee": {"does": "waits"}})
    desk.clock.advance(timedelta(seconds=19))
    assert desk.run(desk.hooks.do_follow_ups) == 0
    desk.clock.advance(timedelta(seconds=2))
    assert desk.run(desk.hooks.do_follow_ups) == 1
    assert calling.phase == "ended"
    (call,) = desk.run(desk.hooks.store.calls)
    assert (call.status, call.answered_by) == ("ended", ())


def test_durations_of_played_calls_are_those_of_the_script_on_any_clock(tmp_path: Path) -> None:
    sandbox = Sandbox()
    hooks = WebhookApp(public_url=URL, public_key=sandbox.public_key, store=tmp_path / "calls.db")
    with sandbox.webhooks_to(hooks, URL):
        for seconds in (66, 3600):
            sandbox.play({"from": CALLER, "to": ALEX, "talkSeconds": seconds})
        calls = asyncio.run(hooks.store.calls())
    # The header has whole seconds.
    assert [call.duration_seconds for call in calls] == [pytest.approx(3600, abs=1), pytest.approx(66, abs=1)]
    assert {call.status for call in calls} == {"ended"}


def test_a_call_that_ends_on_the_voicemail_without_a_hang_up_is_not_a_conversation(tmp_path: Path) -> None:
    sandbox = Sandbox()
    hooks = WebhookApp(public_url=URL, public_key=sandbox.public_key, store=tmp_path / "calls.db")
    hooks.on_new_call(lambda _: actions.voicemail())
    with sandbox.webhooks_to(hooks, URL):
        sandbox.play({"from": "", "to": ALEX, "lost": ["hangup"]})
        [call] = asyncio.run(hooks.store.calls())
        [later] = asyncio.run(hooks.store.calls(lost_after=timedelta(0)))
    assert (call.from_, call.answered_by, call.answered_by_person) == ("", ("voicemail",), False)
    assert (later.status, later.hangup_missing, later.duration_seconds) == ("ended", True, None)
