"""What works with the credentials of a client, and what a missing scope would allow."""

from __future__ import annotations

import pytest

from sipgate_tools import AsyncSipgate
from sipgate_tools.models.checks import Check, covers, webhook_log_message, webhook_url_check
from sipgate_tools.sandbox import Sandbox


async def checks_of(sandbox: Sandbox, token: str | None = None) -> dict[str, Check]:
    token_id = None if token else sandbox.token_id
    async with AsyncSipgate(
        token_id=token_id, token=token or sandbox.token, transport=sandbox, retries=0
    ) as client:
        return {check.name: check for check in await client.doctor()}


@pytest.mark.parametrize("platform", ["classic", "neo"])
async def test_a_full_token_lacks_only_a_webhook_url(platform: str) -> None:
    sandbox = Sandbox("neo" if platform == "neo" else "classic")
    found = await checks_of(sandbox)
    assert {name for name, check in found.items() if check.state != "ok"} == {"webhook"}
    assert platform in found["platform"].message
    assert "s0 sends from +49" in found["sms senders"].message


async def test_missing_scopes_say_what_they_would_allow() -> None:
    sandbox = Sandbox()
    found = await checks_of(sandbox, sandbox.issue_jwt(["history", "sessions:write", "users:read"]))
    assert "contacts:read" in found["getContacts"].message
    assert "sessions:sms:write" not in found
    assert "hang up" in found["rtcm:write"].message


@pytest.mark.parametrize(("fault", "name"), [("refuse", "network"), ("401", "credentials")])
async def test_without_network_or_credentials_the_other_checks_are_skipped(fault: str, name: str) -> None:
    sandbox = Sandbox()
    sandbox.faults.add(fault)
    found = await checks_of(sandbox)
    assert found[name].state == "broken"
    assert "getContacts" not in found


@pytest.mark.parametrize(
    ("url", "neo", "state"),
    [
        ("https://hooks.example.org/x", True, "ok"),
        ("http://hooks.example.org/x", True, "broken"),
        ("http://hooks.example.org/x", False, "missing"),
        ("https://localhost/x", False, "broken"),
        ("https://192.168.1.5/x", False, "broken"),
        ("https://intranet/x", False, "broken"),
    ],
)
def test_the_form_of_a_webhook_url_is_judged(url: str, neo: bool, state: str) -> None:
    assert webhook_url_check(url, neo=neo).state == state


def test_a_message_about_a_webhook_url_contains_no_secret() -> None:
    assert "hunter2" not in webhook_url_check("http://user:hunter2@example.org/hunter2", neo=True).message


def test_statuses_in_the_webhook_log_are_put_in_words() -> None:
    assert webhook_log_message("200 OK") is None
    assert "certificate" in (webhook_log_message("500") or "")
    assert "timed out" in (webhook_log_message("600 - General IO Error") or "")
    assert "TLS handshake" in (webhook_log_message("601") or "")


def test_a_parent_scope_includes_its_children() -> None:
    assert covers({"sessions:write"}, "sessions:sms:write")
    assert not covers({"sessions:sms:write"}, "sessions:write")
