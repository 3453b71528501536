"""Phonelines of classic accounts: devices, forwardings, voicemails and webhooks."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final

from ..dispatch.api_errors import bad_request, not_found
from ..dispatch.registry import Context, operation
from ..iso_time import iso
from ..phone_numbers import is_extension, number_in
from ..state.phones import Forwarding, ParallelForwarding, Phoneline, Voicemail, WebhookUrls
from .devices import add_to, device_to_json
from .lookups import get_or_404, items, own_device, phoneline, v2
from .users import remove_endpoint, without

MAX_RING_SECONDS: Final = 600
_LOOPBACK: Final = re.compile(r"http://([^/@]*@)?(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?([/?#]|\Z)")


def _simple(ctx: Context, line: Phoneline) -> dict[str, str]:
    parts = ("blockanonymous", "devices", "forwardings", "numbers", "parallelforwardings", "voicemails")
    names = ("blockAnonymous", "devices", "forwardings", "numbers", "parallelForwardings", "voicemails")
    base = f"/{line.owner}/phonelines/{line.id}"
    urls = {f"{name}Url": v2(ctx, f"{base}/{part}") for name, part in zip(names, parts, strict=True)}
    return {"id": line.id, "alias": line.alias} | urls


@operation("getPhonelines")
def _get_phonelines(ctx: Context) -> dict[str, Any]:
    return items(_simple(ctx, line) for line in ctx.state.phonelines if line.owner == ctx.path["userId"])


@operation("createPhoneline")
def _create_phoneline(ctx: Context) -> dict[str, str]:
    """Create a phoneline with a voicemail and all of the user's devices except external phones."""
    owner = ctx.path["userId"]
    key = ctx.state.new_extension("p")
    own = tuple(row.id for row in ctx.state.devices if row.owner == owner and row.kind != "EXTERNAL")
    line = ctx.state.phonelines.put(Phoneline(key, owner, f"Anschluss {key}", own))
    ctx.state.voicemails.put(Voicemail(ctx.state.new_extension("v"), key, f"Voicemail {key}", active=False))
    return _simple(ctx, line)


@operation("getPhoneline")
def _get_phoneline(ctx: Context) -> dict[str, Any]:
    line = phoneline(ctx)
    return {"id": line.id, "alias": line.alias, "voicemails": voicemail_settings(ctx, line.id)}


def voicemail_settings(ctx: Context, endpoint_id: str) -> list[dict[str, Any]]:
    """Return the voicemails of a phoneline or group in short form: `id`, `timeout` and `active`."""
    own = [row for row in ctx.state.voicemails if row.endpoint_id == endpoint_id]
    return [{"id": row.id, "timeout": row.timeout, "active": row.active} for row in own]


@operation("setPhonelineAlias")
def _set_phoneline_alias(ctx: Context) -> None:
    ctx.state.phonelines.put(replace(phoneline(ctx), alias=ctx.body.get("alias", "")))


@operation("deletePhoneline")
def _delete_phoneline(ctx: Context) -> None:
    line = phoneline(ctx)
    remove_endpoint(ctx, line.id)
    ctx.state.phonelines.remove(line.id)


@operation("getBlockAnonymousSetting")
def _get_block_anonymous(ctx: Context) -> dict[str, Any]:
    line = phoneline(ctx)
    return {"enabled": line.block_anonymous, "target": line.block_target}


@operation("setBlockAnonymousSetting")
def _set_block_anonymous(ctx: Context) -> dict[str, Any]:
    line, body = phoneline(ctx), ctx.body
    enabled, target = body.get("enabled", line.block_anonymous), body.get("target", line.block_target)
    ctx.state.phonelines.put(replace(line, block_anonymous=enabled, block_target=target))
    return {"enabled": enabled, "target": target}


@operation("getDevicesForPhoneline")
def _get_devices_for_phoneline(ctx: Context) -> dict[str, Any]:
    return items(device_to_json(ctx, ctx.state.devices[key]) for key in phoneline(ctx).device_ids)


@operation("addDeviceToPhoneline")
def _add_device_to_phoneline(ctx: Context) -> None:
    line = phoneline(ctx)
    key = own_device(ctx, ctx.body["deviceId"]).id
    ctx.state.phonelines.put(replace(line, device_ids=add_to(line.device_ids, key)))


@operation("removeDeviceFromPhoneline")
def _remove_device_from_phoneline(ctx: Context) -> None:
    line, key = phoneline(ctx), ctx.path["deviceId"]
    if key not in line.device_ids:
        raise not_found("Device", key)
    ctx.state.phonelines.put(replace(line, device_ids=without(line.device_ids, key)))


@operation("getPhonelineForwardings")
def _get_forwardings(ctx: Context) -> dict[str, Any]:
    return items(
        {
            "alias": _destination_alias(ctx, row.destination),
            "destination": row.destination,
            "timeout": row.timeout,
            "active": row.active,
        }
        for row in phoneline(ctx).forwardings
    )


def _destination_alias(ctx: Context, destination: str) -> str:
    voicemail = ctx.state.voicemails.get(destination)
    return voicemail.alias if voicemail else destination


def _destination(ctx: Context, text: str, field: str) -> str:
    """Return a valid forwarding target: the id of a voicemail, or a telephone number in E.164."""
    if is_extension(text, "v"):
        if text not in ctx.state.voicemails:
            raise bad_request(f"Unknown voicemail {text}", f"/{field}")
        return text
    return number_in(text, field)


def _forwarding(ctx: Context, one: dict[str, Any]) -> Forwarding:
    destination = _destination(ctx, one.get("destination", ""), "forwardings")
    return Forwarding(destination, one.get("timeout", 0), one.get("active", False))


