"""Who may do what: tokens, scopes, roles, features."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx2
import pytest

from sipgate_tools.sandbox import Sandbox

from ..accounts import connect, errors, items, sms

UUID_4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z")


def test_token_id_and_token_have_the_real_formats(classic: Sandbox, neo: Sandbox) -> None:
    for token_id, token in (
        (classic.token_id, classic.token),
        (neo.token_id, neo.token),
        classic.issue_token(),
    ):
        assert re.match(r"token-[A-Za-z0-9]{6}\Z", token_id)
        assert UUID_4.match(token)
    assert (classic.token_id, classic.token) != (neo.token_id, neo.token)


def test_the_token_s_user_is_the_administrator_w0(api: httpx2.Client) -> None:
    assert api.get("authorization/userinfo").json()["sub"] == "w0"
    users = items(api.get("users"))
    assert [(user["id"], user["admin"]) for user in users] == [("w0", True), ("w1", False), ("w2", False)]


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Basic",
        "Basic !!!",
        "Basic dG9rZW4=",
        "Basic dG9rZW4tU05EQlgxOmZhbHNjaA==",
        "Bearer x.y.z",
        "Bearer abc",
        "Digest a",
    ],
)
def test_wrong_credentials_are_401(classic: Sandbox, authorization: str) -> None:
    client = httpx2.Client(transport=classic, base_url=classic.base_url)
    response = client.get("balance", headers={"authorization": authorization} if authorization else {})
    assert errors(response) == (401, "Unauthorized")
    assert client.get("authorization/userinfo").status_code == 401


def test_user_name_and_password_work_too(classic: Sandbox) -> None:
    login = ("berta.vogel@sandkasten.example.com", "sandkasten")
    client = httpx2.Client(transport=classic, base_url=classic.base_url, auth=login)
    assert client.get("authorization/userinfo").json()["sub"] == "w1"


def test_a_bearer_token_works_until_it_expires_by_the_clock(classic: Sandbox) -> None:
    client = connect(classic, ["balance:read"], jwt=True)
    assert client.get("balance").status_code == 200
    assert client.get("account").status_code == 403
    classic.clock.advance(timedelta(minutes=5))
    assert client.get("balance").status_code == 401


def test_a_bearer_token_cannot_be_forged(classic: Sandbox) -> None:
    header, claims, signature = classic.issue_jwt(["balance:read"]).split(".")
    other = classic.issue_jwt(["all"]).split(".")[1]
    client = httpx2.Client(transport=classic, base_url=classic.base_url)
    for forged in (f"{header}.{other}.{signature}", f"{header}.{claims}.", f"{header}.{claims}"):
        assert client.get("balance", headers={"authorization": f"Bearer {forged}"}).status_code == 401


@pytest.mark.parametrize(
    ("scopes", "status"),
    [
        (["sessions:sms:write"], 204),
        (["sessions:write"], 204),
        (["all"], 204),
        (["sessions:fax:write"], 403),
        (["sessions:sms:read"], 403),
        (["sms:write", "history:read"], 403),
    ],
)
def test_a_parent_scope_implies_its_children(classic: Sandbox, scopes: list[str], status: int) -> None:
    response = connect(classic, scopes).post("sessions/sms", json=sms())
    assert response.status_code == status
    assert len(classic.outbox()["sms"]) == (status == 204)


def test_operations_of_sipgate_s_own_apps_need_a_scope_that_all_does_not_imply(classic: Sandbox) -> None:
    assert connect(classic).get("app/tacs").status_code == 403
    assert connect(classic, ["internal"]).get("app/tacs").json() == {"accepted": True}
    assert connect(classic).get("app/links").status_code == 200


def test_some_operations_need_no_credential(classic: Sandbox) -> None:
    anonymous = httpx2.Client(transport=classic, base_url=classic.base_url)
    assert anonymous.get("").json()["balanceUrl"] == f"{classic.base_url}/balance"
    assert anonymous.get("translations/de").is_success
    assert anonymous.get("translations/xx").status_code == 404


def test_who_is_no_administrator_sees_and_changes_own_things_only(classic: Sandbox) -> None:
    berta = connect(classic, user="w1")
    assert berta.get("w1/devices").status_code == 200
    assert berta.get("w0/devices").status_code == 403
    assert berta.get("devices/e0").status_code == 403
    assert berta.put("users/w1/role", json={"admin": True}).status_code == 403
    assert berta.put("settings/sipgateio", json={"incomingUrl": "", "outgoingUrl": ""}).status_code == 403
    entries = items(berta.get("history", params={"limit": 100}))
    assert entries
    assert {extension for entry in entries for extension in entry["connectionIds"]} <= {"p1", "s1", "f1"}


def test_a_new_administrator_may_what_administrators_may(classic: Sandbox, api: httpx2.Client) -> None:
    assert api.put("users/w1/role", json={"admin": True}).is_success
    assert connect(classic, user="w1").get("w0/devices").status_code == 200
    assert api.put("users/w0/role", json={"admin": False}).status_code == 403


@pytest.mark.parametrize(
    ("feature", "path"), [("sms", "w0/sms"), ("sipgateio", "settings/sipgateio"), ("numbers", "w0/numbers")]
)
def test_a_feature_that_is_not_booked_is_403_and_says_nothing_about_others(
    classic: Sandbox, api: httpx2.Client, feature: str, path: str
) -> None:
    classic.book(missing=[feature])
    assert api.get(path).status_code == 403
    assert api.get("balance").status_code == 200
    classic.book(feature)
    assert api.get(path).status_code == 200


def test_oauth_clients_are_made_changed_and_deleted(api: httpx2.Client) -> None:
    body = {
        "name": "Kasse",
        "description": "",
        "redirectUris": ["https://kasse.example/back"],
        "webOrigins": [],
        "privacyUrl": "https://kasse.example/privacy",
        "termsUrl": "https://kasse.example/terms",
    }
    before = api.get("authorization/oauth2/clients").json()
    made = api.post("authorization/oauth2/clients", json=body).json()
    assert api.get("authorization/oauth2/clients").json() == {"data": [*before["data"], made]}
    assert UUID_4.match(made["clientSecret"])
    path = f"authorization/oauth2/clients/{made['clientId']}"
    assert api.put(path, json=body | {"name": "Kasse 2"}).json() == made | {"name": "Kasse 2"}
    assert api.get(f"{path}/gdpr").json()["termsUrl"] == "https://kasse.example/terms"
    assert api.delete(path).status_code == 202
    left = api.get("authorization/oauth2/clients").json()["data"]
    assert made["clientId"] not in [client["clientId"] for client in left]


def test_a_forgotten_password_is_replaced_once_within_a_day(classic: Sandbox, api: httpx2.Client) -> None:
    assert api.post("passwordreset", json={"username": "nobody@example.com"}).is_success
    assert api.post("passwordreset", json={"username": "carl.nowak@sandkasten.example.com"}).is_success
    [reset] = classic.state.password_resets
    new = {"password": "neu", "passwordRepeat": "neu"}
    assert api.post(f"passwordreset/{reset.id}", json=new | {"passwordRepeat": "alt"}).status_code == 400
    assert api.post(f"passwordreset/{reset.id}", json=new).is_success
    assert api.post(f"passwordreset/{reset.id}", json=new).status_code == 404
    login = ("carl.nowak@sandkasten.example.com", "neu")
    assert api.get("authorization/userinfo", auth=login).json()["sub"] == "w2"
