"""Telling hosts about the server."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from sipgate_tools.errors import InvalidInput
from sipgate_tools.mcp.install import HOSTS, apply, plan

JSON_HOSTS = {
    "claude-code": "mcpServers",
    "claude-desktop": "mcpServers",
    "cursor": "mcpServers",
    "vscode": "servers",
}


def entry(host: str, text: str) -> dict[str, Any]:
    if host == "codex":
        return tomllib.loads(text)["mcp_servers"]["sipgate"]
    return json.loads(text)[JSON_HOSTS[host]]["sipgate"]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_a_fresh_configuration_starts_the_server_and_holds_no_secret(
    tmp_path: Path, host: str, platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("APPDATA", raising=False)
    monkeypatch.setenv("SIPGATE_TOKEN", "0f0e0d0c-0b0a-4900-8807-060504030201")
    change = plan(host, ["--read-only"], home=tmp_path, platform=platform)
    assert apply(change) is None
    written = change.path.read_text()
    assert entry(host, written)["args"] == ["mcp", "--read-only"]
    assert Path(entry(host, written)["command"]).is_absolute()
    assert "0f0e0d0c" not in written
    assert change.path.is_relative_to(tmp_path)


@pytest.mark.parametrize("host", JSON_HOSTS)
def test_other_servers_and_settings_stay_and_a_copy_is_kept(tmp_path: Path, host: str) -> None:
    first = plan(host, home=tmp_path, platform="linux")
    first.path.parent.mkdir(parents=True, exist_ok=True)
    others = {"theme": "dark", JSON_HOSTS[host]: {"other": {"command": "x"}, "sipgate": {"command": "old"}}}
    first.path.write_text(json.dumps(others))
    first.path.chmod(0o600)
    change = plan(host, home=tmp_path, platform="linux")
    backup = apply(change)
    assert backup is not None
    assert json.loads(backup.read_text()) == others
    written = json.loads(change.path.read_text())
    assert written["theme"] == "dark"
    assert written[JSON_HOSTS[host]]["other"] == {"command": "x"}
    assert written[JSON_HOSTS[host]]["sipgate"]["args"] == ["mcp"]
    assert stat.S_IMODE(change.path.stat().st_mode) == 0o600


def test_comments_in_toml_stay_and_an_old_entry_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / ".codex" / "config.toml"
    path.parent.mkdir()
    path.write_text(
        '# mine\nmodel = "x"\n\n[mcp_servers.sipgate]\ncommand = "old"\n\n[mcp_servers.sipgate.env]\nA = "b"\n\n'
        '[mcp_servers.other] # theirs\ncommand = "y"\n'
    )
    apply(plan("codex", home=tmp_path))
    text = path.read_text()
    assert text.startswith('# mine\nmodel = "x"')
    assert "# theirs" in text
    written = tomllib.loads(text)["mcp_servers"]
    assert written["other"] == {"command": "y"}
    assert set(written["sipgate"]) == {"command", "args"}


def test_doing_it_twice_is_doing_it_once(tmp_path: Path) -> None:
    for host in HOSTS:
        apply(plan(host, home=tmp_path, platform="linux"))
        again = plan(host, home=tmp_path, platform="linux")
        assert again.before == again.after


@pytest.mark.parametrize(("host", "broken"), [("cursor", "{not json"), ("cursor", "[]"), ("codex", "= =")])
def test_a_configuration_that_cannot_be_understood_is_left_alone(
    tmp_path: Path, host: str, broken: str
) -> None:
    path = plan(host, home=tmp_path, platform="linux").path
    path.parent.mkdir(parents=True)
    path.write_text(broken)
    with pytest.raises(InvalidInput, match="was not changed"):
        plan(host, home=tmp_path, platform="linux")
    assert path.read_text() == broken


def test_an_unknown_host_is_named_with_those_there_are() -> None:
    with pytest.raises(InvalidInput, match="claude-code, claude-desktop, codex, cursor, vscode"):
        plan("emacs")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--auth-token", "made-up-secret"],
        ["--auth-token=made-up-secret"],
        ["--state-keys", "made-up-secret"],
        ["--events", "redis://user:made-up-secret@localhost/0"],
    ],
)
@pytest.mark.parametrize("host", HOSTS)
def test_secrets_are_not_written(tmp_path: Path, host: str, arguments: list[str]) -> None:
    with pytest.raises(InvalidInput, match="Secrets are not written") as refused:
        plan(host, arguments, home=tmp_path)
    assert "made-up" not in str(refused.value)


def test_two_copies_within_a_second_are_two(tmp_path: Path) -> None:
    apply(plan("cursor", home=tmp_path))
    copies = {apply(plan("cursor", option, home=tmp_path)) for option in (["--read-only"], [])}
    assert len(copies) == 2


@pytest.mark.parametrize(
    "option", [["--read-onyl"], ["--max-sms-per-day", "many"], ["--tools", "sned_sms"], ["rm"]]
)
def test_what_the_server_would_not_understand_is_not_written(tmp_path: Path, option: list[str]) -> None:
    program = str(Path(sys.executable).with_name("sipgate-tools"))
    command = [program, "mcp", "install", "--client", "cursor", "--", *option]
    done = subprocess.run(command, capture_output=True, text=True, env={"HOME": str(tmp_path)})
    assert done.returncode == 2
    assert done.stderr
    assert not (tmp_path / ".cursor").exists()


@pytest.mark.parametrize(("option", "message"), [(["--sandbox"], "needs no credentials"), ([], "auth login")])
def test_what_is_said_about_credentials_fits_what_was_installed(
    tmp_path: Path, option: list[str], message: str
) -> None:
    program = str(Path(sys.executable).with_name("sipgate-tools"))
    command = [program, "mcp", "install", "--client", "cursor", "--", *option]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={"HOME": str(tmp_path)})
    assert message in done.stderr
