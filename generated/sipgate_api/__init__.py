"""sipgate's REST API, one module per operation: ``sipgate_api.api.<area>.<operation>``.

Written by ``scripts/regenerate`` from ``openapi/sipgate.json``: changes belong there, never here.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .client import AsyncSender, AuthenticatedClient, Client, Sender

__all__ = ("AsyncSender", "AuthenticatedClient", "Client", "Sender")


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import client

    return getattr(client, name)
