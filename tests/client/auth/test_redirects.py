"""Redirects and tokens of another login, server or kind."""

from __future__ import annotations

import traceback
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sipgate_tools import (
    BadRequest,
    InvalidInput,
    NotAuthenticated,
    OAuth,
    Sipgate,
    UnexpectedResponse,
)
from sipgate_tools.auth import (
    AuthorizationRequest,
    BearerToken,
    FileStore,
    OAuthCredentials,
)
from sipgate_tools.models import UserInfo
from tests.client.credentials import jwt
from tests.client.logins import REDIRECT, a_sandbox, browser_back
from tests.client.scripted_server import Reply, scripted_server


@pytest.mark.parametrize(
    ("claims", "kind"),
    [
        ({"typ": "ID", "sub": "w0"}, "An ID token"),
        ({"typ": "id"}, "An ID token"),
        ({"nonce": "n", "sub": "w0"}, "An ID token"),
        ({"at_hash": "h"}, "An ID token"),
        ({"typ": "Refresh"}, "A refresh token"),
        ({"typ": "Offline"}, "A refresh token"),
    ],
)
def test_a_token_of_another_kind_is_no_access_token(claims: dict[str, Any], kind: str) -> None:
    for make in (lambda token: BearerToken(token), lambda token: Sipgate(token=token)):  # type: ignore[misc]
        with pytest.raises(InvalidInput, match=kind):
            make(jwt(**claims))


@pytest.mark.parametrize(
    "claims",
    [{}, {"typ": "Bearer", "nonce": "n"}, {"scope": "all", "nonce": "n"}, {"typ": "at+jwt"}, {"typ": 5}],
)
def test_an_access_token_may_have_other_claims(claims: dict[str, Any]) -> None:
    assert BearerToken(jwt(**claims)).authorization().startswith("Bearer ")


def test_a_code_is_exchanged_for_no_id_token() -> None:
    path = "/auth/realms/sipgate-apps/protocol/openid-connect/token"
    payload = {"access_token": jwt(typ="ID"), "token_type": "Bearer", "refresh_token": "r"}
    with scripted_server(by_path={path: Reply(200, payload)}) as script:
        login_url = script.base_url.removesuffix("/v2")
        with OAuth("id", "secret", redirect_uri=REDIRECT, login_url=login_url) as oauth:
            request = oauth.authorization_url()
            with pytest.raises(UnexpectedResponse):
                oauth.exchange(f"{REDIRECT}?code=c&state={request.state}", request)


def attempt() -> AuthorizationRequest:
    return AuthorizationRequest("https://login.sipgate.com/auth", "the-state", "the-verifier")


ISSUER = "https://login.sipgate.com/auth/realms/sipgate-apps"


@pytest.mark.parametrize(
    "answer_url",
    [
        f"{REDIRECT}?code=c&state=the-state",
        f"  {REDIRECT}?code=c&state=the-state \n",
        f"<{REDIRECT}?code=c&state=the-state>",
        f'"{REDIRECT}?code=c&state=the-state"',
        f"{REDIRECT}?code=c&state=the-state#_=_",
        f"{REDIRECT}?code=c&state=the-state&iss={ISSUER}",
        f"{REDIRECT}?code=c&state=the-state&iss={ISSUER}/",
        f"{REDIRECT}?code=c&state=the-state&iss=",
        "?code=c&state=the-state",
        "code=c&state=the-state ",
    ],
)
def test_a_pasted_redirect_url_is_read_with_surrounding_characters(answer_url: str) -> None:
    assert attempt().code_in(answer_url, issuer=ISSUER) == "c"


