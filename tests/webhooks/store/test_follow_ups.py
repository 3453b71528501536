"""Play, then hang up or transfer: stored, run once, even after a restart."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any

import httpx2
import pytest

from sipgate_tools import AsyncSipgate
from sipgate_tools.webhooks import WebhookApp, actions
from sipgate_tools.webhooks.store import Store
from sipgate_tools.webhooks.testing import ManualClock, SignedRequest, Signer

URL = "https://phone.example.com/hook"
WAV = "https://example.com/goodbye.wav"


class Api(httpx2.AsyncBaseTransport):
    """A fake of sipgate's live-call operations: records requests and returns the given responses."""

    def __init__(self, *, status: int = 204, lost: bool = False, live: Sequence[str] = ()) -> None:
        self.requests: list[tuple[str, str, bytes]] = []
        self._live = live
        self.was_asked = asyncio.Event()
        self._status = status
        self._lost = lost

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        if request.method == "GET":
            return httpx2.Response(200, json={"data": [{"callId": call_id} for call_id in self._live]})
        self.requests.append((request.method, request.url.path, await request.aread()))
        self.was_asked.set()
        if self._lost:
            raise httpx2.ReadError("the response was lost", request=request)
        return httpx2.Response(self._status)

    @property
    def client(self) -> AsyncSipgate:
        token = "3d3f3b8e-5d2c-4c55-9b5e-1d1a2a0f2a11"
        return AsyncSipgate(token_id="token-ABC123", token=token, transport=self)


class Phone:
    """An app that responds to every call with one action, with its clock, store and client."""

    def __init__(
        self,
        store: Store,
        signer: Signer,
        api: Api,
        action: actions.Action,
        clock: ManualClock | None = None,
        **options: Any,
    ) -> None:
        self.clock = clock or ManualClock()
        self.store = store
        self.hooks = WebhookApp(
            public_url=URL,
            public_key=signer.public_key,
            store=store,
            client=api.client,
            clock=self.clock,
            **options,
        )
        self.hooks.on_new_call(lambda _: action)
        self._client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(self.hooks), base_url="https://phone.example.com"
        )

    async def __aenter__(self) -> Phone:
        await self.store.open()
        await self.hooks.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.hooks.__aexit__()
        await self._client.aclose()
        await self.store.close()

    async def post(self, request: SignedRequest) -> str:
        response = await self._client.post("/hook", **request.arguments)
        assert response.status_code == 200
        return response.text


async def outcomes(store: Store) -> list[tuple[str, str | None]]:
    """Return the states and outcomes of follow-ups when all are settled."""
    async with asyncio.timeout(10):
        while True:
            found = await store.follow_ups()
            if all(one.state not in {"waiting", "started"} for one in found):
                return [(one.state, one.outcome) for one in found]
            await asyncio.sleep(0)


HANG_UP = actions.play_and_hang_up(WAV, timeout=2, duration=10)


async def test_the_call_is_hung_up_when_the_file_and_the_timeout_are_over(
    make_store: Callable[[], Store], signer: Signer
) -> None:
    api = Api()
    async with Phone(make_store(), signer, api, HANG_UP) as phone:
        assert f"<Play><Url>{WAV}</Url></Play>" in await phone.post(signer.new_call(call_id="77"))
        phone.clock.advance(11.9)
        assert await phone.hooks.do_follow_ups() == 0
        assert api.requests == []
        phone.clock.advance(0.1)
        assert await outcomes(phone.store) == [("done", "accepted")]
        phone.clock.advance(1000)
        assert await phone.hooks.do_follow_ups() == 0
    assert api.requests == [("DELETE", "/v2/calls/77", b"")]


async def test_the_call_is_transferred_when_the_file_is_over(
    make_store: Callable[[], Store], signer: Signer
) -> None:
    api = Api()
    action = actions.play_and_transfer(WAV, "+49 30 123456", attended=True, duration=3)
    async with Phone(make_store(), signer, api, action) as phone:
        await phone.post(signer.new_call(call_id="77"))
        phone.clock.advance(3)
        await outcomes(phone.store)
    ((method, path, body),) = api.requests
    assert (method, path) == ("POST", "/v2/calls/77/transfer")
    assert b'"phoneNumber":"+4930123456"' in body
    assert b'"attended":true' in body


async def test_a_running_app_runs_its_follow_ups(make_store: Callable[[], Store], signer: Signer) -> None:
    api = Api()
    async with Phone(make_store(), signer, api, HANG_UP) as phone:
        await phone.post(signer.new_call())
        phone.clock.advance(12)
        async with asyncio.timeout(10):
            await api.was_asked.wait()
        assert await outcomes(phone.store) == [("done", "accepted")]


async def test_a_duplicate_schedules_no_second_follow_up(
    make_store: Callable[[], Store], signer: Signer
) -> None:
    api = Api()
    request = signer.new_call()
    async with Phone(make_store(), signer, api, HANG_UP) as phone:
        for _ in range(3):
            await phone.post(request)
        phone.clock.advance(100)
        await outcomes(phone.store)
    assert len(api.requests) == 1


async def test_a_follow_up_from_before_a_restart_runs_once_after_it(
    make_store: Callable[[], Store], signer: Signer
) -> None:
    api, clock = Api(), ManualClock()
    async with Phone(make_store(), signer, api, HANG_UP, clock) as phone:
        await phone.post(signer.new_call(call_id="77"))
    clock.advance(60)
    for _ in range(2):
        async with Phone(make_store(), signer, api, HANG_UP, clock) as phone:
            assert await outcomes(phone.store) == [("done", "accepted")]
    assert [path for _, path, _ in api.requests] == ["/v2/calls/77"]


