"""Statistics and missed callers: compared with an independent SQL query over the exported CSV of a seeded year."""

from __future__ import annotations

import csv
import random
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sipgate_tools import InvalidInput, Sipgate
from sipgate_tools.history import count_entries, missed_callers
from sipgate_tools.models import CallEntry, HistoryEntry, SmsEntry, VoicemailEntry
from sipgate_tools.models.history import history_entry
from sipgate_tools.sandbox import Sandbox

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2025, 12, 31, 23, tzinfo=UTC)  # midnight in Berlin


def year() -> Iterator[HistoryEntry]:
    """Yield 4,000 entries of a year, in random order."""
    chance = random.Random(7)
    for index in range(4000):
        created = START + timedelta(seconds=chance.randrange(365 * 86400))
        number = f"+4930{chance.randrange(40):08}" if chance.random() > 0.05 else "anonymous"
        incoming = chance.random() > 0.4
        kind = chance.choices(["CALL", "VOICEMAIL", "SMS", "FAX"], [8, 1, 1, 1])[0]
        status = chance.choice(
            ["SUCCESS"] * 5 + ["MISSED", "BUSY", "REJECTED", "FAILURE", "VOICEMAIL_NO_MESSAGE"]
        )
        missed = kind == "CALL" and status != "SUCCESS"
        direction = "INCOMING" if incoming or kind == "VOICEMAIL" else "OUTGOING"
        ours, theirs = "+493055500001", number
        source, target = (theirs, ours) if direction == "INCOMING" else (ours, theirs)
        yield history_entry(
            {
                "id": str(index),
                "type": kind,
                "source": source,
                "target": target,
                "created": created.isoformat(),
                "direction": f"MISSED_{direction}" if missed and status == "MISSED" else direction,
                "connectionIds": [f"p{index % 3}"],
                "callStatus": status if kind == "CALL" else None,
                "duration": chance.randrange(1, 900) if status == "SUCCESS" or kind == "VOICEMAIL" else 0,
            }
        )


@pytest.fixture(scope="module")
def entries() -> list[HistoryEntry]:
    return list(year())


@pytest.fixture(scope="module")
def database(entries: list[HistoryEntry]) -> sqlite3.Connection:
    """The same entries in SQLite, with times as Berlin shows them, from fields alone and not from our outcomes."""
    base = sqlite3.connect(":memory:")
    base.execute(
        "CREATE TABLE entry (type, direction, status, day, hour, weekday, line, number, seconds INTEGER)"
    )
    for entry in entries:
        assert entry.created is not None
        local = entry.created.astimezone(BERLIN)
        incoming = "INCOMING" in str(entry.direction and entry.direction.value)
        status = entry.call_status.value if isinstance(entry, CallEntry) and entry.call_status else ""
        base.execute(
            "INSERT INTO entry VALUES (?,?,?,?,?,?,?,?,?)",
            (
                entry.type and entry.type.value,
                "incoming" if incoming else "outgoing",
                status,
                f"{local:%Y-%m-%d}",
                f"{local:%H}",
                f"{local:%A}",
                entry.connection_ids[0],
                entry.source if incoming else entry.target,
                getattr(entry, "duration", 0),
            ),
        )
    return base


SQL = """
SELECT {key},
  sum(type IN ('CALL', 'VOICEMAIL')),
  sum(type = 'CALL' AND status = 'SUCCESS'),
  sum(type = 'CALL' AND direction = 'incoming' AND status IN ('MISSED', 'REJECTED', 'FAILURE')),
  sum(type = 'VOICEMAIL' OR (type = 'CALL' AND status = 'VOICEMAIL_NO_MESSAGE')),
  sum(type = 'CALL' AND status = 'BUSY'),
  sum(CASE WHEN type = 'CALL' AND status = 'SUCCESS' THEN seconds ELSE 0 END),
  max(CASE WHEN type = 'CALL' AND status = 'SUCCESS' THEN seconds ELSE 0 END),
  sum(type = 'SMS'), sum(type = 'FAX')
FROM entry GROUP BY 1
"""


@pytest.mark.parametrize("by", ["day", "hour", "weekday", "line", "number", "direction"])
def test_statistics_of_a_year_equal_an_independent_query(
    entries: list[HistoryEntry], database: sqlite3.Connection, by: str
) -> None:
    counted = count_entries(entries, by=by, zone=BERLIN)  # type: ignore[arg-type]
    ours = {
        (
            row.key,
            row.calls,
            row.answered,
            row.missed,
            row.voicemail,
            row.busy,
            row.talk_seconds,
            row.longest_seconds,
            row.sms,
            row.faxes,
        )
        for row in counted.rows
    }
    assert ours == set(database.execute(SQL.format(key=by)))
    assert counted.total.calls == sum(row.calls for row in counted.rows)
    outcomes = counted.total
    assert outcomes.calls == (
        outcomes.answered + outcomes.missed + outcomes.voicemail + outcomes.busy + outcomes.unanswered
    )


