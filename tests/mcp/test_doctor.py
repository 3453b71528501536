"""What works, what does not, and what a missing scope would allow."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from mcp import Client

from sipgate_tools.mcp.account import McpAccount
from sipgate_tools.mcp.doctor import examine
from sipgate_tools.mcp.policy.audit_log import AuditLog
from sipgate_tools.mcp.server import create_server
from sipgate_tools.mcp.settings import load_settings
from sipgate_tools.models.checks import Check
from sipgate_tools.sandbox import Sandbox
from tests.mcp.harness import Harness, MakeHarness, Spy, text_of


async def findings(harness: Harness) -> dict[str, Check]:
    return {finding.name: finding for finding in await examine(harness.account)}


@pytest.mark.parametrize("platform", ["classic", "neo"])
async def test_a_full_token_finds_everything_and_changes_nothing(
    make_harness: MakeHarness, platform: str
) -> None:
    harness = make_harness(platform)
    found = await findings(harness)
    assert platform in found["platform"].message
    assert {name for name, one in found.items() if one.state != "ok"} == {"webhook"}
    assert harness.spy.writes == []


async def test_a_narrow_token_is_told_what_each_missing_scope_would_allow(make_harness: MakeHarness) -> None:
    found = await findings(
        make_harness(scopes=("history:read", "authorization:userinfo:read", "groups:read"))
    )
    assert found["getContacts"].state == "missing"
    assert "contacts:read" in found["getContacts"].message
    assert "search and change contacts" in found["getContacts"].message


async def test_an_oauth_token_tells_the_writing_scopes_that_it_lacks() -> None:
    sandbox = Sandbox()
    token = sandbox.issue_jwt(["history", "sessions:write", "users:read"])
    options = {"token": token, "base_url": sandbox.base_url, "retries": 0}
    account = McpAccount(
        load_settings({}, {}), client_options=options, transport=Spy(sandbox), audit_log=AuditLog(None)
    )
    found = {finding.name: finding for finding in await examine(account)}
    assert "sessions:sms:write" not in found
    assert found["rtcm:write"].state == "missing"
    assert "hang up" in found["rtcm:write"].message


@pytest.mark.parametrize(
    ("fault", "name", "message"),
    [("refuse", "network", "Check the network"), ("401", "credentials", "refused")],
)
async def test_nothing_works_without_network_or_credentials(
    make_harness: MakeHarness, fault: str, name: str, message: str
) -> None:
    harness = make_harness()
    harness.sandbox.faults.add(fault)
    found = await findings(harness)
    assert found[name].state == "broken"
    assert message in found[name].message


async def test_half_of_the_credentials_is_told_from_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIPGATE_TOKEN_ID", "token-ABC123")
    monkeypatch.delenv("SIPGATE_TOKEN", raising=False)
    account = McpAccount(load_settings({}, {}), audit_log=AuditLog(None))
    found = {finding.name: finding for finding in await examine(account)}
    assert "SIPGATE_TOKEN is not" in found["credentials"].message
    async with Client(create_server(account)) as client:
        message = text_of(await client.call_tool("get_overview", {}))
    assert "SIPGATE_TOKEN is not" in message


async def test_an_unencrypted_webhook_address_is_pointed_out_without_its_secrets(
    make_harness: MakeHarness,
) -> None:
    harness = make_harness(confirm="never")
    await harness.data("set_webhook_settings", incoming_url="http://user:hunter2@example.org/secret")
    found = await findings(harness)
    assert "is not https" in found["webhook"].message
    assert "example.org" in found["webhook"].message
    assert "hunter2" not in found["webhook"].message
    assert "secret" not in found["webhook"].message


async def test_open_ends_in_the_journal_are_counted(make_harness: MakeHarness) -> None:
    harness = make_harness()
    harness.sandbox.faults.add("drop-after@sendWebSms")
    await harness.refusal("send_sms", to="+491729925904", message="Hallo")
    assert "1 actions of unknown outcome" in (await findings(harness))["audit log"].message


@pytest.mark.parametrize("account", ["classic", "neo"])
def test_the_doctor_examines_the_embedded_account_on_request(account: str, tmp_path: Path) -> None:
    program = str(Path(sys.executable).with_name("sipgate-tools"))
    command = [program, "mcp", "--sandbox", "--account", account, "doctor", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, env={"HOME": str(tmp_path)})
    found = {one["name"]: one for one in json.loads(done.stdout)}
    assert found["credentials"]["state"] == "ok"
    assert account in found["platform"]["message"]
    assert done.returncode == 0
    assert list(tmp_path.rglob("*journal*")) == []


def test_the_doctor_refuses_settings_that_the_server_would_refuse(tmp_path: Path) -> None:
    program = str(Path(sys.executable).with_name("sipgate-tools"))
    environment = {"HOME": str(tmp_path), "SIPGATE_MCP_AUTH_TOKEN": ""}
    done = subprocess.run([program, "mcp", "doctor"], capture_output=True, text=True, env=environment)
    assert done.returncode == 2
    assert "SIPGATE_MCP_AUTH_TOKEN" in done.stderr
