"""Check that the HTTP settings do not expose the server to clients without a token."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final

from sipgate_tools.errors import InvalidInput

if TYPE_CHECKING:
    from ..settings import McpSettings

_SHORTEST_TOKEN: Final = 16
_SHORTEST_KEY: Final = 32
TOKEN_HINT: Final = "Generate one, for example with: openssl rand -hex 32"  # noqa: S105 - no token
_PROTECT_HINT: Final = "Set SIPGATE_MCP_AUTH_TOKEN, or --auth-issuer and --auth-audience."


def check_exposure(settings: McpSettings) -> None:
    """Check that clients on other machines need a token and one of the allowed host names.

    Raises:
        InvalidInput: The settings are unsafe or inconsistent. The message and its hint contain the settings to change.
    """
    if bool(settings.auth_issuer) != bool(settings.auth_audience):
        raise InvalidInput("--auth-issuer and --auth-audience belong together.", hint="Set both.")
    if settings.auth_token is not None and settings.auth_issuer is not None:
        raise InvalidInput(
            "A bearer token and an OAuth server cannot be combined.", hint="Set only one of them."
        )
    if settings.auth_token is not None:
        _check_token(settings.auth_token.get_secret_value())
    if settings.auth_issuer is not None and not settings.auth_scopes:
        raise InvalidInput(
            "Without a scope, every token of the OAuth server for this audience could spend money.",
            hint="Specify the scope that a token must have, such as --auth-scopes sipgate.",
        )
    if any(len(key.get_secret_value().encode()) < _SHORTEST_KEY for key in settings.state_keys):
        raise InvalidInput(
            f"Each key in SIPGATE_MCP_STATE_KEYS must have at least {_SHORTEST_KEY} characters.",
            hint=TOKEN_HINT,
        )
    protected = settings.auth_token is not None or settings.auth_issuer is not None
    if not protected and settings.allowed_hosts:
        # Host names are set for a proxy, which would give access to everyone who can reach it.
        raise InvalidInput(
            "--allowed-hosts without a token would give access to everyone who can reach these names.",
            hint=_PROTECT_HINT,
        )
    if _is_loopback(settings.host):
        return
    if not protected:
        raise InvalidInput(
            f"Listening on {settings.host} without a token would give everyone access.", hint=_PROTECT_HINT
        )
    if not settings.allowed_hosts:
        raise InvalidInput(
            f"Listening on {settings.host} requires the host names that clients use.",
            hint="Set --allowed-hosts, such as mcp.example.org (and --allowed-origins for web pages).",
        )


def _check_token(token: str) -> None:
    if len(token) < _SHORTEST_TOKEN:
        raise InvalidInput(
            f"The bearer token (SIPGATE_MCP_AUTH_TOKEN) must have at least {_SHORTEST_TOKEN} characters, but has "
            f"{len(token)}.",
            hint=TOKEN_HINT,
        )
    if not (token.isascii() and token.isprintable()):
        raise InvalidInput(
            "The bearer token (SIPGATE_MCP_AUTH_TOKEN) contains characters that are not allowed in HTTP headers.",
            hint=TOKEN_HINT,
        )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
