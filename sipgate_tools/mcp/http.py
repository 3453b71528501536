"""The server over HTTP: who may call, from where, and several workers behind a balancer.

Callers show a bearer token: one that the operator made up (`SIPGATE_MCP_AUTH_TOKEN`), or one that an OAuth server
issued for this server (`--auth-issuer`, `--auth-audience`). It is checked here and never passed on: sipgate gets the
server's own credentials. TLS is a proxy's business.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import socket
import sys
import time
from typing import TYPE_CHECKING, Any, Final, cast

import httpx2
import jwt
import uvicorn
from mcp.server.auth.provider import AccessToken, TokenVerifier
from mcp.server.auth.settings import AuthSettings
from mcp.server.request_state import RequestStateSecurity
from mcp.server.transport_security import TransportSecuritySettings
from pydantic import AnyHttpUrl
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sipgate_tools._version import __version__
from sipgate_tools.errors import InvalidInput

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer
    from starlette.applications import Starlette

    from sipgate_tools.mcp.settings import Settings

__all__ = ["IssuedTokens", "MadeUpToken", "application", "check_exposure", "run", "server_options"]

_LOOPBACK_HOSTS: Final = ("127.0.0.1:*", "localhost:*", "[::1]:*")
_ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
_KEYS_FRESH_SECONDS: Final = 3600.0
_KEYS_AGAIN_SECONDS: Final = 60.0


class MadeUpToken:
    """Accepts the one token that the operator made up."""

    def __init__(self, token: str) -> None:
        self._digest = hashlib.sha256(token.encode()).digest()

    async def verify_token(self, token: str) -> AccessToken | None:
        """Who it is, or `None`; as long for a wrong token as for the right one."""
        if hmac.compare_digest(hashlib.sha256(token.encode()).digest(), self._digest):
            return AccessToken(token="-", client_id="bearer", scopes=[])  # noqa: S106 - the token itself is not kept
        return None


class IssuedTokens:
    """Accepts tokens that an OAuth server signed for this server, by the keys that it publishes."""

    def __init__(self, issuer: str, audience: str) -> None:
        self._issuer = issuer.rstrip("/")
        self._audience = audience
        self._keys: Any = None
        self._fetched_at = float("-inf")

    async def verify_token(self, token: str) -> AccessToken | None:
        """Who it is, or `None`: not signed by a published key, expired, of another issuer or for another server."""
        try:
            key = await self._key(str(jwt.get_unverified_header(token).get("kid", "")))
            if key is None:
                return None
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=_ALGORITHMS,
                audience=self._audience,
                issuer=[self._issuer, f"{self._issuer}/"],
                options={"require": ["exp", "iss", "aud"]},
            )
        except jwt.PyJWTError:
            return None
        return AccessToken(
            token="-",  # noqa: S106 - the token itself is not kept
            client_id=str(claims.get("client_id") or claims.get("azp") or claims.get("sub") or "unknown"),
            scopes=str(claims.get("scope", "")).split(),
            expires_at=int(claims["exp"]),
            resource=self._audience,
            subject=str(claims["sub"]) if "sub" in claims else None,
            claims={"iss": claims["iss"]},
        )

    async def _key(self, key_id: str) -> Any:
        for attempt in range(2):
            age = time.monotonic() - self._fetched_at
            # An unknown key may be a new one; but a flood of made-up keys must not become a flood of requests.
            if age > (_KEYS_FRESH_SECONDS if attempt == 0 else _KEYS_AGAIN_SECONDS):
                await self._fetch()
            if self._keys is not None:
                for key in self._keys.keys:
                    if key.key_id == key_id or (not key_id and len(self._keys.keys) == 1):
                        return key
        return None

    async def _fetch(self) -> None:
        self._fetched_at = time.monotonic()
        try:
            async with httpx2.AsyncClient(timeout=10) as client:
                metadata = await client.get(f"{self._issuer}/.well-known/openid-configuration")
                address = cast("dict[str, Any]", metadata.raise_for_status().json())["jwks_uri"]
                keys = await client.get(address)
                self._keys = jwt.PyJWKSet.from_dict(keys.raise_for_status().json())
        except (httpx2.HTTPError, KeyError, ValueError, jwt.PyJWTError):
            return  # with the keys known so far; without any, every token is refused


def check_exposure(settings: Settings) -> None:
    """Refuse to listen where strangers can reach it without a token, or under any name.

    Raises:
        InvalidInput: It says which settings are missing.
    """
    if bool(settings.auth_issuer) != bool(settings.auth_audience):
        raise InvalidInput("--auth-issuer and --auth-audience belong together.", hint="Give both.")
    if settings.auth_token is not None and settings.auth_issuer is not None:
        raise InvalidInput("Give a bearer token or an OAuth server, not both.")
    if _is_loopback(settings.host):
        return
    if settings.auth_token is None and settings.auth_issuer is None:
        raise InvalidInput(
            f"Listening on {settings.host} without a token would let everybody in.",
            hint="Set SIPGATE_MCP_AUTH_TOKEN, or --auth-issuer and --auth-audience.",
        )
    if not settings.allowed_hosts:
        raise InvalidInput(
            f"Listening on {settings.host} needs the names it is called by.",
            hint="Give --allowed-hosts mcp.example.org (and --allowed-origins for web pages).",
        )


def server_options(settings: Settings) -> dict[str, Any]:
    """The SDK's arguments for checking callers, and for sealing half-finished calls that travel through the client."""
    options: dict[str, Any] = {}
    verifier: TokenVerifier
    if settings.state_keys:
        keys = [key.get_secret_value() for key in settings.state_keys]
        options["request_state_security"] = RequestStateSecurity(keys=keys)
    if settings.auth_token is not None:
        verifier = MadeUpToken(settings.auth_token.get_secret_value())
        # No metadata: there is no authorization server to send a caller to.
        auth = AuthSettings(issuer_url=AnyHttpUrl("https://localhost"), resource_server_url=None)
    elif settings.auth_issuer and settings.auth_audience:
        verifier = IssuedTokens(settings.auth_issuer, settings.auth_audience)
        auth = AuthSettings(
            issuer_url=AnyHttpUrl(settings.auth_issuer),
            resource_server_url=AnyHttpUrl(settings.auth_audience),
            validate_token_resource=True,
        )
    else:
        return options
    return options | {"auth": auth, "token_verifier": verifier}


