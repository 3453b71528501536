"""Commands that send many requests: `sms send-many`, `sms settle`, `contacts sync`."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipgate_tools.sandbox import Sandbox, serve_in_thread

from .commands import Program


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    return Program(capsys, monkeypatch)


@pytest.fixture
def people(tmp_path: Path) -> Path:
    file = tmp_path / "people.csv"
    file.write_text("id;name;phone\n1;Ada;0157 99900001\n2;Bob;0157 99900002\n3;Cleo;57\n", encoding="cp1252")
    return file


def test_each_row_gets_its_text_once_and_refused_rows_are_named(
    run: Program, people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIPGATE_SANDBOX_STATE", str(tmp_path / "account.sqlite3"))
    words = [
        "--sandbox",
        "sms",
        "send-many",
        str(people),
        "--text",
        "Hi {name}",
        "--to",
        "phone",
        "--key",
        "id",
    ]
    strict = run(*words, "--dry-run")
    assert (strict.code, "Position 3" in strict.stderr) == (2, True)
    plan = run(*words, "--skip-invalid", "--dry-run")
    assert plan.stderr.startswith("2 to send (2 parts, about 0.12 EUR), 0 sent before, 1 refused, 0 unknown.")
    assert run(*words, "--skip-invalid").code == 3
    done = run(*words, "--skip-invalid", "--yes", "--json")
    assert done.code == 1
    assert (done.records[0]["sentNow"], done.records[0]["refused"][0]["code"]) == (
        ["1", "2"],
        "phone_number.no_country_code",
    )
    again = run(*words, "--skip-invalid", "--yes", "--json").records[0]
    assert (again["sentNow"], again["sentBefore"]) == ([], ["1", "2"])


def test_an_unknown_message_is_settled(run: Program, people: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox = Sandbox(faults=["drop-after@sendWebSms*1"])
    with serve_in_thread(sandbox):
        monkeypatch.setenv("SIPGATE_BASE_URL", sandbox.base_url)
        monkeypatch.setenv("SIPGATE_TOKEN_ID", sandbox.token_id)
        monkeypatch.setenv("SIPGATE_TOKEN", sandbox.token)
        people.write_text("number\n0157 99900001\n")
        sent = run("sms", "send-many", str(people), "--text", "Hi", "--yes")
        assert (sent.code, "see sms settle" in sent.stderr) == (6, True)
        sandbox.clock.advance(seconds=30)
        settled = run("sms", "settle", f"{people}.checkpoint")
    assert (settled.code, settled.stderr) == (0, "1 were sent, 0 were not sent, 0 are uncertain.\n")


def test_contacts_are_synchronized_and_refused_rows_written(
    run: Program, people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIPGATE_SANDBOX_STATE", str(tmp_path / "account.sqlite3"))
    words = ["--sandbox", "contacts", "sync", str(people), "--key", "external-id", "--id-column", "id"]
    plan = run(*words, "--dry-run")
    assert "create Ada (line 2)\n  + name: Ada\n  + numbers: +4915799900001" in plan.stdout
    assert "2 would be created" in plan.stdout
    rest = tmp_path / "rest.csv"
    assert run(*words, "--refused", str(rest)).code == 1
    assert "3;Cleo;57" in rest.read_text(encoding="utf-8-sig")
    assert len(run(*words, "--json").records[0]["unchanged"]) == 2
    assert run(*words[:-4], "--key", "phone").code == 2
