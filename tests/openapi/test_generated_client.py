"""The generated client: what it sends, and that no answer, however odd, makes it fail."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sipgate_api
import sipgate_api.models as models
from sipgate_api.api.account import get_account
from sipgate_api.api.blacklist import get_incoming_entries
from sipgate_api.api.contacts import delete_all_contacts, get_contacts_csv
from sipgate_api.api.history import get_history, get_history_by_id, get_history_csv, update_history_entries
from sipgate_api.api.sessions import send_web_sms
from sipgate_api.api.settings import get_sipgate_io_urls
from sipgate_api.api.v3_phone_numbers import v3_get_phone_numbers
from sipgate_api.models import (
    GetHistoryTypesItem,
    HistoryEntryResponse,
    HistoryEntryResponseDirection,
    HistoryResponse,
    SendWebSmsRequest,
    SetSipgateIoAccountSettingsRequest,
    UpdateHistoryEntriesRequest,
)
from sipgate_api.types import UNSET, Request

from sipgate_tools.spec import load

from .examples import arguments_for, module_of

PACKAGE = Path(sipgate_api.__file__).parent
SMS = SendWebSmsRequest(sms_id="s0", recipient="+4915799912345", message="secret words")


@dataclass(frozen=True)
class Came:
    """An answer from nowhere."""

    content: bytes
    status_code: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Line:
    """A connection that gives every request the same answer."""

    response: Came

    def send(self, request: Request[Any], /) -> Came:
        return self.response


def answering(content: object, status: int = 200) -> Line:
    return Line(Came(content if isinstance(content, bytes) else json.dumps(content).encode(), status))


def history(*items: object) -> HistoryResponse:
    read = get_history.sync(client=answering({"items": items, "totalCount": len(items)}))
    assert read is not None
    return read


def test_every_operation_of_the_document_is_there_and_builds_its_request():
    document = load()
    for operation in document.operations.values():
        request = module_of(operation).build_request(**arguments_for(document, operation))
        assert request.operation_id == operation.id
        assert (request.method, request.path_template) == (operation.method, operation.path)
        assert (request.json is not UNSET) == (operation.body is not None)
        assert request.response_media == operation.success_media
        found = document.match(request.method, request.url)
        assert found is not None
        assert found[0] is operation
        names = {one.name for one in operation.parameters if one.location == "query"}
        assert set(request.params or {}) == names


def test_a_request_is_built_without_being_sent():
    request = send_web_sms.build_request(body=SMS)
    assert request.json == {"smsId": "s0", "recipient": "+4915799912345", "message": "secret words"}
    assert request.headers == {"Accept": "application/json", "Content-Type": "application/json"}
    assert (request.params, request.url) == (None, "/v2/sessions/sms")


def test_omitted_arguments_are_not_sent():
    assert get_history.build_request().params == {}
    body = [UpdateHistoryEntriesRequest(id="1", starred=True)]
    assert update_history_entries.build_request(body=body).json == [{"id": "1", "starred": True}]


def test_arrays_enums_and_reserved_names_reach_the_query():
    request = get_history.build_request(
        from_="2026-08-01T00:00:00Z",
        types=[GetHistoryTypesItem.CALL],
        connection_ids=["p0", "f0"],
        archived=False,
    )
    assert request.params == {
        "from": "2026-08-01T00:00:00Z",
        "types": ["CALL"],
        "connectionIds": ["p0", "f0"],
        "archived": False,
    }


def test_values_in_the_path_are_encoded():
    assert get_history_by_id.build_request("../a b/ü").url == "/v2/history/..%2Fa%20b%2F%C3%BC"


def test_a_body_that_may_be_left_out_is_left_out():
    request = delete_all_contacts.build_request()
    assert request.json is UNSET
    assert "Content-Type" not in request.headers


def test_null_is_sent_where_it_means_something():
    body = SetSipgateIoAccountSettingsRequest(incoming_url="", outgoing_url="", whitelist=None)
    assert body.to_dict()["whitelist"] is None


def test_a_request_shows_nothing_of_what_people_write():
    text = repr(send_web_sms.build_request(body=SMS))
    assert "secret words" not in text
    assert "+4915799912345" not in text


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        ({"id": "1", "direction": "SIDEWAYS"}, {"id": "1", "direction": "SIDEWAYS"}),
        ({"id": "1", "direction": None, "endpoints": None, "labels": None}, {"id": "1"}),
        ({"id": "1", "direction": {"odd": 1}, "endpoints": "odd"}, {"id": "1"}),
        (
            {"id": "1", "endpoints": [None, "odd", {"type": "ROUTED"}]},
            {"id": "1", "endpoints": [{"type": "ROUTED"}]},
        ),
        ({"id": "1", "created": "yesterday"}, {"id": "1", "created": "yesterday"}),
        ({"id": "1", "new": {"of": "2027"}}, {"id": "1", "new": {"of": "2027"}}),
        ({}, {}),
    ],
)
def test_an_odd_row_loses_neither_itself_nor_its_page(row: dict[str, Any], kept: dict[str, Any]):
    items = history({"id": "0"}, row, {"id": "2"}).items
    assert items
    assert [one.to_dict() for one in items] == [{"id": "0"}, kept, {"id": "2"}]


def test_what_is_no_row_at_all_is_left_out_of_its_page():
    items = history({"id": "0"}, None, "odd", 7).items
    assert items
    assert [one.id for one in items] == ["0"]


def test_an_unlisted_value_of_an_enum_stays_the_text_it_was():
    (entry,) = history({"direction": "SIDEWAYS"}).items or []
    assert isinstance(entry.direction, HistoryEntryResponseDirection)
    assert entry.direction == "SIDEWAYS"
    assert (entry.direction.value, str(entry.direction), entry.direction.name) == (
        "SIDEWAYS",
        "SIDEWAYS",
        "SIDEWAYS",
    )
    assert entry.direction not in list(HistoryEntryResponseDirection)
    assert HistoryEntryResponseDirection("INCOMING") is HistoryEntryResponseDirection.INCOMING


def test_required_fields_of_responses_may_be_missing():
    read = get_incoming_entries.sync(client=answering({"items": [{"isBlock": True}]}))
    assert read
    assert read.items
    assert (read.items[0].is_block, read.items[0].phone_number) == (True, UNSET)


def test_a_whitelist_of_null_is_not_an_absent_one_nor_an_empty_one():
    expected: dict[bytes, Any] = {b'{"whitelist": null}': None, b'{"whitelist": []}': [], b"{}": UNSET}
    for wire, read in expected.items():
        settings = get_sipgate_io_urls.sync(client=answering(wire))
        assert settings is not None
        assert settings.whitelist == read


def test_a_plain_array_is_read_as_a_list():
    numbers = v3_get_phone_numbers.sync(client=answering([{"e164Number": "+4921187970", "routing": None}]))
    assert numbers
    assert (numbers[0].e_164_number, numbers[0].routing) == ("+4921187970", UNSET)


@pytest.mark.parametrize("content", [b"", b"OK", b"<html>", b"null", b"[]", b'"text"', b"\xff\xfe", b"{"])
def test_a_success_that_cannot_be_read_says_nothing(content: bytes):
    response = get_account.sync_detailed(client=answering(content))
    assert (response.status_code, response.parsed, response.content) == (200, None, content)


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_success_is_a_success(status: int):
    response = get_account.sync_detailed(client=answering({"company": "sipgate"}, status))
    assert response.parsed is not None
    assert response.parsed.company == "sipgate"
    assert send_web_sms.sync_detailed(client=answering(b"OK", status), body=SMS).status_code == status


@pytest.mark.parametrize("status", [199, 302, 400, 402, 404, 429, 500, 520, 999])
def test_any_other_status_is_a_plain_number_and_is_not_read(status: int):
    response = get_account.sync_detailed(client=answering({"company": "sipgate"}, status))
    assert (response.status_code, response.parsed) == (status, None)


def test_csv_is_requested_and_read_as_text():
    assert get_history_csv.build_request().headers["Accept"].startswith("text/csv")
    wire = "id;note\n1;Grüße\n"
    assert get_history_csv.sync(client=answering(wire.encode())) == wire
    assert get_contacts_csv.sync(client=answering(wire.encode())) == wire


def test_every_model_gives_back_what_it_read():
    document = load()
    entry = {
        "id": "1",
        "type": "CALL",
        "recordings": [{"id": "r", "url": "https://example.com"}],
        "starred": True,
    }
    assert HistoryEntryResponse.from_dict(entry).to_dict() == entry
    assert set(document.schemas["HistoryEntryResponse"]["properties"]) >= set(entry)


def test_importing_an_operation_imports_neither_the_http_library_nor_other_models():
    code = "import sys; from sipgate_api.api.sessions import send_web_sms; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"import site; site.main(); {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    imported = done.stdout.split()
    assert "httpx2" not in imported
    assert [name for name in imported if name.startswith("sipgate_api.models.")] == [
        "sipgate_api.models.send_web_sms_request"
    ]


def test_the_generated_package_imports_nothing_of_ours():
    allowed = {
        "__future__",
        "attrs",
        "collections",
        "dataclasses",
        "enum",
        "httpx2",
        "importlib",
        "json",
        "ssl",
    }
    allowed |= {"typing", "urllib"}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                assert {name.name.partition(".")[0] for name in node.names} <= allowed, path
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                assert str(node.module).partition(".")[0] in allowed, path


def test_users_of_type_checkers_are_told_that_there_are_types():
    assert (PACKAGE / "py.typed").is_file()


def test_a_name_that_is_no_model_is_an_attribute_error():
    assert "HistoryResponse" in dir(models)
    with pytest.raises(AttributeError, match="NoSuchThing"):
        _ = models.NoSuchThing
    with pytest.raises(AttributeError, match="NoSuchThing"):
        _ = sipgate_api.NoSuchThing
