"""The webhook settings of the account."""

from __future__ import annotations

from typing import Final

from sipgate_tools.values import redacted_url

from ._base import Record

WHITELIST_KINDS: Final = ("p", "g")
"""Letters of the extension ids that a whitelist can contain: phonelines and groups."""


class WebhookSettings(Record, frozen=True, kw_only=True):
    """The webhook settings of the account (operation getSipgateIoUrls).

    `repr` shows only the scheme, host and port of the URLs, because the rest may contain a password or a secret path.

    Attributes:
        incoming_url: The URL that receives the webhooks for incoming calls; empty or `None` if none are sent.
        outgoing_url: The URL that receives the webhooks for outgoing calls; empty or `None` if none are sent.
        log: Whether sipgate logs webhook requests and responses (operation getWebhooksLog).
        whitelist: Phonelines and groups whose calls send webhooks; `None` for all, empty for none.
        push_api_version: The version of the push API for the account.
    """

    incoming_url: str | None = None
    outgoing_url: str | None = None
    log: bool | None = None
    whitelist: tuple[str, ...] | None = None
    push_api_version: int | None = None

    def _repr_fields(self) -> list[tuple[str, object]]:
        """Return the fields that are set, with secrets removed from URLs."""
        return [
            (name, redacted_url(str(value)) if name in {"incoming_url", "outgoing_url"} else value)
            for name, value in super()._repr_fields()
        ]
