"""Tools that read and change the webhook settings of the account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Final, Literal

from pydantic import Field, WithJsonSchema
from sipgate_api.types import Request

from sipgate_tools._async.account.webhook_settings import check_platform, send_if_unchanged
from sipgate_tools.errors import InvalidInput
from sipgate_tools.models.webhook_settings import WebhookSettings
from sipgate_tools.requests.webhook_settings import (
    checked_changes,
    checked_whitelist,
    webhook_settings_request,
)
from sipgate_tools.values import redacted_url

from ..presentation.sanitize import mask_url
from ..tool_context import ToolContext
from .registry import Result, tool

_NAMES: Final = {
    "incomingUrl": "incoming_url",
    "outgoingUrl": "outgoing_url",
    "log": "log",
    "whitelist": "extensions",
}


class WebhookUrls(Result):
    """The account's webhook settings, with only the hosts of URLs, because the rest can be secret."""

    incoming_url: str | None = None
    outgoing_url: str | None = None
    log: bool
    extensions: list[str] | None = Field(default=None, description="Only these are announced; absent: all")


SameSettings = Annotated[
    WebhookUrls, WithJsonSchema({"type": "object", "description": "As in get_webhook_settings"})
]


class WebhookUrlsChanged(Result):
    """The settings before and after the change."""

    before: SameSettings
    after: SameSettings


@tool("Read the webhook settings", toolset="webhooks", operations=("getSipgateIoUrls",))
async def get_webhook_settings(call: ToolContext) -> WebhookUrls:
    """Return the URLs that sipgate sends call events to, and for which extensions."""
    return _to_result(await call.client.webhook_settings.get())


@tool(
    "Change the webhook settings",
    toolset="webhooks",
    operations=("getSipgateIoUrls", "setSipgateIoUrls", "getGroups", "getChannels"),
    effect="write",
)
async def set_webhook_settings(
    call: ToolContext,
    incoming_url: Annotated[str | None, Field(description="URL for incoming calls")] = None,
    outgoing_url: Annotated[str | None, Field(description="URL for outgoing calls")] = None,
    log: Annotated[bool | None, Field(description="Whether sipgate keeps a log of webhooks")] = None,
    extensions: Annotated[
        list[str] | None,
        Field(
            description="Announce only these phonelines (p0) and groups (g0); ['all'] for all, ['none'] for none"
        ),
    ] = None,
    clear: Annotated[
        list[Literal["incoming_url", "outgoing_url"]] | None, Field(description="URLs to remove")
    ] = None,
) -> WebhookUrlsChanged:
    """Change where call events are sent; absent fields stay. Account-wide: the user is asked first."""
    given: dict[str, Any] = {"incoming_url": incoming_url, "outgoing_url": outgoing_url, "log": log}
    given = {name: value for name, value in given.items() if value is not None}
    if both := sorted(given.keys() & set(clear or ())):
        raise InvalidInput(
            f"{both[0]} is passed and also in clear. Nothing was done.", hint="Pass one of the two."
        )
    given |= dict.fromkeys(clear or (), "")
    if extensions is not None:
        given["whitelist"] = _whitelist(extensions)
    changes = checked_changes(**given)
    resource = call.client.resource
    await check_platform(resource, changes)
    before = await call.client.webhook_settings.get()
    request = webhook_settings_request(before.raw, changes)
    async with call.approve(request, _question(request, changes)):
        await send_if_unchanged(resource, before, request)
    return WebhookUrlsChanged(
        before=_to_result(before), after=_to_result(WebhookSettings.from_payload(request.json))
    )


def _whitelist(extensions: list[str]) -> list[str] | None:
    if extensions == ["all"]:
        return None
    return [] if extensions == ["none"] else checked_whitelist(extensions, argument="extensions")


def _question(request: Request[Any], changes: Iterable[str]) -> str:
    """Return the question about the settings that change, each with the value that is sent."""
    lines = ["Change the account's webhook settings?"]
    for name in changes:
        value = request.json[name]
        if name == "whitelist":
            text = "all" if value is None else ", ".join(value) or "none, so no call is announced"
        else:
            text = mask_url(str(value)) or "none"
        lines.append(f"{_NAMES[name]}: {text}")
    return "\n".join(lines)


def _to_result(settings: WebhookSettings) -> WebhookUrls:
    return WebhookUrls(
        incoming_url=redacted_url(settings.incoming_url) if settings.incoming_url else None,
        outgoing_url=redacted_url(settings.outgoing_url) if settings.outgoing_url else None,
        log=bool(settings.log),
        extensions=None if settings.whitelist is None else list(settings.whitelist),
    )
