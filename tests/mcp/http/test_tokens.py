"""Tokens: which ones a server accepts, how long it trusts keys, and what it publishes about them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any, cast

import httpx2
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from sipgate_tools.mcp.http.server import (
    JwksTokenVerifier,
    StaticTokenVerifier,
)
from tests.mcp.harness import MakeHarness
from tests.mcp.http.serving import ADDRESS, HEADERS, HELLO, hello, serve

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
