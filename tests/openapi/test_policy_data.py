"""What the document says of an operation beyond its shape: effect, cost, reach, platforms, ids, secrets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sipgate_tools.spec import Operation, load

DOCUMENT = load()
OPERATIONS = list(DOCUMENT.operations.values())

GETS_THAT_DO_MORE_THAN_READ = {"getVerification"}  # allowStart=true begins a verification
UNDONE_BY_ADDING_AGAIN = {"removeDeviceFromGroup", "removeDeviceFromPhoneline", "removeIncomingEntry"}
ABOUT_THE_CALLER = {"getEvents", "getLanguage", "getLinks", "getUrls", "userinfo"}
BOTH = ("classic", "neo")


def ids(operations: list[Operation]) -> list[str]:
    return [operation.id for operation in operations]


def nodes(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every field of an inlined schema with its name, and the schema itself without one."""
    yield path, schema
    for name, field in schema.get("properties", {}).items():
        yield from nodes(field, name)
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from nodes(schema[key], path)
    for part in schema.get("allOf", []):
        yield from nodes(part, path)


def body_nodes(operation: Operation) -> list[tuple[str, dict[str, Any]]]:
    if operation.body is None:
        return []
    return list(nodes(DOCUMENT.inline(operation.body, keep_marks=True)))


