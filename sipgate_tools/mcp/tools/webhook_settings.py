"""Tools that read and change the webhook settings of the account."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema

from sipgate_tools.errors import InvalidInput
from sipgate_tools.models.webhook_settings import WHITELIST_KINDS, WebhookSettings
from sipgate_tools.values import extension_id, redacted_url, web_url

from ..sanitize import mask_url
from ..tool_context import ToolContext
from .registry import Result, tool


class WebhookUrls(Result):
    """The account's webhook settings; URLs are reduced to the host, because the rest may be secret."""

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


@tool("Look at the webhook settings", toolset="webhooks", operations=("getSipgateIoUrls",))
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
    changes: dict[str, Any] = {"incoming_url": incoming_url, "outgoing_url": outgoing_url, "log": log}
    changes = {name: value for name, value in changes.items() if value is not None}
    if both := sorted(changes.keys() & set(clear or ())):
        raise InvalidInput(
            f"{both[0]} is both given and in clear. Nothing was done.", hint="Give one of the two."
        )
    changes |= dict.fromkeys(clear or (), "")
    for name in ("incoming_url", "outgoing_url"):
        if changes.get(name):
            web_url(changes[name], argument=name)
    lines = [f"{name}: {mask_url(str(value)) or 'none'}" for name, value in changes.items()]
    if extensions is not None:
        chosen = None if extensions == ["all"] else [] if extensions == ["none"] else extensions
        for extension in chosen or ():
            extension_id(extension, WHITELIST_KINDS, argument="extensions")
        changes["whitelist"] = chosen
        lines.append(
            f"extensions: {'none, so no call is announced' if chosen == [] else ', '.join(extensions)}"
        )
    if not changes:
        raise InvalidInput("There is nothing to change.", hint="Give at least one setting.")
    settings = call.client.webhook_settings
    before = _to_result(await settings.get())
    body = {"whitelist": changes["whitelist"]} if changes.get("whitelist") else {}
    question = "\n".join(["Change the account's webhook settings?", *lines])
    async with call.approve("setSipgateIoUrls", question, body=body):
        after = await settings.update(**changes)
    return WebhookUrlsChanged(before=before, after=_to_result(after))


def _to_result(settings: WebhookSettings) -> WebhookUrls:
    return WebhookUrls(
        incoming_url=redacted_url(settings.incoming_url) if settings.incoming_url else None,
        outgoing_url=redacted_url(settings.outgoing_url) if settings.outgoing_url else None,
        log=bool(settings.log),
        extensions=None if settings.whitelist is None else list(settings.whitelist),
    )
