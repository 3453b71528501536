"""The server over HTTP: who gets in, from where, and two workers that share no memory."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, cast

import httpx2
import jwt
import pytest
import uvicorn
from anyio import fail_after
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from mcp import Client
from mcp_types import ElicitResult

from sipgate_tools._io.http_protocol import LimitedProtocol
from sipgate_tools.errors import InvalidInput
from sipgate_tools.mcp.http.server import (
    AnnouncingServer,
    JwksTokenVerifier,
    StaticTokenVerifier,
    application,
    check_exposure,
    run,
    server_options,
)
from sipgate_tools.mcp.server import create_server
from sipgate_tools.mcp.settings import load_settings
from tests.mcp.harness import Harness, MakeHarness

TOKEN = "made-up-secret-0001"
ADDRESS = "http://127.0.0.1:8321/mcp"
HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "t", "version": "1"},
    },
}
HEADERS = {"accept": "application/json, text/event-stream", "content-type": "application/json"}


@asynccontextmanager
async def serve(harness: Harness, **headers: str) -> AsyncGenerator[httpx2.AsyncClient]:
    """A client of the application of a harness, without any socket."""
    settings = harness.account.settings
    app = application(create_server(harness.account, **server_options(settings)), settings)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=httpx2.ASGITransport(app), headers=headers) as client,
    ):
        yield client


async def hello(client: httpx2.AsyncClient, **headers: str) -> int:
    return (await client.post(ADDRESS, json=HELLO, headers={**HEADERS, **headers})).status_code


@contextmanager
def listening(harness: Harness) -> Generator[str]:
    """The address of a harness that is served on a socket: questions in the middle of a call need a real stream."""
    settings = load_settings({"transport": "http", "port": 0}, {})
    app = application(create_server(harness.account), settings)
    started = threading.Event()

    class Server(AnnouncingServer):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets=sockets)
            started.set()

    server = Server(uvicorn.Config(app, port=0, log_level="warning", timeout_graceful_shutdown=1), settings)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert started.wait(10)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/mcp"
    finally:
        server.should_exit = True
        thread.join()


@pytest.mark.parametrize("mode", ["legacy", "auto"])
async def test_a_message_is_sent_and_confirmed_over_http(make_harness: MakeHarness, mode: Any) -> None:
    harness = make_harness()

    async def yes(context: Any, params: Any) -> ElicitResult:
        return ElicitResult(action="accept", content={})

    with listening(harness) as address, fail_after(20):
        async with Client(address, mode=mode, elicitation_callback=yes) as client:
            result = await client.call_tool("send_sms", {"to": "+491729925904", "message": "Hallo"})
    assert not result.is_error
    assert len(harness.sandbox.outbox()["sms"]) == 1


async def test_without_the_token_access_is_refused(make_harness: MakeHarness) -> None:
    harness = make_harness(environment={"SIPGATE_MCP_AUTH_TOKEN": "made-up-secret-0001"})
    async with serve(harness) as client:
        assert await hello(client) == 401
        assert await hello(client, authorization="Bearer wrong") == 401
        assert await hello(client, authorization="Basic made-up-secret-0001") == 401
        assert await hello(client, authorization="Bearer made-up-secret-0001") == 200
        assert (await client.get("http://127.0.0.1:8321/health")).json()["status"] == "ok"


async def test_other_names_and_origins_are_turned_away(make_harness: MakeHarness) -> None:
    async with serve(make_harness()) as client:
        assert await hello(client) == 200
        for host in ("localhost", "127.0.0.1", "[::1]", "localhost:8080"):
            assert await hello(client, host=host) == 200
        for host in ("evil.example.org", "localhost.evil.example.org", "127.0.0.1.evil.example.org"):
            assert await hello(client, host=host) == 421
        assert await hello(client, origin="https://evil.example.org") == 403
        assert await hello(client, origin="http://localhost:3000") == 200


async def test_the_names_of_a_public_server_are_those_that_were_given(make_harness: MakeHarness) -> None:
    flags = {"allowed_hosts": "mcp.example.org", "allowed_origins": "https://app.example.org"}
    async with serve(make_harness(**flags)) as client:
        assert await hello(client, host="mcp.example.org") == 200
        assert await hello(client, host="mcp.example.org", origin="https://app.example.org") == 200
        assert await hello(client, host="127.0.0.1:8321") == 421


async def test_a_client_that_takes_no_stream_gets_none(make_harness: MakeHarness) -> None:
    """The protocol wants both types in `Accept`."""
    async with serve(make_harness()) as client:
        refused = await client.post(ADDRESS, json=HELLO, headers={**HEADERS, "accept": "application/json"})
    assert refused.status_code == 406
    assert refused.headers["content-type"] == "application/json"


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


async def test_a_huge_body_is_refused(make_harness: MakeHarness) -> None:
    async with serve(make_harness()) as client:
        response = await client.post(ADDRESS, content=b"x" * 5_000_000, headers=HEADERS)
    assert response.status_code == 413


async def test_a_call_that_one_worker_began_another_finishes(make_harness: MakeHarness) -> None:
    """Protocol 2026-07-28, two workers with the same keys behind a balancer: the answer goes to the other one."""
    environment = {"SIPGATE_MCP_STATE_KEYS": "a-secret-that-both-workers-know-0001"}
    first = make_harness(environment=environment)
    second = make_harness(environment=environment, sandbox=first.sandbox)
    async with serve(first) as one, serve(second) as two:
        arguments = {"to": "+491729925904", "message": "Hallo"}
        question = await modern_call(one, "send_sms", arguments)
        assert question["resultType"] == "input_required"
        key = next(iter(question["inputRequests"]))
        answered = {key: {"action": "accept", "content": {"confirm": True}}}
        done = await modern_call(two, "send_sms", arguments, answered, question["requestState"])
    assert done["structuredContent"]["status"] == "accepted"
    assert len(first.sandbox.outbox()["sms"]) == 1


async def modern_call(
    client: httpx2.AsyncClient,
    tool: str,
    arguments: dict[str, Any],
    responses: Any = None,
    state: str | None = None,
) -> dict[str, Any]:
    """One call of protocol 2026-07-28, which says all there is to know in one request."""
    meta: dict[str, Any] = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {"elicitation": {"form": {}}},
        "io.modelcontextprotocol/clientInfo": {"name": "t", "version": "1"},
    }
    params: dict[str, Any] = {"name": tool, "arguments": arguments, "_meta": meta}
    if state is not None:
        params |= {"inputResponses": responses, "requestState": state}
    body = {"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": params}
    extra = {"mcp-protocol-version": "2026-07-28", "mcp-method": "tools/call", "mcp-name": tool}
    response = await client.post(ADDRESS, json=body, headers={**HEADERS, **extra})
    text = response.text
    if text.startswith(("event:", "data:", "id:")):
        text = next(line[5:] for line in text.splitlines() if line.startswith("data:") and '"id":7' in line)
    return json.loads(text)["result"]


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


ISSUER, AUDIENCE = "https://login.example.org", "https://mcp.example.org"


class Issuer:
    """An OAuth server of our own: a key, and what it publishes."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        self.published = {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]}
        self.metadata: dict[str, Any] = {"issuer": ISSUER, "jwks_uri": f"{ISSUER}/keys"}
        self.fetched = 0
        self.is_up = True

    def respond(self, request: httpx2.Request) -> httpx2.Response:
        self.fetched += 1
        if not self.is_up:
            return httpx2.Response(503)
        if request.url.path.endswith("openid-configuration"):
            return httpx2.Response(200, json=self.metadata)
        return httpx2.Response(200, json=self.published)

    def token(
        self, key: Any = None, kid: str = "one", header: dict[str, Any] | None = None, **changes: Any
    ) -> str:
        claims: dict[str, Any] = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": "u1",
            "exp": time.time() + 60,
            "azp": "app",
        }
        claims = {name: value for name, value in {**claims, **changes}.items() if value is not None}
        return jwt.encode(claims, key or self.key, algorithm="RS256", headers={"kid": kid, **(header or {})})