def request_fields() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield ``Schema.field`` and its shape for every named schema that a request can hold."""
    waiting = [operation.body for operation in OPERATIONS if operation.body is not None]
    seen: set[str] = set()
    while waiting:
        node: Any = waiting.pop()
        if isinstance(node, list):
            waiting.extend(node)  # pyright: ignore[reportUnknownArgumentType]
            continue
        if not isinstance(node, dict):
            continue
        waiting.extend(node.values())  # pyright: ignore[reportUnknownArgumentType]
        target = str(node.get("$ref", "")).rpartition("/")[2]  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
        if target and target not in seen:
            seen.add(target)
            waiting.append(DOCUMENT.schemas[target])
            for field, shape in DOCUMENT.schemas[target].get("properties", {}).items():
                yield f"{target}.{field}", shape


def test_every_operation_says_effect_cost_reach_and_platforms():
    for operation in OPERATIONS:
        assert operation.effect in ("read", "write", "destructive"), operation.id
        assert operation.cost in ("none", "charged"), operation.id
        assert operation.reach in ("own", "account"), operation.id
        assert operation.platforms in (BOTH, ("classic",), ("neo",)), operation.id


def test_a_get_reads_and_nothing_else_does():
    gets = {operation.id for operation in OPERATIONS if operation.method == "GET"}
    reads = {operation.id for operation in OPERATIONS if operation.effect == "read"}
    assert gets - reads == GETS_THAT_DO_MORE_THAN_READ
    assert reads - gets == set()


def test_a_delete_is_destructive_unless_adding_again_undoes_it():
    mild = {
        operation.id
        for operation in OPERATIONS
        if operation.method == "DELETE" and operation.effect != "destructive"
    }
    assert mild == UNDONE_BY_ADDING_AGAIN


def test_an_operation_that_wants_a_write_scope_does_not_read():
    assert not [
        operation.id
        for operation in OPERATIONS
        if operation.effect == "read" and any(scope.endswith(":write") for scope in operation.scopes)
    ]


@pytest.mark.parametrize(
    "operation_id",
    [
        "changeDevicePassword",
        "changePassword",
        "deactivateSim",
        "deleteAllContacts",
        "deleteHistoryEntries",
        "deleteUser",
        "hangupCall",
        "revokePorting",
        "setRole",
        "transferCall",
        "v3SetVoicemailPin",
    ],
)
def test_what_cannot_be_taken_back_is_destructive(operation_id: str):
    assert DOCUMENT.operations[operation_id].effect == "destructive"


def test_a_charged_operation_never_reads():
    assert not [one.id for one in OPERATIONS if one.cost == "charged" and one.effect == "read"]


def test_an_operation_that_can_return_insufficient_funds_is_charged():
    broke = [operation for operation in OPERATIONS if "402" in operation.raw["responses"]]
    assert broke
    assert not [operation.id for operation in broke if operation.cost != "charged"]


def test_an_operation_that_sends_or_calls_or_forwards_to_a_number_is_charged():
    sending = [one for one in OPERATIONS if any("x-recipient" in node for _, node in body_nodes(one))]
    assert {"sendWebSms", "sendFax", "newCall", "startCall", "transferCall"} <= set(ids(sending))
    assert {"setPhonelineForwardingSettings", "createExternalDevice"} <= set(ids(sending))
    assert not [operation.id for operation in sending if operation.cost != "charged"]


def test_a_body_that_takes_anything_reaches_the_whole_account():
    open_bodies = [
        one
        for one in OPERATIONS
        if any(node.get("additionalProperties") is True for _, node in body_nodes(one))
    ]
    assert "v3AttachLabel" in ids(open_bodies)
    assert not [operation.id for operation in open_bodies if operation.reach != "account"]


@pytest.mark.parametrize("tag", ["blacklist", "contacts", "portings", "settings", "v3-labels", "v3-groups"])
def test_operations_on_shared_data_are_account_wide(tag: str):
    shared = [operation for operation in OPERATIONS if operation.tag == tag]
    assert shared
    assert not [operation.id for operation in shared if operation.reach != "account"]


def test_what_takes_everything_when_no_id_is_given_is_account_wide():
    for operation_id in ("deleteHistoryEntries", "deleteAllContacts", "getHistory", "getGroups"):
        assert DOCUMENT.operations[operation_id].reach == "account"


def test_an_operation_that_touches_only_its_own_names_it_by_an_id():
    nameless = {
        operation.id
        for operation in OPERATIONS
        if operation.reach == "own"
        and not any(parameter.id_kind and parameter.required for parameter in operation.parameters)
        and not any("x-id-kind" in node for _, node in body_nodes(operation))
    }
    assert nameless == ABOUT_THE_CALLER


def test_phonelines_and_groups_are_classic_and_channels_are_neo():
    for operation in OPERATIONS:
        if operation.tag in ("phonelines", "groups"):
            assert operation.platforms == ("classic",), operation.id
        if operation.tag == "channels":
            assert operation.platforms == ("neo",), operation.id


def test_calls_are_started_by_one_operation_on_each_platform():
    assert DOCUMENT.operations["newCall"].platforms == ("classic",)
    assert DOCUMENT.operations["startCall"].platforms == ("neo",)


def test_of_the_live_call_operations_neo_lacks_muting_and_announcements():
    live = [one for one in OPERATIONS if one.tag == "rtcm" and one.id != "startCall"]
    classic_only = {operation.id for operation in live if operation.platforms == ("classic",)}
    assert classic_only == {"setCallMuted", "startCallAnnouncement"}


@pytest.mark.parametrize("operation_id", ["sendWebSms", "sendFax", "getBalance", "getContacts", "getHistory"])
def test_what_is_the_same_on_both_platforms_says_both(operation_id: str):
    assert DOCUMENT.operations[operation_id].platforms == BOTH


def test_every_parameter_that_looks_like_an_id_has_a_kind():
    looks = ("Id", "Ids", "id", "extension")
    assert not [
        f"{operation.id}.{parameter.name}"
        for operation in OPERATIONS
        for parameter in operation.parameters
        if parameter.name.endswith(looks) and parameter.id_kind is None
    ]


def test_a_parameter_of_one_name_has_the_same_kind_everywhere_but_for_a_bare_id():
    kinds: dict[str, set[str | None]] = {}
    for operation in OPERATIONS:
        for parameter in operation.parameters:
            kinds.setdefault(parameter.name, set()).add(parameter.id_kind)
    assert {name for name, found in kinds.items() if len(found) > 1} == {"id"}


def test_every_request_field_that_looks_like_an_id_has_a_kind():
    looks = ("Id", "Ids", "id", "extension", "owner", "whitelist", "e164Numbers")
    without = {name for name, shape in request_fields() if name.endswith(looks) and "x-id-kind" not in shape}
    assert without == set()


def test_the_caller_of_a_call_is_an_extension_or_a_number_that_is_rung():
    caller = DOCUMENT.schemas["NewCallRequest"]["properties"]["caller"]
    assert caller["x-id-kind"] == "extension"
    assert caller["x-recipient"] is True


def test_every_number_that_something_is_sent_to_is_a_recipient():
    names = (".recipient", ".callee", ".destination", ".targetNumber")
    found = [(name, shape) for name, shape in request_fields() if name.endswith(names)]
    assert found
    assert not [name for name, shape in found if not shape.get("x-recipient")]


def test_passwords_codes_tokens_and_webhook_addresses_are_secrets_in_both_directions():
    looks = ("password", "passwordRepeat", "puk1", "puk2", "clientSecret", "token", "pin", "verificationCode")
    looks += ("incomingUrl", "outgoingUrl")
    fields = [
        (f"{name}.{field}", shape)
        for name, schema in DOCUMENT.schemas.items()
        for field, shape in schema.get("properties", {}).items()
        if field in looks
    ]
    assert fields
    assert not [name for name, shape in fields if not shape.get("x-secret")]


def test_the_nonce_of_a_password_reset_is_a_secret():
    (nonce,) = DOCUMENT.operations["changePassword"].raw["parameters"]
    assert nonce["x-secret"] is True


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        ("SendWebSmsRequest.message", "message"),
        ("HistoryEntryResponse.smsContent", "message"),
        ("HistoryEntryResponse.transcription", "message"),
        ("HistoryEntryResponse.note", "message"),
        ("HistoryEntryResponse.sourceAlias", "outsider"),
        ("ContactResponse.name", "outsider"),
        ("DetailedError.detail", "outsider"),
    ],
)
def test_words_of_people_are_marked_as_such(field: str, kind: str):
    schema, _, name = field.partition(".")
    assert DOCUMENT.schemas[schema]["properties"][name]["x-text"] == kind


def test_caller_ids_are_numbers_of_the_account_wherever_they_are_set():
    named = {
        name
        for name, field in request_fields()
        if "caller id" in field.get("description", "").lower()
        or name.endswith((".callerId", "CallerIdRequest.value"))
    }
    unmarked = {name for name, field in request_fields() if name in named and "x-id-kind" not in field}
    assert {"CallerIdRequest.value", "FaxlineCallerIdRequest.value", "NewCallRequest.callerId"} <= named
    assert unmarked <= {"SmsCallerIdRequest.phonenumber", "SmsCallerIdRequest.defaultNumber"}
