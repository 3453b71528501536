"""The requests that the client sends."""

import json
import logging
from datetime import UTC, datetime, timedelta

import pytest

from sipgate_tools import AsyncSipgate, InvalidInput, SipgateError
from sipgate_tools.sandbox import Sandbox
from tests.client.accounts import access
from tests.client.credentials import TOKEN, TOKEN_ID, jwt
from tests.client.scripted_server import Reply, Script, scripted_server


def client_of(script: Script, **options: object) -> AsyncSipgate:
    return AsyncSipgate(token_id=TOKEN_ID, token=TOKEN, base_url=script.base_url, **options)  # type: ignore[arg-type]


async def test_every_request_says_who_asks() -> None:
    with scripted_server(Reply(200, {"items": []})) as script:
        async with client_of(script) as client:
            await client.users.list()
    headers = script.received[0].headers
    assert headers["authorization"].startswith("Basic ")
    assert json.loads(headers["x-sipgate-client"])["name"] == "sipgate-tools"
    assert headers["x-sipgate-version"]


async def test_saying_who_asks_can_be_left_out() -> None:
    with scripted_server(Reply(200, {"items": []})) as script:
        async with client_of(script, identify=False) as client:
            await client.users.list()
    assert not {name for name in script.received[0].headers if name.startswith("x-sipgate")}


@pytest.mark.parametrize("suffix", ["", "/", "/v2", "/v2/"])
async def test_the_base_url_is_taken_with_and_without_its_version(suffix: str) -> None:
    with scripted_server(Reply(200, {"items": []})) as script:
        root = script.base_url.removesuffix("/v2")
        async with AsyncSipgate(token=jwt(sub="w0"), base_url=root + suffix) as client:
            await client.users.list()
    assert script.received[0].path == "/v2/users"


async def test_an_sms_leaves_as_the_api_wants_it() -> None:
    moment = datetime.now(UTC) + timedelta(days=1)
    with scripted_server(Reply(204)) as script:
        async with client_of(script) as client:
            receipt = await client.sms.send(
                to="+49 1579 9912345", message="Grüße", sms_id="s0", send_at=moment
            )
    sent = script.received[0].json
    assert sent["smsId"] == "s0"
    assert sent["recipient"] == "+4915799912345"
    assert sent["message"] == "Grüße"
    assert 0 <= sent["sendAt"] - moment.timestamp() < 1
    assert receipt.size.parts == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"to": "0157 99912345"},
        {"to": "nobody"},
        {"to": ""},
        {"message": " "},
        {"message": "\ud83d"},
        {"sms_id": "p0"},
        {"sms_id": "s01"},
        {"sms_id": "s0/../../users"},
        {"from_": "anonymous"},
        {"send_at": datetime.now()},
        {"send_at": datetime.now(UTC) - timedelta(seconds=1)},
        {"send_at": datetime.now(UTC) + timedelta(days=31)},
    ],
)
async def test_a_wrong_argument_of_an_sms_is_told_before_anything_is_sent(wrong: dict[str, object]) -> None:
    arguments: dict[str, object] = {"to": "+4915799912345", "message": "Hi", "sms_id": "s0"} | wrong
    with scripted_server(Reply(204)) as script:
        async with client_of(script) as client:
            with pytest.raises(InvalidInput) as caught:
                await client.sms.send(**arguments)  # type: ignore[arg-type]
    assert caught.value.hint
    assert script.received == []


async def test_the_history_is_asked_with_repeated_parameters_and_no_nulls() -> None:
    with scripted_server(by_path={"/v2/history": Reply(200, {"items": [], "totalCount": 0})}) as script:
        async with client_of(script) as client:
            await client.history.list(
                types=["SMS", "FAX"], connection_ids=["s0", "f0"], starred=True, limit=5, offset=10
            )
    query = script.received[-1].query
    assert query["types"] == ["SMS", "FAX"]
    assert query["connectionIds"] == ["s0", "f0"]
    assert query["starred"] == ["STARRED"]
    assert (query["limit"], query["offset"]) == (["5"], ["10"])
    assert set(query) == {"types", "connectionIds", "starred", "limit", "offset"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"connection_ids": ["e0"]},
        {"connection_ids": ["nothing"]},
        {"types": ["LETTER"]},
        {"directions": "UP"},
        {"limit": 1001},
        {"offset": -1},
        {"from_": datetime(2026, 1, 1)},
        {"from_": datetime(2026, 1, 2, tzinfo=UTC), "to": datetime(2026, 1, 1, tzinfo=UTC)},
    ],
)
async def test_a_wrong_filter_of_the_history_is_told_before_anything_is_sent(
    wrong: dict[str, object],
) -> None:
    with scripted_server(Reply(200, {"items": []})) as script:
        async with client_of(script) as client:
            with pytest.raises(InvalidInput):
                await client.history.list(**wrong)  # type: ignore[arg-type]
    assert script.received == []


