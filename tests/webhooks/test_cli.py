"""`sipgate-tools webhooks`: recording, tailing, registering, with data on stdout and messages on stderr."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

from sipgate_tools.webhooks.testing import Signer

PROGRAM = str(Path(sys.executable).with_name("sipgate-tools"))
URL = "https://phone.example.com/hook"


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
        env=os.environ | environment,
    )


@contextmanager
def started(
    *arguments: str, cwd: Path | None = None, by: Sequence[str] = (), **environment: str
) -> Generator[tuple[Any, Any]]:
    """Start a program that prints one line of JSON when it is ready; yield the program and that line."""
    process = subprocess.Popen(
        [*by, PROGRAM, *arguments, "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
        env=os.environ | environment,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, process.communicate()[1]
        yield process, json.loads(line)
    finally:
        process.terminate()
        process.communicate(timeout=20)


@pytest.fixture
def key_file(tmp_path: Path, signer: Signer) -> str:
    path = tmp_path / "key.pem"
    path.write_text(signer.public_key)
    return str(path)


def test_without_an_app_events_are_recorded_and_listed(tmp_path: Path, signer: Signer, key_file: str) -> None:
    store = str(tmp_path / "calls.db")
    options = ["--public-url", URL, "--store", store, "--public-key", key_file, "--port", "0"]
    with started("webhooks", "serve", *options) as (_, ready):
        assert ready["url"] == URL
        hook = f"{ready['listening']}/hook"
        response = httpx2.post(hook, **signer.new_call(call_id="77", users=[("Jürgen", "w0")]).arguments)
        assert f'onAnswer="{URL}"' in response.text
        assert f'onHangup="{URL}"' in response.text
        httpx2.post(hook, **signer.dtmf(call_id="77", digits="4711").arguments)
        httpx2.post(hook, **signer.hang_up(call_id="77", cause="busy").arguments)
        tailed = run("webhooks", "tail", "--store", store, "--after", "0", "-n", "3")
    assert tailed.returncode == 0, tailed.stderr
    new_call, dtmf, hang_up = tailed.stdout.splitlines()
    assert "+492111234567 -> +4915791234567" in new_call
    assert "Jürgen" in new_call
    assert "4 digits" in dtmf
    assert "4711" not in tailed.stdout
    assert "busy" in hang_up
    output = run("webhooks", "calls", "--store", store, "--json")
    (call,) = [json.loads(line) for line in output.stdout.splitlines()]
    assert (call["id"], call["status"], call["cause"]) == ("77", "ended", "busy")
    assert "busy" in run("webhooks", "calls", SIPGATE_WEBHOOK_STORE=store).stdout


def test_tail_prints_json_and_digits_on_request(tmp_path: Path, signer: Signer, key_file: str) -> None:
    store = str(tmp_path / "calls.db")
    options = ["--public-url", URL, "--store", store, "--public-key", key_file, "--port", "0"]
    with started("webhooks", "serve", *options) as (_, ready):
        httpx2.post(f"{ready['listening']}/hook", **signer.dtmf(call_id="77", digits="4711").arguments)
    tail = ["webhooks", "tail", "--store", store, "--after", "0", "-n", "1", "--json"]
    assert "4711" not in run(*tail).stdout
    output = json.loads(run(*tail, "--digits").stdout)
    assert (output["event"], output["call_id"], output["dtmf"]) == ("dtmf", "77", "4711")


def test_an_app_of_yours_is_served(tmp_path: Path, signer: Signer, key_file: str) -> None:
    (tmp_path / "my_phone.py").write_text(
        "from pathlib import Path\n"
        "from sipgate_tools.webhooks import WebhookApp, actions\n"
        f"hooks = WebhookApp(public_url={URL!r}, public_key=Path({key_file!r}).read_text())\n"
        "hooks.on_new_call(lambda call: actions.reject('busy'))\n"
    )
    for name in ("my_phone:hooks", "my_phone"):
        with started("webhooks", "serve", name, "--port", "0", cwd=tmp_path) as (process, ready):
            response = httpx2.post(f"{ready['listening']}/hook", **signer.new_call().arguments)
            assert "busy" in response.text
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "--public-url"),
        (["nowhere:hooks"], "module nowhere was not found"),
        (["json:hooks"], "no WebhookApp named hooks"),
        (["json", "--store", "x.db"], "an app sets its own"),
        (["--public-url", URL, "--public-key", "missing.pem"], "cannot be read"),
        (["--public-url", URL, "--secret-path", "short"], "shorter than 16 characters"),
        (["--public-url", "ftp://x"], "not a usable URL"),
    ],
)
def test_an_app_that_cannot_be_served_is_an_error_on_stderr(
    arguments: list[str], words: str, tmp_path: Path
) -> None:
    done = run("webhooks", "serve", *arguments, SIPGATE_WEBHOOK_STORE=str(tmp_path / "calls.db"))
    assert done.returncode in {1, 2}
    assert done.stdout == ""
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_secret_path_is_part_of_the_url_to_register(tmp_path: Path, signer: Signer) -> None:
    secret = "x" * 32
    options = ["--public-url", URL, "--store", str(tmp_path / "calls.db"), "--port", "0"]
    with started("webhooks", "serve", *options, SIPGATE_WEBHOOK_SECRET_PATH=secret) as (_, ready):
        assert ready["url"] == f"{URL}/{secret}"
        posted = httpx2.post(f"{ready['listening']}/hook/{secret}", content=signer.new_call().body)
        assert posted.status_code == 200


@pytest.mark.skipif(sys.platform == "win32", reason="interrupts a process as POSIX systems do")
@pytest.mark.parametrize(
    "arguments", [["webhooks", "serve", "--port", "0", "--public-url", URL], ["sandbox"]]
)
def test_an_interrupt_also_stops_a_server_that_a_script_started_in_the_background(
    arguments: list[str], tmp_path: Path
) -> None:
    """A shell without job control starts background programs with interrupts ignored."""
    shell = ["sh", "-c", 'trap "" INT; exec "$@"', "sh"]
    home = str(tmp_path)
    with started(*arguments, by=shell, HOME=home, XDG_DATA_HOME=home) as (process, _):
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0


def test_the_url_is_registered_and_the_settings_are_restored_on_stop(tmp_path: Path, key_file: str) -> None:
    options = [
        "--public-url",
        URL,
        "--store",
        str(tmp_path / "calls.db"),
        "--public-key",
        key_file,
        "--port",
        "0",
    ]
    with started("sandbox", "--port", "0") as (_, sandbox):
        account = {
            "SIPGATE_BASE_URL": sandbox["base_url"],
            "SIPGATE_TOKEN_ID": sandbox["token_id"],
            "SIPGATE_TOKEN": sandbox["token"],
        }
        settings = f"{sandbox['base_url']}/settings/sipgateio"
        login = (sandbox["token_id"], sandbox["token"])
        before = httpx2.get(settings, auth=login).json()
        httpx2.put(
            settings, auth=login, json=before | {"incomingUrl": "https://crm.example.com/", "outgoingUrl": ""}
        )
        with started("webhooks", "serve", *options, "--register", **account) as (process, ready):
            assert ready["registered"] is True
            now = httpx2.get(settings, auth=login).json()
            assert (now["incomingUrl"], now["outgoingUrl"]) == (URL, URL)
            process.send_signal(signal.SIGINT)
            process.wait(20)
        after = httpx2.get(settings, auth=login).json()
        assert (after["incomingUrl"], after["outgoingUrl"] or "") == ("https://crm.example.com/", "")


def test_an_app_of_yours_accepts_the_key_of_the_sandbox(
    tmp_path: Path, signer: Signer, key_file: str
) -> None:
    (tmp_path / "phone.py").write_text(
        "from sipgate_tools.webhooks import WebhookApp, actions\n"
        f"hooks = WebhookApp(public_url={URL!r})\n"
        "hooks.on_new_call(lambda call: actions.reject('busy'))\n"
    )
    serve = ["webhooks", "serve", "phone:hooks", "--port", "0"]
    trials: list[tuple[list[str], dict[str, str], int]] = [
        ([*serve, "--public-key", key_file], {}, 200),
        (serve, {"SIPGATE_WEBHOOK_PUBLIC_KEY": signer.public_key}, 200),
        (serve, {"SIPGATE_WEBHOOK_PUBLIC_KEY": key_file}, 200),
        (serve, {}, 403),
    ]
    for arguments, environment, status in trials:
        with started(*arguments, cwd=tmp_path, **environment) as (_, ready):
            response = httpx2.post(f"{ready['listening']}/hook", **signer.new_call().arguments)
            assert response.status_code == status


@pytest.mark.parametrize("command", ["calls", "tail"])
@pytest.mark.parametrize("by_variable", [True, False])
def test_reading_creates_no_store(tmp_path: Path, command: str, by_variable: bool) -> None:
    path = tmp_path / "none" / "nope.db"
    if by_variable:
        done = run("webhooks", command, SIPGATE_WEBHOOK_STORE=str(path))
    else:
        done = run("webhooks", command, "--store", str(path))
    assert (done.returncode, done.stdout) == (1, "")
    assert f"The store {path} does not exist" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_empty_store_says_so(tmp_path: Path, key_file: str) -> None:
    store = str(tmp_path / "calls.db")
    options = ["--public-url", URL, "--store", store, "--public-key", key_file, "--port", "0"]
    with started("webhooks", "serve", *options):
        pass
    assert run("webhooks", "calls", "--store", store).stdout == "No calls yet.\n"
    assert run("webhooks", "calls", "--store", store, "--json").stdout == ""


@pytest.mark.parametrize("store", ["postgres://h/x", "sqlite:///x", "/", "redis://127.0.0.1:1/0"])
@pytest.mark.parametrize("command", [["calls"], ["tail"], ["serve", "--public-url", URL, "--port", "0"]])
def test_a_store_that_cannot_be_used_is_a_readable_error(
    store: str, command: list[str], tmp_path: Path
) -> None:
    done = run("webhooks", *command, "--store", store)
    assert (done.returncode, done.stdout) == (1, "")
    assert "store" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_calls_of_the_sandbox_that_sipgate_no_longer_lists_have_ended(
    tmp_path: Path, signer: Signer, key_file: str
) -> None:
    store = str(tmp_path / "calls.db")
    options = ["--public-url", URL, "--store", store, "--public-key", key_file, "--port", "0"]
    with started("webhooks", "serve", *options) as (_, ready):
        for request in (signer.new_call(call_id="77"), signer.answer(call_id="77", user="voicemail")):
            httpx2.post(f"{ready['listening']}/hook", **request.arguments)
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("UPDATE events SET received_at = received_at - 60")
    with started("sandbox", "--port", "0") as (_, sandbox):
        account = {
            "SIPGATE_BASE_URL": sandbox["base_url"],
            "SIPGATE_TOKEN_ID": sandbox["token_id"],
            "SIPGATE_TOKEN": sandbox["token"],
        }
        output = run("webhooks", "calls", "--store", store, "--live", **account)
    assert "connected" in run("webhooks", "calls", "--store", store).stdout
    assert "hang-up missing" in output.stdout, output.stderr
    assert "voicemail" in output.stdout
