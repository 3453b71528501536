"""The document and the sandbox know the same operations."""

from __future__ import annotations

import re

import pytest

from sipgate_tools.sandbox import Sandbox
from sipgate_tools.sandbox.dispatch.permissions import features
from sipgate_tools.sandbox.dispatch.registry import handlers
from sipgate_tools.spec import load

from ..accounts import connect

THERE = {
    "userId": "w0",
    "deviceId": "y0",
    "phonelineId": "p0",
    "voicemailId": "v0",
    "groupId": "g0",
    "smsId": "s0",
    "addressId": "1",
    "extension": "e0",
    "language": "de",
    "quickDialNumber": "77",
    "portingId": "41",
}


def test_every_operation_is_answered_and_no_other() -> None:
    assert set(handlers()) == set(load().operations)


def test_an_account_without_its_optional_features_refuses_the_operations_that_need_them() -> None:
    sandbox = Sandbox()
    sandbox.book(missing=features())
    origin = sandbox.base_url.removesuffix("/v2")
    api = connect(sandbox, ["all"])
    needing = [one for one in load().operations.values() if one.feature]
    assert needing
    for operation in needing:
        path = re.sub(r"{(\w+)}", lambda found: THERE.get(found[1], "1"), operation.path)
        response = api.request(operation.method, origin + path)
        assert (response.status_code, str(operation.feature) in response.text) == (403, True), operation.id


def test_only_administrators_may_use_the_operations_that_say_so() -> None:
    sandbox = Sandbox()
    origin = sandbox.base_url.removesuffix("/v2")
    api = connect(sandbox, ["all"], user="w1")
    reserved = [one for one in load().operations.values() if one.role and "classic" in one.platforms]
    assert reserved
    for operation in reserved:
        path = re.sub(r"{(\w+)}", lambda found: THERE.get(found[1], "1"), operation.path)
        response = api.request(operation.method, origin + path)
        assert (response.status_code, "administrator rights" in response.text) == (403, True), operation.id


@pytest.mark.parametrize("account", ["classic", "neo"])
def test_every_reading_operation_succeeds_on_a_seeded_account(
    account: str, classic: Sandbox, neo: Sandbox
) -> None:
    sandbox = {"classic": classic, "neo": neo}[account]
    state, origin = sandbox.state, sandbox.base_url.removesuffix("/v2")
    label = connect(sandbox).post(f"{origin}/v3/labels", json={"name": "Neu"}).json()["id"]
    there = THERE | {
        "entryId": next(iter(state.history)).id,
        "contactId": next(iter(state.contacts)).id,
        "channelId": next((channel.id for channel in state.channels), ""),
        "clientId": next(iter(state.oauth_clients)).id,
        "labelId": label,
    }
    api = connect(sandbox, ["all", "internal"])
    for operation in load().operations.values():
        if operation.method == "GET" and account in operation.platforms:
            faxline = "f2" if operation.path.startswith("/v2/groupfaxlines") else "f0"
            values = there | {"faxlineId": faxline}
            path = re.sub(r"{(\w+)}", lambda found, values=values: values[found[1]], operation.path)
            query = {"userId": "w0"} if operation.id == "v3GetDevices" else {}
            response = api.get(origin + path, params=query)
            assert response.status_code in (200, 204), f"{operation.id}: {response.text}"
