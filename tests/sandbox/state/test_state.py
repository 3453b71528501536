"""An account in a file: everything is as it was when the file is opened again, and no other file is touched."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sipgate_tools.sandbox import Clock, Sandbox
from sipgate_tools.sandbox.call_engine import dialing
from sipgate_tools.sandbox.call_engine.scenario import parse_scenario
from sipgate_tools.sandbox.state.people import Counter, Platform

from ..accounts import MERLE, NOON, connect, errors, items, sms

CALL_IN = {"from": MERLE, "to": "+493023125100", "callee": "waits"}
GATHER = "https://hooks.example.com/calls"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "account.state"


@contextmanager
def opened(file: Path, account: Platform | None = None, **options: Any) -> Generator[Sandbox]:
    sandbox = Sandbox(account, state=file, **options)
    try:
        yield sandbox
    finally:
        sandbox.close_state()


def live(api: httpx2.Client) -> None:
    """Do a little of everything that leaves traces."""
    assert api.post("sessions/sms", json=sms(sendAt=int(NOON.timestamp()) + 3600)).status_code == 204
    assert api.post("sessions/sms", json=sms(message="Ümläute 🎉")).status_code == 204
    assert api.post("contacts", json={"name": "Nina", "scope": "SHARED"}).status_code == 204
    shared = items(api.get("contacts", params={"scopes": "SHARED"}))
    assert api.delete(f"contacts/{shared[0]['id']}").status_code == 204
    assert api.put("users/w1/defaultdevice", json={"deviceId": "e99"}).status_code >= 400
    assert api.put("w0/devices/e0/alias", json={"value": "Küche"}).status_code < 500


@pytest.mark.parametrize("platform", ["classic", "neo"])
def test_everything_is_as_it_was_when_the_file_is_opened_again(file: Path, platform: Platform) -> None:
    with opened(file, platform, clock=Clock(NOON)) as sandbox:
        live(connect(sandbox))
        sandbox.play({**CALL_IN, "callee": "answers"})
        jwt = sandbox.issue_jwt()
        token = sandbox.token_id, sandbox.token
        before, now = sandbox.snapshot(), sandbox.clock.now()
        assert now > NOON
    with opened(file) as again:
        assert again.snapshot() == before
        assert again.clock.now() == now
        assert (again.token_id, again.token) == token
        bearer = {"authorization": f"Bearer {jwt}"}
        client = httpx2.Client(transport=again, base_url=again.base_url, headers=bearer)
        assert client.get("balance").status_code == 200
        again.clock.advance(seconds=3700)
        assert [
            one["smsContent"] for one in items(connect(again).get("history", params={"types": "SMS"}))
        ].count("Hallo") == 1
        first = {row["id"] for row in before["tables"]["sent_sms"]}
        connect(again).post("sessions/sms", json=sms())
        assert len({row["id"] for row in again.outbox()["sms"]}) == len(first) + 1


def test_a_clock_that_runs_keeps_its_distance_and_one_that_was_given_wins(file: Path) -> None:
    with opened(file) as sandbox:
        sandbox.clock.advance(timedelta(days=2, microseconds=5))
    with opened(file) as again:
        assert again.clock.running
        ahead = again.clock.now() - datetime.now(UTC)
        assert timedelta(days=2) - timedelta(seconds=60) < ahead <= timedelta(days=2, microseconds=5)
        again.clock.set(NOON)
        again.clock.advance(seconds=1.5)
    with opened(file) as again:
        assert (again.clock.running, again.clock.now()) == (False, NOON + timedelta(seconds=1.5))
        again.clock.resume()
    with opened(file, clock=Clock(NOON)) as again:
        assert again.clock.now() == NOON
    with opened(file) as again:
        assert again.clock.now() == NOON


def test_a_call_goes_on_and_its_webhook_is_sent_after_a_restart(file: Path) -> None:
    requests: list[str] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        requests.append(request.content.decode())
        return httpx2.Response(200, text='<Response onAnswer="https://hooks.example.com/answered"/>')

    transport = httpx2.MockTransport(respond)
    with opened(file, clock=Clock(NOON)) as sandbox:
        urls = {"incomingUrl": GATHER, "outgoingUrl": "", "log": True, "whitelist": None}
        assert connect(sandbox).put("settings/sipgateio", json=urls).status_code == 204
        call = sandbox.call_engine.webhook_dispatcher.act(
            lambda moment: dialing.dial(moment, parse_scenario(CALL_IN))
        )
    with opened(file, webhook_transport=transport) as again:
        again.catch_up()
        assert len(requests) == 1
        assert f"callId={call.id}" in requests[0]
        assert again.call_engine.record(call.id).phase == "ringing"
    with opened(file, webhook_transport=transport) as again:
        again.catch_up()
        assert len(requests) == 1
        api = connect(again)
        assert len(items(api.get("log/webhooks"))) == 1


def test_what_was_reset_restored_and_set_aside_of_requests_is_kept(file: Path) -> None:
    with opened(file) as sandbox:
        kept = sandbox.snapshot()
        sandbox.reset("empty")
        made = sandbox.issue_token(["balance:read"])
        sandbox.book(missing=["fax"])
        sandbox.set_balance(123_4567)
    with opened(file) as again:
        assert items(connect(again).get("history")) == []
        api = httpx2.Client(transport=again, base_url=again.base_url, auth=made)
        assert api.get("balance").json()["amount"] == 123_4567
        assert again.state.account.missing_features == ("fax",)
        again.restore(kept)
        again.set_balance(5)
    with opened(file) as again:
        assert again.snapshot()["tables"]["history"] == kept["tables"]["history"]
        assert again.state.account.balance == 5


def test_what_became_due_meanwhile_happens_in_a_process_that_has_answered_nothing_yet(file: Path) -> None:
    with opened(file, seed="empty", clock=Clock(NOON)) as sandbox:
        api = connect(sandbox)
        assert api.post("sessions/sms", json=sms(message="later")).status_code == 204
        sandbox.dial({**CALL_IN, "givesUpAfter": 5})
        sandbox.clock.advance(seconds=60)
    program = (
        "import sys; from sipgate_tools.sandbox import Sandbox; sandbox = Sandbox(state=sys.argv[1]); "
        "sandbox.catch_up(); print(*(entry.type for entry in sandbox.state.history.descending()))"
    )
    done = subprocess.run([sys.executable, "-c", program, file], capture_output=True, text=True, check=True)
    with opened(file) as again:
        assert [entry.type for entry in again.state.history.descending()] == done.stdout.split()
        assert [entry.text for entry in again.state.history].count("later") == 1
        assert list(again.state.calls) == []


def test_a_seed_fills_a_new_file_only(file: Path) -> None:
    with opened(file, seed="empty"):
        pass
    with opened(file, seed="demo") as again:
        assert items(connect(again).get("history")) == []


def test_an_account_in_memory_leaves_no_file(tmp_path: Path) -> None:
    sandbox = Sandbox()
    connect(sandbox).post("sessions/sms", json=sms())
    sandbox.close_state()
    assert list(tmp_path.iterdir()) == []
    assert connect(sandbox).post("sessions/sms", json=sms()).status_code == 204


KEYS = st.sampled_from("abcde")
DEEDS = st.lists(st.lists(st.tuples(KEYS, st.none() | st.integers(0, 3)), max_size=6), min_size=1, max_size=6)


@given(DEEDS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_have_the_order_they_had(file: Path, commits: list[list[tuple[str, int | None]]]) -> None:
    file.unlink(missing_ok=True)
    with opened(file, seed="empty") as sandbox:
        table: Any = sandbox.state.tables["counters"]
        for deeds in commits:
            for key, number in deeds:
                if number is None:
                    table.remove(key)
                else:
                    table.put(Counter(key, number))
            sandbox.state.commit()
        before = sandbox.snapshot()
    with opened(file) as again:
        assert again.snapshot() == before


def test_a_change_that_is_undone_leaves_the_order_of_rows_alone(classic: Sandbox) -> None:
    before = [user.id for user in classic.state.users]
    classic.state.users.put(replace(classic.state.users["w0"], locale="en_GB"))
    classic.state.undo()
    assert [user.id for user in classic.state.users] == before


def something_else(file: Path) -> None:
    file.write_text("firstname,lastname\nAda,Byron\n" * 100)


def another_database(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")
    connection.close()


def another_log(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE songs (title TEXT)")
    connection.close()


def after_statement(statement: str) -> Callable[[Path], None]:
    def change(file: Path) -> None:
        with opened(file, "neo"):
            pass
        with sqlite3.connect(file) as connection:
            connection.execute(statement)
        connection.close()

    return change


@pytest.mark.parametrize(
    ("prepare", "sentence"),
    [
        (something_else, "is not a sandbox state file"),
        (another_database, "is not a sandbox state file"),
        (another_log, "is not a sandbox state file"),
        (
            after_statement("PRAGMA user_version = 2"),
            "another version of sipgate-tools. The file has state version 2",
        ),
        (
            after_statement("INSERT INTO rows (kind, id, row) VALUES ('garden', 'g', '{}')"),
            "the table 'garden'",
        ),
        (after_statement("UPDATE rows SET row = '{}' WHERE kind = 'users'"), "cannot read User.id"),
        (after_statement("UPDATE rows SET row = '[' WHERE kind = 'tokens'"), "cannot read Token"),
        (after_statement("DELETE FROM rows WHERE kind = 'tokens'"), "no account with a token"),
        (after_statement("SELECT 1"), "contains a neo account, not a classic account"),
        (Path.mkdir, "unable to open database file"),
    ],
)
def test_a_file_it_cannot_use_is_refused_and_left_as_it_is(
    file: Path, prepare: Callable[[Path], None], sentence: str
) -> None:
    prepare(file)
    before = file.read_bytes() if file.is_file() else b""
    with pytest.raises(ValueError, match=r"Choose another file|cannot be stored") as refused:
        Sandbox("classic", state=file)
    assert sentence in str(refused.value)
    assert str(file) in str(refused.value)
    assert (file.read_bytes() if file.is_file() else b"") == before


def test_an_empty_file_is_as_good_as_none(file: Path) -> None:
    file.touch()
    with opened(file) as sandbox:
        token = sandbox.token
    with opened(file) as again:
        assert again.token == token


def test_one_sandbox_at_a_time_has_the_file_until_it_lets_go_or_is_forgotten(file: Path) -> None:
    first = Sandbox(state=file)
    with pytest.raises(ValueError, match="is in use by another sandbox"):
        Sandbox(state=file)
    assert connect(first).post("sessions/sms", json=sms()).status_code == 204
    del first
    with opened(file) as again:
        assert len(again.outbox()["sms"]) == 1


def test_what_cannot_be_written_does_not_happen(file: Path) -> None:
    sandbox = Sandbox(state=file, clock=Clock(NOON))
    api = connect(sandbox)
    balance = api.get("balance").json()
    sandbox.close_state()
    status, sentence = errors(api.post("sessions/sms", json=sms()))
    assert status == 500
    assert "The state cannot be written" in sentence
    assert sandbox.outbox()["sms"] == []
    assert api.get("balance").json() == balance
    sandbox.clock.advance(seconds=1)


@contextmanager
def command(*arguments: str) -> Generator[subprocess.Popen[str]]:
    """`sipgate-tools sandbox` as a process of its own."""
    program = [str(Path(sys.executable).parent / "sipgate-tools"), "sandbox", "--json", *arguments]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)


def ready(process: subprocess.Popen[str]) -> httpx2.Client:
    assert process.stdout is not None
    words = json.loads(process.stdout.readline())
    return httpx2.Client(base_url=words["base_url"], auth=(words["token_id"], words["token"]))


def test_the_command_keeps_an_account_in_a_file_and_says_when_it_is_in_use(file: Path) -> None:
    with command("--state", str(file), "--account", "neo") as process, ready(process) as api:
        assert api.post("sessions/sms", json=sms()).status_code == 204
        with command("--state", str(file)) as second:
            printed, words = second.communicate(timeout=30)
            assert (second.returncode, printed) == (2, "")
            assert "is in use by another sandbox" in words
            assert "Traceback" not in words
        process.send_signal(signal.SIGINT)
        assert str(file) in process.communicate(timeout=30)[1]
    with command("--state", str(file)) as process, ready(process) as api:
        assert api.get("channels").status_code == 200
        assert api.get("balance").json()["amount"] == 350_000 - 790


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits another process's files")
def test_on_a_full_disk_a_request_is_refused_and_does_nothing(file: Path) -> None:
    import resource  # noqa: PLC0415 - Unix only

    contact = {"name": "N" * 200_000, "scope": "SHARED"}
    with command("--state", str(file), "--seed", "empty") as process, ready(process) as api:
        limit = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
        full = file.with_name(f"{file.name}-wal").stat().st_size + 50_000
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (full, limit[1]))
        assert api.post("contacts", json=contact).status_code == 500
        assert items(api.get("contacts?scopes=SHARED")) == []
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, limit)
        assert api.post("contacts", json=contact).status_code == 204
        process.kill()
    with opened(file) as again:
        (kept,) = items(connect(again).get("contacts?scopes=SHARED"))
        assert kept["name"] == contact["name"]
