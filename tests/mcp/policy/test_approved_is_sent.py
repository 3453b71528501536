"""What is approved is what leaves: the question and the audit log say what the account receives, byte for byte."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, Self, cast

import pytest
from mcp_types import ElicitResult
from sipgate_api.types import UNSET, Request

from sipgate_tools._async._http import connection
from sipgate_tools.mcp.policy.action import Action
from sipgate_tools.mcp.tools.registry import ToolSpec
from sipgate_tools.spec import load
from tests.mcp.harness import Harness, MakeHarness, text_of
from tests.mcp.tools.test_direct_tools import CHANGING, GOOD, filled

DOCUMENT = load()
MERLE = "+491729925904"
IN_TWO_DAYS = f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%dT10:00}"

# Richer than GOOD where a tool has more to get wrong.
CALLS: dict[str, dict[str, Any]] = {
    **GOOD,
    "mark_history_entries": {"entry_ids": ["ENTRY"], "starred": True, "note": "Rückruf\u202e"},
    "send_sms": {"to": "0049 172 9925904", "message": "Grüße\n😀 \u200b", "send_at": IN_TWO_DAYS},
    "send_fax": {**GOOD["send_fax"], "filename": "Angebot.pdf"},
    "create_contact": {
        "given": "Ada",
        "family": "Byron",
        "numbers": ["+49 157 99912345"],
        "emails": ["ada@example.org"],
        "company": "Example Ltd",
        "note": "n",
        "scope": "SHARED",
    },
    "update_contact": {"contact_id": "CONTACT", "note": "neu", "emails": ["a@example.org", "b@example.org"]},
    "import_contacts": {
        "content": "firstname,lastname,number\nA,B,+493023125999\nC,D,+493023125998\n",
        "format": "csv",
    },
    "set_webhook_settings": {"incoming_url": "https://example.org/in", "log": True, "extensions": ["none"]},
    "invoke_write": {
        "operation_id": "changeDeviceAlias",
        "arguments": {"deviceId": "e0", "body": {"value": "Empfang"}},
    },
    "invoke_destructive": {"operation_id": "deleteContact", "arguments": {"contactId": "CONTACT"}},
}
IMPOSSIBLE = {("announce_to_call", "neo")}
# What a change keeps as it is need not be in its question.
BEFORE = {"update_contact": "getContact", "set_webhook_settings": "getSipgateIoUrls"}
# Tools that report each of their requests, with the field for those that sipgate accepted.
REPORTED = {
    "mark_history_entries": "changed",
    "delete_history_entries": "deleted",
    "import_contacts": "created",
}
# Named in the question by words: the contact itself, a device's name, the scheduled time, sizes and digests.
BY_OTHER_WORDS = {"contactId", "id", "sendAt", "base64Content", "incomingUrl"}


def leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, below in cast("dict[str, Any]", value).items():
            yield from leaves(below, key)
    elif isinstance(value, list):
        for below in cast("list[Any]", value):
            yield from leaves(below, name)
    elif value not in (None, ""):
        yield name, value


def as_request(method: str, target: str, content: str) -> Request[Any]:
    """A request as it was received, without any of the code that built it."""
    return Request(
        operation_id="received",
        method=method,
        path_template=target,
        url=target,
        params=None,
        json=json.loads(content) if content else UNSET,
        headers={},
        parse=lambda decoded: decoded,
    )


def recorded(journal: Path) -> list[tuple[Any, ...]]:
    """The actions in the file: operation, recipients, amount and the keyed digest of the requests; and the key."""
    with closing(sqlite3.connect(journal)) as database:
        [(key,)] = database.execute("SELECT value FROM secret").fetchall()
        rows = database.execute(
            "SELECT operation, recipients, amount, fingerprint FROM journal WHERE event = 'intended'"
        ).fetchall()
    return [(*row, key) for row in rows]


@pytest.mark.parametrize("platform", ["classic", "neo"])
@pytest.mark.parametrize("name", CALLS)
async def test_question_and_audit_log_say_what_is_received(
    make_harness: MakeHarness, tmp_path: Path, name: str, platform: str
) -> None:
    harness = make_harness(platform, journal=tmp_path / "journal", confirm="always")
    given = filled(harness, CALLS[name])
    if (name, platform) in IMPOSSIBLE:
        assert "neo" in await harness.refusal(name, **given)
        assert (harness.questions, harness.spy.writes) == ([], [])
        return
    kept = [value for _, value in leaves(await state_before(harness, name, given))]
    await harness.data(name, **given)

    [question] = harness.questions
    [(operation, recipients, amount, fingerprint, key)] = recorded(tmp_path / "journal")
    received = Action(DOCUMENT)
    for request in harness.spy.writes:
        received.add(as_request(*request))
    facts = received.facts
    assert (operation, json.loads(recipients), amount) == (
        facts.operation_id,
        list(facts.recipients),
        facts.amount,
    )
    keyed = hmac.new(bytes.fromhex(key), facts.fingerprint.encode(), hashlib.sha256).hexdigest()
    assert fingerprint == keyed

    if name == "import_contacts":
        assert f"Import {len(harness.spy.writes)} contacts" in question
        return
    for method, target, content in harness.spy.writes:
        body: dict[str, Any] = json.loads(content) if content else {}
        for field, value in leaves(body):
            if not isinstance(value, bool) and field not in BY_OTHER_WORDS and value not in kept:
                assert on_one_line(value) in question, (field, value)
        if "base64Content" in body:
            document = base64.b64decode(body["base64Content"])
            assert f"{len(document)} bytes, SHA-256 {hashlib.sha256(document).hexdigest()[:16]}" in question
        found = DOCUMENT.match(method, target.partition("?")[0])
        assert found is not None
        assert found[1].get("callId", "") in question


def on_one_line(value: Any) -> str:
    """A value as a question shows it: one line, invisible characters as escapes."""
    text = str(value).replace("\u202e", "\\u202e").replace("\u200b", "\\u200b")
    return text.replace("\n", " \u23ce ")


async def state_before(harness: Harness, name: str, given: dict[str, Any]) -> Any:
    if name not in BEFORE:
        return {}
    path = {"contactId": given["contact_id"]} if "contact_id" in given else {}
    return await harness.account.read(BEFORE[name], path)


# The body and the URL, altered where a fault or an attack would do it: between the approval and the transport.
ALTERED: dict[str, Callable[[Any], Any]] = {
    "body_of": lambda body: body and body[:-1] + b" " + body[-1:],
    "url_of": lambda url: f"{url}{'&' if '?' in url else '?'}more=1",
}


@pytest.mark.parametrize("part", ALTERED)
@pytest.mark.parametrize("spec", CHANGING, ids=lambda spec: spec.name)
async def test_a_request_that_is_changed_after_the_approval_is_refused(
    make_harness: MakeHarness, monkeypatch: pytest.MonkeyPatch, spec: ToolSpec, part: str
) -> None:
    harness = make_harness(confirm="never")
    given = filled(harness, GOOD[spec.name])
    built = getattr(connection, part)

    def altered(*request: Any) -> Any:
        reads = request[-1].method == "GET"
        return built(*request) if reads else ALTERED[part](built(*request))

    monkeypatch.setattr(connection, part, altered)
    result = await harness.call(spec.name, **given)
    if part == "body_of" and any(content == "" for _, _, content in harness.spy.writes):
        return  # a request without a body
    assert harness.spy.writes == []
    assert result.is_error or (result.structured_content or {})[REPORTED[spec.name]] in (0, [])


async def test_the_sender_of_a_message_is_chosen_and_restored_under_its_approval(
    make_harness: MakeHarness,
) -> None:
    harness = make_harness(confirm="always")
    numbers = await harness.account.client.sms.caller_ids("s0")
    other = next(one for one in numbers if one.verified and not one.default_number)
    default = next(one for one in numbers if one.default_number)
    sent = await harness.data("send_sms", to=MERLE, message="Hallo", sender=other.phonenumber)
    assert sent["sender"] == other.phonenumber
    assert str(other.phonenumber) in harness.questions[0]
    assert [(method, target.rpartition("/")[2]) for method, target, _ in harness.spy.writes] == [
        ("PUT", str(other.id)),
        ("POST", "sms"),
        ("PUT", str(default.id)),
    ]


@pytest.mark.parametrize(("mode", "questions"), [("legacy", 1), ("2026-07-28", 2)])
async def test_settings_that_change_while_the_user_is_asked_are_not_overwritten(
    make_harness: MakeHarness, monkeypatch: pytest.MonkeyPatch, mode: str, questions: int
) -> None:
    """In the newer protocol, the tool reads the settings again after the reply and asks about the new request."""
    harness = make_harness()
    respond = Harness.respond

    async def change_then_respond(self: Harness, context: Any, params: Any) -> ElicitResult:
        state = harness.sandbox.state
        state.webhook_settings = replace(state.webhook_settings, incoming_url="https://other.example.org")
        state.commit()
        return await respond(self, context, params)

    monkeypatch.setattr(Harness, "respond", change_then_respond)
    async with harness.client(mode) as client:
        result = await client.call_tool("set_webhook_settings", {"log": True})
    assert len(harness.questions) == questions
    if questions == 1:
        assert "changed in the meantime; nothing was sent" in text_of(result)
        assert harness.spy.writes == []
    assert harness.sandbox.state.webhook_settings.incoming_url == "https://other.example.org"


class EverLater(datetime):
    """A clock of which each reading is an hour later."""

    hours = 0

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        cls.hours += 1
        return super().now(tz) + timedelta(hours=cls.hours)


async def test_the_time_in_the_name_of_a_fax_makes_it_no_other_fax(
    make_harness: MakeHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tool runs twice for a confirmation: each run gives the document another name."""
    monkeypatch.setattr("sipgate_tools.requests.fax.datetime", EverLater)
    harness = make_harness(confirm="always")
    await harness.data("send_fax", **GOOD["send_fax"])
    assert len(harness.questions) == 1
    assert "repeat=true" in await harness.refusal("send_fax", **GOOD["send_fax"])
    await harness.data("send_fax", **GOOD["send_fax"], repeat=True)
    names = [json.loads(content)["filename"] for _, _, content in harness.spy.writes]
    assert len(set(names)) == 2