@pytest.fixture
def issuer(monkeypatch: pytest.MonkeyPatch) -> Issuer:
    made = Issuer()
    original = httpx2.AsyncClient

    def client(**options: Any) -> httpx2.AsyncClient:
        options.setdefault("transport", httpx2.MockTransport(made.respond))
        return original(**options)

    monkeypatch.setattr("sipgate_tools.mcp.http.server.httpx2.AsyncClient", client)
    return made


async def test_a_token_issued_for_this_server_is_accepted_and_not_kept(issuer: Issuer) -> None:
    token = issuer.token(scope="calls sms")
    accepted = await JwksTokenVerifier(ISSUER, AUDIENCE).verify_token(token)
    assert accepted is not None
    assert (accepted.client_id, accepted.subject, accepted.resource) == ("app", "u1", AUDIENCE)
    assert accepted.scopes == ["calls", "sms"]
    assert token not in repr(accepted)


async def test_tokens_for_others_expired_unsigned_or_of_strangers_are_refused(issuer: Issuer) -> None:
    verifier = JwksTokenVerifier(ISSUER, AUDIENCE)
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    unsigned = jwt.encode({"iss": ISSUER, "aud": AUDIENCE, "exp": time.time() + 60}, "", algorithm="none")
    for token in (
        issuer.token(aud="https://other.example.org"),
        issuer.token(iss="https://evil.example.org"),
        issuer.token(exp=time.time() - 10),
        issuer.token(exp=None),
        issuer.token(aud=None),
        issuer.token(key=stranger),
        issuer.token(kid="unknown"),
        unsigned,
        "no token at all",
        "",
    ):
        assert await verifier.verify_token(token) is None


