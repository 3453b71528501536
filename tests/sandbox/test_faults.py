"""Faults on demand, in process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from sipgate_tools.sandbox import Fault, Sandbox

from .accounts import items, sms


def test_a_status_strikes_as_often_as_asked_and_only_where_asked(
    classic: Sandbox, api: httpx2.Client
) -> None:
    classic.faults.add("429:retry-after=2@sendWebSms*1")
    assert api.get("balance").status_code == 200
    struck = api.post("sessions/sms", json=sms())
    assert (struck.status_code, struck.headers["retry-after"]) == (429, "2")
    assert classic.outbox()["sms"] == []
    assert api.post("sessions/sms", json=sms()).status_code == 204


@pytest.mark.parametrize("text", ["500", "503@GET", "520@/v2/balance"])
def test_statuses_last_until_cleared(classic: Sandbox, api: httpx2.Client, text: str) -> None:
    classic.faults.add(text)
    assert {api.get("balance").status_code for _ in range(3)} == {int(text[:3])}
    classic.faults.clear()
    assert api.get("balance").status_code == 200


@pytest.mark.parametrize(
    ("kind", "error", "sent"),
    [
        ("refuse", httpx2.ConnectError, 0),
        ("drop", httpx2.RemoteProtocolError, 0),
        ("hang", httpx2.ReadTimeout, 0),
        ("drop-after", httpx2.RemoteProtocolError, 1),
        ("hang-after", httpx2.ReadTimeout, 1),
        ("cut", httpx2.RemoteProtocolError, 1),
        ("latency=6", httpx2.ReadTimeout, 1),
        ("latency=4", None, 1),
    ],
)
def test_a_connection_fails_before_or_after_the_effect(
    classic: Sandbox, api: httpx2.Client, kind: str, error: type[Exception] | None, sent: int
) -> None:
    classic.faults.add(f"{kind}@sendWebSms")
    if error is None:
        assert api.post("sessions/sms", json=sms()).status_code == 204
    else:
        with pytest.raises(error):
            api.post("sessions/sms", json=sms())
    assert len(classic.outbox()["sms"]) == sent


def test_a_fault_can_let_some_requests_pass_first(classic: Sandbox, api: httpx2.Client) -> None:
    classic.faults.add(Fault("status", status=502, operation="getBalance", after=1, times=1))
    assert [api.get("balance").status_code for _ in range(3)] == [200, 502, 200]


Entry = dict[str, Any]
ODD: dict[str, Callable[[Entry], bool]] = {
    "unknown-enum": lambda entry: entry["type"] == "VALUE_FROM_THE_FUTURE",
    "nulls": lambda entry: entry["id"] and entry["type"] is None and entry["endpoints"] is None,
    "missing-fields": lambda entry: set(entry) == {"id"},
}


@pytest.mark.parametrize("kind", ODD)
def test_responses_can_be_distorted_like_real_ones(classic: Sandbox, api: httpx2.Client, kind: str) -> None:
    classic.faults.add(kind)
    assert all(ODD[kind](entry) for entry in items(api.get("history")))


def test_responses_can_be_other_than_json(classic: Sandbox, api: httpx2.Client) -> None:
    classic.faults.add("html*1")
    classic.faults.add("truncated*1")
    classic.faults.add("null-list*1")
    classic.faults.add("ok-text@sendWebSms*1")
    assert api.get("history").headers["content-type"].startswith("text/html")
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        api.get("history").json()
    assert api.get("history").json()["items"] is None
    sent = api.post("sessions/sms", json=sms())
    assert (sent.status_code, sent.text) == (200, "OK")
    assert len(classic.outbox()["sms"]) == 1


@pytest.mark.parametrize("text", ["", "200", "fire", "429*many", "latency=soon"])
def test_what_is_no_fault_is_refused_with_the_list_of_faults(classic: Sandbox, text: str) -> None:
    with pytest.raises(ValueError, match="Invalid fault"):
        classic.faults.add(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("429@sendSms", "Did you mean"),
        ("latency", "latency=1.5"),
        ("latency=inf", "latency=1.5"),
        ("429*0", "number of failures"),
    ],
)
def test_a_fault_that_would_never_strike_is_refused_with_a_hint(
    classic: Sandbox, text: str, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        classic.faults.add(text)


def test_a_fault_of_version_3_has_its_form_of_errors(classic: Sandbox, api: httpx2.Client) -> None:
    classic.faults.add("503")
    v3 = api.get(classic.base_url.replace("/v2", "/v3/labels")).json()
    assert (v3["name"], v3.keys()) == ("INTERNAL_ERROR", {"name", "message"})
    assert api.get("balance").json()["errors"][0]["title"] == "Service Unavailable"
