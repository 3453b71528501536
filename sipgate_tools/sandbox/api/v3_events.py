"""Version 3: events and their labels.

sipgate does not document most bodies of version 3. The sandbox's bodies follow what is known about them, and otherwise
version 2. Unknown fields in requests are ignored.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, cast

from ..dispatch.api_errors import ApiError, bad_request, not_found
from ..dispatch.registry import Context, operation
from ..iso_time import parse_time
from ..phone_numbers import e164
from ..state.calls_and_history import HistoryRow, Label
from ..state.history import Facets, HistoryTable, entries, facets_of
from .history import entry_to_json, may_see
from .lookups import get_or_404, items, text_in

PAGE: Final = 10


def _list_of(text: str | None) -> frozenset[str]:
    return frozenset(part for part in (text or "").split(",") if part)


def _filter(ctx: Context) -> Callable[[Facets], bool]:
    query = ctx.query
    types, directions = query["types"] or (), query["directions"] or ()
    failed = {word == "FAILURE" for word in query["status"] or ()}
    archived = {word == "ARCHIVE" for word in query["directories"] or ()}
    starred = {word == "STARRED" for word in query["starred"] or ()}
    read = {word == "READ" for word in query["read"] or ()}
    labels, connections = _list_of(query["labelIds"]), _list_of(query["connectionIds"])

    def matches(facets: Facets) -> bool:
        return (
            (not types or facets.type in types)
            and (not directions or facets.direction.removeprefix("MISSED_") in directions)
            and (not failed or facets.failed in failed)
            and (not archived or facets.archived in archived)
            and (not starred or facets.starred in starred)
            and (not read or facets.read in read)
            and (not labels or not labels.isdisjoint(facets.labels))
            and (not connections or not connections.isdisjoint((*facets.connection_ids, facets.channel_id)))
            and may_see(ctx, facets.owner)
        )

    return matches


def _time(ctx: Context, name: str) -> datetime | None:
    text = ctx.query[name]
    return parse_time(text, name) if text else None


@operation("v3GetEvents")
def _get_events(ctx: Context) -> dict[str, Any]:
    """Return history entries and the calls of channels in one list, newest first."""
    number: str = ctx.query["phonenumber"] or ""
    found = entries(
        [ctx.state.history, ctx.state.channel_events],
        _filter(ctx),
        since=_time(ctx, "from"),
        until=_time(ctx, "to"),
        number=e164(number) or number,
        offset=ctx.query["offset"] or 0,
        limit=PAGE if ctx.query["limit"] is None else ctx.query["limit"],
    )
    return {"items": [_event(ctx, entry) for entry in found.rows], "totalCount": found.total}


def _event(ctx: Context, entry: HistoryRow) -> dict[str, Any]:
    value = entry_to_json(ctx, entry)
    outcome = {"status": "FAILURE" if facets_of(entry).failed else "SUCCESS"}
    place = {"directory": "ARCHIVE" if entry.archived else "INBOX", "labelIds": list(entry.labels)}
    direction = {"direction": entry.direction.removeprefix("MISSED_")}
    return value | direction | outcome | place | ({"channelId": entry.channel_id} if entry.channel_id else {})


def _find_entry(ctx: Context, key: str) -> tuple[HistoryTable, HistoryRow]:
    for table in (ctx.state.history, ctx.state.channel_events):
        entry = table.get(key)
        if entry is not None and may_see(ctx, entry.owner):
            return table, entry
    raise not_found("Event", key)


def _change_labels(ctx: Context, change: Callable[[HistoryRow, str], tuple[str, ...]]) -> None:
    """Change the labels of several events. The body must be `{labelId, eventIds}` or `{labelId, dataIds}`."""
    body = ctx.body
    label_id: Any = body.get("labelId")
    keys: Any = body.get("eventIds", body.get("dataIds"))
    if not isinstance(label_id, str) or not isinstance(keys, list):
        raise bad_request("labelId and eventIds are missing", "/eventIds")
    if label_id not in ctx.state.labels:
        raise not_found("Label", label_id)
    for key in cast("list[Any]", keys):
        table, entry = _find_entry(ctx, str(key))
        table.put(replace(entry, labels=change(entry, label_id)))


@operation("v3AttachLabel")
def _attach_label(ctx: Context) -> None:
    _change_labels(
        ctx, lambda entry, label: entry.labels if label in entry.labels else (*entry.labels, label)
    )


@operation("v3DetachLabel")
def _detach_label(ctx: Context) -> None:
    _change_labels(ctx, lambda entry, label: tuple(one for one in entry.labels if one != label))


@operation("v3TranscribeEvent")
def _transcribe_event(ctx: Context) -> None:
    table, entry = _find_entry(ctx, ctx.path["dataId"])
    if not entry.recordings:
        raise bad_request("The event has no recording", "dataId")
    table.put(replace(entry, transcription=entry.transcription or "(transcribed by the sandbox)"))


def _label_to_json(row: Label) -> dict[str, str]:
    return {"id": row.id, "name": row.name, "color": row.color}


def _label(ctx: Context) -> Label:
    return get_or_404(ctx.state.labels, ctx.path["labelId"], "Label")


def _label_name(ctx: Context, default: str = "") -> str:
    name = text_in(ctx.body, "name", default).strip()
    if not name:
        raise bad_request("name is missing", "/name")
    return name


def _check_unused(ctx: Context, name: str, but: str = "") -> None:
    if any(row.name == name and row.id != but for row in ctx.state.labels):
        raise ApiError(409, "A label with this name already exists")


@operation("v3GetLabels")
def _get_labels(ctx: Context) -> dict[str, Any]:
    return items(_label_to_json(row) for row in ctx.state.labels)


@operation("v3CreateLabel")
def _create_label(ctx: Context) -> dict[str, str]:
    name = _label_name(ctx)
    _check_unused(ctx, name)
    row = Label(ctx.state.new_uuid("label"), name, text_in(ctx.body, "color"))
    return _label_to_json(ctx.state.labels.put(row))


@operation("v3GetLabel")
def _get_label(ctx: Context) -> dict[str, str]:
    return _label_to_json(_label(ctx))


@operation("v3UpdateLabel")
def _update_label(ctx: Context) -> None:
    row = _label(ctx)
    name = _label_name(ctx, row.name)
    _check_unused(ctx, name, but=row.id)
    ctx.state.labels.put(replace(row, name=name, color=text_in(ctx.body, "color", row.color)))


@operation("v3DeleteLabel")
def _delete_label(ctx: Context) -> None:
    row = _label(ctx)
    for table in (ctx.state.history, ctx.state.channel_events):
        for entry in table:
            if row.id in entry.labels:
                table.put(replace(entry, labels=tuple(one for one in entry.labels if one != row.id)))
    ctx.state.labels.remove(row.id)
