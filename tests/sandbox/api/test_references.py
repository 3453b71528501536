"""One consistent account: what is made is listed, what is deleted is gone everywhere, ids are not given twice."""

from __future__ import annotations

import base64

import httpx2
import pytest

from sipgate_tools.sandbox import Sandbox

from ..accounts import errors, items


def ids(response: httpx2.Response) -> list[str]:
    return [item["id"] for item in items(response)]


def test_a_deleted_device_is_gone_from_lines_groups_users_and_numbers(api: httpx2.Client) -> None:
    number = next(one["id"] for one in items(api.get("numbers")) if not one["endpointId"])
    assert api.put(f"numbers/{number}", json={"endpointId": "e0"}).is_success
    assert api.delete("devices/e0").is_success
    assert api.get("devices/e0").status_code == 404
    assert "e0" not in ids(api.get("w0/devices")) + ids(api.get("w0/phonelines/p0/devices"))
    assert "e0" not in [one["endpointId"] for one in items(api.get("numbers"))]
    assert api.get("users/w0").json()["defaultDevice"] == ""
    assert api.post("w0/devices/register", json={"alias": "Neu"}).json()["id"] == "e3"


@pytest.mark.parametrize("kind", ["register", "mobile", "external"])
def test_new_devices_are_listed_and_shown_in_full(api: httpx2.Client, kind: str) -> None:
    made = api.post(f"w1/devices/{kind}", json={"alias": "Neu", "number": "0211 1234567"}).json()
    assert made["id"] in ids(api.get("w1/devices"))
    assert api.get(f"devices/{made['id']}").json() == made
    assert made["type"] == kind.upper()


def test_device_settings_are_kept(api: httpx2.Client) -> None:
    assert api.put("devices/e0", json={"dnd": True, "emergencyAddressId": 2}).is_success
    assert api.put("devices/e0/alias", json={"value": "Empfang"}).is_success
    device = api.get("devices/e0").json()
    assert (device["dnd"], device["emergencyAddressId"], device["alias"]) == (True, "2", "Empfang")
    assert api.put("devices/e0/callerid", json={"value": "anonymous"}).is_success
    assert api.get("devices/e0/callerid").json() == {"value": "anonymous"}
    assert api.put("devices/e0/localprefix", json={"value": "030", "active": True}).is_success
    assert api.get("devices/e0/localprefix").json() == {"value": "030", "active": True}
    for name in ("singlerowdisplay", "tariffannouncement"):
        assert api.put(f"devices/e0/{name}", json={"enabled": True}).is_success
        assert api.get(f"devices/e0/{name}").json() == {"enabled": True}
    password = api.post("devices/e0/credentials/password").json()["password"]
    assert api.get("devices/e0").json()["credentials"]["password"] == password


def test_a_sim_is_ordered_activated_and_deactivated(api: httpx2.Client) -> None:
    path = "w1/devices/y1"
    assert api.post(f"{path}/sim/orders", json={"addressId": "1"}).is_success
    assert api.get("devices/y1").json()["simState"] == "PENDING"
    assert api.post(f"{path}/sim", json={"simId": "8949020000099999999"}).is_success
    assert api.get(f"{path}/contingents").json()["contingents"]
    assert api.post(f"{path}/sim", json={"simId": "8949020000099999999"}).status_code == 409
    assert api.delete(f"{path}/sim").is_success
    assert api.get("devices/y1").json()["simState"] == "INACTIVE"


def test_a_phoneline_is_made_filled_and_deleted_with_all_that_hangs_on_it(api: httpx2.Client) -> None:
    line = api.post("w0/phonelines").json()["id"]
    base = f"w0/phonelines/{line}"
    assert api.put(base, json={"alias": "Zweite"}).is_success
    assert api.get(base).json()["alias"] == "Zweite"
    assert api.post(f"{base}/devices", json={"deviceId": "x0"}).is_success
    assert ids(api.get(f"{base}/devices")) == ["e0", "y0", "x0"]
    assert api.delete(f"{base}/devices/x0").is_success
    [voicemail] = ids(api.get(f"{base}/voicemails"))
    number = next(one["id"] for one in items(api.get("numbers")) if not one["endpointId"])
    api.put(f"numbers/{number}", json={"endpointId": line})
    assert items(api.get(f"{base}/numbers")) == [{"number": "+493023125150", "type": ["LANDLINE"]}]
    rule = {"endpointId": line, "direction": "INCOMING", "cause": "MISSED", "email": "a@example.com"}
    assert api.post("w0/notifications/call/email", json=rule).is_success

    assert api.delete(base).is_success
    assert api.get(base).status_code == 404
    assert api.get(f"voicemails/{voicemail}").status_code == 404
    assert line not in [one["endpointId"] for one in items(api.get("numbers"))]
    assert line not in [one["endpointId"] for one in api.get("w0/notifications").json()["call"]]
    assert api.get(f"w1/phonelines/{line}").status_code == 404


