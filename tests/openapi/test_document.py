"""The built document: that it is OpenAPI, that nothing published is lost in it, and how it is read."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from sipgate_tools.spec import Operation, Spec, load

ROOT = Path(__file__).parents[2]
METHODS = {"get", "put", "post", "delete"}


def read(name: str) -> dict[str, Any]:
    return json.loads((ROOT / name).read_text("utf-8"))


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for item in document["paths"].values() for key, one in item.items() if key in METHODS]


@pytest.fixture(scope="module")
def upstream() -> dict[str, Any]:
    """The interface as published."""
    return read("openapi/upstream.json")


def test_what_is_published_has_its_known_flaws(upstream: dict[str, Any]):
    published = operations(upstream)
    assert any(not any(code.startswith("2") for code in one["responses"]) for one in published)
    assert any("*/*" in one.get("requestBody", {}).get("content", {}) for one in published)
    assert any(
        "*/*" in answer.get("content", {}) for one in published for answer in one["responses"].values()
    )
    assert not any(one.get("requestBody", {}).get("required") for one in published)


def test_the_built_document_is_openapi():
    validate(read("openapi/sipgate.json"))


def test_the_built_document_lints_clean(node_program: Callable[[str], str]):
    done = subprocess.run(
        [node_program("redocly"), "lint", "openapi/sipgate.json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Warning was generated" not in done.stdout + done.stderr


def test_everything_published_is_in_the_document_below_its_version(upstream: dict[str, Any]):
    document = load()
    for path, item in upstream["paths"].items():
        for method, published in item.items():
            operation = document.operations[published["operationId"]]
            assert (operation.method, operation.path) == (method.upper(), "/v2" + path)
            published_names = {one["name"] for one in published.get("parameters", [])} - {"Authorization"}
            assert published_names <= {one.name for one in operation.parameters}
    assert set(upstream["components"]["schemas"]) <= set(document.schemas)


def test_operations_of_version_3_are_below_it_and_named_so():
    for operation in load().operations.values():
        assert operation.id.startswith("v3") == operation.path.startswith("/v3/"), operation.id
        assert operation.path.startswith(("/v2/", "/v3/")), operation.id


def test_every_operation_declares_a_success_and_no_unknown_media_type():
    for operation in load().operations.values():
        assert any(code.startswith("2") for code in operation.raw["responses"]), operation.id
        assert operation.success_media in (None, "application/json", "text/csv"), operation.id


def test_what_is_shipped_is_what_is_in_the_folder():
    assert load().raw == read("openapi/sipgate.json")


def test_an_operation_says_what_it_takes_and_does():
    operation = load().operations["sendWebSms"]
    assert (operation.method, operation.path, operation.tag) == ("POST", "/v2/sessions/sms", "sessions")
    assert operation.body == {"$ref": "#/components/schemas/SendWebSmsRequest"}
    assert (operation.body_required, operation.success, operation.success_media) == (True, None, None)
    assert operation.scopes == ("all", "sessions:write", "sessions:sms:write")
    assert (operation.effect, operation.cost, operation.platforms) == ("write", "charged", ("classic", "neo"))


def test_a_public_operation_differs_from_one_that_any_credential_opens():
    existing = load().operations
    assert (existing["getUrls"].scopes, existing["getUrls"].secured) == ((), False)
    assert (existing["userinfo"].scopes, existing["userinfo"].secured) == ((), True)
    assert existing["userinfo"].parameters == ()


def test_a_parameter_says_when_it_is_a_secret_or_deprecated():
    existing = load().operations
    assert [one.secret for one in existing["changePassword"].parameters] == [True]
    assert [one.name for one in existing["getContacts"].parameters if one.deprecated] == ["offset"]


def test_path_parameters_come_in_the_order_of_the_path():
    operation = load().operations["changeVoicemailSettings"]
    assert [one.name for one in operation.parameters] == ["userId", "phonelineId", "voicemailId"]
    assert [one.id_kind for one in operation.parameters] == ["user", "phoneline", "voicemail"]
    assert all(one.required and one.location == "path" for one in operation.parameters)


@pytest.mark.parametrize(
    ("method", "path", "operation_id", "values"),
    [
        ("GET", "/v2/history/4711", "getHistoryById", {"entryId": "4711"}),
        ("get", "/v2//history/a%2Fb", "getHistoryById", {"entryId": "a/b"}),
        ("GET", "/v2/history/export", "getHistoryCSV", {}),
        ("GET", "/v2/contacts/internal", "getAllContacts", {}),
        ("GET", "/v2/w0/devices", "getDevices", {"userId": "w0"}),
        ("GET", "/v2/devices/e0", "getDevice", {"deviceId": "e0"}),
        ("DELETE", "/v2/blacklist/incoming/%2B49211", "removeIncomingEntry", {"phoneNumber": "+49211"}),
        ("GET", "/v2", "getUrls", {}),
        ("GET", "/v2/", "getUrls", {}),
        ("GET", "/v3/events", "v3GetEvents", {}),
    ],
)
def test_a_request_is_matched_to_its_operation(
    method: str, path: str, operation_id: str, values: dict[str, str]
):
    found = load().match(method, path)
    assert found is not None
    assert (found[0].id, found[1]) == (operation_id, values)


@pytest.mark.parametrize(
    ("method", "path"), [("PATCH", "/v2/history"), ("GET", "/history"), ("GET", "/v2/a/b/c/d")]
)
def test_a_request_for_an_unknown_path_matches_nothing(method: str, path: str):
    assert load().match(method, path) is None


def test_the_path_of_every_operation_leads_back_to_it():
    document = load()
    for operation in document.operations.values():
        found = document.match(operation.method, operation.path.replace("{", "x-").replace("}", ""))
        assert found is not None
        assert found[0] is operation


def test_a_reference_is_resolved_by_one_step():
    document = load()
    entry = document.resolve({"$ref": "#/components/schemas/HistoryResponse"})
    assert entry["properties"]["items"]["items"] == {"$ref": "#/components/schemas/HistoryEntryResponse"}
    assert document.resolve({"type": "string"}) == {"type": "string"}


def bodies_and_responses() -> list[Operation]:
    return [one for one in load().operations.values() if one.body or one.success]


def test_an_inlined_schema_is_json_schema_without_references_or_marks():
    document = load()
    for operation in bodies_and_responses():
        for schema in (operation.body, operation.success):
            plain = document.inline(schema or {})
            Draft202012Validator.check_schema(plain)
            text = json.dumps(plain)
            assert "$ref" not in text
            assert '"x-' not in text
            assert "nullable" not in text


def test_an_inlined_schema_keeps_its_marks_on_request():
    body = load().operations["sendWebSms"].body
    plain = load().inline(body or {}, keep_marks=True)
    assert plain["properties"]["recipient"]["x-recipient"] is True
    assert plain["properties"]["smsId"]["x-id-kind"] == "sms"


def test_changing_an_inlined_schema_leaves_the_document_alone():
    schema = {"$ref": "#/components/schemas/HistoryEntryResponse"}
    load().inline(schema)["properties"]["type"]["description"] = "scribbled over"
    load().inline(schema)["properties"].clear()
    assert "scribbled" not in json.dumps(load().inline(schema))


def test_null_is_a_type_of_its_own_in_an_inlined_schema():
    whitelist = load().inline({"$ref": "#/components/schemas/SipgateIoUrlResponse"})["properties"][
        "whitelist"
    ]
    assert whitelist["type"] == ["array", "null"]


def test_an_open_enum_is_inlined_as_any_string_with_its_known_values_in_words():
    direction = load().inline({"$ref": "#/components/schemas/HistoryEntryResponse"})["properties"][
        "direction"
    ]
    assert "enum" not in direction
    assert "INCOMING, OUTGOING, MISSED_INCOMING" in direction["description"]


def test_an_enum_in_a_request_stays_closed():
    scope = load().inline({"$ref": "#/components/schemas/CreateContactRequest"})["properties"]["scope"]
    assert scope["enum"] == ["PRIVATE", "SHARED"]


def test_a_schema_inside_itself_is_cut_off():
    node: dict[str, Any] = {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Node"}}}
    document = Spec({"paths": {}, "components": {"schemas": {"Node": node}}})
    plain = document.inline({"$ref": "#/components/schemas/Node"})
    assert plain == {"type": "object", "properties": {"next": {"description": "Again a Node."}}}
