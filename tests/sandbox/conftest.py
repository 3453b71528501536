"""Sandboxes for the tests of this room. Every answer any of them gives is held against the document."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest

from sipgate_tools.sandbox import Clock, Sandbox

from .accounts import NOON, connect
from .receivers import Receiver, listening


@pytest.fixture
def classic() -> Iterator[Sandbox]:
    """A classic account at noon on a Wednesday; its clock stands still until a test moves it."""
    sandbox = Sandbox("classic", clock=Clock(NOON), check_answers=True)
    yield sandbox
    assert sandbox.problems == []


@pytest.fixture
def neo() -> Iterator[Sandbox]:
    """A neo account, likewise."""
    sandbox = Sandbox("neo", clock=Clock(NOON), check_answers=True)
    yield sandbox
    assert sandbox.problems == []


@pytest.fixture
def api(classic: Sandbox) -> httpx2.Client:
    """A client with the administrator's token on the classic account."""
    return connect(classic)


@pytest.fixture
def neo_api(neo: Sandbox) -> httpx2.Client:
    """A client with the administrator's token on the neo account."""
    return connect(neo)


@pytest.fixture
def hooks(classic: Sandbox, api: httpx2.Client) -> Iterator[Receiver]:
    """A webhook server that the classic account's webhooks go to, with the log switched on."""
    with listening(classic) as receiver:
        urls = {"incomingUrl": f"{receiver.url}/in", "outgoingUrl": f"{receiver.url}/out", "log": True}
        assert api.put("settings/sipgateio", json=urls).status_code == 204
        yield receiver


@pytest.fixture
def neo_hooks(neo: Sandbox, neo_api: httpx2.Client) -> Iterator[Receiver]:
    """The same for the neo account."""
    with listening(neo) as receiver:
        urls = {"incomingUrl": f"{receiver.url}/in", "outgoingUrl": f"{receiver.url}/out", "log": True}
        assert neo_api.put("settings/sipgateio", json=urls).status_code == 204
        yield receiver
