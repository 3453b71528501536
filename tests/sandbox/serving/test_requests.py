"""Requests as the real service reads them: strict, and lenient exactly where it is."""

from __future__ import annotations

import json

import httpx2
import pytest

from sipgate_tools.sandbox import Request, Sandbox

from ..accounts import connect, errors, items, sms


def test_unknown_paths_are_404_and_wrong_methods_405(api: httpx2.Client) -> None:
    assert api.get("nothing/here/at/all").status_code == 404
    wrong = api.patch("history")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "DELETE, GET, PUT")
    assert api.get("https://sandbox.sipgate.invalid/v1/history").status_code == 404


@pytest.mark.parametrize(
    "path", ["/v2/balance", "/v2//balance", "//v2/balance/", "/v2/%62alance"[:3] + "/balance"]
)
def test_double_slashes_do_not_matter(classic: Sandbox, api: httpx2.Client, path: str) -> None:
    headers = {"authorization": api.build_request("GET", "balance").headers.get("authorization", "")}
    token = classic.issue_jwt()
    response = classic.respond(Request("GET", path, headers=headers | {"authorization": f"Bearer {token}"}))
    assert response.status == 200


def test_path_parameters_are_decoded(api: httpx2.Client) -> None:
    assert api.delete("blacklist/incoming/%2B4922147110999").status_code == 204
    assert items(api.get("blacklist/incoming")) == []


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_other_media_types_than_json_are_415(api: httpx2.Client, media_type: str) -> None:
    response = api.post("sessions/sms", content=json.dumps(sms()), headers={"content-type": media_type})
    assert response.status_code == 415


@pytest.mark.parametrize(
    "content", ["{", "", "[]", '"text"', "nul", "\ud800".encode("utf-8", "surrogatepass")]
)
def test_bodies_that_are_no_json_or_no_object_are_400(api: httpx2.Client, content: str | bytes) -> None:
    response = api.post("sessions/sms", content=content, headers={"content-type": "application/json"})
    assert response.status_code == 400


def test_an_error_points_at_the_offending_field_and_does_not_repeat_its_value(api: httpx2.Client) -> None:
    response = api.post("sessions/sms", json=sms(message=["geheim"]))
    error = response.json()["errors"][0]
    assert (error["status"], error["title"]) == (400, "Bad Request")
    assert error["source"] == {"pointer": "/message"}
    assert "geheim" not in response.text


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "1001"},
        {"limit": "-1"},
        {"limit": "ten"},
        {"types": "TELEX"},
        {"archived": "maybe"},
        {"from": "yesterday"},
    ],
)
def test_query_parameters_are_checked(api: httpx2.Client, query: dict[str, str]) -> None:
    assert api.get("history", params=query).status_code == 400


def test_unknown_query_parameters_and_body_fields_are_ignored(api: httpx2.Client) -> None:
    assert api.get("history", params={"shape": "round"}).status_code == 200
    assert api.post("sessions/sms", json=sms(shape="round")).status_code == 204


def test_null_stands_for_an_absent_field(api: httpx2.Client) -> None:
    assert api.post("sessions/sms", json=sms(sendAt=None)).status_code == 204
    contact = {"name": "Nina Null", "scope": "PRIVATE", "picture": None, "family": None, "emails": None}
    assert api.post("contacts", json=contact).is_success
    assert api.post("sessions/sms", json=sms(message=None)).status_code == 400


def test_settings_can_be_sent_back_as_received(api: httpx2.Client) -> None:
    settings = api.get("settings/sipgateio").json()
    assert settings["whitelist"] is None
    assert api.put("settings/sipgateio", json=settings | {"incomingUrl": "https://a.example/in"}).is_success
    assert api.get("settings/sipgateio").json() == settings | {"incomingUrl": "https://a.example/in"}
    assert api.put("settings/sipgateio", json=settings | {"whitelist": []}).is_success
    assert api.get("settings/sipgateio").json()["whitelist"] == []
    assert api.put("settings/sipgateio", json=settings | {"whitelist": ["e0"]}).status_code == 400


def test_csv_comes_whatever_the_accept_header_says(api: httpx2.Client) -> None:
    for path in ("history/export", "contacts/csv"):
        response = api.get(path, headers={"accept": "application/json"})
        assert response.headers["content-type"].startswith("text/csv")


def test_a_refused_request_changes_nothing(classic: Sandbox, api: httpx2.Client) -> None:
    entries = items(api.get("history"))
    body = [{"id": entries[0]["id"], "starred": True}, {"id": "unknown", "starred": True}]
    assert api.put("history", json=body).status_code == 404
    assert items(api.get("history")) == entries


def test_the_same_requests_on_the_same_seed_give_the_same_responses(classic: Sandbox) -> None:
    def steps(sandbox: Sandbox) -> list[str]:
        client = connect(sandbox)
        responses = [client.post("w0/devices/register", json={"alias": "Neu"}), client.get("contacts")]
        return [response.text for response in responses]

    again = Sandbox(clock=classic.clock)
    assert steps(classic) == steps(again)


def test_head_is_get_without_a_body(api: httpx2.Client) -> None:
    response = api.head("balance")
    assert (response.status_code, response.content) == (200, b"")


async def test_the_asynchronous_client_gets_the_same_responses(classic: Sandbox, api: httpx2.Client) -> None:
    login = (classic.token_id, classic.token)
    async with httpx2.AsyncClient(transport=classic, base_url=classic.base_url, auth=login) as client:
        assert (await client.get("users")).json() == api.get("users").json()
    assert api.get("users").status_code == 200  # closing a client does not close the sandbox


def test_errors_are_sentences(api: httpx2.Client) -> None:
    assert errors(api.get("users/w9")) == (404, "User w9 not found")


@pytest.mark.parametrize("message", [rb"a\ud800b", b"a\xed\xa0\x80b"])
def test_half_a_surrogate_pair_is_no_text(classic: Sandbox, api: httpx2.Client, message: bytes) -> None:
    body = b'{"smsId": "s0", "recipient": "+491729925904", "message": "%s"}' % message
    refused = api.post("sessions/sms", content=body, headers={"content-type": "application/json"})
    assert errors(refused) == (400, "The request body is not valid JSON")
    assert classic.outbox()["sms"] == []
    assert api.post("sessions/sms", json=sms(message="🎉")).status_code == 204
