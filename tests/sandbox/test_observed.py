"""What others have seen of the real API and no document says."""

from __future__ import annotations

from pathlib import Path

import httpx2
import pytest

from sipgate_tools.sandbox import Rules, Sandbox
from sipgate_tools.sandbox.phone_numbers import e164
from sipgate_tools.sandbox.rules import as_values

from .accounts import MERLE, connect, errors, items, sms

V3 = "https://sandbox.sipgate.invalid/v3"


def test_the_balance_is_for_administrators(classic: Sandbox, neo: Sandbox) -> None:
    for sandbox in (classic, neo):
        assert connect(sandbox, ["balance:read"]).get("balance").status_code == 200
        assert errors(connect(sandbox, ["all"], user="w1").get("balance"))[0] == 403


def test_a_personal_access_token_is_good_for_v3_too(neo_api: httpx2.Client) -> None:
    assert neo_api.get(f"{V3}/voicemails").status_code == 200


def test_the_letter_does_not_tell_the_kind_of_a_device(neo_api: httpx2.Client) -> None:
    found = items(neo_api.get("w0/devices", params={"type": "all"}))
    kinds = {one["id"]: one["type"] for one in found}
    assert (kinds["e0"], kinds["e3"], kinds["a0"]) == ("REGISTER", "DESKTOP_APP", "MOBILE_APP")
    assert "e3" not in {one["id"] for one in items(neo_api.get("w0/devices"))}


@pytest.mark.parametrize(
    ("device", "status"), [("e0", 200), ("e3", 200), ("x0", 200), ("y0", 400), ("i0", 400)]
)
def test_mobiles_and_sims_start_no_calls(
    neo: Sandbox, neo_api: httpx2.Client, device: str, status: int
) -> None:
    started = neo_api.post("calls", json={"deviceId": device, "targetNumber": MERLE.removeprefix("+"),
                                          "callerId": "493023125100"})  # fmt: skip
    assert started.status_code == status
    assert len(neo.outbox()["calls"]) == (status == 200)


def test_a_call_of_an_app_is_picked_up_by_an_app(neo: Sandbox, neo_api: httpx2.Client) -> None:
    body = {"deviceId": "e3", "targetNumber": MERLE.removeprefix("+"), "callerId": "493023125100"}
    call = neo_api.post("calls", json=body).json()["callSid"]
    neo.clock.advance(seconds=2)
    assert neo_api.delete(f"calls/{call}").status_code == 204
    neo.clock.advance(seconds=2)
    channel = items(neo_api.get("channels"))[0]["id"]
    newest = items(neo_api.get(f"channels/{channel}/events"))[0]
    assert {"extension": "e3", "type": "DESKTOP_APP"} in [one["endpoint"] for one in newest["endpoints"]]


def test_sipgate_itself_can_be_the_sender_of_an_sms(classic: Sandbox) -> None:
    berta = connect(classic, ["all"], user="w1")
    [word] = [one for one in items(berta.get("w1/sms/s1/callerids")) if one["phonenumber"] == "sipgate"]
    assert berta.put(f"w1/sms/s1/callerids/{word['id']}", json={"defaultNumber": True}).is_success
    assert berta.post("sessions/sms", json=sms(smsId="s1")).status_code == 204
    classic.clock.advance(seconds=2)
    [sent] = [one for one in items(berta.get("history")) if one["source"] == "sipgate"]
    assert (sent["type"], sent["target"]) == ("SMS", MERLE)
    assert [one["callerId"] for one in items(berta.get("w1/sms"))] == ["sipgate"]


def test_the_report_of_a_fax_is_fetched_without_credentials(classic: Sandbox, api: httpx2.Client) -> None:
    faxes = items(api.get("history", params={"types": "FAX"}))
    url = next(one["reportUrl"] for one in faxes if one.get("reportUrl"))
    with httpx2.Client(transport=classic) as anonymous:
        assert anonymous.get(url).content.startswith(b"%PDF")


@pytest.mark.parametrize(
    "spelled", ["+491729925904", "%2B491729925904", "491729925904", "01729925904", "%20491729925904"]
)
def test_an_unescaped_plus_is_accepted(api: httpx2.Client, spelled: str) -> None:
    found = api.get(f"contacts?phonenumbers={spelled}").json()
    assert found["totalCount"] == 1
    history = api.get(f"history?phonenumber={spelled}").json()
    assert history["totalCount"] == api.get("history", params={"phonenumber": MERLE}).json()["totalCount"] > 0
    events = api.get(f"{V3}/events?phonenumber={spelled}").json()
    assert events["totalCount"] > 0


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (" 4930123456", "+4930123456"),
        (" 43123456", "+43123456"),
        ("  493023125100 ", "+493023125100"),
        (" 030123456", "+4930123456"),
        ("+493023125100", "+493023125100"),
        ("493023125100", "+493023125100"),
        (" ", None),
        ("", None),
    ],
)
def test_numbers_are_read_with_blanks_around_them(text: str, number: str | None) -> None:
    assert e164(text) == number


def test_ids_and_tokens_are_those_of_the_documentation(classic: Sandbox, neo: Sandbox) -> None:
    page = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text(encoding="utf-8")
    for sandbox in (classic, neo):
        secrets = [sandbox.token_id, sandbox.token, sandbox.client_id, sandbox.client_secret]
        secrets += [user.id for user in sandbox.state.users]
        assert [one for one in secrets if f"`{one}`" not in page] == []


def test_every_rule_is_in_the_documentation() -> None:
    page = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text(encoding="utf-8")
    assert [name for name in as_values(Rules()) if f"`{name}`" not in page] == []
