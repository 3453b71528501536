"""Webhooks: receive sipgate's call events, verify them, respond to them and store them.

The modules `signature`, `events` and `actions` verify signatures, parse events and render responses without I/O.
`WebhookApp` is an ASGI application that uses them, and a store keeps the events and the scheduled follow-ups.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sipgate_tools._lazy import load_lazily

if TYPE_CHECKING:
    from . import actions
    from .app import WebhookApp
    from .events import (
        ANONYMOUS,
        Answer,
        Dtmf,
        Event,
        HangUp,
        HangUpCause,
        NewCall,
        UnknownEvent,
        parse_event,
    )
    from .fluent import FluentWebhookServer
    from .server import RunningServer, serve, start
    from .signature import SIGNATURE_HEADER, SIPGATE_PUBLIC_KEY, verify_signature
    from .store import Store, open_store
    from .verification import SIPGATE_ORIGINS, NoVerification, Origins, SecretPath

__all__ = [
    "ANONYMOUS",
    "SIGNATURE_HEADER",
    "SIPGATE_ORIGINS",
    "SIPGATE_PUBLIC_KEY",
    "Answer",
    "Dtmf",
    "Event",
    "FluentWebhookServer",
    "HangUp",
    "HangUpCause",
    "NewCall",
    "NoVerification",
    "Origins",
    "RunningServer",
    "SecretPath",
    "Store",
    "UnknownEvent",
    "WebhookApp",
    "actions",
    "open_store",
    "parse_event",
    "serve",
    "start",
    "verify_signature",
]

_MODULES: Final = {
    "actions": ".actions",
    "ANONYMOUS": ".events",
    "SIGNATURE_HEADER": ".signature",
    "SIPGATE_ORIGINS": ".verification",
    "SIPGATE_PUBLIC_KEY": ".signature",
    "Answer": ".events",
    "Dtmf": ".events",
    "Event": ".events",
    "FluentWebhookServer": ".fluent",
    "HangUp": ".events",
    "HangUpCause": ".events",
    "NewCall": ".events",
    "NoVerification": ".verification",
    "Origins": ".verification",
    "RunningServer": ".server",
    "SecretPath": ".verification",
    "Store": ".store",
    "UnknownEvent": ".events",
    "WebhookApp": ".app",
    "open_store": ".store",
    "parse_event": ".events",
    "serve": ".server",
    "start": ".server",
    "verify_signature": ".signature",
}


def __getattr__(name: str) -> Any:
    # Imported on first use: a program that only verifies signatures does not import a web server.
    return load_lazily(__name__, globals(), _MODULES, name)
