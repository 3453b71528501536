"""Programs in a browser: pages of other origins may use the API, and neither the console nor the admin path."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest

from sipgate_tools.sandbox import Sandbox, serve_in_thread

from ..accounts import items

ORIGIN = "http://localhost:5000"
TOKEN = "/auth/realms/sipgate-apps/protocol/openid-connect/token"
CORS = "access-control-"


@pytest.fixture(scope="module")
def sandbox() -> Sandbox:
    return Sandbox(admin=True)


@pytest.fixture(scope="module")
def web(sandbox: Sandbox) -> Iterator[httpx2.Client]:
    with (
        serve_in_thread(sandbox) as served,
        httpx2.Client(base_url=served.base_url.removesuffix("/v2"), headers={"origin": ORIGIN}) as client,
    ):
        yield client


def preflight(
    web: httpx2.Client, path: str, method: str = "GET", headers: str = "authorization"
) -> httpx2.Response:
    """The question that a browser asks before a request of another origin."""
    question = {"access-control-request-method": method, "access-control-request-headers": headers}
    return web.options(path, headers=question)


def allowed(response: httpx2.Response) -> set[str]:
    return set(response.headers[f"{CORS}allow-methods"].split(", "))


@pytest.mark.parametrize(
    ("path", "method", "methods"),
    [
        ("/v2/users", "GET", {"GET"}),
        ("/v2/sessions/sms", "POST", {"POST"}),
        ("/v2//history", "DELETE", {"GET", "PUT", "DELETE"}),
        ("/v2/contacts/x", "PUT", {"GET", "PUT", "DELETE"}),
        ("/v3/labels", "POST", {"GET", "POST"}),
        (TOKEN, "POST", {"POST", "GET"}),
        (TOKEN.replace("/auth/realms", "/login"), "POST", {"POST"}),
        ("/v2/nothing/here", "GET", {"GET"}),
    ],
)
def test_a_browser_that_asks_first_may_send(
    web: httpx2.Client, path: str, method: str, methods: set[str]
) -> None:
    response = preflight(web, path, method, "authorization, content-type, x-sipgate-client")
    assert response.status_code == 204
    assert response.headers[f"{CORS}allow-origin"] == "*"
    assert response.headers[f"{CORS}allow-headers"] == "authorization, content-type, x-sipgate-client"
    assert allowed(response) >= methods
    assert f"{CORS}allow-credentials" not in response.headers


def test_a_page_may_read_the_response_and_the_error(sandbox: Sandbox, web: httpx2.Client) -> None:
    login = (sandbox.token_id, sandbox.token)
    responses = [
        web.get("/v2/account", auth=login),
        web.get("/v2/account"),
        web.get("/v2/nothing"),
        web.post(TOKEN, data={"grant_type": "refresh_token"}),
        web.get("/webhook-key.pem"),
        web.get("/v3/swagger.json"),
        web.get("/auth/realms/sipgate-apps/.well-known/openid-configuration"),
    ]
    assert [response.status_code for response in responses] == [200, 401, 404, 401, 200, 200, 200]
    assert {response.headers[f"{CORS}allow-origin"] for response in responses} == {"*"}
    assert {response.headers[f"{CORS}expose-headers"] for response in responses} == {"*"}


def test_a_fault_can_be_read_too(sandbox: Sandbox, web: httpx2.Client) -> None:
    sandbox.faults.add("429:retry-after=2@getBalance*1")
    assert preflight(web, "/v2/balance").status_code == 204  # which is no request of the operation
    refused = web.get("/v2/balance", auth=(sandbox.token_id, sandbox.token))
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "2")
    assert refused.headers[f"{CORS}allow-origin"] == "*"


def test_recordings_can_be_read(sandbox: Sandbox, web: httpx2.Client) -> None:
    listed = web.get("/v2/history", params={"limit": 100}, auth=(sandbox.token_id, sandbox.token))
    url = next(entry["recordingUrl"] for entry in items(listed) if entry.get("recordingUrl"))
    assert web.get(url).headers[f"{CORS}allow-origin"] == "*"


@pytest.mark.parametrize(
    "path",
    [
        "/console",
        "/console/api/overview",
        "/console/api/calls",
        "/console/v2/users",
        "/admin/v2/users",
        "/admin/clock",
        "/admin/snapshot",
        "/",
        "/health",
        "/auth/realms/sipgate-apps/protocol/openid-connect/auth",
    ],
)
def test_the_console_the_admin_path_and_the_login_page_are_closed(web: httpx2.Client, path: str) -> None:
    for response in (preflight(web, path, "POST", "content-type"), web.get(path)):
        assert [name for name in response.headers if name.startswith(CORS)] == []


def test_programs_that_are_no_browsers_get_no_such_headers(sandbox: Sandbox, web: httpx2.Client) -> None:
    with httpx2.Client(base_url=web.base_url) as plain:
        response = plain.get("/v2/account", auth=(sandbox.token_id, sandbox.token))
        assert [name for name in response.headers if name.startswith(CORS)] == []
        assert plain.options("/v2/users").status_code == 405
    odd = web.get("/v2/webhooks", headers={"access-control-request-method": "GET"})
    assert odd.status_code == 404
