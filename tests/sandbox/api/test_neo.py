"""What is different on a neo account."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from sipgate_tools.sandbox import Rules, Sandbox

from ..accounts import connect, items, sms

V3 = "https://sandbox.sipgate.invalid/v3"
CLASSIC_ONLY = "This endpoint requires a sipgate Classic PBX Account"


@pytest.mark.parametrize(
    "path", ["groups", "groups/g0/users", "w0/phonelines", "w0/phonelines/p0/devices", "groupfaxlines"]
)
def test_phonelines_and_groups_are_403_in_plain_text(neo_api: httpx2.Client, path: str) -> None:
    refused = neo_api.get(path)
    assert (refused.status_code, refused.text) == (403, CLASSIC_ONLY)
    assert refused.headers["content-type"].startswith("text/plain")


def test_channels_are_403_on_a_classic_account(api: httpx2.Client) -> None:
    assert api.get("channels").status_code == 403


def test_the_platform_is_in_the_claims_of_a_bearer_token(classic: Sandbox, neo: Sandbox) -> None:
    def claim(sandbox: Sandbox) -> str:
        part = sandbox.issue_jwt().split(".")[1]
        return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))["featureScope"]

    assert (claim(classic), claim(neo)) == ("CLASSIC_PBX", "NEO_PBX")


def test_calls_of_the_past_are_events_of_channels_and_not_in_the_history(neo_api: httpx2.Client) -> None:
    history = items(neo_api.get("history", params={"limit": 100}))
    assert {entry["type"] for entry in history} == {"SMS", "FAX", "VOICEMAIL"}
    assert items(neo_api.get("history", params={"types": "CALL"})) == []
    channels = items(neo_api.get("channels"))
    assert all(channel["name"] and channel["users"][0]["deviceIds"] for channel in channels)
    events = [
        event for channel in channels for event in items(neo_api.get(f"channels/{channel['id']}/events"))
    ]
    assert {event["type"] for event in events} == {"CALL"}
    assert "2026-03-11T11:00:00Z" in {event["created"] for event in events}  # a week ago to the minute
    assert neo_api.get("channels/unknown/events").status_code == 404


def test_channel_events_page(neo_api: httpx2.Client) -> None:
    channel = items(neo_api.get("channels"))[0]["id"]
    everything = items(neo_api.get(f"channels/{channel}/events"))
    page = items(neo_api.get(f"channels/{channel}/events", params={"limit": 2, "offset": 1}))
    assert page == everything[1:3]
    assert (
        items(neo_api.get(f"channels/{channel}/events", params={"to": "2026-03-11T11:00:00Z"}))[0]["duration"]
        == 184
    )


def test_a_call_is_started_the_neo_way(neo: Sandbox, neo_api: httpx2.Client) -> None:
    body = {"deviceId": "e0", "targetNumber": "491729925904"}
    assert neo_api.post("calls", json=body | {"targetNumber": "+491729925904"}).status_code == 400
    refused = neo_api.post("sessions/calls", json={"caller": "e0", "callee": "+491729925904"})
    assert (refused.status_code, refused.text) == (403, CLASSIC_ONLY)
    call_id = neo_api.post("calls", json=body).json()["callSid"]
    assert neo_api.put(f"calls/{call_id}/hold", json={"value": True}).status_code == 409
    neo.clock.advance(seconds=1)
    assert neo_api.put(f"calls/{call_id}/hold", json={"value": True}).status_code == 204
    assert neo_api.delete(f"calls/{call_id}").status_code == 204
    neo.clock.advance(timedelta(minutes=1))
    channel = items(neo_api.get("channels"))[0]["id"]
    newest = items(neo_api.get(f"channels/{channel}/events"))[0]
    assert (newest["callId"], newest["target"]) == (call_id, "+491729925904")


def test_mute_and_announcements_are_not_supported_and_recordings_are_announced(
    neo: Sandbox, neo_api: httpx2.Client
) -> None:
    call_id = neo_api.get("calls").json()["data"][0]["callId"]
    assert neo_api.put(f"calls/{call_id}/muted", json={"value": True}).text == CLASSIC_ONLY
    assert (
        neo_api.post(f"calls/{call_id}/announcements", json={"url": "https://a.example/b.wav"}).status_code
        == 403
    )
    recording = {"value": True, "announcement": False}
    assert neo_api.put(f"calls/{call_id}/recording", json=recording).status_code == 400
    assert neo_api.put(f"calls/{call_id}/recording", json={"value": True}).status_code == 204


def test_apps_are_listed_only_on_request(neo_api: httpx2.Client) -> None:
    def kinds(**query: str) -> list[str]:
        return [device["type"] for device in items(neo_api.get("w0/devices", params=query))]

    assert "DESKTOP_APP" not in kinds()
    assert {"DESKTOP_APP", "MOBILE_APP", "REGISTER"} <= set(kinds(type="all"))
    assert set(kinds(type="app,external")) == {"DESKTOP_APP", "MOBILE_APP", "EXTERNAL"}
    assert neo_api.get("w0/devices", params={"type": "fridge"}).status_code == 400


def test_webhook_urls_are_https_only(neo_api: httpx2.Client, api: httpx2.Client) -> None:
    def set_url(client: httpx2.Client, url: str) -> int:
        return client.put("settings/sipgateio", json={"incomingUrl": url, "outgoingUrl": ""}).status_code

    assert (set_url(api, "http://a.example"), set_url(api, "ftp://a.example")) == (204, 400)
    assert (set_url(neo_api, "http://a.example"), set_url(neo_api, "https://a.example")) == (400, 204)


def test_sms_contacts_and_balance_are_the_same(neo: Sandbox, neo_api: httpx2.Client) -> None:
    assert neo_api.post("sessions/sms", json=sms()).status_code == 204
    neo.clock.advance(seconds=1)
    assert items(neo_api.get("history"))[0]["smsContent"] == "Hallo"
    assert items(neo_api.get("contacts"))
    assert neo_api.get("balance").json()["amount"] < 350_000


def test_version_3_lists_history_and_calls_in_one(neo_api: httpx2.Client) -> None:
    found = neo_api.get(f"{V3}/events", params={"limit": 1000}).json()
    assert {event["type"] for event in found["items"]} == {"CALL", "SMS", "FAX", "VOICEMAIL"}
    created = [event["created"] for event in found["items"]]
    assert created == sorted(created, reverse=True)
    missed = neo_api.get(f"{V3}/events", params={"status": "FAILURE", "limit": 1000}).json()["items"]
    assert missed
    assert {event["direction"] for event in missed} <= {"INCOMING", "OUTGOING"}


def test_version_3_errors_have_a_name(neo: Sandbox, neo_api: httpx2.Client) -> None:
    assert neo_api.get(f"{V3}/labels/1").json() == {
        "name": "RESOURCE_NOT_FOUND",
        "message": "Label 1 not found",
    }
    assert neo_api.get(f"{V3}/events", params={"limit": 0}).json()["name"] == "PARAMETER_INVALID"
    assert connect(neo, ["balance:read"]).get(f"{V3}/labels").json()["name"] == "REQUEST_NOT_AUTHORIZED"
    broken = neo_api.post(f"{V3}/labels", content="{", headers={"content-type": "application/json"})
    assert (broken.status_code, broken.json()["name"]) == (400, "INVALID_JSON")
    assert (
        neo_api.get(f"{V3}/labels", auth=("token-AAAAAA", "x")).json()["name"] == "REQUEST_NOT_AUTHENTICATED"
    )


def test_version_3_numbers_name_their_channel(neo_api: httpx2.Client) -> None:
    numbers = neo_api.get(f"{V3}/phone-numbers").json()
    channels = {channel["id"] for channel in items(neo_api.get("channels"))}
    assert any(number["routing"] and number["routing"]["targetId"] in channels for number in numbers)
    assert any(number["routing"] is None for number in numbers)


def test_numbers_are_routed_to_channels_and_nowhere(neo_api: httpx2.Client) -> None:
    channel = items(neo_api.get("channels"))[1]
    body = {"e164Numbers": ["+493023125150"], "channelId": channel["id"]}

    def endpoint() -> str:
        numbers = items(neo_api.get("numbers"))
        return next(one["endpointId"] for one in numbers if one["number"] == "+493023125150")

    assert endpoint() == ""
    assert neo_api.put("routings/channel", json=body).is_success
    assert endpoint() == channel["id"]
    assert neo_api.request("DELETE", "routings", json={"e164Numbers": ["+493023125150"]}).is_success
    assert endpoint() == ""
    assert neo_api.put("routings", json={"e164Numbers": ["+493023125150"], "extension": "e0"}).is_success
    assert endpoint() == "e0"


def test_labels_are_attached_to_events(neo_api: httpx2.Client) -> None:
    label = neo_api.post(f"{V3}/labels", json={"name": "Angebot", "color": "red"}).json()
    assert neo_api.post(f"{V3}/labels", json={"name": "Angebot"}).status_code == 409
    event = neo_api.get(f"{V3}/events").json()["items"][0]["id"]
    body = {"labelId": label["id"], "eventIds": [event]}
    assert neo_api.post(f"{V3}/events/batch-attach-label", json=body).is_success
    found = neo_api.get(f"{V3}/events", params={"labelIds": f"{label['id']},other"}).json()["items"]
    assert [one["id"] for one in found] == [event]
    assert neo_api.delete(f"{V3}/labels/{label['id']}").is_success
    assert neo_api.get(f"{V3}/events").json()["items"][0]["labels"] == []


def test_phone_numbers_of_a_block_are_inside_it_and_pages_count_the_block_as_one(
    neo: Sandbox, neo_api: httpx2.Client
) -> None:
    def numbers(**query: int) -> list[dict[str, Any]]:
        return neo_api.get(f"{V3}/phone-numbers", params=query).json()

    *single, block = numbers()
    assert all("numbers" not in one for one in single)
    assert (block["e164Number"], block["routing"]) == ("+49302312520", None)
    assert [one["e164Number"] for one in block["numbers"]] == [f"+49302312520{last}" for last in range(10)]
    assert numbers(offset=len(single), limit=5) == [block]
    channel = items(neo_api.get("channels"))[0]["id"]
    routing = {"e164Numbers": ["+493023125203"], "channelId": channel}
    assert neo_api.put("routings/channel", json=routing).is_success
    assert numbers()[-1]["numbers"][3]["routing"]["targetId"] == channel
    assert numbers()[-1]["routing"] is None


def test_customers_who_were_moved_have_their_calls_in_the_history_too() -> None:
    moved = Sandbox("neo", rules=Rules(calls_in_history=True), check_answers=True)
    api = connect(moved)
    channel = items(api.get("channels"))[0]["id"]
    listed_events = items(api.get(f"channels/{channel}/events"))
    events = {event["id"] for event in listed_events if not event["archived"]}
    calls = items(api.get("history", params={"types": "CALL", "limit": 100}))
    assert events <= {entry["id"] for entry in calls}
    created = [entry["created"] for entry in items(api.get("history", params={"limit": 100}))]
    assert created == sorted(created, reverse=True)
    one = f"history/{calls[0]['id']}"
    assert api.put(one, json={"note": "Rückruf"}).is_success
    assert api.get(one).json()["note"] == "Rückruf"
    assert api.delete(one).is_success
    assert api.get(one).status_code == 404
    assert moved.problems == []
