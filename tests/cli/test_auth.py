"""`sipgate-tools auth`, against a served sandbox."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx2
import keyring
import pytest
from keyring.backends import fail
from typer.testing import CliRunner

from sipgate_tools import Sipgate
from sipgate_tools.auth import (
    FileStore,
    OAuthCredentials,
    PersonalAccessToken,
    find_credentials,
    store_token,
)
from sipgate_tools.cli.commands.auth import app
from sipgate_tools.sandbox import Sandbox, serve_in_thread

TOKEN_ID = "token-ABC123"
BROWSER = """
import sys, urllib.error, urllib.request
try:
    urllib.request.urlopen("{redirect}?state=forged&code=1")
except urllib.error.HTTPError as error:
    assert error.code == 404
assert b"Back to the terminal" in urllib.request.urlopen(sys.argv[1]).read()
"""
"""A fake browser that follows the login after a request with the wrong `state`."""
TOKEN = "01234567-89ab-4def-8123-456789abcdef"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty home folder without a keyring, and an environment without variables of sipgate."""
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    for name in [name for name in os.environ if name.startswith("SIPGATE_") and name.isupper()]:
        monkeypatch.delenv(name)
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    yield tmp_path
    keyring.set_keyring(before)


@pytest.fixture
def sandbox(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A served neo account whose second user accepts every login."""
    account = Sandbox("neo", approve_logins="w1")
    with serve_in_thread(account):
        monkeypatch.setenv("SIPGATE_BASE_URL", account.base_url)
        monkeypatch.setenv("SIPGATE_LOGIN_URL", account.login_url)
        monkeypatch.setenv("SIPGATE_CLIENT_ID", account.client_id)
        yield account


def run(*arguments: str, stdin: str = "", code: int = 0) -> tuple[str, str]:
    done = CliRunner().invoke(app, arguments, input=stdin)
    assert done.exit_code == code, done.output
    return done.stdout, done.stderr


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_personal_access_token_is_tested_stored_reported_without_secrets_and_removed(
    sandbox: Sandbox,
) -> None:
    out, messages = run("login", stdin=f"{sandbox.token_id}\n{sandbox.token}\n")
    assert out == ""
    assert "Logged in as w0." in messages
    assert str(FileStore()) in messages
    with Sipgate() as client:
        assert client.users.info().sub == "w0"
    output, words = run("status")
    assert "PersonalAccessToken" in output
    assert "neo" in output
    assert words == ""
    assert sandbox.token not in messages + output
    assert "Logged out." in run("logout")[1]
    assert "No login was stored." in run("logout")[1]
    assert "none were found" in run("status", code=1)[1]


def test_a_token_that_sipgate_refuses_is_not_stored(sandbox: Sandbox) -> None:
    messages = run("login", stdin=f"{TOKEN_ID}\n{TOKEN}\n", code=1)[1]
    assert "401" in messages
    assert TOKEN not in messages
    assert FileStore().load() is None
    assert "malformed" in run("login", stdin="ABC123\nsecret\n", code=1)[1]
    assert "Token is missing" in run("login", stdin=f"{TOKEN_ID}\n", code=2)[1]


def test_a_login_in_the_browser_redirects_to_this_machine(sandbox: Sandbox, home: Path) -> None:
    redirect = f"http://127.0.0.1:{free_port()}/callback"
    browser = home / "browser.py"
    browser.write_text(BROWSER.format(redirect=redirect))
    program = str(Path(sys.executable).with_name("sipgate-tools"))
    login = [program, "auth", "login", "--oauth", "--redirect-uri", redirect, "--scope", "users:read"]
    environment = os.environ | {
        "BROWSER": f"{sys.executable} {browser} %s",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
    done = subprocess.run(
        login, input=sandbox.client_secret, capture_output=True, text=True, timeout=60, env=environment
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "Logged in as w1." in done.stderr
    assert sandbox.client_secret not in done.stderr
    assert (home / "sipgate-tools" / "credentials.json").stat().st_mode & 0o777 == 0o600
    output = json.loads(run("status", "--json")[0])
    assert (output["user"], output["platform"], output["scopes"]) == ("w1", "neo", ["users:read"])
    assert output["credentials"] == "OAuthCredentials"
    assert output["until"]


def test_a_login_elsewhere_is_pasted_and_revoked_at_sipgate(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIPGATE_CLIENT_SECRET", sandbox.client_secret)
    program = str(Path(sys.executable).with_name("sipgate-tools"))
    with subprocess.Popen(
        [program, "auth", "login", "--oauth", "--no-browser", "--file"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        watchdog = threading.Timer(60, process.kill)
        watchdog.start()
        assert process.stderr is not None
        address = next(line for line in process.stderr if line.startswith("http")).strip()
        back = httpx2.get(address).headers["location"]
        messages = process.communicate(f"{back}\n")[1]
        watchdog.cancel()
        assert process.returncode == 0, messages
    credentials = find_credentials()
    assert isinstance(credentials, OAuthCredentials)
    assert len(sandbox.state.login_sessions) == 1
    assert "Logged out." in run("logout")[1]
    assert len(sandbox.state.login_sessions) == 0
    assert FileStore().load() is None


def test_logging_out_also_removes_a_login_that_cannot_be_revoked_or_read(home: Path) -> None:
    store = FileStore()
    store.save({"kind": "later"})
    assert "cannot be read" in run("logout")[1]
    assert store.load() is None
    store_token(PersonalAccessToken(TOKEN_ID, TOKEN))
    assert "Logged out." in run("logout")[1]


def test_the_environment_takes_precedence_over_the_store_with_a_message(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIPGATE_TOKEN_ID", sandbox.token_id)
    monkeypatch.setenv("SIPGATE_TOKEN", sandbox.token)
    assert json.loads(run("status", "--json")[0])["from"] == "environment"
    assert "SIPGATE_TOKEN is still set" in run("logout")[1]
