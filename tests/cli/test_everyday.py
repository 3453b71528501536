"""Everyday commands on embedded accounts of both platforms: what they print, ask, and exit with."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from sipgate_tools.sandbox import Sandbox, serve_in_thread
from sipgate_tools.sandbox.events.media import document

from .commands import Program


@pytest.fixture(params=["classic", "neo"])
def account(request: pytest.FixtureRequest) -> list[str]:
    return ["--sandbox", "--account", str(request.param)]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    return Program(capsys, monkeypatch)


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of an embedded account that remembers what commands do."""
    path = tmp_path / "account.sqlite3"
    monkeypatch.setenv("SIPGATE_SANDBOX_STATE", str(path))
    return path


LISTS = [
    ("account show", {"account", "company", "platform", "balance", "currency", "user", "name", "admin"}),
    ("balance", {"amount", "currency"}),
    ("doctor", {"name", "state", "message"}),
    ("lines list", {"id", "kind", "name", "userIds", "numbers"}),
    ("numbers who +491729925904", {"kind", "name", "numbers"}),
    ("numbers list", {"id", "number", "type", "endpointId", "endpointAlias"}),
    ("devices list", {"id", "alias", "type", "online"}),
    ("users list", {"id", "firstname", "lastname", "email", "admin"}),
    ("users show w1", {"id", "firstname", "lastname"}),
    ("voicemails list", {"id", "alias", "transcription"}),
    ("fax lines", {"id", "alias", "canSend"}),
    ("sms senders", {"extension", "number", "verified", "default"}),
    ("calls live", {"callId", "participants", "muted"}),
    ("history list --limit 3", {"id", "type", "source", "target", "created", "direction"}),
    ("history missed --since 30d", {"number", "name", "calls", "last", "called_back_at"}),
    ("history stats --since 30d --by weekday", {"key", "calls", "answered", "talk_seconds", "sms"}),
    ("contacts list --limit 2", {"id", "name", "numbers", "scope"}),
    ("operations search voicemail", {"operation", "method", "path", "summary", "cost"}),
]


@pytest.mark.parametrize(("words", "fields"), LISTS, ids=[words for words, _ in LISTS])
def test_json_has_one_object_per_line_with_the_documented_fields(
    run: Program, account: list[str], words: str, fields: set[str]
) -> None:
    done = run(*account, *words.split(), "--json")
    assert (done.code, done.stderr) == (0, "")
    assert done.records
    assert all(fields <= record.keys() for record in done.records)


@pytest.mark.parametrize(
    "words", [words for words, _ in LISTS if not {"show", "who"} & set(words.split()) and words != "balance"]
)
def test_lines_and_csv_hold_the_same_records(run: Program, words: str) -> None:
    lines = run("--sandbox", *words.split()).stdout.splitlines()
    rows = list(csv.reader(io.StringIO(run("--sandbox", "--csv", *words.split()).stdout)))
    assert len(rows) == len(lines) + 1
    assert all(len(row) == len(rows[0]) for row in rows)
    assert all(line.count("\t") == len(rows[0]) - 1 for line in lines)


def test_shared_options_stand_before_the_noun_or_after_the_verb(run: Program) -> None:
    assert run("--sandbox", "--json", "balance").stdout == run("balance", "--sandbox", "--json").stdout


def test_a_text_costs_money_and_needs_a_confirmation(run: Program) -> None:
    done = run("--sandbox", "sms", "send", "01729925904", "On my way")
    assert done.code == 3
    assert "Merle Ahrens" in done.stderr
    assert "--yes" in done.stderr


def test_a_confirmed_text_is_sent_once(run: Program, state: Path) -> None:
    done = run("--sandbox", "--yes", "--json", "sms", "send", "0172 9925904", "On my way")
    assert done.records == [
        {"recipient": "+491729925904", "smsId": "s0", "sender": None, "sendAt": None, "parts": 1}
    ]
    (sent,) = Sandbox(state=state).outbox()["sms"]
    assert (sent["recipient"], sent["message"]) == ("+491729925904", "On my way")


