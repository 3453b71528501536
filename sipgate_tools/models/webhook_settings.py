"""Where sipgate sends webhooks to."""

from __future__ import annotations

from typing import Final

from sipgate_tools.values import redacted_url

from ._base import Record

ANNOUNCED_EXTENSIONS: Final = ("p", "g")
"""Kinds of extensions that a whitelist takes: phonelines and groups."""


class WebhookSettings(Record, frozen=True, kw_only=True):
    """The webhook settings of the account (operation getSipgateIoUrls).

    `repr` shows scheme and host of the URLs only: the rest may hold a password or a secret path.

    Attributes:
        incoming_url: Where incoming calls are announced; empty or `None`: nowhere.
        outgoing_url: The same for outgoing calls.
        log: Whether sipgate keeps a log of requests and answers (operation getWebhooksLog).
        whitelist: Phonelines and groups whose calls are announced; `None`: all, empty: none.
        push_api_version: Which push API the account uses.
    """

    incoming_url: str | None = None
    outgoing_url: str | None = None
    log: bool | None = None
    whitelist: tuple[str, ...] | None = None
    push_api_version: int | None = None

    def _repr_fields(self) -> list[tuple[str, object]]:
        """Return the fields that are set, URLs without secrets in them."""
        return [
            (name, redacted_url(str(value)) if name in {"incoming_url", "outgoing_url"} else value)
            for name, value in super()._repr_fields()
        ]