def application(server: MCPServer[Any], settings: Settings) -> Starlette:
    """The ASGI application, with a health route beside the protocol's own."""

    @server.custom_route("/health", methods=["GET"])
    async def health(_: Request) -> Response:  # pyright: ignore[reportUnusedFunction] - the SDK keeps it
        return JSONResponse({"status": "ok", "version": __version__})

    local = [] if settings.allowed_hosts else list(_LOOPBACK_HOSTS)
    origins = [f"{scheme}://{host}" for host in local for scheme in ("http", "https")]
    return server.streamable_http_app(
        streamable_http_path=settings.path,
        # Several workers share no sessions; each request then says all there is to know.
        stateless_http=bool(settings.state_keys),
        transport_security=TransportSecuritySettings(
            allowed_hosts=[*local, *settings.allowed_hosts],
            allowed_origins=[*origins, *settings.allowed_origins],
        ),
        host=settings.host,
    )


class Announcing(uvicorn.Server):
    """Says where it listens, once it does: with port 0 nobody else knows."""

    def __init__(self, config: uvicorn.Config, settings: Settings) -> None:
        super().__init__(config)
        self._settings = settings

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening."""
        await super().startup(sockets=sockets)
        if self.started:
            port = self.servers[0].sockets[0].getsockname()[1]
            host = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
            sys.stderr.write(f"Serving MCP at http://{host}:{port}{self._settings.path}\n")
            sys.stderr.flush()


def run(server: MCPServer[Any], settings: Settings) -> None:
    """Serve over HTTP until a signal ends it.

    Raises:
        InvalidInput: It would be open to strangers.
    """
    check_exposure(settings)
    config = uvicorn.Config(
        application(server, settings),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    Announcing(config, settings).run()


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
