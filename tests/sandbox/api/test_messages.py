"""SMS and fax: what is accepted, what it costs, when it shows up."""

from __future__ import annotations

import base64
from datetime import timedelta

import httpx2
import pytest

from sipgate_tools.sandbox import Rules, Sandbox
from sipgate_tools.sandbox.events.media import document

from ..accounts import MERLE, NOON, connect, errors, items, sms

PDF = base64.b64encode(document(["Rechnung 17"], pages=3)).decode()


def send_fax(api: httpx2.Client, **fields: str) -> httpx2.Response:
    body = {"faxlineId": "f0", "recipient": MERLE, "filename": "Rechnung.pdf", "base64Content": PDF}
    return api.post("sessions/fax", json=body | fields)


def test_a_sent_sms_is_in_the_outbox_at_once_and_in_the_history_later(
    classic: Sandbox, api: httpx2.Client
) -> None:
    before = items(api.get("history", params={"types": "SMS"}))
    sent = api.post("sessions/sms", json=sms(message="Bin gleich da"))
    assert (sent.status_code, sent.content) == (204, b"")
    [outgoing] = classic.outbox()["sms"]
    assert (outgoing["recipient"], outgoing["message"], outgoing["smsId"]) == (MERLE, "Bin gleich da", "s0")
    assert items(api.get("history", params={"types": "SMS"})) == before
    assert api.get(f"history/{outgoing['id']}").status_code == 404

    classic.clock.advance(seconds=1)
    newest = items(api.get("history", params={"types": "SMS"}))[0]
    assert newest["id"] == outgoing["id"]
    assert (newest["smsContent"], newest["direction"], newest["target"]) == (
        "Bin gleich da",
        "OUTGOING",
        MERLE,
    )


def test_the_sender_is_the_default_caller_id_at_the_moment_of_sending(
    classic: Sandbox, api: httpx2.Client
) -> None:
    first, second = items(api.get("w0/sms/s0/callerids"))
    assert (first["defaultNumber"], second["defaultNumber"]) == (True, False)
    api.post("sessions/sms", json=sms())
    # sipgate's own library sends the word instead of the boolean.
    assert api.put(f"w0/sms/s0/callerids/{second['id']}", json={"defaultNumber": "true"}).is_success
    api.post("sessions/sms", json=sms())
    assert [one["from"] for one in classic.outbox()["sms"]] == [first["phonenumber"], second["phonenumber"]]
    assert [one["defaultNumber"] for one in items(api.get("w0/sms/s0/callerids"))] == [False, True]
    assert items(api.get("w0/sms"))[0]["callerId"] == second["phonenumber"]


def test_a_scheduled_sms_waits_for_its_moment(classic: Sandbox, api: httpx2.Client) -> None:
    send_at = NOON + timedelta(hours=2)
    assert api.post("sessions/sms", json=sms(sendAt=send_at.timestamp() + 0.25)).is_success
    assert classic.outbox()["sms"][0]["sendAt"] == "2026-03-18T13:00:00Z"
    classic.clock.advance(timedelta(hours=1))
    assert all(one["smsContent"] != "Hallo" for one in items(api.get("history", params={"types": "SMS"})))
    classic.clock.advance(timedelta(hours=2))
    newest = items(api.get("history", params={"types": "SMS"}))[0]
    assert (newest["created"], newest["scheduled"]) == ("2026-03-18T13:00:00Z", "2026-03-18T13:00:00Z")


@pytest.mark.parametrize(
    ("away", "sentence"),
    [
        (timedelta(minutes=-5), "sendAt is in the past"),
        (timedelta(days=31), "sendAt is more than 30 days ahead"),
    ],
)
def test_an_sms_is_not_scheduled_into_the_past_or_far_future(
    api: httpx2.Client, away: timedelta, sentence: str
) -> None:
    refused = api.post("sessions/sms", json=sms(sendAt=int((NOON + away).timestamp())))
    assert errors(refused) == (400, sentence)


def test_sending_costs_by_parts_until_the_balance_is_empty(classic: Sandbox, api: httpx2.Client) -> None:
    price = classic.rules.sms_price
    classic.set_balance(3 * price)
    assert api.post("sessions/sms", json=sms(message="x" * 161)).is_success
    assert api.get("balance").json() == {"amount": price, "currency": "EUR"}
    assert api.post("sessions/sms", json=sms(message="x" * 161)).status_code == 402
    assert len(classic.outbox()["sms"]) == 1
    assert api.post("sessions/sms", json=sms()).is_success
    assert errors(api.post("sessions/sms", json=sms())) == (402, "Insufficient funds")