async def test_many_apps_with_one_store_run_a_follow_up_once(
    make_store: Callable[[], Store], signer: Signer
) -> None:
    api, clock = Api(), ManualClock()
    async with (
        Phone(make_store(), signer, api, HANG_UP, clock) as one,
        Phone(make_store(), signer, api, HANG_UP, clock) as two,
        Phone(make_store(), signer, api, HANG_UP, clock) as three,
    ):
        for number in range(10):
            await one.post(signer.new_call(call_id=f"c{number}"))
        clock.advance(12)
        phones = [one, two, three] * 3
        await asyncio.gather(*(phone.hooks.do_follow_ups() for phone in phones))
        await outcomes(one.store)
    assert sorted(path for _, path, _ in api.requests) == [f"/v2/calls/c{number}" for number in range(10)]


async def test_a_call_that_has_ended_is_not_hung_up(make_store: Callable[[], Store], signer: Signer) -> None:
    api = Api()
    async with Phone(make_store(), signer, api, HANG_UP) as phone:
        await phone.post(signer.new_call(call_id="77"))
        await phone.post(signer.hang_up(call_id="77"))
        phone.clock.advance(12)
        assert await outcomes(phone.store) == [("done", "the call was over")]
    assert api.requests == []


@pytest.mark.parametrize(
    ("api", "outcome"),
    [
        (lambda: Api(status=404), ("done", "the call was over")),
        (lambda: Api(status=403), ("failed", "PermissionDenied")),
        (lambda: Api(status=500), ("failed", "ServerError")),
        (lambda: Api(lost=True), ("unknown", "OutcomeUnknown")),
    ],
    ids=["gone", "forbidden", "broken", "lost"],
)
async def test_a_follow_up_is_not_repeated_whatever_its_outcome(
    make_store: Callable[[], Store],
    signer: Signer,
    api: Callable[[], Api],
    outcome: tuple[str, str],
) -> None:
    failing_api = api()
    async with Phone(make_store(), signer, failing_api, HANG_UP) as phone:
        await phone.post(signer.new_call())
        phone.clock.advance(12)
        assert await outcomes(phone.store) == [outcome]
        phone.clock.advance(1000)
        await phone.hooks.do_follow_ups()
        assert await outcomes(phone.store) == [outcome]
    assert len(failing_api.requests) == 1


async def test_a_follow_up_of_a_process_that_died_is_reported_and_not_repeated(
    make_store: Callable[[], Store], signer: Signer, caplog: pytest.LogCaptureFixture
) -> None:
    api = Api()
    async with Phone(make_store(), signer, api, HANG_UP) as phone:
        await phone.post(signer.new_call(call_id="77"))
        (waiting,) = await phone.store.follow_ups()
        assert await phone.store.start_follow_up(waiting.id, phone.clock.now())
        phone.clock.advance(60)
        await phone.hooks.do_follow_ups()
        assert [one.state for one in await phone.store.follow_ups()] == ["started"]
        with caplog.at_level(logging.ERROR):
            phone.clock.advance(31)
            assert await outcomes(phone.store) == [("unknown", "interrupted")]
    assert api.requests == []
    assert "the outcome is unknown, so it is not retried" in caplog.text


async def test_an_interrupted_hang_up_is_retried_when_the_call_is_live(
    make_store: Callable[[], Store], signer: Signer
) -> None:
    api = Api(live=["5", "77"])
    async with Phone(make_store(), signer, api, HANG_UP) as phone:
        await phone.post(signer.new_call(call_id="77"))
        (waiting,) = await phone.store.follow_ups()
        assert await phone.store.start_follow_up(waiting.id, phone.clock.now())
        phone.clock.advance(91)
        await phone.hooks.do_follow_ups()
        assert await outcomes(phone.store) == [("done", "accepted")]
    assert [path for _, path, _ in api.requests] == ["/v2/calls/77"]


async def test_an_interrupted_transfer_is_never_repeated(
    make_store: Callable[[], Store], signer: Signer
) -> None:
    api = Api(live=["77"])
    transfer = actions.play_and_transfer(WAV, "+4930123456", duration=1)
    async with Phone(make_store(), signer, api, transfer) as phone:
        await phone.post(signer.new_call(call_id="77"))
        (waiting,) = await phone.store.follow_ups()
        assert await phone.store.start_follow_up(waiting.id, phone.clock.now())
        phone.clock.advance(91)
        await phone.hooks.do_follow_ups()
        assert await outcomes(phone.store) == [("unknown", "interrupted")]
    assert api.requests == []


async def test_no_follow_up_is_scheduled_without_credentials_for_it(
    make_store: Callable[[], Store], signer: Signer, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    for name in ("SIPGATE_TOKEN_ID", "SIPGATE_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    async with make_store() as store:
        hooks = WebhookApp(public_url=URL, public_key=signer.public_key, store=store)
        hooks.on_new_call(lambda _: HANG_UP)
        client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(hooks), base_url="https://phone.example.com"
        )
        async with hooks, client:
            response = await client.post("/hook", **signer.new_call().arguments)
        assert "<Play>" not in response.text
        assert await store.follow_ups() == []


async def test_an_announcement_that_cannot_be_measured_leads_to_the_safe_action(
    make_store: Callable[[], Store], signer: Signer, caplog: pytest.LogCaptureFixture
) -> None:
    action = actions.play_and_hang_up("http://127.0.0.1:1/x.wav")
    async with Phone(make_store(), signer, Api(), action, safe_answer=actions.voicemail()) as phone:
        assert "Voicemail" in await phone.post(signer.new_call())
        assert await phone.store.follow_ups() == []
    assert "private address" in caplog.text