def test_rows_of_time_are_in_their_order_and_others_begin_with_the_most_calls(
    entries: list[HistoryEntry],
) -> None:
    weekdays = [row.key for row in count_entries(entries, by="weekday", zone=BERLIN).rows]
    assert weekdays == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    calls = [row.calls for row in count_entries(entries, by="number", zone=BERLIN).rows]
    assert calls == sorted(calls, reverse=True)


def test_rows_are_plain_dictionaries_for_data_frames(entries: list[HistoryEntry]) -> None:
    (first, *_) = count_entries(entries, by="direction", zone=BERLIN).to_rows()
    assert {"key", "calls", "answered", "talk_seconds"} <= first.keys()


def test_an_unknown_grouping_is_refused() -> None:
    with pytest.raises(InvalidInput, match="day, hour"):
        count_entries([], by="year", zone=UTC)  # type: ignore[arg-type]


def call(number: str, minute: int, way: str = "MISSED_INCOMING", **fields: object) -> HistoryEntry:
    incoming = "INCOMING" in way
    ours = "+493055500001"
    return history_entry(
        {
            "id": str(minute),
            "type": "CALL",
            "direction": way,
            "source": number if incoming else ours,
            "target": ours if incoming else number,
            "created": (START + timedelta(minutes=minute)).isoformat(),
            "callStatus": "MISSED" if way.startswith("MISSED") else "SUCCESS",
            "duration": 0 if way.startswith("MISSED") else 60,
            **fields,
        }
    )


def test_each_missed_number_stands_once_with_its_latest_call() -> None:
    found = missed_callers([call("+4930111", 1), call("+4930111", 5), call("+4930222", 3)])
    assert [(one.number, one.calls, one.last_entry_id) for one in found] == [
        ("+4930111", 2, "5"),
        ("+4930222", 1, "3"),
    ]


def test_a_conversation_after_the_last_missed_call_settles_it_in_either_direction() -> None:
    entries = [
        call("+4930111", 1),
        call("+4930111", 9, "OUTGOING", sourceAlias="Berta Vogel"),
        call("+4930111", 12, "OUTGOING"),
        call("+4930222", 1),
        call("+4930222", 2, "INCOMING"),
        call("+4930333", 5),
        call("+4930333", 4, "OUTGOING"),
        call("+4930444", 5),
        call("+4930444", 6, "MISSED_OUTGOING"),
    ]
    for order in (entries, entries[::-1]):
        found = {one.number: one for one in missed_callers(order)}
        assert found["+4930111"].called_back_by == "Berta Vogel"
        assert found["+4930111"].called_back_at == START + timedelta(minutes=9)
        assert found["+4930222"].called_back_at is not None
        assert found["+4930333"].called_back_at is None
        assert found["+4930444"].called_back_at is None
        waiting = {one.number for one in missed_callers(order, not_called_back=True)}
        assert waiting == {"+4930333", "+4930444"}


def test_voicemails_count_as_missed_and_withheld_numbers_share_one_caller() -> None:
    voicemail = call("+4930111", 2, "INCOMING", type="VOICEMAIL", callStatus=None, duration=20)
    silent = call("+4930111", 1, "INCOMING", callStatus="VOICEMAIL_NO_MESSAGE", duration=9)
    assert isinstance(voicemail, VoicemailEntry)
    found = missed_callers([voicemail, silent, call("anonymous", 3), call("", 4)])
    assert [(one.number, one.calls, one.voicemails) for one in found] == [(None, 2, 0), ("+4930111", 2, 2)]


@pytest.mark.parametrize("platform", ["classic", "neo"])
def test_the_client_answers_for_both_platforms(platform: str, tmp_path: Path) -> None:
    sandbox = Sandbox(platform)  # type: ignore[arg-type]
    since = sandbox.clock.now() - timedelta(days=60)
    with Sipgate(token_id=sandbox.token_id, token=sandbox.token, transport=sandbox) as client:
        newest = next(iter(client.history.iterate(types="SMS")))
        client.history.update(newest, archived=True)
        inbox, archive = client.history.iterate(), client.history.iterate(archived=True)
        archived = {entry.id for entry in [*inbox, *archive] if entry.archived}
        found = client.history.statistics(since=since, by="number")
        missed = client.history.missed(since=since)
        path = client.history.export_file(tmp_path / "all.csv", from_=since, delimiter=";", bom=True)
    assert found.total.calls
    assert newest.id in archived
    assert {"+494066969112"} <= {one.number for one in missed}
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    assert len(rows) == found.total.calls + found.total.sms + found.total.faxes
    assert {row["id"] for row in rows if row["archived"] == "true"} == archived
    assert all(not row["source"].startswith("+") for row in rows)
    assert sum(row["outcome"] == "missed" for row in rows) == found.total.missed
    assert isinstance(newest, SmsEntry)
