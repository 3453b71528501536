"""uvicorn as our servers use it (webhooks, MCP over HTTP, the sandbox): with limits, and without an access log."""

from __future__ import annotations

from typing import Any

import uvicorn

from sipgate_tools._io.http_protocol import LimitedProtocol, Limits

__all__ = ["LimitedProtocol", "Limits", "limited_protocol", "uvicorn_config"]


def uvicorn_config(app: Any, *, limits: Limits | None = None, **options: Any) -> uvicorn.Config:
    """Return uvicorn's configuration for one of our servers.

    Args:
        app: The ASGI application.
        limits: What clients may take; the defaults of `Limits` if `None`.
        **options: More arguments of `uvicorn.Config`; they win.

    Raises:
        TypeError: An option is not one of uvicorn's.
    """
    defaults: dict[str, Any] = {
        "http": limited_protocol(limits or Limits()),
        "ws": "none",
        # Paths may hold a secret and queries a password: no access log.
        "access_log": False,
        "log_config": None,
        # Each application decides itself which proxy it trusts.
        "proxy_headers": False,
        "server_header": False,
    }
    return uvicorn.Config(app, **(defaults | options))


def limited_protocol(limits: Limits) -> type[LimitedProtocol]:
    """Return the protocol with other limits than the default ones."""

    class Protocol(LimitedProtocol):
        LIMITS = limits

    return Protocol
