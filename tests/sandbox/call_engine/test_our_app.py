"""Our own webhook app on a socket, asked by a served sandbox: two programs that share no code agree on the wire."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest

from sipgate_tools.sandbox import Clock, Rules, Sandbox
from sipgate_tools.sandbox.clock import AppClock
from sipgate_tools.sandbox.events.media import recording
from sipgate_tools.webhooks import Answer as PickedUp
from sipgate_tools.webhooks import Dtmf, HangUp, NewCall, WebhookApp, actions, start
from sipgate_tools.webhooks.actions import Action

from ..accounts import ALEX, MERLE, NOON, call_in, connect


class Desk:
    """A phone system: a menu, and a list of the events it received."""

    def __init__(self, sandbox: Sandbox, url: str) -> None:
        self.events: list[NewCall | PickedUp | HangUp | Dtmf] = []
        self.announcement: str | None = None
        self.app = WebhookApp(public_url=url, public_key=sandbox.public_key)

        @self.app.on_new_call
        async def ring(call: NewCall) -> Action | None:
            self.events.append(call)
            menu = actions.gather(max_digits=2, timeout=3, announcement=self.announcement)
            return menu if call.diversion is None else None

        @self.app.on_data
        def choose(event: Dtmf) -> Action | None:
            self.events.append(event)
            menu: dict[str, Action] = {
                "12": actions.redirect("+4915799912345", "+491729925905"),
                "2": actions.voicemail(),
                "3": actions.reject("busy"),
            }
            return menu.get(event.dtmf)

        @self.app.on_answer
        def picked_up(event: PickedUp) -> None:
            self.events.append(event)

        @self.app.on_hangup
        def over(event: HangUp) -> None:
            self.events.append(event)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    sandbox = Sandbox(clock=Clock(NOON), check_answers=True)
    yield sandbox
    assert sandbox.problems == []


@pytest.fixture
def desk(sandbox: Sandbox) -> Iterator[Desk]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/hook"
    desk = Desk(sandbox, url)
    settings = {"incomingUrl": url, "outgoingUrl": url, "log": True}
    assert connect(sandbox).put("settings/sipgateio", json=settings).status_code == 204
    with start(desk.app, port=port):
        yield desk


def test_the_menu_redirects_and_every_event_is_read_as_it_was_meant(sandbox: Sandbox, desk: Desk) -> None:
    story = sandbox.play(call_in(digits=["12"], callees={"+4915799912345": "busy"}))
    new, pressed, answer, over = desk.events
    assert isinstance(new, NewCall)
    assert (new.call_id, new.from_, new.to, new.user_ids) == (story.call_id, MERLE, ALEX, ("w0",))
    assert isinstance(pressed, Dtmf)
    assert pressed.dtmf == "12"
    assert isinstance(answer, PickedUp)
    assert answer.answering_number == "+491729925905"
    assert isinstance(over, HangUp)
    assert (over.cause, over.xcid) == ("normalClearing", new.xcid)


def test_an_unanswered_call_follows_as_a_call_of_the_voicemail(sandbox: Sandbox, desk: Desk) -> None:
    story = sandbox.play(call_in(callee="noAnswer"))
    calls = [one for one in desk.events if isinstance(one, NewCall)]
    assert [one.call_id for one in calls] == [call.id for call in story.calls]
    assert [one.original_call_id for one in calls] == [story.call_id] * 2
    assert (calls[1].users, calls[1].raw["user[]"]) == ((), ("voicemail",))
    assert [one.cause for one in desk.events if isinstance(one, HangUp)] == ["forwarded", "normalClearing"]


@pytest.mark.parametrize(
    ("digits", "what", "cause"), [("3", "ended", "busy"), ("2", "answered", "normalClearing")]
)
def test_busy_and_voicemail_are_obeyed(
    sandbox: Sandbox, desk: Desk, digits: str, what: str, cause: str
) -> None:
    story = sandbox.play(call_in(digits=[digits]))
    assert story.seen(what)
    assert story.causes == [cause]


def test_an_app_needs_no_socket(sandbox: Sandbox) -> None:
    url = "https://phone.example.com/hook"
    desk = Desk(sandbox, url)
    before = sandbox.state.webhook_settings
    with sandbox.webhooks_to(desk.app, url, sounds={"https://phone.example.com/menu.wav": recording(3)}):
        desk.announcement = "https://phone.example.com/menu.wav"
        story = sandbox.play(call_in(digits=["12"]))
        assert [one["event"] for one in story.webhooks] == ["newCall", "dtmf", "answer", "hangup"]
        assert story.seen("plays") == [{"seconds": 3.0}]
    assert sandbox.state.webhook_settings == before
    assert sandbox.play(call_in()).webhooks == []


def test_an_app_without_a_lifespan_will_do_and_a_slow_one_is_not_waited_for() -> None:
    sandbox = Sandbox(clock=Clock(NOON), rules=Rules(webhook_timeout=timedelta(seconds=0.1)))

    async def app(scope: Any, receive: Any, send: Any) -> None:
        assert scope["type"] == "http"
        await anyio.sleep_forever()

    with sandbox.webhooks_to(app, "https://phone.example.com/hook"):
        [webhook] = sandbox.play(call_in()).webhooks
        assert webhook["status"] == "600 - General IO Error - timed out"


def test_what_the_sandbox_did_not_sign_is_refused(desk: Desk, sandbox: Sandbox) -> None:
    url = sandbox.state.webhook_settings.incoming_url
    forged = httpx2.post(url, content=b"event=newCall&callId=1", headers={"X-Sipgate-Signature": "AAAA"})
    assert forged.status_code == 403
    assert desk.events == []


async def test_a_call_of_an_async_client_asks_the_app_before_it_returns(sandbox: Sandbox, desk: Desk) -> None:
    login = httpx2.BasicAuth(sandbox.token_id, sandbox.token)
    async with httpx2.AsyncClient(transport=sandbox, base_url=sandbox.base_url, auth=login) as api:
        started = await api.post("sessions/calls", json={"caller": "p0", "callee": MERLE})
        assert started.status_code == 200
    [new] = desk.events
    assert isinstance(new, NewCall)
    assert (new.direction, new.call_id) == ("out", started.json()["sessionId"])


URL = "https://phone.example.com/hook"


def test_with_the_sandbox_s_clock_the_app_s_store_has_calls_as_long_as_in_the_script(tmp_path: Path) -> None:
    sandbox = Sandbox(clock=Clock(NOON))
    hooks = WebhookApp(
        public_url=URL,
        public_key=sandbox.public_key,
        clock=sandbox.app_clock,
        store=tmp_path / "calls.db",
    )
    with sandbox.webhooks_to(hooks, URL):
        sandbox.play(call_in(callee={"does": "answers", "after": 6}, talkSeconds=66))
        [call] = asyncio.run(_calls(hooks))
    assert call.duration_seconds == pytest.approx(66, abs=0.1)


async def _calls(hooks: WebhookApp) -> list[Any]:
    return list(await hooks.store.calls())


def test_who_waits_by_the_sandbox_s_clock_is_woken_when_it_moves() -> None:
    async def wait() -> list[str]:
        clock, woken, done = Clock(NOON), asyncio.Event(), list[str]()
        app_clock = AppClock(clock)

        async def until(seconds: float, name: str) -> None:
            await app_clock.wait_until(NOON.timestamp() + seconds, woken)
            done.append(name)

        waiting = [
            asyncio.create_task(until(seconds, name)) for seconds, name in ((30, "soon"), (90, "late"))
        ]
        await asyncio.sleep(0)
        await asyncio.to_thread(clock.advance, seconds=31)
        await waiting[0]
        before = list(done)
        woken.set()
        await asyncio.gather(*waiting)
        assert clock.listeners == []
        return [*before, "|", *done]

    assert asyncio.run(wait()) == ["soon", "|", "soon", "late"]


def test_a_running_clock_is_waited_for_by_the_machine_s() -> None:
    async def wait() -> None:
        app_clock = AppClock(Clock())
        await app_clock.wait_until(app_clock.now() + 0.01, asyncio.Event())

    asyncio.run(wait())
