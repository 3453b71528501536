"""The programs in examples/, run as people run them: a process, its output, its exit code."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sipgate_tools.sandbox import Sandbox
from sipgate_tools.sandbox.events.call_history import UNREACHABLE
from tests.docs.conftest import Desk
from tests.docs.pages import ROOT

EXAMPLES = ROOT / "examples"
PROGRAMS = sorted(EXAMPLES.glob("*.py"))
RECIPIENT = "+4915799912345"
OTHER = "+4915799912346"


def run(program: str, *arguments: str, exit_code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run a program in the working directory and check how it ended."""
    done = subprocess.run(
        [sys.executable, "-W", "error", str(EXAMPLES / program), *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == exit_code, done.stdout + done.stderr
    return done


def messages(sandbox: Sandbox) -> list[tuple[str, str]]:
    """Return recipient and text of everything the account has really sent."""
    return [(sms["recipient"], sms["message"]) for sms in sandbox.outbox()["sms"]]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.name)
def test_the_program_says_how_to_run_it(program: Path) -> None:
    documentation = ast.get_docstring(ast.parse(program.read_text(encoding="utf-8"))) or ""
    assert f"python examples/{program.name}" in documentation
    assert "Exits with 0" in documentation


def test_every_program_is_tested() -> None:
    tests = Path(__file__).read_text(encoding="utf-8")
    assert [program.name for program in PROGRAMS if f'"{program.name}"' not in tests] == []


def test_send_sms_sends_one(desk: Desk) -> None:
    sandbox = desk("classic")
    done = run("send_sms.py", RECIPIENT, "Your order is ready", "--sender", "+491729973185")
    assert "+4915799912345, by s0" in done.stdout
    (sent,) = sandbox.outbox()["sms"]
    assert (sent["recipient"], sent["message"], sent["from"]) == (
        RECIPIENT,
        "Your order is ready",
        "+491729973185",
    )


def test_send_sms_says_what_is_wrong(desk: Desk) -> None:
    sandbox = desk("classic")
    done = run("send_sms.py", "0157 99912345", "Hello", exit_code=1)
    assert "country code" in done.stderr
    sandbox.set_balance(0)
    assert "Top up" in run("send_sms.py", RECIPIENT, "Hello", exit_code=1).stderr
    assert messages(sandbox) == []


def test_send_sms_distinguishes_a_lost_response_from_a_rejection(desk: Desk) -> None:
    sandbox = desk("classic")
    sandbox.faults.add("drop-after@sendWebSms*1")
    done = run("send_sms.py", RECIPIENT, "Hello", exit_code=3)
    assert "Check whether it took effect" in done.stderr


def test_schedule_sms_sends_at_the_next_such_time(desk: Desk) -> None:
    sandbox = desk("neo")
    run("schedule_sms.py", RECIPIENT, "Good morning", "--at", "09:00", "--zone", "Europe/Lisbon")
    (sent,) = sandbox.outbox()["sms"]
    moment = datetime.fromisoformat(sent["sendAt"])
    assert 0 < (moment - sandbox.clock.now()).total_seconds() <= 25 * 3600
    run("schedule_sms.py", RECIPIENT, "Good morning", "--at", "09:00", "--zone", "Mars/Base", exit_code=2)


@pytest.mark.parametrize("account", ["classic", "neo"])
def test_missed_calls_report_lists_each_caller_once(account: str, desk: Desk) -> None:
    desk(account)
    done = run("missed_calls_report.py", "--days", "30")
    lines = done.stdout.splitlines()
    numbers = ["+494066969112", "+498999998087", "+4922147110345", "+493023125014"]
    assert [line.split()[3] for line in lines] == numbers
    assert "Kurier Nord" in lines[0]
    assert "(called back by Berta Vogel)" in lines[3]
    assert "4 callers" in done.stderr
    waiting = run("missed_calls_report.py", "--days", "30", "--not-called-back").stdout.splitlines()
    assert [line.split()[3] for line in waiting] == numbers[:3]


@pytest.mark.parametrize("account", ["classic", "neo"])
def test_the_nightly_report_counts_per_user_and_lists_whom_to_call_back(account: str, desk: Desk) -> None:
    desk(account)
    lines = run("nightly_report.py").stdout.splitlines()
    assert any(line.startswith("Berta Vogel" if account == "classic" else "Zentrale") for line in lines)
    assert sum(line.startswith("total") for line in lines) == 1
    assert any("+494066969112 Kurier Nord (1x)" in line for line in lines)


def test_export_contacts_saves_the_kind_that_the_name_says(desk: Desk, tmp_path: Path) -> None:
    desk("classic")
    run("export_contacts.py", "all.csv")
    run("export_contacts.py", "shared.vcf", "--scope", "SHARED")
    run("export_contacts.py", "private.json", "--scope", "PRIVATE")
    assert "Svetlana" in (tmp_path / "all.csv").read_text(encoding="utf-8")
    assert (tmp_path / "shared.vcf").read_text(encoding="utf-8").count("BEGIN:VCARD") == 2
    assert len(json.loads((tmp_path / "private.json").read_text(encoding="utf-8"))["contacts"]) == 3
    assert "already exists" in run("export_contacts.py", "all.csv", exit_code=1).stderr
    run("export_contacts.py", "all.xlsx", exit_code=2)


@pytest.mark.parametrize("account", ["classic", "neo"])
def test_start_call_and_hang_up_lets_them_talk(account: str, desk: Desk) -> None:
    sandbox = desk(account)
    before = len(sandbox.state.calls)
    done = run("start_call_and_hang_up.py", "e0", RECIPIENT, "--talk", "0")
    assert done.stdout.splitlines() == ["e0 rings.", "They talk.", "Hung up."]
    assert len(sandbox.outbox()["calls"]) == 1
    assert len(sandbox.state.calls) == before


def test_start_call_and_hang_up_reports_an_unanswered_call(desk: Desk) -> None:
    desk("classic")
    done = run("start_call_and_hang_up.py", "e0", UNREACHABLE, "--ring", "0", exit_code=2)
    assert done.stdout.splitlines() == ["e0 rings.", "They had hung up already."]
    assert "country code" in run("start_call_and_hang_up.py", "e0", "112", exit_code=1).stderr


@pytest.mark.parametrize("account", ["classic", "neo"])
def test_live_call_dashboard_names_who_is_talking(account: str, desk: Desk) -> None:
    desk(account)
    done = run("live_call_dashboard.py", "--rounds", "2", "--every", "0")
    assert done.stdout.count("2 calls") == 2
    assert "Svetlana Weiß" in done.stdout


def test_fax_and_wait_saves_the_report(desk: Desk, tmp_path: Path) -> None:
    sandbox = desk("classic")
    done = run("fax_and_wait.py", "+493023125014", "offer.pdf", "--report", "report.pdf")
    assert "Now SENT." in done.stdout
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    assert len(sandbox.outbox()["faxes"]) == 1


def test_fax_and_wait_tells_how_it_ended(desk: Desk) -> None:
    desk("classic")
    assert "Now FAILED." in run("fax_and_wait.py", UNREACHABLE, "offer.pdf", exit_code=2).stdout
    assert "cannot be read" in run("fax_and_wait.py", RECIPIENT, "nothing.pdf", exit_code=1).stderr


def test_send_reminders_has_at_most_15_lines() -> None:
    program = (EXAMPLES / "send_reminders.py").read_text(encoding="utf-8")
    documentation = ast.get_docstring(ast.parse(program), clean=False) or ""
    lines = program.replace(f'"""{documentation}"""', "").splitlines()
    assert len([line for line in lines if line.strip()]) <= 15


def test_send_reminders_sends_each_once_and_reports_what_was_refused(desk: Desk, tmp_path: Path) -> None:
    sandbox = desk("classic")
    at = datetime.now(UTC) + timedelta(days=1)
    rows = [f"{number};0157 999{number:05};Ada {number};Monday;{at:%d.%m.%Y %H:%M}" for number in range(20)]
    rows[7] = rows[7].replace("0157", "57")
    (tmp_path / "people.csv").write_text(
        "\n".join(["id;phone;name;date;remind_at", *rows]), encoding="cp1252"
    )
    sandbox.faults.add("429:retry-after=0@sendWebSms*2+3")
    sandbox.faults.add("402@sendWebSms*1+12")
    first = run("send_reminders.py", "people.csv", exit_code=1).stdout.splitlines()
    assert first[0] == "to send: 19 parts, about 1.12 EUR"
    second = run("send_reminders.py", "people.csv", exit_code=1).stdout.splitlines()
    third = run("send_reminders.py", "people.csv", exit_code=1).stdout.splitlines()
    assert second[-1].startswith("refused: 7: ")
    assert third[:2] == [
        "to send: 0 parts, about 0.00 EUR",
        "sent now: 0, before: 19, found: 0",
    ]
    assert len({recipient for recipient, _ in messages(sandbox)}) == len(messages(sandbox)) == 19


def test_sync_contacts_updates_who_has_a_new_number_and_writes_the_refused_rows(
    desk: Desk, tmp_path: Path
) -> None:
    sandbox = desk("neo")
    rows = ["Customer no;First name;Last name;Phone", "1;Ada;Byron;0157 99912345", ";Bob;Byron;0157 99912346"]
    file = tmp_path / "customers.csv"
    file.write_text("\n".join(rows), encoding="cp1252")
    arguments = ("sync_contacts.py", "customers.csv", "--id-column", "Customer no")
    assert "create Ada Byron (line 2)" in run(*arguments, "--dry-run", exit_code=1).stdout
    run(*arguments, exit_code=1)
    assert ";;Bob;Byron;" in (tmp_path / "customers.refused.csv").read_text(encoding="utf-8-sig")
    file.write_text("\n".join(rows[:2]).replace("45", "99"), encoding="cp1252")
    done = run(*arguments)
    assert done.stdout.startswith("0 created, 1 updated")
    assert "1 of 1" in done.stderr
    shared = [contact for contact in sandbox.state.contacts if contact.name == "Ada Byron"]
    assert [[number["number"] for number in contact.numbers] for contact in shared] == [["+4915799912399"]]


def test_async_bulk_sms_sends_no_duplicates(desk: Desk, tmp_path: Path) -> None:
    sandbox = desk("classic")
    people = tmp_path / "people.txt"
    people.write_text(f"{RECIPIENT}\n+49-1579-9912345\n\n{OTHER}\n", encoding="utf-8")
    assert run("async_bulk_sms.py", "people.txt", "Closed on Friday").stdout == "sent: 2\n"
    people.write_text(f"{RECIPIENT}\n{OTHER}\n+4915799912347\n", encoding="utf-8")
    assert run("async_bulk_sms.py", "people.txt", "Closed on Friday").stdout == "sent: 3\n"
    recipients = [recipient for recipient, _ in messages(sandbox)]
    assert sorted(recipients) == [RECIPIENT, OTHER, "+4915799912347"]


def test_async_bulk_sms_leaves_alone_who_may_have_it(desk: Desk, tmp_path: Path) -> None:
    sandbox = desk("classic")
    (tmp_path / "people.txt").write_text(f"{RECIPIENT}\n", encoding="utf-8")
    sandbox.faults.add("drop-after@sendWebSms*1")
    run("async_bulk_sms.py", "people.txt", "Closed on Friday", exit_code=3)
    done = run("async_bulk_sms.py", "people.txt", "Closed on Friday", exit_code=3)
    assert RECIPIENT in done.stderr
    assert len(messages(sandbox)) == 1


def test_async_bulk_sms_goes_on_when_there_is_money_again(desk: Desk, tmp_path: Path) -> None:
    sandbox = desk("classic")
    (tmp_path / "people.txt").write_text(f"{RECIPIENT}\n{OTHER}\n", encoding="utf-8")
    sandbox.set_balance(0)
    assert "Top up" in run("async_bulk_sms.py", "people.txt", "Closed on Friday", exit_code=1).stderr
    assert messages(sandbox) == []
    sandbox.set_balance(100_000)
    run("async_bulk_sms.py", "people.txt", "Closed on Friday")
    assert len(messages(sandbox)) == 2
