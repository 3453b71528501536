"""The sandbox's OAuth login, as an independent OAuth client and a bare browser see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session

from sipgate_tools.sandbox import Sandbox, serve_in_thread

from ..accounts import connect

REDIRECT = "http://127.0.0.1:9/callback"
PROTOCOL = "/auth/realms/sipgate-apps/protocol/openid-connect"
VERIFIER = "a-verifier-of-at-least-forty-three-characters-in-length"
CHALLENGE = "Poy13tS0_Ch-sEJHlC2-eaImuRWv_muk2Gx_-Wy17N4"


@pytest.fixture
def browser(classic: Sandbox) -> Iterator[httpx2.Client]:
    with httpx2.Client(transport=classic, base_url=classic.login_url) as client:
        yield client


def login_query(sandbox: Sandbox, **changes: str | None) -> dict[str, str]:
    """What a client asks the login page for; None leaves something out."""
    usual = {
        "response_type": "code",
        "client_id": sandbox.client_id,
        "redirect_uri": REDIRECT,
        "scope": "history:read balance:read",
        "state": "xyz",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    return {name: value for name, value in (usual | changes).items() if value is not None}


def redirect_parameters(response: httpx2.Response) -> dict[str, str]:
    """What a redirect tells the client."""
    assert response.status_code == 302, response.text
    assert response.headers["location"].startswith(REDIRECT)
    return {name: value for name, [value] in parse_qs(urlsplit(response.headers["location"]).query).items()}


def approved(browser: httpx2.Client, sandbox: Sandbox, user: str = "w0", **changes: str | None) -> str:
    """The code of a user who agrees."""
    form = login_query(sandbox, **changes) | {"user": user, "decision": "approve"}
    return redirect_parameters(browser.post(f"{PROTOCOL}/auth", data=form))["code"]


def exchanged(browser: httpx2.Client, sandbox: Sandbox, code: str, /, **changes: str) -> httpx2.Response:
    """The answer to a code."""
    form = {
        "grant_type": "authorization_code",
        "client_id": sandbox.client_id,
        "client_secret": sandbox.client_secret,
        "code": code,
        "redirect_uri": REDIRECT,
        "code_verifier": VERIFIER,
    }
    return browser.post(f"{PROTOCOL}/token", data=form | changes)


def refreshed(browser: httpx2.Client, sandbox: Sandbox, token: str, **changes: str) -> httpx2.Response:
    """The answer to a refresh token."""
    form = {
        "grant_type": "refresh_token",
        "client_id": sandbox.client_id,
        "client_secret": sandbox.client_secret,
        "refresh_token": token,
    }
    return browser.post(f"{changes.pop('protocol', PROTOCOL)}/token", data=form | changes)


def refusal(response: httpx2.Response) -> tuple[int, str, str]:
    return response.status_code, response.json()["error"], response.json()["error_description"]


def own_client(sandbox: Sandbox, *redirect_uris: str) -> dict[str, Any]:
    """A client as the API makes it."""
    body: dict[str, Any] = {
        "name": "Kasse <&>",
        "description": "",
        "redirectUris": redirect_uris,
        "webOrigins": [],
        "privacyUrl": "",
        "termsUrl": "",
    }
    with connect(sandbox) as api:
        return api.post("authorization/oauth2/clients", json=body).json()


@pytest.mark.parametrize("realm", ["sipgate-apps", "third-party"])
@pytest.mark.parametrize("method", ["client_secret_post", "client_secret_basic"])
def test_an_independent_oauth_client_logs_in_calls_the_api_refreshes_and_logs_out(
    realm: str, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")  # the sandbox is http on loopback
    sandbox = Sandbox("neo", approve_logins="w1")
    with serve_in_thread(sandbox), httpx2.Client() as browser:
        client = own_client(sandbox, REDIRECT)
        metadata = browser.get(f"{sandbox.login_url}/auth/realms/{realm}/.well-known/openid-configuration")
        endpoints = metadata.json()
        session: Any = OAuth2Session(
            client["clientId"],
            client["clientSecret"],
            scope="history:read users:read",
            redirect_uri=REDIRECT,
            code_challenge_method="S256",
            token_endpoint_auth_method=method,
            token_endpoint=endpoints["token_endpoint"],
        )
        with session:
            verifier = generate_token(48)
            url, state = session.create_authorization_url(
                endpoints["authorization_endpoint"], code_verifier=verifier
            )
            back = browser.get(url).headers["location"]
            token = session.fetch_token(
                endpoints["token_endpoint"], authorization_response=back, state=state, code_verifier=verifier
            )
            assert token["token_type"] == "Bearer"
            assert (token["expires_in"], token["refresh_expires_in"]) == (300, 2592000)
            assert session.get(f"{sandbox.base_url}/authorization/userinfo").json()["sub"] == "w1"
            assert session.get(endpoints["userinfo_endpoint"]).json()["family_name"] == "Vogel"
            assert session.get(f"{sandbox.base_url}/history").status_code == 200
            assert session.get(f"{sandbox.base_url}/balance").status_code == 403
            sandbox.clock.advance(seconds=301)
            assert session.request("GET", f"{sandbox.base_url}/history").status_code == 401
            new = session.refresh_token(endpoints["token_endpoint"], refresh_token=token["refresh_token"])
            assert new["refresh_token"] != token["refresh_token"]
            assert session.get(f"{sandbox.base_url}/history").status_code == 200
            with pytest.raises(OAuthError, match="reuse exceeded"):
                session.refresh_token(endpoints["token_endpoint"], refresh_token=token["refresh_token"])


def test_the_page_says_who_asks_for_what_and_lets_the_user_choose(
    classic: Sandbox, browser: httpx2.Client
) -> None:
    client = own_client(classic, REDIRECT)
    page = browser.get(
        f"{PROTOCOL}/auth", params=login_query(classic, client_id=client["clientId"], state='"><b>')
    )
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "not sipgate" in page.text
    assert "Kasse &lt;&amp;&gt;" in page.text
    assert "Read and export the history." in page.text
    assert "<b>" not in page.text
    assert re.findall(r'name="user" value="(\w+)"', page.text) == ["w0", "w1", "w2"]


def test_a_user_who_refuses_is_sent_back_without_a_code(classic: Sandbox, browser: httpx2.Client) -> None:
    back = redirect_parameters(
        browser.post(f"{PROTOCOL}/auth", data=login_query(classic) | {"user": "w0", "decision": "deny"})
    )
    assert back["error"] == "access_denied"
    assert back["state"] == "xyz"
    assert "code" not in back


@pytest.mark.parametrize(
    "redirect",
    [
        "https://evil.example/",
        "http://127.0.0.1.evil.example/",
        "http://user@127.0.0.1/",
        "javascript:alert(1)",
        "",
    ],
)
def test_an_unregistered_redirect_uri_is_not_redirected_to(
    classic: Sandbox, browser: httpx2.Client, redirect: str
) -> None:
    response = browser.get(f"{PROTOCOL}/auth", params=login_query(classic, redirect_uri=redirect))
    assert response.status_code == 400
    assert "redirect_uri" in response.text
    unknown = browser.get(f"{PROTOCOL}/auth", params=login_query(classic, client_id="nobody"))
    assert (unknown.status_code, "location" in unknown.headers) == (400, False)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "history:read everything"}, "invalid_scope"),
        ({"scope": "internal"}, "invalid_scope"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
    ],
)
def test_a_wrong_request_is_told_to_the_client(
    classic: Sandbox, browser: httpx2.Client, changes: dict[str, str | None], error: str
) -> None:
    back = redirect_parameters(browser.get(f"{PROTOCOL}/auth", params=login_query(classic, **changes)))
    assert (back["error"], back["state"]) == (error, "xyz")


def test_the_tokens_have_the_requested_scopes_and_the_user(classic: Sandbox, browser: httpx2.Client) -> None:
    token = exchanged(browser, classic, approved(browser, classic, user="w2")).json()
    assert token["scope"] == "history:read balance:read"
    headers = {"authorization": f"Bearer {token['access_token']}"}
    with httpx2.Client(transport=classic, base_url=classic.base_url, headers=headers) as api:
        assert api.get("authorization/userinfo").json()["sub"] == "w2"
        assert api.get("history").status_code == 200
        assert api.get("contacts").status_code == 403
    refresh = {"authorization": f"Bearer {token['refresh_token']}"}
    with httpx2.Client(transport=classic, base_url=classic.base_url, headers=refresh) as api:
        assert api.get("history").status_code == 401


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "unauthorized_client"),
        ({"client_id": "nobody"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": "client_credentials"}, 401, "unauthorized_client"),
        ({"grant_type": ""}, 400, "invalid_request"),
        ({"code": ""}, 400, "invalid_request"),
        ({"code": "unknown"}, 400, "invalid_grant"),
        ({"redirect_uri": "http://127.0.0.1:10/callback"}, 400, "invalid_grant"),
        ({"code_verifier": ""}, 400, "invalid_grant"),
        ({"code_verifier": "b" * 50}, 400, "invalid_grant"),
    ],
)
def test_a_code_is_given_out_only_against_everything_that_belongs_to_it(
    classic: Sandbox, browser: httpx2.Client, changes: dict[str, str], status: int, error: str
) -> None:
    response = exchanged(browser, classic, approved(browser, classic), **changes)
    assert refusal(response)[:2] == (status, error)
    assert response.headers["cache-control"] == "no-store"


def test_a_code_is_good_once_and_a_second_time_ends_the_login(
    classic: Sandbox, browser: httpx2.Client
) -> None:
    code = approved(browser, classic)
    token = exchanged(browser, classic, code).json()
    assert refusal(exchanged(browser, classic, code)) == (400, "invalid_grant", "Code not valid")
    assert refusal(refreshed(browser, classic, token["refresh_token"]))[2] == "Session not active"


def test_a_code_ends_after_a_minute(classic: Sandbox, browser: httpx2.Client) -> None:
    code = approved(browser, classic)
    classic.clock.advance(seconds=60)
    assert refusal(exchanged(browser, classic, code)) == (400, "invalid_grant", "Code is expired")


def test_without_pkce_a_code_is_enough(classic: Sandbox, browser: httpx2.Client) -> None:
    code = approved(browser, classic, code_challenge=None, code_challenge_method=None)
    assert exchanged(browser, classic, code, code_verifier="").status_code == 200


def test_a_refresh_token_is_good_once_for_thirty_days_for_its_client_and_realm(
    classic: Sandbox, browser: httpx2.Client
) -> None:
    first = exchanged(browser, classic, approved(browser, classic)).json()["refresh_token"]
    other = own_client(classic, REDIRECT)
    stranger = {"client_id": other["clientId"], "client_secret": other["clientSecret"]}
    assert refusal(refreshed(browser, classic, first, **stranger))[1] == "invalid_grant"
    elsewhere = PROTOCOL.replace("sipgate-apps", "third-party")
    assert refusal(refreshed(browser, classic, first, protocol=elsewhere))[1] == "invalid_grant"
    assert refusal(refreshed(browser, classic, first[:-1]))[2] == "Invalid refresh token"
    second = refreshed(browser, classic, first).json()["refresh_token"]
    assert "reuse" in refusal(refreshed(browser, classic, first))[2]
    third = refreshed(browser, classic, second).json()["refresh_token"]
    classic.clock.advance(seconds=2592000)
    assert refusal(refreshed(browser, classic, third)) == (400, "invalid_grant", "Token is not active")


def test_logging_out_ends_the_refresh_token(classic: Sandbox, browser: httpx2.Client) -> None:
    token = exchanged(browser, classic, approved(browser, classic)).json()["refresh_token"]
    form = {
        "client_id": classic.client_id,
        "client_secret": classic.client_secret,
        "refresh_token": token,
    }
    assert browser.post(f"{PROTOCOL}/logout", data=form).status_code == 204
    assert refusal(refreshed(browser, classic, token))[2] == "Session not active"


def test_a_client_that_was_deleted_gets_no_more_tokens(classic: Sandbox, browser: httpx2.Client) -> None:
    client = own_client(classic, REDIRECT)
    own = {"client_id": client["clientId"], "client_secret": client["clientSecret"]}
    code = approved(browser, classic, client_id=client["clientId"])
    token = exchanged(browser, classic, code, **own).json()["refresh_token"]
    with connect(classic) as api:
        api.delete(f"authorization/oauth2/clients/{client['clientId']}")
    assert refusal(refreshed(browser, classic, token, **own))[:2] == (401, "invalid_client")


def test_there_are_two_realms_and_few_endpoints(browser: httpx2.Client) -> None:
    assert browser.get("/auth/realms/master/protocol/openid-connect/auth").status_code == 404
    assert browser.get("/auth/realms/sipgate-apps/protocol/openid-connect/certs").status_code == 404
    assert browser.get(f"{PROTOCOL}/token").status_code == 405
    assert browser.get(f"{PROTOCOL}/userinfo").status_code == 401


def test_faults_strike_the_login_too(classic: Sandbox, browser: httpx2.Client) -> None:
    token = exchanged(browser, classic, approved(browser, classic)).json()["refresh_token"]
    classic.faults.add(f"503@{PROTOCOL}/token*1")
    assert refreshed(browser, classic, token).status_code == 503
    assert refreshed(browser, classic, token).status_code == 200