def test_the_text_is_read_from_stdin(run: Program) -> None:
    done = run("--sandbox", "-y", "--json", "sms", "send", "+491729925904", stdin="Line 1\nLine 2\n")
    assert done.records[0]["recipient"] == "+491729925904"


def test_a_time_in_words_schedules_a_text_and_the_output_names_what_cannot_be_done(run: Program) -> None:
    done = run("--sandbox", "-y", "sms", "send", "+491729925904", "Hi", "--at", "tomorrow 8:00")
    assert done.code == 0
    assert "08:00" in done.stderr
    assert "neither listed nor canceled" in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (["sms", "send", "+491729925904", "Hi", "--at", "soon"], 2, "--at is not a time"),
        (["history", "list", "--type", "letter"], 2, "call, sms, fax or voicemail"),
        (["history", "stats", "--by", "year"], 2, "weekday"),
        (["history", "show", "999"], 4, "Check the id"),
        (["contacts", "list", "--scope", "mine"], 2, "private, shared or internal"),
        (["contacts", "export", "-o", "contacts.xml"], 2, ".csv, .vcf or .json"),
        (["api", "GET", "/v2/nothing"], 2, "operations search"),
        (["api", "getHistoryy"], 2, "getHistory"),
        (["api", "getHistory", "limt=3"], 2, "limt"),
        (["api", "getHistory", "limit=many"], 2, "limit"),
        (["api", "getBalance", "--query", "a[["], 2, "JMESPath"),
        (["api", "getBalance", "--paginate"], 2, "pages"),
        (["balance", "--account", "old"], 2, "classic or neo"),
        (["balance", "--json", "--csv"], 2, "either"),
        (["fax", "send", "+4921112345", "missing.pdf", "-y"], 2, "missing.pdf"),
        (["history", "download", "4200000018"], 2, ""),
    ],
)
def test_wrong_input_is_named_with_what_is_right(
    run: Program, words: list[str], code: int, hint: str
) -> None:
    done = run("--sandbox", *words)
    assert (done.code, done.stdout) == (code, "")
    assert hint in done.stderr
    assert "Traceback" not in done.stderr


def test_similar_words_are_suggested(run: Program) -> None:
    assert "'history'" in run("histroy").stderr
    assert "'list'" in run("history", "lst").stderr
    assert "--limit" in run("history", "list", "--limt", "3").stderr


def test_commands_of_servers_take_their_options_after_their_name(run: Program) -> None:
    done = run("--json", "sandbox")
    assert done.code == 2
    assert "after its name" in done.stderr


def test_errors_are_json_with_the_json_output(run: Program) -> None:
    done = run("--sandbox", "--json", "history", "show", "999")
    error = json.loads(done.stderr)["error"]
    assert (error["type"], error["code"]) == ("NotFound", "not_found")