@pytest.mark.parametrize(
    ("claims", "header"),
    [
        ({"nonce": "n"}, {}),
        ({"at_hash": "h"}, {}),
        ({"c_hash": "h"}, {}),
        ({"typ": "ID"}, {}),
        ({"typ": "Refresh"}, {}),
        ({"typ": "Logout", "events": {}}, {}),
        ({"events": {}}, {}),
        ({"token_use": "id"}, {}),
        ({}, {"typ": "id_token"}),
        ({}, {"typ": "logout+jwt"}),
        ({}, {"typ": "dpop+jwt"}),
        ({}, {"typ": "secevent+jwt"}),
        ({"sub": None}, {}),
        ({"sub": ""}, {}),
        ({"sub": "  "}, {}),
        ({"sub": 7}, {}),
        ({"sub": ["u1"]}, {}),
    ],
    ids=str,
)
async def test_what_is_no_access_token_of_a_person_is_refused(
    issuer: Issuer, claims: dict[str, Any], header: dict[str, Any]
) -> None:
    assert (
        await JwksTokenVerifier(ISSUER, AUDIENCE).verify_token(issuer.token(header=header, **claims)) is None
    )


@pytest.mark.parametrize(
    ("claims", "header"),
    [
        ({}, {"typ": "at+jwt"}),
        ({}, {"typ": "application/at+jwt"}),
        ({}, {"typ": "JWT"}),
        ({}, {"typ": None}),
        ({"typ": "Bearer"}, {}),
        ({"token_use": "access", "auth_time": 1, "acr": "1"}, {}),
    ],
    ids=str,
)
async def test_access_tokens_as_issuers_make_them_are_accepted(
    issuer: Issuer, claims: dict[str, Any], header: dict[str, Any]
) -> None:
    assert (
        await JwksTokenVerifier(ISSUER, AUDIENCE).verify_token(issuer.token(header=header, **claims))
        is not None
    )


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://evil.example.org", "jwks_uri": f"{ISSUER}/keys"},
        {"issuer": f"{ISSUER}.evil.example.org", "jwks_uri": f"{ISSUER}/keys"},
        {"jwks_uri": f"{ISSUER}/keys"},
        {"issuer": ISSUER},
        {"issuer": ISSUER, "jwks_uri": "http://login.example.org/keys"},
        {"issuer": ISSUER, "jwks_uri": 7},
        [],
    ],
    ids=str,
)
async def test_metadata_that_is_not_the_issuers_own_gives_no_keys(issuer: Issuer, metadata: Any) -> None:
    issuer.metadata = metadata
    assert await JwksTokenVerifier(ISSUER, AUDIENCE).verify_token(issuer.token()) is None


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Lets time go by for the keys: `clock(3600)`."""
    passed = 0.0
    monotonic = time.monotonic

    def pass_by(seconds: float) -> None:
        nonlocal passed
        passed += seconds

    monkeypatch.setattr("sipgate_tools.mcp.http.server.time.monotonic", lambda: monotonic() + passed)
    return pass_by


@pytest.mark.parametrize("published", [{"keys": []}, {"keys": [{"kty": "XX", "kid": "one"}]}])
async def test_keys_that_were_withdrawn_count_no_more(
    issuer: Issuer, clock: Callable[[float], None], published: Any
) -> None:
    verifier, token = JwksTokenVerifier(ISSUER, AUDIENCE), issuer.token()
    assert await verifier.verify_token(token) is not None
    issuer.published = published
    clock(3601)
    assert await verifier.verify_token(issuer.token(exp=time.time() + 9000)) is None


async def test_an_issuer_that_is_down_is_trusted_for_a_while_and_then_no_more(
    issuer: Issuer, clock: Callable[[float], None]
) -> None:
    verifier = JwksTokenVerifier(ISSUER, AUDIENCE)
    token = issuer.token(exp=time.time() + 900_000)
    assert await verifier.verify_token(token) is not None
    issuer.is_up = False
    for _ in range(3):
        clock(3600)
        assert await verifier.verify_token(token) is not None
    clock(3 * 3600)
    assert await verifier.verify_token(token) is None
    issuer.is_up = True
    clock(61)
    assert await verifier.verify_token(token) is not None


async def test_a_new_key_is_found_soon_and_one_for_encryption_never(
    issuer: Issuer, clock: Callable[[float], None]
) -> None:
    verifier = JwksTokenVerifier(ISSUER, AUDIENCE)
    assert await verifier.verify_token(issuer.token()) is not None
    issuer.published["keys"].append({**issuer.published["keys"][0], "kid": "two"})
    issuer.published["keys"].append({**issuer.published["keys"][0], "kid": "three", "use": "enc"})
    clock(61)
    assert await verifier.verify_token(issuer.token(kid="two")) is not None
    clock(61)
    assert await verifier.verify_token(issuer.token(kid="three")) is None


async def test_made_up_keys_do_not_make_us_fetch_again_and_again(issuer: Issuer) -> None:
    verifier = JwksTokenVerifier(ISSUER, AUDIENCE)
    for number in range(20):
        await verifier.verify_token(issuer.token(kid=f"made-up-{number}"))
    assert issuer.fetched == 2


async def test_a_protected_server_says_where_tokens_come_from(make_harness: MakeHarness) -> None:
    harness = make_harness(
        auth_issuer=ISSUER, auth_audience=f"{AUDIENCE}/mcp", allowed_hosts="mcp.example.org"
    )
    async with serve(harness) as client:
        refused = await client.post(ADDRESS, json=HELLO, headers={**HEADERS, "host": "mcp.example.org"})
        assert refused.status_code == 401
        assert "resource_metadata" in refused.headers["www-authenticate"]
        metadata = await client.get("http://127.0.0.1:8321/.well-known/oauth-protected-resource/mcp")
        assert 'scope="sipgate"' not in refused.headers["www-authenticate"]
    assert metadata.json()["scopes_supported"] == ["sipgate"]


@pytest.mark.parametrize(
    "issuer", [ISSUER, f"{ISSUER}/", f"{ISSUER}/realms/one", "https://login.example.org:8443"]
)
@pytest.mark.parametrize("audience", [AUDIENCE, f"{AUDIENCE}/", f"{AUDIENCE}/mcp", f"{AUDIENCE}/a/mcp/"])
async def test_the_metadata_has_the_very_bytes_of_the_settings(
    make_harness: MakeHarness, issuer: str, audience: str
) -> None:
    harness = make_harness(auth_issuer=issuer, auth_audience=audience, allowed_hosts="mcp.example.org")
    path = audience.removeprefix(AUDIENCE)
    async with serve(harness) as client:
        where = f"/.well-known/oauth-protected-resource{path if path != '/' else ''}"
        found = await client.get(f"http://127.0.0.1:8321{where}")
    assert found.status_code == 200
    assert f'"resource":"{audience}"'.encode() in found.content
    assert f'"authorization_servers":["{issuer}"]'.encode() in found.content


async def test_a_token_lets_in_only_with_the_required_scopes(
    make_harness: MakeHarness, issuer: Issuer
) -> None:
    harness = make_harness(auth_issuer=ISSUER, auth_audience=AUDIENCE, auth_scopes="sipgate,sipgate:money")
    async with serve(harness) as client:
        cases: tuple[tuple[dict[str, Any], int], ...] = (
            ({"scope": "sipgate sipgate:money other"}, 200),
            ({"scope": ["sipgate", "sipgate:money"]}, 200),
            ({"scp": ["sipgate:money", "sipgate"]}, 200),
            ({"scope": "sipgate"}, 403),
            ({"scope": "sipgate sipgate:moneyx"}, 403),
            ({"scope": ""}, 403),
            ({}, 403),
            ({"scope": "sipgate sipgate:money", "sub": None}, 401),
        )
        for claims, status in cases:
            token = issuer.token(**claims)
            assert await hello(client, authorization=f"Bearer {token}") == status, claims


async def test_the_made_up_token_is_compared_whole() -> None:
    verifier = StaticTokenVerifier("made-up-secret-0001")
    assert await verifier.verify_token("made-up-secret-0001") is not None
    for token in ("", "made-up", "made-up-secret-0001 ", "MADE-UP-SECRET-0001"):
        assert await verifier.verify_token(token) is None


@pytest.mark.parametrize(
    "entry", ["x", None, 7, [], {}, {"kty": 7}, {"kty": "RSA", "n": 7, "e": []}, {"kid": "one"}], ids=str
)
async def test_a_published_entry_that_is_no_key_is_left_out(issuer: Issuer, entry: Any) -> None:
    usable = issuer.published["keys"]
    issuer.published = cast("Any", {"keys": [entry]})
    assert await JwksTokenVerifier(ISSUER, AUDIENCE).verify_token(issuer.token()) is None
    issuer.published = cast("Any", {"keys": [entry, *usable]})
    assert await JwksTokenVerifier(ISSUER, AUDIENCE).verify_token(issuer.token()) is not None


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


async def test_a_request_that_is_cut_off_leaves_no_traceback_and_the_server_goes_on(
    make_harness: MakeHarness, caplog: pytest.LogCaptureFixture
) -> None:
    settings = load_settings({"transport": "http"}, {})
    app = application(create_server(make_harness().account), settings)
    headers = [(b"host", b"127.0.0.1:8321"), *((k.encode(), v.encode()) for k, v in HEADERS.items())]
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/mcp",
        "raw_path": b"/mcp",
        "query_string": b"",
        "headers": [*headers, (b"content-length", b"1000")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8321),
    }
    async with app.router.lifespan_context(app):
        for _ in range(3):
            arriving = iter([{"type": "http.request", "body": b"{", "more_body": True}])

            async def receive(parts: Any = arriving) -> Any:
                return next(parts, {"type": "http.disconnect"})

            async def send(message: Any) -> None:
                """Discard the response: the client has left."""

            await app(dict(scope), receive, send)
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app)) as client:
            assert await hello(client) == 200
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []
