"""Settings of the webhooks that sipgate sends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from sipgate_api.api.settings import get_sipgate_io_urls, set_sipgate_io_urls
from sipgate_api.models.set_sipgate_io_account_settings_request import SetSipgateIoAccountSettingsRequest

from sipgate_tools.errors import InvalidInput
from sipgate_tools.models.webhook_settings import WHITELIST_KINDS, WebhookSettings
from sipgate_tools.values import extension_id, flag, web_url

from ._support import platform
from ._support.resource import AsyncResource


class _Unchanged:
    """Type of the default value of arguments that leave a setting unchanged."""


UNCHANGED: Final = _Unchanged()


@dataclass(frozen=True, repr=False)
class AsyncWebhookSettings:
    """The account's webhook settings; `client.webhook_settings`.

    Each change is one read and one write: other settings stay the same, including those that this version does not
    support.
    """

    _resource: AsyncResource

    async def get(self) -> WebhookSettings:
        """Return the settings (operation getSipgateIoUrls).

        Raises:
            PermissionDenied: The account does not have the feature, or the token lacks a scope.
        """
        return WebhookSettings.from_payload(await self._resource.payload(get_sipgate_io_urls.build_request()))

    async def set_incoming_url(self, url: str) -> None:
        """Send webhooks for incoming calls to a URL (http or https; on neo https only)."""
        await self.update(incoming_url=web_url(url, argument="incoming URL"))

    async def set_outgoing_url(self, url: str) -> None:
        """Send webhooks for outgoing calls to a URL (http or https; on neo https only)."""
        await self.update(outgoing_url=web_url(url, argument="outgoing URL"))

    async def clear_incoming_url(self) -> None:
        """Stop webhooks for incoming calls."""
        await self.update(incoming_url="")

    async def clear_outgoing_url(self) -> None:
        """Stop webhooks for outgoing calls."""
        await self.update(outgoing_url="")

    async def set_whitelist(self, extensions: Iterable[str]) -> None:
        """Send webhooks only for calls of these phonelines (`p0`) and groups (`g0`)."""
        await self.update(whitelist=_checked_whitelist(extensions))

    async def clear_whitelist(self) -> None:
        """Empty the whitelist: no call triggers webhooks."""
        await self.update(whitelist=())

    async def disable_whitelist(self) -> None:
        """Remove the whitelist: all calls trigger webhooks."""
        await self.update(whitelist=None)

    async def set_log(self, enabled: bool, /) -> None:
        """Enable or disable sipgate's log of webhook requests and responses."""
        await self.update(log=enabled)

    async def update(
        self,
        *,
        incoming_url: str | _Unchanged = UNCHANGED,
        outgoing_url: str | _Unchanged = UNCHANGED,
        log: bool | _Unchanged = UNCHANGED,
        whitelist: Iterable[str] | _Unchanged | None = UNCHANGED,
    ) -> WebhookSettings:
        """Change the given settings (operations getSipgateIoUrls and setSipgateIoUrls).

        Args:
            incoming_url: URL for incoming calls; empty for none.
            outgoing_url: URL for outgoing calls; empty for none.
            log: Whether sipgate logs webhook requests and responses.
            whitelist: Phonelines and groups; empty for no calls, `None` for all calls.

        Returns:
            The settings after the change.

        Raises:
            InvalidInput: A URL is not http or https (on neo: https), or the whitelist contains other extensions;
                nothing was sent.
        """
        changes: dict[str, Any] = {}
        if not isinstance(incoming_url, _Unchanged):
            changes["incomingUrl"] = await self._checked(incoming_url, "incoming URL")
        if not isinstance(outgoing_url, _Unchanged):
            changes["outgoingUrl"] = await self._checked(outgoing_url, "outgoing URL")
        if not isinstance(log, _Unchanged):
            changes["log"] = flag(log, argument="log")
        if not isinstance(whitelist, _Unchanged):
            changes["whitelist"] = None if whitelist is None else _checked_whitelist(whitelist)
        if not changes:
            raise InvalidInput("There is nothing to change.", hint="Give at least one setting.")
        async with self._resource.cache.settings_lock:
            present = (await self.get()).raw
            merged = {**present, **changes}
            request = set_sipgate_io_urls.build_request(
                body=SetSipgateIoAccountSettingsRequest.from_dict(merged)
            )
            # The whole response is sent back, including nulls: a null whitelist means all calls, an absent one may not.
            await self._resource.confirm(replace(request, json=merged))
        return WebhookSettings.from_payload(merged)

    async def _checked(self, url: str, argument: str) -> str:
        if url == "":
            return url
        web_url(url, argument=argument)
        if url.lower().startswith("http://") and await platform.is_neo(self._resource):
            raise InvalidInput(
                f"The {argument} must be https on a neo account.", hint="Serve the URL with TLS."
            )
        return url


def _checked_whitelist(extensions: Iterable[str]) -> list[str]:
    if isinstance(extensions, str) or not isinstance(extensions, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidInput("The whitelist is not a list.", hint="Give a list such as ['p0', 'g1'].")
    return [extension_id(single, WHITELIST_KINDS, argument="whitelist") for single in extensions]