@operation("setPhonelineForwardingSettings")
def _set_forwardings(ctx: Context) -> None:
    line = phoneline(ctx)
    forwardings = [_forwarding(ctx, one) for one in ctx.body.get("forwardings", [])]
    if any(not 0 <= one.timeout <= MAX_RING_SECONDS for one in forwardings):
        raise bad_request("timeout must be from 0 to 600 seconds", "/forwardings")
    ctx.state.phonelines.put(replace(line, forwardings=tuple(forwardings)))


@operation("getPhonelineNumbers")
def _get_phoneline_numbers(ctx: Context) -> dict[str, Any]:
    return items(numbers_of(ctx, phoneline(ctx).id))


def numbers_of(ctx: Context, endpoint_id: str) -> list[dict[str, Any]]:
    """Return the numbers that are routed to an extension in short form: `number` and `type`."""
    own = [row for row in ctx.state.numbers if row.endpoint_id == endpoint_id]
    return [{"number": row.number, "type": [row.type]} for row in own]


@operation("getPhonelineParallelForwardings")
def _get_parallel_forwardings(ctx: Context) -> dict[str, Any]:
    line = phoneline(ctx)
    own = [row for row in ctx.state.parallel_forwardings if row.phoneline_id == line.id]
    return items(
        {"id": row.id, "alias": row.alias, "destination": row.destination, "active": row.active}
        for row in own
    )


@operation("addParallelForwarding")
def _add_parallel_forwarding(ctx: Context) -> None:
    line, body = phoneline(ctx), ctx.body
    key = str(ctx.state.count("parallel forwarding", start=100))
    destination = number_in(body.get("destination", ""), "destination")
    ctx.state.parallel_forwardings.put(
        ParallelForwarding(key, line.id, body.get("alias", ""), destination, active=body.get("active", False))
    )


def _parallel_forwarding(ctx: Context) -> ParallelForwarding:
    line, key = phoneline(ctx), ctx.path["parallelForwardingId"]
    return get_or_404(
        ctx.state.parallel_forwardings, key, "Parallel forwarding", lambda row: row.phoneline_id == line.id
    )


@operation("changeParallelForwardingSettings")
def _change_parallel_forwarding(ctx: Context) -> None:
    row, body = _parallel_forwarding(ctx), ctx.body
    destination = number_in(body["destination"], "destination") if "destination" in body else row.destination
    alias, active = body.get("alias", row.alias), body.get("active", row.active)
    ctx.state.parallel_forwardings.put(replace(row, alias=alias, destination=destination, active=active))


@operation("deleteParallelForwardingSettings")
def _delete_parallel_forwarding(ctx: Context) -> None:
    ctx.state.parallel_forwardings.remove(_parallel_forwarding(ctx).id)


@operation("getSipgateIoSettings")
def _get_webhook_urls(ctx: Context) -> dict[str, Any]:
    urls = phoneline(ctx).webhooks
    return {
        "incomingActive": urls.incoming_active,
        "outgoingActive": urls.outgoing_active,
        "incomingUrl": urls.incoming_url,
        "outgoingUrl": urls.outgoing_url,
        "log": urls.log,
        "certificate": urls.certificate,
        "allowSelfSigned": urls.allow_self_signed,
    }


@operation("setSipgateIoSettings")
def _set_webhook_urls(ctx: Context) -> None:
    line, body = phoneline(ctx), ctx.body
    check_webhook_url(ctx, body["incomingUrl"], "incomingUrl")
    check_webhook_url(ctx, body["outgoingUrl"], "outgoingUrl")
    urls = WebhookUrls(
        incoming_active=body.get("incomingActive", False),
        outgoing_active=body.get("outgoingActive", False),
        incoming_url=body["incomingUrl"],
        outgoing_url=body["outgoingUrl"],
        log=body.get("log", False),
        certificate=body.get("certificate", ""),
        allow_self_signed=body.get("allowSelfSigned", False),
    )
    ctx.state.phonelines.put(replace(line, webhooks=urls))


def check_webhook_url(ctx: Context, url: str, field: str) -> None:
    """Check a webhook URL with `webhook_url_problem`.

    Raises:
        ApiError: 400, if the URL is invalid.
    """
    problem = webhook_url_problem(url, neo=ctx.neo)
    if problem:
        raise bad_request(problem, f"/{field}")


def webhook_url_problem(url: str, *, neo: bool) -> str:
    """Return the problem with a webhook URL as a sentence; "" if the URL is valid.

    Neo accounts require https. Unlike sipgate, the sandbox also allows http on loopback for neo accounts, because
    certificates for loopback addresses are not available.
    """
    allowed = ("https://",) if neo else ("http://", "https://")
    if url and not url.startswith(allowed) and not _LOOPBACK.match(url):
        return f"The URL must start with {' or '.join(allowed)}"
    return ""


@operation("getSipgateIoLogs")
def _get_webhook_log(ctx: Context) -> dict[str, Any]:
    return webhook_log(ctx, phoneline(ctx).id)


def webhook_log(ctx: Context, endpoint_id: str) -> dict[str, Any]:
    """Return the webhook log of a phoneline, or of the account if `endpoint_id` is "", newest first."""
    sent = [row for row in ctx.state.webhook_log if row.endpoint_id == endpoint_id]
    return items(
        {
            "created": iso(row.created),
            "url": row.url,
            "request": row.request,
            "response": row.response,
            "xmlError": row.xml_error,
            "status": row.status,
        }
        for row in reversed(sent)
    )
