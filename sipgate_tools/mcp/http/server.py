"""The server over HTTP: bearer tokens, allowed hosts and origins, and several workers behind a load balancer.

Clients send a bearer token, which is either a static token from the operator (`SIPGATE_MCP_AUTH_TOKEN`) or a token that
an OAuth server issued for this server (`--auth-issuer`, `--auth-audience`). The token is verified here and never
forwarded, because requests to sipgate use the server's own credentials. TLS must be provided by a proxy.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import socket
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, cast

import anyio
import httpx2
import jwt
import uvicorn
from mcp.server.auth.provider import AccessToken, TokenVerifier
from mcp.server.auth.settings import AuthSettings
from mcp.server.request_state import RequestStateSecurity
from mcp.server.transport_security import TransportSecuritySettings
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from sipgate_tools._io.uvicorn_server import CleanServer, uvicorn_config
from sipgate_tools._version import __version__
from sipgate_tools.errors import InvalidInput

from .exposure import TOKEN_HINT, check_exposure

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer
    from starlette.applications import Starlette

    from ..settings import McpSettings

_LOOPBACK_HOSTS: Final = tuple(
    f"{host}{port}" for host in ("127.0.0.1", "localhost", "[::1]") for port in ("", ":*")
)
_ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
_ACCESS_KINDS: Final = ("jwt", "at+jwt", "application/at+jwt", "bearer", "dpop", "access", "access_token")
_NON_ACCESS_CLAIMS: Final = {"nonce", "at_hash", "c_hash", "s_hash", "events"}
"""Claims that only ID tokens and logout tokens contain."""

_KEYS_CACHE_SECONDS: Final = 900.0
_KEYS_RETRY_SECONDS: Final = 60.0
_KEYS_MAX_AGE_SECONDS: Final = 4 * 3600.0
"""The time for which cached keys remain valid while their issuer cannot be reached."""

_SDK_LOGGER: Final = "mcp.server.streamable_http"
_log = logging.getLogger("sipgate_tools.mcp")


class StaticTokenVerifier:
    """Verifies the operator's static token."""

    def __init__(self, token: str) -> None:
        if not token.strip():
            raise InvalidInput("The bearer token is empty.", hint=TOKEN_HINT)
        self._digest = hashlib.sha256(token.encode()).digest()

    async def verify_token(self, token: str) -> AccessToken | None:
        """Return the client's identity, or `None` for a wrong token. Tokens are compared in constant time."""
        if hmac.compare_digest(hashlib.sha256(token.encode()).digest(), self._digest):
            return AccessToken(token="-", client_id="bearer", scopes=[])  # noqa: S106 - the token itself is not kept
        return None


class JwksTokenVerifier:
    """Verifies access tokens that an OAuth server issued for this server, with the OAuth server's published keys.

    Args:
        issuer: The URL of the OAuth server, whose metadata must contain the same issuer.
        audience: The URL of this server, the audience that tokens must have.
    """

    def __init__(self, issuer: str, audience: str) -> None:
        self._issuer = issuer.rstrip("/")
        self._audience = audience
        self._keys: list[jwt.PyJWK] = []
        self._tried_at = self._read_at = float("-inf")
        self._reading = anyio.Lock()

    async def verify_token(self, token: str) -> AccessToken | None:
        """Return the client's identity, or `None` for an invalid token.

        A token is invalid if it has expired, is not signed with a published key, has another issuer or audience, has no
        subject, or is not an access token but an ID, refresh or logout token.
        """
        try:
            header = jwt.get_unverified_header(token)
            key = await self._key(str(header.get("kid", "")))
            if key is None:
                return None
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=_ALGORITHMS,
                audience=self._audience,
                issuer=[self._issuer, f"{self._issuer}/"],
                options={"require": ["exp", "iss", "aud", "sub"]},
            )
        except jwt.PyJWTError:
            return None
        subject = claims["sub"]
        if not subject.strip() or not _is_access_token(header, claims):
            return None
        return AccessToken(
            token="-",  # noqa: S106 - the token itself is not kept
            client_id=str(claims.get("client_id") or claims.get("azp") or subject),
            scopes=_scopes(claims),
            expires_at=int(claims["exp"]),
            resource=self._audience,
            subject=subject,
            claims={"iss": claims["iss"]},
        )

    async def _key(self, key_id: str) -> jwt.PyJWK | None:
        """Return the published key with an id, or `None`. Cached keys are refreshed if they are too old."""
        async with self._reading:
            if self._age() > _KEYS_CACHE_SECONDS or self._find(key_id) is None:
                # An unknown id may belong to a new key, but made-up ids must not cause a request each.
                if time.monotonic() - self._tried_at > _KEYS_RETRY_SECONDS:
                    await self._read_keys()
                if self._age() > _KEYS_MAX_AGE_SECONDS:
                    self._keys = []
            return self._find(key_id)

    def _age(self) -> float:
        return time.monotonic() - self._read_at

    def _find(self, key_id: str) -> jwt.PyJWK | None:
        for key in self._keys:
            if key.key_id == key_id or (not key_id and len(self._keys) == 1):
                return key
        return None

    async def _read_keys(self) -> None:
        """Fetch the issuer's published keys. If the issuer cannot be reached, the cached keys are kept."""
        self._tried_at = time.monotonic()
        try:
            async with httpx2.AsyncClient(timeout=10) as client:
                metadata = await client.get(f"{self._issuer}/.well-known/openid-configuration")
                published = await client.get(self._jwks_uri(metadata.raise_for_status().json()))
                self._keys = _signing_keys(published.raise_for_status().json()["keys"])
                self._read_at = time.monotonic()
        except (httpx2.HTTPError, httpx2.InvalidURL, KeyError, TypeError, ValueError) as error:
            _log.warning("The keys of %s cannot be read (%s).", self._issuer, type(error).__name__)

    def _jwks_uri(self, metadata: dict[str, Any]) -> str:
        address = str(metadata["jwks_uri"])
        if str(metadata["issuer"]).rstrip("/") != self._issuer:
            raise ValueError("the metadata names another issuer")
        if self._issuer.startswith("https://") and not address.startswith("https://"):
            raise ValueError("the keys are published without encryption")
        return address


