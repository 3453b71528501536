"""Voicemails and automatic recordings: settings and greetings."""

from __future__ import annotations

import base64
import binascii
from dataclasses import replace
from typing import Any

from ..dispatch.api_errors import bad_request, not_found
from ..dispatch.permissions import check_owner
from ..dispatch.registry import Context, operation
from ..events import media
from ..state.phones import AutoRecording, Greeting, Voicemail
from .lookups import endpoint, get_or_404, items, phoneline, v2, voicemail_of_phoneline


def owner_of(ctx: Context, voicemail: Voicemail) -> tuple[str, ...]:
    """Return the ids of a voicemail's users.

    These are the owner of the voicemail's phoneline, the users of its group, or the user that it belongs to.
    """
    line = ctx.state.phonelines.get(voicemail.endpoint_id)
    group = ctx.state.groups.get(voicemail.endpoint_id)
    if line is not None:
        return (line.owner,)
    return group.user_ids if group is not None else (voicemail.endpoint_id,)


def _visible_voicemails(ctx: Context) -> list[Voicemail]:
    return [
        row for row in ctx.state.voicemails if ctx.identity.admin or ctx.identity.id in owner_of(ctx, row)
    ]


def _simple(ctx: Context, row: Voicemail) -> dict[str, Any]:
    return {"id": row.id, "alias": row.alias, "belongsToEndpoint": endpoint(ctx, row.endpoint_id)}


def _active_greeting(ctx: Context, voicemail_id: str) -> dict[str, str]:
    active = next(
        (row for row in ctx.state.greetings if row.voicemail_id == voicemail_id and row.active), None
    )
    return {
        "activeGreetingAlias": active.alias if active else "",
        "activeGreetingId": active.id if active else "",
    }


@operation("getVoicemails")
def _get_voicemails(ctx: Context) -> dict[str, Any]:
    return items(_simple(ctx, row) for row in _visible_voicemails(ctx))


@operation("getVoicemail")
def _get_voicemail(ctx: Context) -> dict[str, Any]:
    row = next((row for row in _visible_voicemails(ctx) if row.id == ctx.path["voicemailId"]), None)
    if row is None:
        raise not_found("Voicemail", ctx.path["voicemailId"])
    return (
        _simple(ctx, row)
        | _active_greeting(ctx, row.id)
        | {
            "transcription": row.transcription,
            "canTranscribe": row.can_transcribe,
            "accessNumber": row.access_number,
        }
    )


def voicemails_of(ctx: Context, endpoint_id: str, base: str) -> dict[str, Any]:
    """Return the voicemails of a phoneline or group; `base` is the API path of the phoneline or group."""
    return items(
        {
            "id": row.id,
            "alias": row.alias,
            "timeout": row.timeout,
            "active": row.active,
            "transcriptionsUrl": v2(ctx, f"{base}/voicemails/{row.id}/transcriptions"),
            "transcription": row.transcription,
            "canTranscribe": row.can_transcribe,
            "greetingsUrl": v2(ctx, f"{base}/voicemails/{row.id}/greetings"),
            "accessNumber": row.access_number,
        }
        | _active_greeting(ctx, row.id)
        for row in ctx.state.voicemails
        if row.endpoint_id == endpoint_id
    )


@operation("getPhonelineVoicemails")
def _get_phoneline_voicemails(ctx: Context) -> dict[str, Any]:
    line = phoneline(ctx)
    return voicemails_of(ctx, line.id, f"/{line.owner}/phonelines/{line.id}")


@operation("changeVoicemailSettings")
def _change_voicemail_settings(ctx: Context) -> None:
    row, body = voicemail_of_phoneline(ctx), ctx.body
    timeout = body.get("timeout", row.timeout)
    ctx.state.voicemails.put(
        replace(row, timeout=timeout, active=body["active"], transcription=body["transcription"])
    )


@operation("changePhonelineVoicemailTranscriptionSetting")
def _change_transcription(ctx: Context) -> None:
    ctx.state.voicemails.put(
        replace(voicemail_of_phoneline(ctx), transcription=ctx.body.get("active", False))
    )


