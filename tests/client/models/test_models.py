"""Models as values: in programs, in pydantic models, in web applications, on disk."""

import json
import pickle
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel, TypeAdapter, ValidationError

from sipgate_tools import Sipgate, UnexpectedResponse
from sipgate_tools.models import (
    CallEntry,
    Contact,
    ContactNumber,
    Device,
    HistoryEntry,
    HistoryType,
    SmsEntry,
    User,
    WebhookSettings,
)
from sipgate_tools.models.history import history_entry
from sipgate_tools.sandbox import Sandbox

SENT: dict[str, Any] = {
    "id": "4200000001",
    "type": "CALL",
    "created": "2026-11-16T10:00:00Z",
    "duration": 33,
    "direction": "INCOMING",
    "connectionIds": ["p0"],
    "endpoints": [{"type": "ROUTED", "endpoint": {"extension": "p0", "type": "PHONELINE"}}],
    "recordings": [{"id": "r1", "url": "https://example.org/r1"}],
    "somethingNew": {"a": 1},
}


def call() -> CallEntry:
    entry = history_entry(SENT)
    assert isinstance(entry, CallEntry)
    return entry


def test_a_model_is_matched_by_kind_and_fields() -> None:
    def describe(entry: HistoryEntry) -> str:
        match entry:
            case CallEntry(direction="INCOMING", duration=int(seconds)):
                return f"{seconds} seconds"
            case SmsEntry(sms_content=text):
                return text or ""
            case _:
                return "other"

    assert describe(call()) == "33 seconds"
    assert describe(SmsEntry(sms_content="Hello")) == "Hello"
    assert describe(HistoryEntry()) == "other"


def test_a_model_goes_through_json_and_back() -> None:
    entry = call()
    assert CallEntry.from_json(entry.to_json()) == entry
    assert json.loads(entry.to_json())["connectionIds"] == ["p0"]
    assert json.loads(Contact(name="half \ud83d").to_json())["name"] == "half \ud83d"


def test_a_dictionary_of_a_model_has_the_names_of_the_api_and_real_times() -> None:
    fields = call().to_dict()
    assert fields["created"] == datetime(2026, 11, 16, 10, tzinfo=UTC)
    assert fields["endpoints"][0]["endpoint"]["extension"] == "p0"
    assert "somethingNew" not in fields


def test_a_model_cannot_be_changed_in_place_but_replaced() -> None:
    entry = call()
    with pytest.raises(AttributeError):
        entry.note = "seen"  # pyright: ignore[reportAttributeAccessIssue]
    changed = entry.replace(note="seen")
    assert (changed.note, entry.note, changed.raw) == ("seen", None, SENT)
    with pytest.raises(TypeError):
        entry.replace(nota="seen")


def test_what_was_received_counts_neither_for_equality_nor_for_the_hash() -> None:
    other = history_entry({**SENT, "somethingNew": None})
    assert (other, hash(other)) == (call(), hash(call()))
    assert other.raw != call().raw


def test_a_pickled_record_keeps_what_was_received() -> None:
    twin = pickle.loads(pickle.dumps(call()))
    assert (twin, twin.raw) == (call(), SENT)


@pytest.mark.parametrize("kind", [CallEntry, Contact, Device, User, WebhookSettings])
def test_nulls_everywhere_are_defaults(
    kind: type[CallEntry | Contact | Device | User | WebhookSettings],
) -> None:
    nulls = dict.fromkeys(kind().to_dict())
    assert kind.from_payload(nulls) == kind()


def test_words_of_people_and_secrets_stay_out_of_the_repr() -> None:
    assert "secret words" not in repr(SmsEntry(sms_content="secret words", note="secret words"))
    settings = WebhookSettings(incoming_url="https://user:secret@example.org/secret?token=secret")
    assert "secret" not in repr(settings)
    assert "https://" in repr(settings)


class Report(BaseModel):
    entry: CallEntry
    contacts: list[Contact] = []


def test_a_model_is_a_field_of_a_pydantic_model() -> None:
    report = Report(entry=call(), contacts=[Contact(name="Ada", numbers=(ContactNumber(number="+49"),))])
    assert report.entry is not None
    assert Report.model_validate_json(report.model_dump_json()) == report
    assert Report.model_validate({"entry": SENT}).entry == call()
    assert report.model_dump()["entry"]["created"] == datetime(2026, 11, 16, 10, tzinfo=UTC)
    with pytest.raises(ValidationError):
        Report.model_validate({"entry": "text"})


def test_the_json_schema_of_a_model_stands_alone() -> None:
    schema = TypeAdapter(CallEntry).json_schema()
    assert schema["properties"]["endpoints"]["items"]["properties"]["endpoint"]
    assert "$ref" not in json.dumps(schema)


def test_a_web_application_returns_models_and_describes_them() -> None:
    app = FastAPI()

    @app.get("/calls")
    def calls() -> list[CallEntry]:  # pyright: ignore[reportUnusedFunction]
        return [call()]

    client = TestClient(app)
    (sent,) = client.get("/calls").json()
    assert (sent["id"], sent["created"], sent["duration"]) == ("4200000001", "2026-11-16T10:00:00Z", 33)
    described = json.dumps(client.get("/openapi.json").json())
    assert "connectionIds" in described


@pytest.mark.parametrize(
    ("payload", "kind"), [([], "a list"), (None, "nothing"), ("text", "a string"), (5, "a number")]
)
def test_a_response_that_is_no_object_is_refused(payload: object, kind: str) -> None:
    with pytest.raises(UnexpectedResponse, match=kind):
        User.from_payload(payload)


def test_a_list_of_one_kind_is_typed_as_that_kind() -> None:
    sandbox = Sandbox()
    with Sipgate(
        token_id=sandbox.token_id, token=sandbox.token, base_url=sandbox.base_url, transport=sandbox
    ) as client:
        durations = [entry.duration for entry in client.history.list(types="CALL")]
        texts = [entry.sms_content for entry in client.history.iterate(types=HistoryType.SMS)]
    assert durations
    assert texts