def test_without_credentials_the_message_says_where_to_get_them(
    run: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("SIPGATE_TOKEN_ID", "SIPGATE_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    done = run("balance")
    assert done.code == 5
    assert "auth login" in done.stderr


@pytest.mark.usefixtures("state")
def test_entries_are_starred_noted_archived_and_deleted(run: Program) -> None:
    sandbox = ["--sandbox", "--json"]
    entry = run(*sandbox, "history", "list", "--limit", "1").records[0]["id"]
    run(*sandbox, "history", "star", entry)
    run(*sandbox, "history", "note", entry, "Call back")
    run(*sandbox, "history", "archive", entry)
    (changed,) = run(*sandbox, "history", "show", entry).records
    assert (changed["starred"], changed["archived"], changed["note"]) == (True, True, "Call back")
    assert run("--sandbox", "history", "delete", entry).code == 3
    assert run("--sandbox", "history", "delete", entry, "--yes").code == 0
    assert run("--sandbox", "history", "show", entry).code == 4


@pytest.mark.usefixtures("state")
def test_contacts_are_added_found_and_exported(run: Program, tmp_path: Path) -> None:
    run(
        "--sandbox", "contacts", "add", "Ada Byron", "--number", "01512 3456789", "--email", "ada@example.com"
    )
    for words in ("byron", "ada@example", "0151234"):
        (found,) = run("--sandbox", "--json", "contacts", "search", words).records
        assert found["name"] == "Ada Byron"
    for name in ("all.csv", "all.vcf", "all.json"):
        assert run("--sandbox", "contacts", "export", "-o", str(tmp_path / name)).code == 0
        assert "Byron" in (tmp_path / name).read_text(encoding="utf-8")
    assert run("--sandbox", "contacts", "export", "-o", str(tmp_path / "all.csv")).code == 2
    assert run("--sandbox", "contacts", "delete", found["id"], "-y").code == 0


@pytest.mark.usefixtures("state")
def test_a_csv_of_contacts_is_imported_once(run: Program, tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    file.write_text("firstname,lastname,number\nAda,Byron,+4915123456789\nX,Y,nonsense\n", encoding="utf-8")
    dry = run("--sandbox", "contacts", "import", str(file), "--dry-run")
    assert (dry.code, "1 would be created" in dry.stderr) == (1, True)
    first = run("--sandbox", "--json", "contacts", "import", str(file)).records[0]
    again = run("--sandbox", "--json", "contacts", "import", str(file)).records[0]
    assert (len(first["created"]), len(again["created"]), len(again["duplicates"])) == (1, 0, 1)


def test_a_fax_is_queued_with_the_id_that_its_status_needs(run: Program, tmp_path: Path) -> None:
    file = tmp_path / "contract.pdf"
    file.write_bytes(document(["Contract"], pages=1))
    done = run("--sandbox", "-y", "--json", "fax", "send", "0211 123456", str(file))
    assert done.code == 0
    assert done.records[0]["id"]


def test_a_live_call_is_held_and_ended(run: Program) -> None:
    call = run("--sandbox", "--json", "calls", "live").records[0]["callId"]
    assert call


def test_any_operation_is_called_by_path_or_name(run: Program) -> None:
    by_path = run("--sandbox", "api", "GET", "/v2/history?limit=2", "--query", "items[].id")
    by_name = run("--sandbox", "api", "getHistory", "limit=2", "--query", "items[].id")
    assert json.loads(by_path.stdout) == json.loads(by_name.stdout)
    everything = run("--sandbox", "api", "getHistory", "limit=3", "--paginate", "--query", "id").stdout
    assert len(everything.split()) > 3


def test_an_operation_that_costs_money_needs_a_confirmation(run: Program) -> None:
    words = ["api", "sendWebSms", "smsId=s0", "recipient=+491729925904", "message=Hi"]
    assert run("--sandbox", *words).code == 3
    assert run("--sandbox", "--yes", *words).code == 0


def test_a_table_fits_the_terminal(run: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    done = run("--sandbox", "--no-color", "history", "list")
    assert done.stdout.splitlines()[0].split()[:2] == ["Created", "Type"]
    assert all(len(line) <= 80 for line in done.stdout.splitlines())


def test_control_characters_of_outsiders_do_not_reach_the_terminal(run: Program) -> None:
    done = run("--sandbox", "-y", "sms", "send", "+491729925904", "Hi \x1b[31m", "--json")
    assert done.code in (0, 2)
    assert "\x1b" not in done.stdout


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without credentials."""
    for name in ("SIPGATE_TOKEN_ID", "SIPGATE_TOKEN", "SIPGATE_TOKEN_FILE", "SIPGATE_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SIPGATE_PROFILE", "")  # so that what a command sets is undone after the test
    for name in ("HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path


@pytest.mark.usefixtures("home")
def test_each_profile_has_its_own_login(run: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    classic, neo = Sandbox("classic"), Sandbox("neo")
    with serve_in_thread(classic) as first, serve_in_thread(neo) as second:
        for name, served, sandbox in (("office", first, classic), ("home", second, neo)):
            monkeypatch.setenv("SIPGATE_BASE_URL", served.base_url)
            secrets = f"{sandbox.token_id}\n{sandbox.token}\n"
            login = run("--profile", name, "auth", "login", stdin=secrets)
            assert (login.code, name in login.stderr) == (0, True), login.stderr
        assert run("auth", "profiles").stdout.split() == ["home", "office"]
        found = {}
        for name, served in (("office", first), ("home", second)):
            monkeypatch.setenv("SIPGATE_BASE_URL", served.base_url)
            found[name] = run("--json", "account", "show", "--profile", name).records[0]["platform"]
    assert found == {"office": "classic", "home": "neo"}


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("name", "hint"), [("nowhere", "--profile nowhere auth login"), ("../etc", "letters, digits")]
)
def test_a_profile_that_cannot_be_used_is_named(run: Program, name: str, hint: str) -> None:
    done = run("balance", "--profile", name)
    assert done.code in (2, 5)
    assert hint in done.stderr


def test_the_token_comes_from_a_file_or_a_command(
    run: Program, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox = Sandbox("classic")
    file = home / "token"
    file.write_text(f"{sandbox.token}\n", encoding="utf-8")
    with serve_in_thread(sandbox) as served:
        monkeypatch.setenv("SIPGATE_BASE_URL", served.base_url)
        monkeypatch.setenv("SIPGATE_TOKEN_ID", sandbox.token_id)
        monkeypatch.setenv("SIPGATE_TOKEN_FILE", str(file))
        assert run("balance").code == 0
        monkeypatch.delenv("SIPGATE_TOKEN_FILE")
        monkeypatch.setenv("SIPGATE_TOKEN_COMMAND", f"cat {file}")
        assert run("balance").code == 0
        monkeypatch.setenv("SIPGATE_TOKEN_COMMAND", "false")
        failed = run("balance")
    assert failed.code == 5
    assert "SIPGATE_TOKEN_COMMAND" in failed.stderr
    assert sandbox.token not in failed.stderr


@pytest.mark.usefixtures("state")
def test_the_urls_of_webhooks_are_shown_replaced_after_a_confirmation_and_cleared(run: Program) -> None:
    sandbox = ["--sandbox", "--json"]
    first = run("webhooks", "set-url", "https://example.com/a", *sandbox, "--yes")
    assert first.records[0]["incomingUrl"] == "https://example.com/a"
    assert run("webhooks", "set-url", "https://example.com/b", *sandbox).code == 3
    run("webhooks", "clear-url", *sandbox, "--direction", "out", "--yes")
    (shown,) = run("webhooks", "settings", *sandbox).records
    assert (shown["incomingUrl"], shown["outgoingUrl"]) == ("https://example.com/a", "")
    assert run("webhooks", "set-url", "ftp://example.com", *sandbox, "--yes").code == 2


@pytest.mark.usefixtures("state")
def test_a_line_is_forwarded_after_a_confirmation_and_back(run: Program) -> None:
    asked = run("--sandbox", "lines", "forward", "p0", "0172 9925904", "--after", "20")
    assert asked.code == 3
    assert "Merle Ahrens" in asked.stderr
    done = run("--sandbox", "--json", "-y", "lines", "forward", "p0", "0172 9925904", "--after", "20")
    assert "+491729925904" in [one["destination"] for one in done.records[0]["after"]]
    assert "+491729925904" in run("--sandbox", "lines", "show", "p0").stdout
    assert "not forwarded" in run("--sandbox", "lines", "unforward", "p0").stderr
    other = run("--sandbox", "--account", "neo", "lines", "show", "p0")
    assert (other.code, "contains a classic account" in other.stderr) == (2, True)


def test_settings_of_lines_are_refused_on_neo_with_what_to_use(run: Program) -> None:
    done = run("--sandbox", "--account", "neo", "lines", "show", "p0")
    assert (done.code, "numbers.route" in done.stderr) == (2, True)


@pytest.mark.usefixtures("state")
def test_numbers_are_routed_devices_silenced_and_callers_blocked(run: Program) -> None:
    assert run("--sandbox", "-y", "numbers", "route", "030 23125100", "p1").code == 0
    assert run("--sandbox", "devices", "do-not-disturb", "e0").code == 0
    assert run("--sandbox", "lines", "block-anonymous", "p0").code == 0
    numbers = run("--sandbox", "--json", "numbers", "list").records
    assert next(one["endpointId"] for one in numbers if one["number"] == "+493023125100") == "p1"
    devices = run("--sandbox", "--json", "devices", "list").records
    assert next(one["dnd"] for one in devices if one["id"] == "e0") is True
    assert run("--sandbox", "numbers", "who", "+4930111111").code == 4
