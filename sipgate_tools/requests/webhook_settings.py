"""The request that changes the account's webhook settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from sipgate_api.api.settings import set_sipgate_io_urls
from sipgate_api.models.set_sipgate_io_account_settings_request import SetSipgateIoAccountSettingsRequest
from sipgate_api.types import Request

from sipgate_tools.errors import InvalidInput
from sipgate_tools.models.webhook_settings import WHITELIST_KINDS
from sipgate_tools.values import extension_id, flag, web_url


class Unchanged:
    """Type of the default value of arguments that leave a setting unchanged."""


UNCHANGED: Final = Unchanged()

_URLS: Final = {"incomingUrl": "incoming URL", "outgoingUrl": "outgoing URL"}


def checked_changes(
    *,
    incoming_url: str | Unchanged = UNCHANGED,
    outgoing_url: str | Unchanged = UNCHANGED,
    log: bool | Unchanged = UNCHANGED,
    whitelist: Iterable[str] | Unchanged | None = UNCHANGED,
) -> dict[str, Any]:
    """Return the settings that are passed under the API's names; see `client.webhook_settings.update`.

    Raises:
        InvalidInput: A setting is invalid, or no setting was passed.
    """
    changes: dict[str, Any] = {}
    for name, url in (("incomingUrl", incoming_url), ("outgoingUrl", outgoing_url)):
        if not isinstance(url, Unchanged):
            changes[name] = url if url == "" else web_url(url, argument=_URLS[name])
    if not isinstance(log, Unchanged):
        changes["log"] = flag(log, argument="log")
    if not isinstance(whitelist, Unchanged):
        changes["whitelist"] = None if whitelist is None else checked_whitelist(whitelist)
    if not changes:
        raise InvalidInput("No setting was passed.", hint="Pass at least one setting.")
    return changes


def refusal_on_neo(changes: Mapping[str, Any]) -> InvalidInput | None:
    """Return the error for changes that neo does not support, or `None` if neo supports them."""
    for name, argument in _URLS.items():
        if str(changes.get(name, "")).lower().startswith("http://"):
            return InvalidInput(
                f"The {argument} must be https on a neo account.",
                hint="Serve the URL with TLS.",
                code="webhooks.https_required",
            )
    return None


def webhook_settings_request(present: Mapping[str, Any], changes: Mapping[str, Any]) -> Request[Any]:
    """Return the request that changes some of the settings (operation setSipgateIoUrls).

    Args:
        present: The settings as sipgate returned them.
        changes: The changes that `checked_changes` returned.
    """
    merged = {**present, **changes}
    request = set_sipgate_io_urls.build_request(body=SetSipgateIoAccountSettingsRequest.from_dict(merged))
    # The whole response is sent back, including nulls: a null whitelist means all calls, an absent one may not.
    return replace(request, json=merged)


def checked_whitelist(extensions: Iterable[str], *, argument: str = "whitelist") -> list[str]:
    """Return the extension ids of a whitelist after validating them.

    Raises:
        InvalidInput: `extensions` is not a list of phonelines and groups.
    """
    if isinstance(extensions, str) or not isinstance(extensions, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidInput(f"{argument} is not a list.", hint="Pass a list such as ['p0', 'g1'].")
    return [extension_id(single, WHITELIST_KINDS, argument=argument) for single in extensions]
