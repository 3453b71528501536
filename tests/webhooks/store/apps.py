"""An app with a store, for the tests of stores that fail."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from sipgate_tools.webhooks import WebhookApp, actions, open_store, parse_event
from sipgate_tools.webhooks.store import Store
from sipgate_tools.webhooks.store.records import Delivery
from sipgate_tools.webhooks.testing import SignedRequest, Signer

Deliver = Callable[[WebhookApp, SignedRequest], Awaitable[int]]
Health = Callable[[WebhookApp], Awaitable[int]]


def app(signer: Signer, store: str | Path | Store, *, deadline_seconds: float = 5.0) -> WebhookApp:
    hooks = WebhookApp(
        public_url="https://phone.example.com/hook",
        public_key=signer.public_key,
        store=store,
        deadline_seconds=deadline_seconds,
    )
    hooks.on_new_call(lambda _: actions.voicemail())
    return hooks


async def stored_calls(path: str | Path) -> list[str]:
    async with open_store(path, create=False) as store:
        return [one.event.call_id for one in await store.events()]


def delivery_of(signer: Signer, call_id: str) -> Any:
    body = signer.new_call(call_id=call_id).body
    return Delivery(parse_event(body), body, time.time())