def _signing_keys(published: list[Any]) -> list[jwt.PyJWK]:
    """Return the usable signing keys. The list is empty if all keys were withdrawn."""
    keys: list[jwt.PyJWK] = []
    for one in published:
        match one:
            case {"use": use} if use != "sig":
                continue
            case {"kty": str(kind)} if kind != "oct":
                # Members of a wrong type raise other errors than the library's own.
                with suppress(jwt.PyJWTError, AttributeError, TypeError, ValueError):
                    keys.append(jwt.PyJWK.from_dict(cast("dict[str, Any]", one)))
            case _:
                continue
    return keys


def _is_access_token(header: dict[str, Any], claims: dict[str, Any]) -> bool:
    """Return whether neither header nor claims mark a token as anything but an access token (RFC 9068, OpenID)."""
    kinds = (
        str(header.get("typ", "jwt")),
        str(claims.get("typ", "bearer")),
        str(claims.get("token_use", "access")),
    )
    return all(kind.lower() in _ACCESS_KINDS for kind in kinds) and not _NON_ACCESS_CLAIMS & claims.keys()


def _scopes(claims: dict[str, Any]) -> list[str]:
    """Return the scopes of a token, from `scope` (RFC 9068) or `scp` (some issuers), a string or a list."""
    found: Any = claims.get("scope", claims.get("scp", ""))
    words = cast("list[Any]", found) if isinstance(found, list) else str(found).split()
    return [str(word) for word in words]


def server_options(settings: McpSettings) -> dict[str, Any]:
    """Return the SDK's arguments for verifying tokens and for encrypting the state of calls that wait for a reply."""
    options: dict[str, Any] = {}
    verifier: TokenVerifier
    if settings.state_keys:
        keys = [key.get_secret_value() for key in settings.state_keys]
        options["request_state_security"] = RequestStateSecurity(keys=keys)
    # Strings, because `AnyHttpUrl` would append a slash, and strict hosts compare byte by byte.
    if settings.auth_token is not None:
        verifier = StaticTokenVerifier(settings.auth_token.get_secret_value())
        # No resource metadata: there is no authorization server to refer a caller to.
        auth = {"issuer_url": "https://localhost", "resource_server_url": None}
    elif settings.auth_issuer and settings.auth_audience:
        verifier = JwksTokenVerifier(settings.auth_issuer, settings.auth_audience)
        auth = {
            "issuer_url": settings.auth_issuer,
            "resource_server_url": settings.auth_audience,
            "validate_token_resource": True,
            "required_scopes": list(settings.auth_scopes),
        }
    else:
        return options
    return options | {"auth": AuthSettings.model_validate(auth), "token_verifier": verifier}


def application(server: MCPServer[Any], settings: McpSettings) -> Starlette:
    """Return the ASGI application with the MCP endpoint and `/health`."""

    @server.custom_route("/health", methods=["GET"])
    async def health(_: Request) -> Response:  # pyright: ignore[reportUnusedFunction] - registered by the SDK
        return JSONResponse({"status": "ok", "version": __version__})

    logging.getLogger(_SDK_LOGGER).addFilter(_is_no_disconnect)
    local = [] if settings.allowed_hosts else list(_LOOPBACK_HOSTS)
    origins = [f"{scheme}://{host}" for host in local for scheme in ("http", "https")]
    return server.streamable_http_app(
        streamable_http_path=settings.path,
        # Workers share no sessions, so with several of them each request must be self-contained.
        stateless_http=bool(settings.state_keys),
        transport_security=TransportSecuritySettings(
            allowed_hosts=[*local, *settings.allowed_hosts],
            allowed_origins=[*origins, *settings.allowed_origins],
        ),
        host=settings.host,
    )


def _is_no_disconnect(record: logging.LogRecord) -> bool:
    """Return whether a log record is about anything but a client that disconnected before the end of its request."""
    return not (record.exc_info and isinstance(record.exc_info[1], ClientDisconnect))


def _log_plainly() -> None:
    """Replace the SDK's log handlers, because formatting a traceback with Rich blocks the event loop for 0.15 s."""
    root = logging.getLogger()
    for handler in list(root.handlers):
        if type(handler).__module__.startswith("rich."):
            root.removeHandler(handler)
            plain = logging.StreamHandler()
            plain.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
            root.addHandler(plain)


class AnnouncingServer(CleanServer):
    """A server that prints its URL when it starts to listen. With port 0, the port is not known earlier."""

    def __init__(self, config: uvicorn.Config, settings: McpSettings) -> None:
        super().__init__(config)
        self._settings = settings

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening and print the URL to stderr."""
        await super().startup(sockets=sockets)
        if self.started:
            port = self.servers[0].sockets[0].getsockname()[1]
            host = f"[{self._settings.host}]" if ":" in self._settings.host else self._settings.host
            sys.stderr.write(f"Serving MCP at http://{host}:{port}{self._settings.path}\n")
            sys.stderr.flush()


def run(server: MCPServer[Any], settings: McpSettings) -> None:
    """Serve over HTTP until a signal stops the process.

    Raises:
        InvalidInput: The settings would expose the server to clients without a token.
    """
    check_exposure(settings)
    _log_plainly()
    config = uvicorn_config(
        application(server, settings),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        timeout_graceful_shutdown=5,
    )
    AnnouncingServer(config, settings).run()