def test_phoneline_settings_are_kept(api: httpx2.Client) -> None:
    base = "w0/phonelines/p0"
    assert api.put(f"{base}/blockanonymous", json={"enabled": True, "target": "VOICEMAIL"}).json()["enabled"]
    assert api.get(f"{base}/blockanonymous").json() == {"enabled": True, "target": "VOICEMAIL"}
    forwardings = [
        {"destination": "v0", "timeout": 15, "active": True},
        {"destination": "0211 123456", "timeout": 30},
    ]
    assert api.put(f"{base}/forwardings", json={"forwardings": forwardings}).is_success
    current = items(api.get(f"{base}/forwardings"))
    assert [one["destination"] for one in current] == ["v0", "+49211123456"]
    assert api.put(f"{base}/forwardings", json={"forwardings": forwardings * 2}).status_code == 400
    body = {"destination": "+4915228817386", "alias": "Handy", "active": True}
    assert api.post(f"{base}/parallelforwardings", json=body).is_success
    [_, added] = items(api.get(f"{base}/parallelforwardings"))
    assert api.put(f"{base}/parallelforwardings/{added['id']}", json=body | {"active": False}).is_success
    assert items(api.get(f"{base}/parallelforwardings"))[1] == added | {"active": False}
    assert api.delete(f"{base}/parallelforwardings/{added['id']}").is_success
    urls = {"incomingUrl": "https://a.example/in", "outgoingUrl": "", "incomingActive": True}
    assert api.put(f"{base}/sipgateio", json=urls).is_success
    assert api.get(f"{base}/sipgateio").json()["incomingUrl"] == "https://a.example/in"
    assert items(api.get(f"{base}/sipgateio/log")) == []


def test_a_voicemail_has_one_active_greeting_at_most(api: httpx2.Client) -> None:
    base = "w0/phonelines/p0/voicemails/v0"
    body = {"filename": "neu.wav", "base64Content": base64.b64encode(b"RIFF").decode()}
    old, new = items(api.post(f"{base}/greetings", json=body))
    assert (old["active"], new["active"]) == (True, False)
    assert api.put(f"{base}/greetings/{new['id']}", json={"active": True}).is_success
    assert [one["active"] for one in items(api.get(f"{base}/greetings"))] == [False, True]
    assert api.get("voicemails/v0").json()["activeGreetingId"] == new["id"]
    assert api.get(new["greetingUrl"]).content == b"RIFF"
    assert api.delete(f"{base}/greetings/{new['id']}").is_success
    assert api.get("voicemails/v0").json()["activeGreetingId"] == ""
    assert api.put(base, json={"active": False, "transcription": False, "timeout": 5}).is_success
    assert api.put(f"{base}/transcriptions", json={"active": True}).is_success
    [voicemail] = items(api.get("w0/phonelines/p0/voicemails"))
    assert (voicemail["active"], voicemail["timeout"], voicemail["transcription"]) == (False, 5, True)


def test_notifications_are_listed_by_extension(api: httpx2.Client) -> None:
    sections = {
        "fax/email": {"faxlineId": "f0", "direction": "OUTGOING", "email": "a@example.com"},
        "fax/report": {"faxlineId": "f0", "email": "b@example.com"},
        "fax/sms": {"faxlineId": "f0", "direction": "INCOMING", "number": "0172 9925904"},
        "sms/email": {"endpointId": "s0", "email": "c@example.com"},
        "voicemail/email": {"voicemailId": "v0", "email": "d@example.com"},
        "voicemail/sms": {"voicemailId": "v0", "number": "0172 9925904"},
        "call/sms": {
            "endpointId": "p0",
            "direction": "INCOMING",
            "cause": "MISSED",
            "number": "0172 9925904",
        },
    }
    for path, body in sections.items():
        assert api.post(f"w0/notifications/{path}", json=body).is_success, path
        assert api.post(f"w1/notifications/{path}", json=body).status_code == 403
    current = api.get("w0/notifications").json()
    [fax, *_] = current["fax"]
    assert [one["email"] for one in fax["reports"]][-1] == "b@example.com"
    assert fax["sms"][0]["number"] == "+491729925904"
    key = current["call"][0]["sms"][0]["id"]
    assert api.delete(f"w0/notifications/{key}").is_success
    assert api.delete(f"w0/notifications/{key}").status_code == 404


def test_quick_dial_numbers_belong_to_users(api: httpx2.Client) -> None:
    assert api.post("numbers/quickdial", json={"userId": "w2", "number": "42"}).is_success
    assert errors(api.post("numbers/quickdial", json={"userId": "w1", "number": "42"})) == (
        409,
        "The number is already in use",
    )
    assert api.get("numbers/quickdial/validation/42").status_code == 409
    [key] = api.get("users/w2").json()["directDialIds"]
    assert api.put(f"numbers/quickdial/{key}", json={"userId": "w1", "number": "43"}).is_success
    assert (api.get("users/w2").json()["directDialIds"], api.get("users/w1").json()["directDialIds"]) == (
        [],
        [key],
    )
    assert api.delete(f"numbers/quickdial/{key}").is_success
    assert "43" not in [one["number"] for one in items(api.get("numbers"))]