@pytest.mark.parametrize(
    ("answer_url", "message"),
    [
        (f"{REDIRECT}?code=c&state=other", "another login attempt"),
        (f"{REDIRECT}?code=c", "another login attempt"),
        (f"{REDIRECT}?code=c&state=", "another login attempt"),
        (f"{REDIRECT}?code=c&state=the-state&state=the-state", "state twice"),
        (f"{REDIRECT}?code=c&state=other&state=the-state", "state twice"),
        (f"{REDIRECT}?code=c&code=d&state=the-state", "code twice"),
        (f"{REDIRECT}?code=c&state=the-state&iss=https://evil.example", "another login server"),
        (f"{REDIRECT}?code=c&state=the-state&iss={ISSUER}-2", "another login server"),
        (
            f"{REDIRECT}?code=c&state=the-state&iss=http://login.sipgate.com/auth/realms/sipgate-apps",
            "server",
        ),
        (
            f"{REDIRECT}?code=c&state=the-state&iss=https://login.sipgate.com:1/auth/realms/sipgate-apps",
            "server",
        ),
        (f"{REDIRECT}?code=c&state=the-state&iss=[", "another login server"),
        (f"{REDIRECT}?code=c&state=the-state&iss={ISSUER}&iss=https://evil.example", "iss twice"),
        (f"{REDIRECT}?error=access_denied&state=the-state&iss=https://evil.example", "another login server"),
    ],
)
def test_a_redirect_of_another_attempt_or_server_is_rejected_without_showing_it(
    answer_url: str, message: str
) -> None:
    with pytest.raises(InvalidInput, match=message) as caught:
        attempt().code_in(answer_url, issuer=ISSUER)
    assert "the-state" not in "".join(traceback.format_exception_only(caught.value))
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


def test_a_client_checks_who_answered() -> None:
    sandbox = a_sandbox()
    with OAuth(
        sandbox.client_id,
        sandbox.client_secret,
        redirect_uri=REDIRECT,
        login_url=sandbox.login_url,
        transport=sandbox,
    ) as oauth:
        request = oauth.authorization_url()
        back = browser_back(sandbox, request)
        assert "iss=" in back
        with pytest.raises(InvalidInput, match="another login server"):
            oauth.exchange(back.replace("sipgate-apps", "third-party"), request)


@pytest.mark.parametrize("missing", ["state", "verifier"])
def test_an_attempt_without_state_or_verifier_is_none(missing: str) -> None:
    parts = {"url": "", "state": "s", "verifier": "v"} | {missing: ""}
    with pytest.raises(InvalidInput, match="state or the verifier"):
        AuthorizationRequest(**parts)


def test_a_rejected_login_contains_nothing_of_the_response() -> None:
    with pytest.raises(BadRequest) as caught:
        attempt().code_in(f"{REDIRECT}?error=invalid_scope&state=the-state&code=secret-code", issuer=ISSUER)
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)


def test_a_login_of_a_sandbox_elsewhere_is_found_again_with_its_plain_http(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "credentials.json")
    oauth = OAuth("id", "secret", login_url="http://sandbox:8080", allow_http=True, store=store)
    store.save(oauth.resume("refresh").to_json())
    stored = oauth.stored()
    assert isinstance(stored, OAuthCredentials)
    assert stored.application.allow_http


def test_a_person_is_account_and_user() -> None:
    keys = {
        UserInfo.from_payload({"sub": sub, "masterSipId": account}).key
        for sub in ("w0", "w1", "w-0")
        for account in ("1234567", "7654321", "1234567-w0")
    }
    assert len(keys) == 9
    assert UserInfo.from_payload({"sub": "w0", "masterSipId": "1234567"}).key == "1234567-w0"
    for incomplete in ({"sub": "w0"}, {"masterSipId": "1"}, {"sub": "w0", "masterSipId": ""}, {}):
        with pytest.raises(UnexpectedResponse, match="account and user"):
            _ = UserInfo.from_payload(incomplete).key


def test_a_login_without_a_refresh_token_has_ended() -> None:
    oauth = OAuth("id", "secret")
    tokens = replace(oauth.resume("refresh").tokens, refresh_token=None)
    credentials = OAuthCredentials(oauth.application, tokens)
    with pytest.raises(NotAuthenticated, match="no refresh token"):
        oauth.refresh(credentials)
