"""Lists in responses: decoding from bytes and field by field yields the same."""

import copy
import json
import pickle
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipgate_tools import Sipgate, UnexpectedResponse
from sipgate_tools.models import CallEntry, Contact, Device, HistoryEntry, SmsEntry
from sipgate_tools.models._base import Record
from sipgate_tools.models._lists import RecordDecoder, list_response_in, list_response_of, record_decoder
from sipgate_tools.models.history import history_decoder, history_entry, newest_first
from sipgate_tools.pagination import Page
from tests.client.credentials import TOKEN, TOKEN_ID
from tests.client.scripted_server import Reply, scripted_server

TIMES = st.datetimes(timezones=st.timezones()).map(lambda moment: moment.isoformat())
TEXTS = st.text(max_size=12) | st.sampled_from(
    ["SMS", "CALL", "FAX", "VOICEMAIL", "INCOMING", "ROUTED", "s0"]
)
SIMPLE = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS
    | TIMES
)
ANYTHING = st.recursive(
    SIMPLE,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "endpoint", "extension", "number", "id", "url"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


def objects_of(*models: type[Record]) -> st.SearchStrategy[dict[str, Any]]:
    names = {field.encode_name for model in models for field in msgspec.structs.fields(model)}
    return st.dictionaries(st.sampled_from(sorted(names | {"somethingNew"})), ANYTHING, max_size=8)


LISTS = [
    (history_decoder(), objects_of(CallEntry, SmsEntry)),
    (record_decoder(Contact), objects_of(Contact)),
    (record_decoder(Device), objects_of(Device)),
]
"""With kinds, with parts of several fields, with a part that is no list."""


@pytest.mark.parametrize(("rows", "objects"), LISTS, ids=["history", "contacts", "devices"])
@given(data=st.data())
def test_a_list_reads_the_same_from_bytes_and_from_decoded_json(
    rows: RecordDecoder[Any], objects: st.SearchStrategy[dict[str, Any]], data: st.DataObject
) -> None:
    items = data.draw(st.lists(objects | SIMPLE, max_size=4))
    response = {"items": items, "totalCount": data.draw(st.none() | st.integers(0, 5))}
    direct = list_response_in(json.dumps(response).encode(), rows)
    assert direct is not None
    assert direct == list_response_of(response, rows)
    assert [record.raw for record in direct.items] == [item for item in items if isinstance(item, dict)]


def history_of(response: str | bytes) -> Page[HistoryEntry]:
    """Return the page that the client reads from a response."""
    with (
        scripted_server(Reply(body=response)) as script,
        Sipgate(token_id=TOKEN_ID, token=TOKEN, base_url=script.base_url) as client,
    ):
        return client.history.list(types=["SMS"])


def entry(**fields: Any) -> dict[str, Any]:
    return {
        "id": "4200000001",
        "type": "SMS",
        "created": "2026-11-16T10:00:00Z",
        "smsContent": "Hello",
        **fields,
    }


@pytest.mark.parametrize(
    "response",
    [
        json.dumps({"items": [entry()], "totalCount": 1}),
        json.dumps({"totalCount": 1.0, "items": [entry()]}),
        json.dumps([entry()]),
        json.dumps({"items": [entry(), 5, None, "text"]}, indent=2),
    ],
    ids=["as documented", "a total that is no integer", "a bare list", "with things that are no objects"],
)
def test_a_list_is_found_in_every_form_of_response(response: str) -> None:
    (found,) = history_of(response)
    assert isinstance(found, SmsEntry)
    assert found.sms_content == "Hello"


def test_one_odd_value_costs_itself_only() -> None:
    items = [entry(), entry(created="yesterday", read=None), entry(type="HOLOGRAM"), entry(endpoints="none")]
    good, undated, unknown, unrouted = history_of(json.dumps({"items": items}))
    assert isinstance(undated, SmsEntry)
    assert (undated.created, undated.read, undated.sms_content) == (None, False, "Hello")
    assert type(unknown) is HistoryEntry
    assert (unknown.type, unknown.raw["smsContent"]) == ("HOLOGRAM", "Hello")
    assert unrouted == good


def test_half_a_character_and_a_broken_byte_in_a_text_do_not_cost_the_list() -> None:
    halved = json.dumps({"items": [entry(somethingNew="\ud83d")]})
    broken = json.dumps({"items": [entry(somethingNew="?")]}).encode().replace(b"?", b"\xff")
    for response, seen in ((halved, "\ud83d"), (broken, "\ufffd")):
        (found,) = history_of(response)
        assert found.id == "4200000001"
        assert found.raw["somethingNew"] == seen


def test_a_number_of_absurd_length_costs_itself_only() -> None:
    digits = "9" * 5000
    text = json.dumps({"items": [entry(type="CALL", duration="?", somethingNew="?"), entry()]})
    call, sms = history_of(text.replace('"?"', digits))
    assert isinstance(call, CallEntry)
    assert (call.id, call.duration, call.raw["somethingNew"]) == ("4200000001", None, digits)
    assert isinstance(sms, SmsEntry)


@pytest.mark.parametrize("fraction", ["1", "123", "123456", "1234567", "123456789", "9999999"])
def test_an_entry_of_a_list_equals_the_same_entry_fetched_alone_to_the_nanosecond(fraction: str) -> None:
    sent = entry(created=f"2026-11-16T10:00:00.{fraction}Z")
    (listed,) = history_of(json.dumps({"items": [sent]}))
    assert listed == history_entry(sent)


def test_a_time_without_a_zone_is_in_utc_and_can_be_compared_with_the_others() -> None:
    sent = [
        entry(id="1", created="2026-07-16T10:30:00"),
        entry(id="2", created="2026-07-16T12:15:00+02:00"),
        entry(id="3", created="2026-07-16T10:20:00Z", type="CALL"),
    ]
    listed = history_of(json.dumps({"items": sent}))
    assert listed[0].created == datetime(2026, 7, 16, 10, 30, tzinfo=UTC)
    assert all(one.created is not None and one.created.utcoffset() is not None for one in listed)
    assert [one.id for one in sorted(listed, key=newest_first)] == ["1", "3", "2"]
    assert [history_entry(one) for one in sent] == list(listed)
    assert HistoryEntry.from_json(listed[0].to_json()).created == listed[0].created


def replaced(record: HistoryEntry) -> HistoryEntry:
    return record.replace()


def pickled(record: HistoryEntry) -> HistoryEntry:
    return pickle.loads(pickle.dumps(record))


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, replaced, pickled])
def test_a_copy_of_a_listed_record_is_equal_and_keeps_what_was_received(
    copied: Callable[[HistoryEntry], HistoryEntry],
) -> None:
    sent = entry(somethingNew={"a": [1]}, endpoints=[{"type": "ROUTED", "endpoint": {"extension": "p0"}}])
    (listed,) = history_of(json.dumps({"items": [sent]}))
    twin = copied(listed)
    assert (twin, hash(twin), repr(twin), twin.raw) == (listed, hash(listed), repr(listed), sent)


def test_a_changed_copy_leaves_the_listed_record_alone() -> None:
    (listed, other) = history_of(json.dumps({"items": [entry(), entry(id="4200000002")]}))
    changed = listed.replace(note="seen")
    assert (changed.note, listed.note, changed.raw) == ("seen", None, listed.raw)
    assert listed.replace(id=other.id) == other
    assert listed.to_dict()["smsContent"] == "Hello"


def test_a_response_that_is_not_a_list_is_rejected_with_a_clear_message() -> None:
    with pytest.raises(UnexpectedResponse, match="other than a list"):
        history_of('"maintenance"')
