"""Settings with which the server does not start, or starts only on loopback."""

from __future__ import annotations

from typing import cast

import pytest
import uvicorn

from sipgate_tools._io.http_protocol import LimitedProtocol
from sipgate_tools.errors import InvalidInput
from sipgate_tools.mcp.http.server import (
    AnnouncingServer,
    StaticTokenVerifier,
    check_exposure,
    run,
)
from sipgate_tools.mcp.server import create_server
from sipgate_tools.mcp.settings import load_settings
from tests.mcp.harness import MakeHarness
from tests.mcp.http.serving import hello, serve

TOKEN = "made-up-secret-0001"


def test_it_is_served_with_time_limits_for_slow_clients(
    make_harness: MakeHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    served_with: list[uvicorn.Config] = []

    def note(server: AnnouncingServer) -> None:
        served_with.append(server.config)

    monkeypatch.setattr(AnnouncingServer, "run", note)
    harness = make_harness(transport="http")
    run(create_server(harness.account), harness.account.settings)
    assert issubclass(cast("type", served_with[0].http), LimitedProtocol)


@pytest.mark.parametrize(
    ("flags", "environment", "expected"),
    [
        ({"host": "0.0.0.0"}, {}, "give everyone access"),
        ({"host": "0.0.0.0"}, {"SIPGATE_MCP_AUTH_TOKEN": TOKEN}, "--allowed-hosts"),
        ({"auth_issuer": "https://login.example.org"}, {}, "belong together"),
        (
            {"auth_issuer": "https://login.example.org", "auth_audience": "https://mcp.example.org"},
            {"SIPGATE_MCP_AUTH_TOKEN": TOKEN},
            "cannot be combined",
        ),
        ({"allowed_hosts": "mcp.example.org"}, {}, "--allowed-hosts without a token"),
        ({"host": "::1", "allowed_hosts": "localhost"}, {}, "--allowed-hosts without a token"),
        (
            {
                "auth_issuer": "https://login.example.org",
                "auth_audience": "https://mcp.example.org",
                "auth_scopes": "",
            },
            {},
            "--auth-scopes",
        ),
        ({}, {"SIPGATE_MCP_STATE_KEYS": f"{'k' * 32},short"}, "at least 32"),
    ],
)
def test_it_does_not_start_open_to_strangers(
    flags: dict[str, str], environment: dict[str, str], expected: str
) -> None:
    with pytest.raises(InvalidInput, match=expected):
        check_exposure(load_settings({"transport": "http", **flags}, environment))


EMPTY = ("", " ", "\t", "\n", "  \r\n ")


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
@pytest.mark.parametrize("token", [*EMPTY, "x", "fifteen-chars-x", "   fifteen-chars-x   ", "x" * 15 + "\n"])
def test_an_empty_or_short_token_stops_the_start_and_is_not_repeated(host: str, token: str) -> None:
    flags = {"transport": "http", "host": host, "allowed_hosts": "mcp.example.org"}
    with pytest.raises(InvalidInput, match=r"SIPGATE_MCP_AUTH_TOKEN.*(empty|must have at least)") as refused:
        check_exposure(load_settings(flags, {"SIPGATE_MCP_AUTH_TOKEN": token}))
    assert not token.strip() or len(token.strip()) < 3 or token.strip() not in str(refused.value)


@pytest.mark.parametrize("token", ["sixteen-chars-öx", "sixteen\0chars-xx", "sixteen\nchars-xx"])
def test_a_token_that_no_header_can_carry_stops_the_start(token: str) -> None:
    with pytest.raises(InvalidInput, match="not allowed in HTTP headers"):
        check_exposure(load_settings({"transport": "http"}, {"SIPGATE_MCP_AUTH_TOKEN": token}))


@pytest.mark.parametrize("value", EMPTY)
@pytest.mark.parametrize("name", ["AUTH_TOKEN", "AUTH_ISSUER", "AUTH_AUDIENCE", "STATE_KEYS"])
def test_an_empty_variable_is_not_taken_for_one_that_is_not_set(name: str, value: str) -> None:
    with pytest.raises(InvalidInput, match=f"SIPGATE_MCP_{name}.*empty"):
        load_settings({}, {f"SIPGATE_MCP_{name}": value})


@pytest.mark.parametrize(
    "url", ["http://login.example.org", "login.example.org", "https://", "http://localhost.example"]
)
@pytest.mark.parametrize("name", ["auth_issuer", "auth_audience"])
def test_an_oauth_server_without_encryption_stops_the_start(name: str, url: str) -> None:
    with pytest.raises(InvalidInput, match="https://"):
        load_settings({name: url}, {})


async def test_blanks_around_the_token_do_not_count(make_harness: MakeHarness) -> None:
    harness = make_harness(environment={"SIPGATE_MCP_AUTH_TOKEN": f"  {TOKEN}\n"})
    async with serve(harness) as client:
        assert await hello(client, authorization=f"Bearer {TOKEN}") == 200
        for header in ("Bearer ", "Bearer", "bearer  ", f"Bearer {TOKEN[:-1]}", f"Bearer  {TOKEN}x"):
            assert await hello(client, authorization=header) == 401


def test_no_verifier_is_made_of_an_empty_token() -> None:
    with pytest.raises(InvalidInput, match="empty"):
        StaticTokenVerifier(" ")


def test_it_starts_on_loopback_or_with_token_and_names() -> None:
    check_exposure(load_settings({"transport": "http"}, {}))
    flags = {"transport": "http", "host": "0.0.0.0", "allowed_hosts": "mcp.example.org"}
    check_exposure(load_settings(flags, {"SIPGATE_MCP_AUTH_TOKEN": TOKEN}))


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://Login.example.org/A", "https://login.example.org/A"),
        ("https://login.example.org:443/x", "https://login.example.org/x"),
        ("http://localhost:80", "http://localhost"),
    ],
)
@pytest.mark.parametrize("name", ["auth_issuer", "auth_audience"])
def test_a_url_that_would_be_published_in_another_form_stops_the_start(
    name: str, url: str, canonical: str
) -> None:
    with pytest.raises(InvalidInput, match=f"canonical form, {canonical}"):
        load_settings({name: url}, {})
    assert getattr(load_settings({name: canonical}, {}), name) == canonical
