# schemathesis is only half typed, which strict would report at each of its uses.
# pyright: reportUnknownVariableType=false, reportUnknownMemberType=false
"""schemathesis over every operation, in process: no answer contradicts the document, none is a server error.

How many examples each operation gets is set by SIPGATE_TOOLS_EXAMPLES (2 unless told otherwise; from 20 on, on both
platforms). Half of them name things that are there, so that more than "not found" is seen.
"""

from __future__ import annotations

import base64
import os
from functools import cache
from itertools import count
from typing import Any, cast

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from sipgate_tools.sandbox import Sandbox
from sipgate_tools.sandbox.events.media import document
from sipgate_tools.sandbox.state.people import Platform
from sipgate_tools.spec import load

EXAMPLES = int(os.environ.get("SIPGATE_TOOLS_EXAMPLES", "2"))
THOROUGH = 20
ANSWERED_WITH_500 = {"importFromCSV"}
"""What the real service is known to answer with 500: a bad CSV."""


NUMBER = "+4915254599371"
DOCUMENT = base64.b64encode(document(["Fax"])).decode()
VCARD = base64.b64encode(b"BEGIN:VCARD\r\nFN:Vera Karte\r\nEND:VCARD").decode()
CSV = base64.b64encode(b"firstname,lastname,number\nCis,Vau,+493023125015").decode()
FITTING = {
    "userId": "w0",
    "deviceId": "e0",
    "phonelineId": "p0",
    "voicemailId": "v0",
    "faxlineId": "f0",
    "smsId": "s0",
    "extension": "p0",
    "targetId": "v0",
    "addressId": "1",
    "restriction": "roaming",
    "language": "de",
    "owner": "w1",
    "caller": "p0",
    "recipient": NUMBER,
    "callee": NUMBER,
    "number": NUMBER,
    "phoneNumber": NUMBER,
    "phonenumber": NUMBER,
    "destination": NUMBER,
    "e164Numbers": ["+493023125150"],
    "targetNumber": "4915254599371",
    "email": "a@example.com",
    "direction": "INCOMING",
    "cause": "MISSED",
    "sequence": "12#",
    "url": "https://example.com/a.wav",
    "incomingUrl": "https://example.com/in",
    "outgoingUrl": "",
    "base64Content": DOCUMENT,
    "simId": "8949020000099999999",
    "verificationCode": "SANDBOX",
    "countrycode": "DE",
    "quickDialNumber": "77",
    "pin": "2468",
    "token": "sandbox",
    "name": "Ein Name",
}
"""A value that means something for each name a parameter or field has."""
ONLY = {
    "activateSim": {"userId": "w1", "deviceId": "y1", "simId": "8949020000099999999"},
    "addCallerId": {"phonenumber": NUMBER},
    "deactivateSim": {"deviceId": "y0"},
    "orderSim": {"userId": "w1", "deviceId": "y1", "addressId": "1"},
    "getDeviceContingents": {"deviceId": "y0"},
    "changeCallerDisplayOfDevice": {"deviceId": "x0"},
    "changeTargetNumberOfDevice": {"deviceId": "x0"},
    "deleteUser": {"userId": "w1"},
    "setRole": {"userId": "w1"},
    "getGroupFaxlineCallerId": {"faxlineId": "f2"},
    "getGroupFaxlineNumbers": {"faxlineId": "f2"},
    "removeIncomingEntry": {"phoneNumber": "+4922147110999"},
    "deleteSmsCallerId": {"callerId": 1002},
    "addSmsEmailNotification": {"endpointId": "s0"},
    "addQuickDialNumber": {"number": "77"},
    "importVcard": {"base64Content": VCARD},
    "setLocation": {"addressId": 1},
    "modifyAddress": {"addressId": 1},
    "v3DeleteGroup": {"groupId": "g1"},
    "v3CreateLabel": {"name": "Angebot"},
    "importFromCSV": {"base64Content": CSV},
}
"""The same for single operations."""


def fitting(sandbox: Sandbox, operation_id: str) -> dict[str, Any]:
    """Values that name what is there at this moment."""
    state = sandbox.state

    def first(table: Any) -> str:
        return next((row.id for row in table), "none")

    there = {
        "groupId": first(state.groups),
        "channelId": first(state.channels),
        "endpointId": next((row.id for row in (*state.phonelines, *state.channels)), ""),
        "callId": first(state.calls),
        "contactId": next((row.id for row in state.contacts if row.scope == "PRIVATE"), "none"),
        "entryId": first(state.history),
        "dataId": next((row.id for row in state.history if row.recordings), "none"),
        "datadId": next((row.id for row in state.history if row.recordings), "none"),
        "faxId": first(state.sent_faxes),
        "callerId": first(state.sms_caller_ids),
        "numberId": first(state.numbers),
        "greetingId": first(state.greetings),
        "notificationId": first(state.notifications),
        "parallelForwardingId": first(state.parallel_forwardings),
        "portingId": first(state.portings),
        "clientId": first(state.oauth_clients),
        "labelId": first(state.labels),
        "eventIds": [first(state.history)],
    }
    return FITTING | there | ONLY.get(operation_id, {})


@cache
def aimed(platform: Platform) -> tuple[Any, Sandbox]:
    """The document aimed at a sandbox, with every second example made to fit what is there."""
    sandbox = Sandbox(platform, check_answers=True)
    schema = schemathesis.openapi.from_dict(load().raw)
    schema.app = sandbox.asgi
    schema.config.update(base_url="http://127.0.0.1")
    turns = count()

    @schema.hook
    def map_case(_context: Any, case: Any) -> Any:
        if next(turns) % 2 == 0:
            operation_id = case.operation.definition.raw["operationId"]
            values = fitting(sandbox, operation_id)
            case.path_parameters = _with(case.path_parameters, values)
            case.query = _with(case.query, values)
            if isinstance(case.body, dict):
                case.body = _with(case.body, values) | ONLY.get(operation_id, {})
        return case

    return schema, sandbox


def _with(generated: Any, values: dict[str, Any]) -> Any:
    if not isinstance(generated, dict):
        return generated
    fields = cast("dict[str, Any]", generated)
    return {name: values.get(name, value) for name, value in fields.items()}


def _rounds() -> list[tuple[Platform, str]]:
    """Every operation on a platform that has it; on both where there is time for many examples."""
    return [
        (platform, operation.id)
        for operation in load().operations.values()
        for platform in (("classic", "neo") if EXAMPLES >= THOROUGH else operation.platforms[:1])
    ]


@pytest.mark.parametrize(("platform", "operation_id"), _rounds())
def test_no_response_contradicts_the_spec(platform: Platform, operation_id: str) -> None:
    schema, sandbox = aimed(platform)
    sandbox.reset()
    login = sandbox.issue_token(["all", "internal"])
    operation = schema.find_operation_by_id(operation_id)
    checks = [response_schema_conformance, content_type_conformance]
    if operation_id not in ANSWERED_WITH_500:
        checks.append(not_a_server_error)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    )
    def every(case: Any) -> None:
        case.call_and_validate(checks=checks, auth=login)

    given(case=operation.as_strategy())(every)()
    assert sandbox.problems == []