def _greeting_to_json(ctx: Context, row: Greeting) -> dict[str, Any]:
    return {
        "id": row.id,
        "alias": row.alias,
        "greetingUrl": media.address(ctx.state.account.secret, ctx.base_url, "greetings", row.id),
        "recordingEnabled": row.voicemail_id == "",
        "active": row.active,
    }


def _greetings(ctx: Context, voicemail_id: str) -> dict[str, Any]:
    own = [row for row in ctx.state.greetings if row.voicemail_id == voicemail_id]
    return items(_greeting_to_json(ctx, row) for row in own)


@operation("getPhonelineVoicemailGreetings")
def _get_greetings(ctx: Context) -> dict[str, Any]:
    return _greetings(ctx, voicemail_of_phoneline(ctx).id)


def _new_greeting(ctx: Context, voicemail_id: str, *, active: bool) -> Greeting:
    content = ctx.body.get("base64Content", "")
    try:
        sound = base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        sound = b""
    if not sound:
        raise bad_request("base64Content must be a file in base64", "/base64Content")
    key = str(ctx.state.count("greeting", start=700))
    alias = ctx.body.get("filename") or f"Greeting {key}"
    return ctx.state.greetings.put(Greeting(key, voicemail_id, alias, active, content))


@operation("addGreeting")
def _add_greeting(ctx: Context) -> dict[str, Any]:
    voicemail = voicemail_of_phoneline(ctx)
    _new_greeting(ctx, voicemail.id, active=False)
    return _greetings(ctx, voicemail.id)


def _greeting(ctx: Context) -> Greeting:
    voicemail, key = voicemail_of_phoneline(ctx), ctx.path["greetingId"]
    return get_or_404(ctx.state.greetings, key, "Greeting", lambda row: row.voicemail_id == voicemail.id)


@operation("changePhonelineVoicemailGreeting")
def _change_greeting(ctx: Context) -> None:
    """Activate or deactivate a greeting. Activating a greeting deactivates the voicemail's other greetings."""
    greeting, active = _greeting(ctx), ctx.body.get("active", False)
    for row in ctx.state.greetings:
        if row.voicemail_id == greeting.voicemail_id and active:
            ctx.state.greetings.put(replace(row, active=row.id == greeting.id))
    if not active:
        ctx.state.greetings.put(replace(greeting, active=False))


@operation("deletePhonlineVoicemailGreeting")
def _delete_greeting(ctx: Context) -> None:
    ctx.state.greetings.remove(_greeting(ctx).id)


@operation("getGreeting")
def _get_recording_greeting(ctx: Context) -> dict[str, Any]:
    """Return the greeting that is played before automatic recordings, by default sipgate's own greeting."""
    own = next((row for row in ctx.state.greetings if row.voicemail_id == ""), None)
    return _greeting_to_json(ctx, own or Greeting("default", "", "sipgate", active=True))


@operation("addAutorecordingGreeting")
def _add_recording_greeting(ctx: Context) -> None:
    for row in ctx.state.greetings:
        if row.voicemail_id == "":
            ctx.state.greetings.remove(row.id)
    _new_greeting(ctx, "", active=True)


@operation("deleteGreeting")
def _delete_recording_greeting(ctx: Context) -> None:
    row = get_or_404(
        ctx.state.greetings, ctx.path["greetingId"], "Greeting", lambda row: not row.voicemail_id
    )
    ctx.state.greetings.remove(row.id)


def _checked_extension(ctx: Context) -> str:
    extension = ctx.path["extension"]
    line, group = ctx.state.phonelines.get(extension), ctx.state.groups.get(extension)
    row = line or ctx.state.devices.get(extension)
    if row is None and group is None:
        raise not_found("Extension", extension)
    if row is not None:
        check_owner(row.owner, ctx.identity)
    return extension


@operation("getSetting")
def _get_recording_setting(ctx: Context) -> dict[str, bool]:
    row = ctx.state.auto_recordings.get(_checked_extension(ctx))
    return {"active": row is not None and row.active}


@operation("updateSetting")
def _update_recording_setting(ctx: Context) -> dict[str, bool]:
    active = ctx.body.get("active", False)
    ctx.state.auto_recordings.put(AutoRecording(_checked_extension(ctx), active))
    return {"active": active}
