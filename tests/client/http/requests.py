"""Two requests of a client, for the tests of the network: one reads, one writes."""

from __future__ import annotations

from typing import Any

from tests.client.credentials import TOKEN, TOKEN_ID

GIVEN: dict[str, Any] = {"token_id": TOKEN_ID, "token": TOKEN}


def users(client: Any) -> Any:
    return client.users.list()


def send(client: Any) -> Any:
    return client.sms.send(to="+4915799912345", message="Dinner at eight?", sms_id="s0")
