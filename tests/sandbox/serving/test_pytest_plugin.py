"""The fixtures that users' tests get."""

from __future__ import annotations

import httpx2
import pytest

from sipgate_tools.sandbox import Sandbox, Served

from ..accounts import connect, items, sms


def test_a_sandbox_is_there_for_a_test_that_asks(sipgate_sandbox: Sandbox) -> None:
    assert connect(sipgate_sandbox).post("sessions/sms", json=sms()).is_success
    assert len(sipgate_sandbox.outbox()["sms"]) == 1


def test_it_is_another_one_for_the_next_test(sipgate_sandbox: Sandbox) -> None:
    assert sipgate_sandbox.outbox()["sms"] == []


@pytest.mark.sipgate(account="neo", seed="empty")
def test_a_marker_says_how_it_is_made(sipgate_sandbox: Sandbox) -> None:
    api = connect(sipgate_sandbox)
    assert len(items(api.get("channels"))) == 2
    assert items(api.get("history")) == []


def test_it_can_be_served(sipgate_sandbox: Sandbox, sipgate_sandbox_server: Served) -> None:
    login = (sipgate_sandbox.token_id, sipgate_sandbox.token)
    assert httpx2.get(f"{sipgate_sandbox_server.base_url}/balance", auth=login).status_code == 200