def test_numbers_page_and_belong_to_users(api: httpx2.Client) -> None:
    numbers = items(api.get("numbers"))
    assert items(api.get("numbers", params={"offset": 2, "limit": 3})) == numbers[2:5]
    own = items(api.get("w0/numbers"))
    assert {one["endpointId"] for one in own} == {"p0", "y0", "f0"}
    assert api.put(f"numbers/{numbers[0]['id']}", json={"endpointId": ""}).is_success
    assert items(api.get("w0/phonelines/p0/numbers")) == []
    assert api.put(f"numbers/{numbers[0]['id']}", json={"endpointId": "p77"}).status_code == 400


def test_groups_ring_devices(api: httpx2.Client) -> None:
    assert ids(api.get("groups", params={"userId": "w2"})) == ["g1"]
    assert api.post("groups/g1/devices", json={"deviceId": "e0"}).is_success
    device = next(one for one in items(api.get("w0/devices")) if one["id"] == "e0")
    assert [one["id"] for one in device["activeGroups"]] == ["g0", "g1"]
    assert api.delete("groups/g1/devices/e0").is_success
    assert ids(api.get("groups/g0/users")) == ["w0", "w1"]
    assert (
        ids(api.get("groups/g0/faxlines")) == ids(api.get("groupfaxlines", params={"userId": "w1"})) == ["f2"]
    )


def test_a_deleted_user_takes_along_what_was_theirs(classic: Sandbox, api: httpx2.Client) -> None:
    token = classic.issue_token(user="w1")
    assert api.delete("users/w1").json()["id"] == "w1"
    assert ids(api.get("users")) == ["w0", "w2"]
    for path in ("users/w1", "w1/devices", "devices/e1"):
        assert api.get(path).status_code == 404
    assert api.get("balance", auth=token).status_code == 401
    assert ids(api.get("groups/g0/users")) == ["w0"]
    assert "Berta Vogel" not in [one["name"] for one in items(api.get("contacts"))]
    assert api.delete("users/w0").status_code == 403


def test_small_rooms_remember(api: httpx2.Client) -> None:
    assert api.post("blacklist/incoming", json={"phoneNumber": "4930123456"}).status_code == 201
    assert api.post("blacklist/incoming", json={"phoneNumber": "+4930123456"}).status_code == 409
    assert len(items(api.get("blacklist/incoming"))) == 2
    assert api.post("w1/callrestrictions/roaming", json={"enabled": True}).json()["roaming"]
    assert api.get("callrestrictions", params={"userIds": ["w1"]}).json()["roaming"]
    [porting] = ids(api.get("portings"))
    assert items(api.delete(f"portings/{porting}")) == []
    assert api.put("autorecordings/p0/settings", json={"active": True}).json() == {"active": True}
    assert api.get("autorecordings/p0/settings").json() == {"active": True}
    assert api.put("users/w1/name", json={"firstName": "Beate", "lastName": "Vogel"}).is_success
    assert api.get("users/w1").json()["firstname"] == "Beate"
    assert "Beate Vogel" in [one["name"] for one in items(api.get("contacts/internal"))]
    assert api.put("users/w1/busyonbusy", json={"enabled": True}).is_success
    assert api.put("users/w1/defaultdevice", json={"deviceId": "e0"}).status_code == 400
    address = {"countrycode": "de", "postcode": "40219", "city": "Düsseldorf", "street": "Gladbacher Str."}
    assert api.put("addresses/1", json=address).is_success
    assert api.get("addresses/1").json()["locality"] == "Düsseldorf"
    faxline = api.post("w2/faxlines").json()["id"]
    assert api.put(f"w2/faxlines/{faxline}/tagline", json={"value": "Werkstatt"}).is_success
    assert items(api.get("w2/faxlines"))[0]["tagline"] == "Werkstatt"
    assert api.delete(f"w2/faxlines/{faxline}").is_success


@pytest.mark.parametrize(
    ("own", "foreign"),
    [
        ("w0/phonelines/p0", "w1/phonelines/p0"),
        ("w0/faxlines/f0/callerid", "w1/faxlines/f0/callerid"),
        ("w0/sms/s0/callerids", "w1/sms/s0/callerids"),
        ("w0/phonelines/p0/voicemails/v0/greetings", "w0/phonelines/p0/voicemails/v1/greetings"),
        ("w0/devices/y0/contingents", "w1/devices/y0/contingents"),
    ],
)
def test_a_line_is_404_under_another_owner(api: httpx2.Client, own: str, foreign: str) -> None:
    assert api.get(own).status_code == 200
    assert api.get(foreign).status_code == 404