def test_only_ones_own_sms_extension_sends(classic: Sandbox, api: httpx2.Client) -> None:
    assert api.post("sessions/sms", json=sms() | {"smsId": "s1"}).status_code == 403
    assert api.post("sessions/sms", json=sms() | {"smsId": "s9"}).status_code == 403
    assert connect(classic, user="w1").post("sessions/sms", json=sms() | {"smsId": "s1"}).is_success


@pytest.mark.parametrize(
    "body", [sms(message=""), sms(recipient="nobody"), {"smsId": "s0", "message": "x"}, sms(sendAt="now")]
)
def test_a_malformed_sms_is_refused(classic: Sandbox, api: httpx2.Client, body: dict[str, str]) -> None:
    assert api.post("sessions/sms", json=body).status_code == 400
    assert classic.outbox()["sms"] == []


def test_a_new_caller_id_has_to_be_verified_before_it_becomes_the_default(api: httpx2.Client) -> None:
    assert api.post("w0/sms/s0/callerids", json={"phonenumber": "0152 54599371"}).is_success
    added = items(api.get("w0/sms/s0/callerids"))[-1]
    assert (added["phonenumber"], added["verified"]) == ("+4915254599371", False)
    path = f"w0/sms/s0/callerids/{added['id']}"
    assert api.put(path, json={"defaultNumber": True}).status_code == 403
    assert api.post(f"{path}/verification", json={"verificationCode": "000000"}).status_code == 400
    assert api.post(f"{path}/verification", json={"verificationCode": "123456"}).is_success
    assert api.put(path, json={"defaultNumber": True}).is_success
    assert api.delete(path).status_code == 409


def test_a_fax_moves_through_its_states_by_the_clock(classic: Sandbox, api: httpx2.Client) -> None:
    session = send_fax(api, recipient="0172 9925904").json()["sessionId"]

    def status() -> str:
        return api.get(f"history/{session}").json()["faxStatusType"]

    assert status() == "PENDING"
    classic.clock.advance(seconds=1)
    assert status() == "SENDING"
    classic.clock.advance(seconds=1)
    assert status() == "SENT"
    entry = api.get(f"history/{session}").json()
    assert (entry["type"], entry["pageCount"], entry["target"]) == ("FAX", 3, MERLE)
    assert api.get(entry["documentUrl"]).content == base64.b64decode(PDF)
    assert api.get(entry["reportUrl"]).content.startswith(b"%PDF")


def test_a_fax_to_the_unreachable_number_fails(classic: Sandbox, api: httpx2.Client) -> None:
    session = send_fax(api, recipient="+4922147110000").json()["sessionId"]
    classic.clock.advance(timedelta(minutes=1))
    assert api.get(f"history/{session}").json()["faxStatusType"] == "FAILED"


@pytest.mark.parametrize("content", ["AAAA", "kein base64!", base64.b64encode(b"Hallo").decode()])
def test_only_pdf_is_faxed(api: httpx2.Client, content: str) -> None:
    assert send_fax(api, base64Content=content).status_code == 400


def test_a_fax_needs_a_faxline_of_ones_own_and_money(classic: Sandbox, api: httpx2.Client) -> None:
    assert send_fax(api, faxlineId="f9").status_code == 403
    assert send_fax(connect(classic, user="w2")).status_code == 403
    classic.set_balance(0)
    assert send_fax(api).status_code == 402


def test_a_fax_is_resent_through_the_faxline_it_went_through(classic: Sandbox, api: httpx2.Client) -> None:
    session = send_fax(api, faxlineId="f1").json()["sessionId"]
    assert api.post("sessions/fax/resend", json={"faxId": session}).is_success
    assert api.post("sessions/fax/resend", json={"faxId": session, "faxlineId": "f0"}).is_success
    assert [fax["faxlineId"] for fax in classic.outbox()["faxes"]] == ["f1", "f1", "f0"]
    assert api.post("sessions/fax/resend", json={"faxId": "1"}).status_code == 404


def test_how_late_things_are_is_a_rule_of_the_sandbox() -> None:
    sandbox = Sandbox(rules=Rules(history_lag=timedelta(0)))
    api = connect(sandbox)
    api.post("sessions/sms", json=sms(message="sofort da"))
    assert items(api.get("history"))[0]["smsContent"] == "sofort da"
