"""Duplicates get the same response and are handled once. The same digits in two menus are two events."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest

from sipgate_tools import AsyncSipgate
from sipgate_tools.webhooks import Dtmf, Event, NewCall, WebhookApp, actions, parse_event
from sipgate_tools.webhooks.store import Store
from sipgate_tools.webhooks.store.memory import MemoryStore
from sipgate_tools.webhooks.store.records import Claim, Delivery
from sipgate_tools.webhooks.testing import ManualClock, SignedRequest, Signer

URL = "https://phone.example.com/hook"
Post = Callable[[SignedRequest], Coroutine[Any, Any, httpx2.Response]]


@asynccontextmanager
async def running(hooks: WebhookApp) -> AsyncGenerator[Post]:
    transport = httpx2.ASGITransport(hooks)
    client = httpx2.AsyncClient(transport=transport, base_url="https://phone.example.com")
    async with hooks.store, hooks, client:

        async def post(request: SignedRequest) -> httpx2.Response:
            return await client.post("/hook", **request.arguments)

        yield post


def counting(hooks: WebhookApp) -> list[NewCall]:
    calls: list[NewCall] = []

    @hooks.on_new_call
    async def count(call: NewCall) -> actions.Redirect:
        calls.append(call)
        return actions.redirect(f"+4921112345{len(calls):02}")

    return calls


async def test_a_duplicate_gets_the_same_response_without_its_handler(
    make_store: Callable[[], Store], signer: Signer
) -> None:
    hooks = WebhookApp(public_url=URL, public_key=signer.public_key, store=make_store())
    calls = counting(hooks)
    request = signer.new_call()
    async with running(hooks) as post:
        responses = [(await post(request)).text for _ in range(3)]
        await post(signer.new_call())
    assert len(set(responses)) == 1
    assert len(calls) == 2


async def test_a_concurrent_duplicate_waits_for_the_response_of_the_first(
    make_store: Callable[[], Store], signer: Signer
) -> None:
    hooks = WebhookApp(public_url=URL, public_key=signer.public_key, store=make_store())
    calls: list[NewCall] = []
    started, go = asyncio.Event(), asyncio.Event()

    @hooks.on_new_call
    async def slow(call: NewCall) -> actions.RedirectToVoicemail:
        calls.append(call)
        started.set()
        await go.wait()
        return actions.voicemail()

    request = signer.new_call()
    async with running(hooks) as post:
        posted = [asyncio.ensure_future(post(request)) for _ in range(5)]
        await started.wait()
        go.set()
        responses = {(await one).text for one in posted}
    assert len(responses) == 1
    assert "Voicemail" in responses.pop()
    assert len(calls) == 1


async def test_two_apps_over_one_store_handle_a_delivery_once(
    make_store: Callable[[], Store], signer: Signer
) -> None:
    apps = [WebhookApp(public_url=URL, public_key=signer.public_key, store=make_store()) for _ in range(2)]
    calls = [counting(hooks) for hooks in apps]
    requests = [signer.new_call() for _ in range(20)]
    async with running(apps[0]) as one, running(apps[1]) as other:
        posted = [post(request) for request in requests for post in (one, other, other, one)]
        responses = [response.text for response in await asyncio.gather(*posted)]
    for number in range(len(requests)):
        assert len(set(responses[number * 4 : number * 4 + 4])) == 1
    assert len(calls[0]) + len(calls[1]) == len(requests)


async def test_a_duplicate_is_recognized_after_a_restart(
    make_store: Callable[[], Store], signer: Signer
) -> None:
    request = signer.new_call()
    responses: list[str] = []
    handled = 0
    for _ in range(2):
        hooks = WebhookApp(public_url=URL, public_key=signer.public_key, store=make_store())
        calls = counting(hooks)
        async with running(hooks) as post:
            responses.append((await post(request)).text)
        handled += len(calls)
    assert responses[0] == responses[1]
    assert handled == 1


async def test_the_same_digit_in_the_next_menu_is_another_event(
    make_store: Callable[[], Store], signer: Signer
) -> None:
    hooks = WebhookApp(public_url=URL, public_key=signer.public_key, store=make_store())
    pressed: list[str] = []
    hooks.on_new_call(lambda _: actions.gather())

    @hooks.on_data
    async def menu(event: Dtmf) -> actions.Action:
        pressed.append(event.dtmf)
        return actions.gather() if len(pressed) < 3 else actions.voicemail()

    one = signer.dtmf(call_id="1", digits="1")
    async with running(hooks) as post:
        await post(signer.new_call(call_id="1"))
        # Three equal bodies are three key presses; the fourth is a duplicate, because nothing gathered digits.
        responses = [(await post(one)).text for _ in range(4)]
    assert pressed == ["1", "1", "1"]
    assert ["Gather" in response for response in responses] == [True, True, False, False]
    assert responses[2] == responses[3]


async def test_a_delivery_whose_app_died_is_claimed_by_another_after_its_lease(
    make_store: Callable[[], Store], signer: Signer
) -> None:
    clock = ManualClock()
    request = signer.new_call()
    async with make_store() as dead:
        delivery = Delivery(parse_event(request.body), request.body, clock.now())
        assert (await dead.claim(delivery, lease_seconds=5)).acquired
        hooks = WebhookApp(
            public_url=URL,
            public_key=signer.public_key,
            store=make_store(),
            clock=clock,
            deadline_seconds=0.5,  # the second response has to be in time on a busy machine, too
        )
        calls = counting(hooks)
        async with running(hooks) as post:
            clock.advance(6)
            assert "Dial" in (await post(request)).text
    assert len(calls) == 1


@pytest.mark.parametrize("event", ["newCall", "dtmf", "hangup"])
async def test_the_response_to_a_duplicate_of_a_delivery_whose_app_died_is_kept(
    make_store: Callable[[], Store], signer: Signer, event: str
) -> None:
    clock = ManualClock()
    requests = {
        "newCall": signer.new_call(call_id="1"),
        "dtmf": signer.dtmf(call_id="1", digits="1"),
        "hangup": signer.hang_up(call_id="1"),
    }
    request = requests[event]
    handled: list[Event] = []
    async with make_store() as dead:
        delivery = Delivery(parse_event(request.body), request.body, clock.now())
        assert (await dead.claim(delivery, lease_seconds=5)).acquired
        hooks = WebhookApp(
            public_url=URL,
            public_key=signer.public_key,
            store=make_store(),
            clock=clock,
            deadline_seconds=0.5,
            safe_answer=actions.reject("busy"),
        )
        hooks.on_new_call(handled.append)
        hooks.on_data(handled.append)
        hooks.on_hangup(handled.append)
        async with running(hooks) as post:
            first = await post(request)
            [stored] = await hooks.store.events()
            clock.advance(1000)
            later = await post(request)
    assert (first.status_code, later.status_code) == (200, 200)
    assert first.content == later.content == stored.answer
    assert ("busy" in first.text) is (event != "hangup")
    assert handled == []


class SwallowingStore(MemoryStore):
    """A store whose library swallows a cancellation, as redis-py does while it connects."""

    swallowed = False

    async def response_of(self, claim: Claim) -> bytes | None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            if self.swallowed:
                raise
            self.swallowed = True
        return await super().response_of(claim)


async def test_a_duplicate_is_answered_in_time_although_a_library_swallows_the_cancellation(
    signer: Signer,
) -> None:
    store, request = SwallowingStore(), signer.new_call()
    hooks = WebhookApp(
        public_url=URL,
        public_key=signer.public_key,
        store=store,
        deadline_seconds=0.1,
        safe_answer=actions.reject("busy"),
    )
    counting(hooks)
    async with running(hooks) as post:
        delivery = Delivery(parse_event(request.body), request.body, time.time())
        assert (await store.claim(delivery, lease_seconds=60)).acquired
        async with asyncio.timeout(5):
            response = await post(request)
    assert (response.status_code, "busy" in response.text) == (200, True)


async def test_a_handler_that_is_later_than_the_safe_answer_of_another_app_changes_nothing(
    make_store: Callable[[], Store], signer: Signer
) -> None:
    options: dict[str, Any] = {"public_url": URL, "public_key": signer.public_key}
    client = AsyncSipgate(token_id="token-ABC123", token="3d3f3b8e-5d2c-4c55-9b5e-1d1a2a0f2a11")
    slow = WebhookApp(**options, store=make_store(), deadline_seconds=60, client=client)
    quick = WebhookApp(
        **options, store=make_store(), deadline_seconds=0.5, safe_answer=actions.gather(max_digits=1)
    )
    started, go = asyncio.Event(), asyncio.Event()
    pressed: list[Dtmf] = []
    quick.on_data(pressed.append)

    @slow.on_new_call
    async def says_goodbye(_: NewCall) -> actions.Action:
        started.set()
        await go.wait()
        return actions.play_and_hang_up("https://example.com/goodbye.wav", duration=1000)

    request = signer.new_call(call_id="1")
    async with client, running(slow) as post_slow, running(quick) as post_quick:
        original = asyncio.ensure_future(post_slow(request))
        await started.wait()
        digits = signer.dtmf(call_id="1", digits="1")
        await post_quick(digits)
        safe = await post_quick(request)
        go.set()
        responses = [safe, await original, await post_quick(request)]
        [stored] = await quick.store.events(event="newCall")
        assert await quick.store.follow_ups() == []
        # The safe answer gathers digits, so the same digits in its menu are another event.
        for _ in range(2):
            await post_quick(digits)
    assert [response.status_code for response in responses] == [200] * 3
    assert {response.content for response in responses} == {stored.answer}
    assert "Gather" in safe.text
    assert len(pressed) == 2


@pytest.mark.parametrize("also", [b"", b"&x=1"])
async def test_only_an_identical_body_is_a_duplicate(
    make_store: Callable[[], Store], signer: Signer, also: bytes
) -> None:
    hooks = WebhookApp(public_url=URL, public_key=signer.public_key, store=make_store())
    calls = counting(hooks)
    body = signer.new_call(call_id="1").body
    async with running(hooks) as post:
        await post(signer.request(body))
        await post(signer.request(body + also))
    assert len(calls) == (2 if also else 1)
