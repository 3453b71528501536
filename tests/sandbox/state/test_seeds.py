"""What an account holds at first, and how it is kept and brought back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sipgate_tools.sandbox import Clock, Sandbox
from sipgate_tools.sandbox.state.people import Platform

from ..accounts import NOON, connect, items, sms


def test_an_empty_account_has_people_and_lines_and_no_past() -> None:
    api = connect(Sandbox(seed="empty"))
    assert items(api.get("history")) == []
    assert api.get("calls").json() == {"data": []}
    assert len(items(api.get("w0/sms"))) == 1
    assert {one["scope"] for one in items(api.get("contacts"))} == {"INTERNAL"}


@pytest.mark.parametrize("platform", ["classic", "neo"])
def test_a_snapshot_brings_everything_back(platform: Platform) -> None:
    sandbox = Sandbox(platform, clock=Clock(NOON))
    api = connect(sandbox)
    api.post("sessions/sms", json=sms(sendAt=int(NOON.timestamp()) + 60))
    api.post("contacts", json={"name": "Nina", "scope": "SHARED", "organization": [["Öz", "Büro"]]})
    kept = json.loads(json.dumps(sandbox.snapshot()))
    before = [
        api.get(path).text for path in ("history", "contacts", "calls", "users", "w0/devices", "numbers")
    ]

    api.delete("history")
    api.delete("contacts")
    sandbox.restore(kept)
    assert [
        api.get(path).text for path in ("history", "contacts", "calls", "users", "w0/devices", "numbers")
    ] == before
    assert sandbox.snapshot() == kept
    sandbox.clock.advance(seconds=62)
    assert items(api.get("history"))[0]["smsContent"] == "Hallo"


def test_a_seed_in_a_file_is_added_to_the_one_it_stands_on(tmp_path: Path) -> None:
    seed = tmp_path / "seed.json"
    contact = {
        "id": "c1",
        "number": 100,
        "name": "Otto",
        "scope": "PRIVATE",
        "numbers": [{"number": "+4930123456"}],
    }
    seed.write_text(json.dumps({"base": "empty", "tables": {"contacts": [contact]}}))
    api = connect(Sandbox(seed=seed))
    assert items(api.get("contacts", params={"scopes": "PRIVATE"}))[0]["name"] == "Otto"
    assert items(api.get("contacts", params={"phonenumbers": "030 123456"}))[0]["id"] == "c1"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "is not JSON"),
        ("[]", "must be a snapshot"),
        ({"base": "garden"}, "Unknown seed garden"),
        ({"base": "none", "tables": {}}, "no account"),
        ({"tables": {"cars": []}}, "Unknown table cars"),
        ({"tables": {"contacts": [{"id": "c1"}]}}, r"contacts\[0\].number"),
        ({"tables": []}, "A snapshot must be"),
    ],
)
def test_a_seed_that_cannot_be_read_says_why(tmp_path: Path, content: Any, sentence: str) -> None:
    seed = tmp_path / "seed.json"
    seed.write_text(content if isinstance(content, str) else json.dumps(content))
    with pytest.raises(ValueError, match=sentence):
        Sandbox(seed=seed)


def test_a_missing_seed_names_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"Unknown seed garden.*demo, empty"):
        Sandbox(seed="garden")


def test_a_platform_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(ValueError, match=r"Unknown account 'neu'\. Allowed: classic, neo"):
        Sandbox("neu")  # pyright: ignore[reportArgumentType]


def test_what_is_given_in_a_wrong_form_is_told_at_once_or_meant_as_one() -> None:
    with pytest.raises(TypeError, match="must be a Clock"):
        Sandbox(clock=datetime(2026, 3, 18, tzinfo=UTC))  # pyright: ignore[reportArgumentType]
    with pytest.raises(ValueError, match="Unknown user w99"):
        Sandbox(approve_logins="w99")
    sandbox = Sandbox(faults="429@getHistory")
    assert [str(fault) for fault in sandbox.faults] == ["429@getHistory"]
    token_id, _ = sandbox.issue_token("balance:read")
    assert next(row.scopes for row in sandbox.state.tokens if row.id == token_id) == ("balance:read",)


def test_resetting_starts_over() -> None:
    sandbox = Sandbox(faults=["500"])
    sandbox.reset("empty")
    assert items(connect(sandbox).get("history")) == []
    sandbox.reset()
    assert items(connect(sandbox).get("history")) == []