async def test_an_empty_list_never_deletes_the_whole_history() -> None:
    with scripted_server(Reply(204)) as script:
        async with client_of(script) as client:
            with pytest.raises(InvalidInput):
                await client.history.delete_many([])
            with pytest.raises(InvalidInput):
                await client.history.update_many([], lambda entry: {"read": True})
    assert script.received == []


async def test_many_deletes_are_divided_into_urls_of_a_safe_length() -> None:
    ids = [f"entry-{number:030}" for number in range(500)]
    with scripted_server(Reply(204)) as script:
        async with client_of(script) as client:
            report = await client.history.delete_many(ids)
    assert report.done == tuple(ids)
    assert sorted(single for request in script.received for single in request.query["id"]) == ids
    assert 3 < len(script.received) < 10


async def test_nothing_of_a_request_but_its_template_reaches_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    with scripted_server(Reply(200, {"items": []})) as script:
        async with client_of(script) as client:
            await client.history.list(types=["SMS"], phonenumber="+4915799912345")
        with scripted_server(Reply(204)) as other:
            async with client_of(other) as client:
                await client.sms.send(to="+4915799912345", message="Secret words", sms_id="s0")
    text = caplog.text
    ours = [record for record in caplog.records if record.name == "sipgate_tools"]
    assert len(ours) == len(script.received) + len(other.received)
    for secret in ("4915799912345", "Secret words", TOKEN):
        assert secret not in text


async def test_nothing_secret_is_in_the_representation_of_a_client() -> None:
    with scripted_server() as script:
        async with client_of(script) as client:
            assert TOKEN not in repr(client)
            assert TOKEN not in repr(client.api)


async def test_a_filter_that_does_not_exist_finds_nothing_instead_of_everything() -> None:
    with scripted_server(Reply(200, {"items": [{"id": "1"}]})) as script:
        async with client_of(script) as client:
            with pytest.raises(TypeError, match="Unknown filter archivd"):
                await client.history.list(archivd=True)  # type: ignore[call-arg]
            with pytest.raises(TypeError, match="Unknown filter type"):
                await client.history.export_csv(type="SMS")  # type: ignore[call-arg]
    assert script.received == []


@pytest.mark.parametrize(
    "wrong", [{"to": 49157}, {"to": None}, {"message": b"Hi"}, {"send_at": "2026-12-01"}, {"sms_id": 0}]
)
async def test_a_value_of_a_wrong_type_is_told_in_a_sentence(wrong: dict[str, object]) -> None:
    arguments: dict[str, object] = {"to": "+4915799912345", "message": "Hi", "sms_id": "s0"} | wrong
    with scripted_server(Reply(204)) as script:
        async with client_of(script) as client:
            with pytest.raises(InvalidInput):
                await client.sms.send(**arguments)  # type: ignore[arg-type]
            with pytest.raises(InvalidInput):
                await client.history.list(from_="2026-01-01")  # type: ignore[arg-type]
            with pytest.raises(InvalidInput):
                await client.history.get(5)  # type: ignore[arg-type]
    assert script.received == []


async def test_a_closed_client_says_so() -> None:
    with scripted_server(Reply(200, {"items": []})) as script:
        client = client_of(script)
        await client.users.list()
        await client.aclose()
        with pytest.raises(SipgateError, match="closed"):
            await client.users.list()
    with pytest.raises(InvalidInput, match="timeout"):
        client.with_options(timeout=0)


async def test_a_closed_client_sends_nothing_through_somebodys_own_transport_either() -> None:
    sandbox = Sandbox()
    async with AsyncSipgate(**access(sandbox)) as client:
        await client.users.me()
    with pytest.raises(SipgateError, match="client is closed"):
        await client.sms.send(to="+4915799912345", message="Hello", sms_id="s0")
    async with AsyncSipgate(**access(sandbox)) as another:
        await another.users.me()
    assert sandbox.outbox()["sms"] == []
