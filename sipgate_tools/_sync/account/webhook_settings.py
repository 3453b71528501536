# Made by scripts/make_sync.py from sipgate_tools/_async/account/webhook_settings.py: edit that file.
"""Settings of the webhooks that sipgate sends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sipgate_api.api.settings import get_sipgate_io_urls
from sipgate_api.types import Request

from sipgate_tools.errors import InvalidInput
from sipgate_tools.models.webhook_settings import WebhookSettings
from sipgate_tools.requests.webhook_settings import (
    UNCHANGED,
    Unchanged,
    checked_changes,
    checked_whitelist,
    refusal_on_neo,
    webhook_settings_request,
)
from sipgate_tools.values import web_url

from .._support import platform
from .._support.resource import SyncResource


@dataclass(frozen=True, repr=False)
class SyncWebhookSettings:
    """The account's webhook settings (`client.webhook_settings`).

    Each change reads all settings and then writes them back, so that other settings stay the same, including settings
    that this version of the package does not support.
    """

    _resource: SyncResource

    def get(self) -> WebhookSettings:
        """Return the settings (operation getSipgateIoUrls).

        Raises:
            PermissionDenied: Webhooks are not activated for the account, or the token lacks a scope.
        """
        return WebhookSettings.from_payload(self._resource.payload(get_sipgate_io_urls.build_request()))

    def set_incoming_url(self, url: str) -> None:
        """Send webhooks for incoming calls to a URL.

        Args:
            url: The http or https URL. Neo accounts require https.

        Raises:
            InvalidInput: The URL is invalid; nothing was sent.
        """
        self.update(incoming_url=web_url(url, argument="incoming URL"))

    def set_outgoing_url(self, url: str) -> None:
        """Send webhooks for outgoing calls to a URL.

        Args:
            url: The http or https URL. Neo accounts require https.

        Raises:
            InvalidInput: The URL is invalid; nothing was sent.
        """
        self.update(outgoing_url=web_url(url, argument="outgoing URL"))

    def clear_incoming_url(self) -> None:
        """Stop sending webhooks for incoming calls."""
        self.update(incoming_url="")

    def clear_outgoing_url(self) -> None:
        """Stop sending webhooks for outgoing calls."""
        self.update(outgoing_url="")

    def set_whitelist(self, extensions: Iterable[str]) -> None:
        """Send webhooks only for calls of certain phonelines (`p0`) and groups (`g0`).

        Raises:
            InvalidInput: `extensions` is not a list, or contains another kind of extension; nothing was sent.
        """
        self.update(whitelist=checked_whitelist(extensions))

    def clear_whitelist(self) -> None:
        """Empty the whitelist, so that no call triggers webhooks."""
        self.update(whitelist=())

    def disable_whitelist(self) -> None:
        """Remove the whitelist, so that all calls trigger webhooks."""
        self.update(whitelist=None)

    def set_log(self, enabled: bool, /) -> None:
        """Enable or disable sipgate's log of webhook requests and responses."""
        self.update(log=enabled)

    def update(
        self,
        *,
        incoming_url: str | Unchanged = UNCHANGED,
        outgoing_url: str | Unchanged = UNCHANGED,
        log: bool | Unchanged = UNCHANGED,
        whitelist: Iterable[str] | Unchanged | None = UNCHANGED,
    ) -> WebhookSettings:
        """Change the settings that are passed (operations getSipgateIoUrls and setSipgateIoUrls).

        Args:
            incoming_url: The URL for incoming calls; an empty string stops these webhooks.
            outgoing_url: The URL for outgoing calls; an empty string stops these webhooks.
            log: Whether sipgate logs webhook requests and responses.
            whitelist: Phonelines and groups whose calls trigger webhooks; an empty list for no calls, `None` for all.

        Returns:
            The settings after the change.

        Raises:
            InvalidInput: No setting was passed, a URL is not an http or https URL (on neo, https), or the whitelist
                contains other extensions; nothing was sent.
        """
        changes = checked_changes(
            incoming_url=incoming_url, outgoing_url=outgoing_url, log=log, whitelist=whitelist
        )
        check_platform(self._resource, changes)
        with self._resource.cache.settings_lock:
            request = webhook_settings_request((self.get()).raw, changes)
            self._resource.confirm(request)
        return WebhookSettings.from_payload(request.json)


def check_platform(resource: SyncResource, changes: Mapping[str, Any]) -> None:
    """Check that the account's platform supports changes to the settings.

    Raises:
        InvalidInput: A URL is not https, and the account runs on neo.
    """
    refusal = refusal_on_neo(changes)
    if refusal is not None and platform.is_neo(resource):
        raise refusal


def send_if_unchanged(resource: SyncResource, present: WebhookSettings, request: Request[Any]) -> None:
    """Send a request that was built from the current settings, unless the settings have changed since then.

    Raises:
        InvalidInput: The settings have changed; nothing was sent.
    """
    with resource.cache.settings_lock:
        if (SyncWebhookSettings(resource).get()).raw != present.raw:
            raise InvalidInput(
                "The webhook settings have changed in the meantime; nothing was sent.",
                hint="Read the settings again before you change them.",
                code="webhooks.settings_changed",
            )
        resource.confirm(request)
