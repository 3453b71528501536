"""Who may use the console and the admin path: the page itself and programs, but no other web page in a browser."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest

from sipgate_tools.sandbox import Clock, Sandbox, serve_in_thread

from ..accounts import NOON

CHANGING = (("PUT", "/console/api/balance"), ("POST", "/console/api/calls"), ("POST", "/admin/reset"))
READING = (
    "/console",
    "/console/api/overview",
    "/console/api/events",
    "/console/api/outbox",
    "/admin/snapshot",
)


@pytest.fixture(scope="module")
def sandbox() -> Sandbox:
    return Sandbox(clock=Clock(NOON), admin=True)


@pytest.fixture(scope="module")
def web(sandbox: Sandbox) -> Iterator[httpx2.Client]:
    with (
        serve_in_thread(sandbox) as served,
        httpx2.Client(base_url=served.base_url.removesuffix("/v2")) as client,
    ):
        yield client


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "http://127.0.0.1:1"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"host": "evil.example"}, 403),
        ({"host": "evil.example", "origin": "http://evil.example"}, 403),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
    ],
)
def test_other_web_pages_change_nothing(
    sandbox: Sandbox, web: httpx2.Client, headers: dict[str, str], status: int
) -> None:
    before = sandbox.snapshot()
    for method, path in CHANGING:
        sent = {"content-type": "application/json"} | headers
        response = web.request(method, path, content=b'{"amount": 1, "from": "anonymous"}', headers=sent)
        assert response.status_code == status, path
        assert response.json()["errors"][0]["detail"]
    assert sandbox.snapshot() == before


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil{own}",
        "http://evil.{own}",
        "http://evil-{own}",
        "http://{own}.evil.example",
        "http://{own}evil",
        "http://{own}@evil.example",
        "http://evil.example/{own}",
        "http://evil.example#{own}",
        "http://evil.example?{own}",
        "http://evil.example\\@{own}",
        "http://{host}",
        "http://{host}:",
        "http://{host}:80",
        "http://{host}:{port}0",
        "http://0{own}",
        "http://[::1]:{port}",
        "http://localhost:{port}",
        "{own}",
        "",
        "http://[",
        "null",
    ],
)
def test_only_the_page_of_this_very_host_changes_something(web: httpx2.Client, origin: str) -> None:
    """A matching prefix or suffix of the origin is not enough: names with them can be registered publicly."""
    host, port = web.base_url.host, web.base_url.port
    forged = origin.format(own=f"{host}:{port}", host=host, port=port)
    response = web.put("/console/api/balance", json={"amount": 1}, headers={"origin": forged})
    assert response.status_code == 403, forged
    own = {"origin": f"http://{host}:{port}"}
    assert web.put("/console/api/balance", json={"amount": 5}, headers=own).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        *(
            "evil.example",
            "evil.example:80",
            "127.0.0.1.evil.example",
            "sandbox",
            "[::1",
            "[::1].evil.example",
        ),
        *("[::1]evil:80", "[::1]:80.evil.example", "127.0.0.1:80.evil.example", "localhost:80@evil.example"),
    ],
)
def test_a_name_that_was_pointed_at_this_machine_reads_nothing(web: httpx2.Client, host: str) -> None:
    assert [web.get(path, headers={"host": host}).status_code for path in READING] == [403] * len(READING)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost:8080", "[::1]:80", "console.localhost", "192.0.2.7:8080"]
)
def test_addresses_and_localhost_are_good_names(web: httpx2.Client, host: str) -> None:
    assert web.get("/console", headers={"host": host}).status_code == 200
    own = {"host": host, "origin": f"http://{host}", "sec-fetch-site": "same-origin"}
    assert web.put("/console/api/balance", json={"amount": 5}, headers=own).status_code == 200


def test_programs_that_are_no_browsers_just_post(web: httpx2.Client) -> None:
    assert web.put("/console/api/balance", json={"amount": 7}).json() == {"amount": 7}
    assert web.delete("/console/api/faults").json() == {"faults": []}


def test_opened_to_a_network_it_accepts_the_names_of_that_network() -> None:
    with serve_in_thread(Sandbox(), host="0.0.0.0") as served, httpx2.Client() as client:
        url = served.console_url.replace("0.0.0.0", "127.0.0.1") + "/api/outbox"
        names = ("sandbox:8080", "host.docker.internal", "evil.example")
        statuses = [client.get(url, headers={"host": name}).status_code for name in names]
    assert statuses == [200, 200, 403]
