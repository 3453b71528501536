"""The connection that comes with the generated client, for those who want nothing else."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest
from sipgate_api import AuthenticatedClient, Client
from sipgate_api.api.account import get_account
from sipgate_api.api.sessions import send_web_sms
from sipgate_api.errors import UnexpectedStatus
from sipgate_api.models import SendWebSmsRequest

SMS = SendWebSmsRequest(sms_id="s0", recipient="+4915799912345", message="secret words")


def respond(request: httpx2.Request) -> httpx2.Response:
    seen = {
        "url": str(request.url),
        "auth": request.headers.get("authorization"),
        "body": request.content.decode(),
    }
    return httpx2.Response(520 if "sms" in request.url.path else 200, json={"company": json.dumps(seen)})


OVER_WIRE: dict[str, Any] = {"httpx_args": {"transport": httpx2.MockTransport(respond)}}


@pytest.mark.parametrize(
    "base_url", ["https://api.example", "https://api.example/", "https://api.example/v2"]
)
def test_the_plain_client_sends_to_its_address_with_its_credentials(base_url: str):
    with AuthenticatedClient(base_url, token="t", **OVER_WIRE) as client:
        read = get_account.sync(client=client)
    assert read is not None
    assert json.loads(str(read.company)) == {
        "url": "https://api.example/v2/account",
        "auth": "Bearer t",
        "body": "",
    }


async def test_the_plain_client_can_be_awaited():
    async with Client(**OVER_WIRE) as client:
        read = await get_account.asyncio(client=client)
        response = await send_web_sms.asyncio_detailed(client=client, body=SMS)
    assert read is not None
    assert json.loads(str(read.company))["url"] == "https://api.sipgate.com/v2/account"
    assert response.status_code == 520


def test_the_plain_client_raises_for_other_statuses_only_when_told_to():
    with Client(raise_on_unexpected_status=True, **OVER_WIRE) as client:
        assert get_account.sync(client=client)
        with pytest.raises(UnexpectedStatus, match="520"):
            send_web_sms.sync(client=client, body=SMS)


def test_a_client_with_more_headers_is_a_new_one():
    first = AuthenticatedClient(token="t")
    second = first.with_headers({"x-a": "1"}).with_cookies({"c": "2"}).with_timeout(7)
    assert (first.headers, second.headers, second.cookies, second.timeout) == (
        {},
        {"x-a": "1"},
        {"c": "2"},
        7,
    )
    assert second.token == "t"


def test_a_client_shows_no_credentials():
    assert "very-secret" not in repr(AuthenticatedClient(token="very-secret", headers={"x": "very-secret"}))
