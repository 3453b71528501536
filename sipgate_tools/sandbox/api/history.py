"""History: reading, marking, exporting and deleting entries."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from ..dispatch.api_errors import ApiError, bad_request, not_found
from ..dispatch.http import Response, text_response
from ..dispatch.registry import Context, operation
from ..events import media
from ..iso_time import iso, parse_time
from ..phone_numbers import e164
from ..state.calls_and_history import HistoryRow
from ..state.history import Facets, HistoryTable, entries
from ..state.indexed_table import TablePage

MAX_UPDATES: Final = 149


def entry_to_json(ctx: Context, entry: HistoryRow) -> dict[str, Any]:
    """Return an entry as JSON, with the common fields and the fields for its type."""
    value: dict[str, Any] = {
        "id": entry.id,
        "source": entry.source,
        "target": entry.target,
        "sourceAlias": entry.source_alias,
        "targetAlias": entry.target_alias,
        "type": entry.type,
        "created": iso(entry.created),
        "lastModified": iso(entry.last_modified or entry.created),
        "direction": entry.direction,
        "incoming": "INCOMING" in entry.direction,
        "status": entry.status,
        "connectionIds": list(entry.connection_ids),
        "read": entry.read,
        "archived": entry.archived,
        "note": entry.note,
        "endpoints": [
            {"type": one.how, "endpoint": {"extension": one.extension, "type": one.type}}
            for one in entry.endpoints
        ],
        "starred": entry.starred,
        "labels": list(entry.labels),
    }
    return value | _OF_KIND[entry.type](ctx, entry)


def _url(ctx: Context, kind: str, key: str) -> str:
    return media.address(ctx.state.account.secret, ctx.base_url, kind, key)


def _call_fields(ctx: Context, entry: HistoryRow) -> dict[str, Any]:
    recordings = [{"id": key, "url": _url(ctx, "recordings", key)} for key in entry.recordings]
    return {
        "callId": entry.call_id,
        "callStatus": entry.call_status,
        "duration": entry.duration,
        "recordings": recordings,
        "recordingUrl": recordings[0]["url"] if recordings else "",
    }


def _fax_fields(ctx: Context, entry: HistoryRow) -> dict[str, Any]:
    return {
        "faxStatusType": entry.fax_status,
        "documentUrl": _url(ctx, "faxes", entry.id),
        "previewUrl": _url(ctx, "previews", entry.id),
        "reportUrl": _url(ctx, "reports", entry.id) if "OUTGOING" in entry.direction else "",
        "pageCount": entry.pages,
    }


def _sms_fields(_: Context, entry: HistoryRow) -> dict[str, Any]:
    scheduled = {"scheduled": iso(entry.scheduled)} if entry.scheduled else {}
    return {"smsContent": entry.text} | scheduled


def _voicemail_fields(ctx: Context, entry: HistoryRow) -> dict[str, Any]:
    return {
        "transcription": entry.transcription,
        "recordingUrl": _url(ctx, "recordings", entry.id),
        "duration": entry.duration,
    }


_OF_KIND: Final[dict[str, Callable[[Context, HistoryRow], dict[str, Any]]]] = {
    "CALL": _call_fields,
    "FAX": _fax_fields,
    "SMS": _sms_fields,
    "VOICEMAIL": _voicemail_fields,
}


def may_see(ctx: Context, owner: str) -> bool:
    """Return whether an entry of `owner` is visible to the authenticated user. Administrators see all entries."""
    return ctx.identity.admin or owner == ctx.identity.id


def _set_of(values: list[str] | None) -> frozenset[str]:
    return frozenset(values or ())


def _filter(ctx: Context) -> Callable[[Facets], bool]:
    query = ctx.query
    connections = _set_of(query["connectionIds"])
    if any(connection[:1] in ("e", "x", "y") for connection in connections):
        raise ApiError(403, "Device ids are not allowed in connectionIds")
    types, directions = _set_of(query["types"]), _set_of(query["directions"])
    starred = {word == "STARRED" for word in query["starred"] or ()}
    archived = query["archived"]

    def matches(facets: Facets) -> bool:
        return (
            facets.archived == archived
            and (not types or facets.type in types)
            and (not directions or facets.direction in directions)
            and (not starred or facets.starred in starred)
            and (not connections or not connections.isdisjoint(facets.connection_ids))
            and may_see(ctx, facets.owner)
        )

    return matches


def _tables(ctx: Context) -> list[HistoryTable]:
    """Return the tables that make up the history. With `Rules.calls_in_history`, they include channel events."""
    both = [ctx.state.history, ctx.state.channel_events]
    return both if ctx.rules.calls_in_history else both[:1]


def _table_of(ctx: Context, entry: HistoryRow) -> HistoryTable:
    return next(table for table in _tables(ctx) if entry.id in table)


def _page(ctx: Context) -> TablePage[HistoryRow]:
    since, until, number = ctx.query["from"], ctx.query["to"], ctx.query.get("phonenumber") or ""
    return entries(
        _tables(ctx),
        _filter(ctx),
        since=parse_time(since, "from") if since else None,
        until=parse_time(until, "to") if until else None,
        number=e164(number) or number,
        offset=ctx.query["offset"],
        limit=ctx.query["limit"],
    )


@operation("getHistory")
def _get_history(ctx: Context) -> dict[str, Any]:
    found = _page(ctx)
    return {"items": [entry_to_json(ctx, entry) for entry in found.rows], "totalCount": found.total}


_COLUMNS: Final[list[str]] = [
    *("id", "type", "direction", "created", "source", "sourceAlias", "target", "targetAlias"),
    *("status", "duration", "note", "smsContent", "transcription"),
]


@operation("getHistoryCSV")
def _get_history_csv(ctx: Context) -> Response:
    target = io.StringIO()
    writer = csv.DictWriter(target, _COLUMNS, extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(entry_to_json(ctx, entry) for entry in _page(ctx).rows)
    return text_response(200, target.getvalue(), "text/csv; charset=utf-8")


def _entry(ctx: Context, entry_id: str) -> HistoryRow:
    entry = next((found for table in _tables(ctx) if (found := table.get(entry_id)) is not None), None)
    if entry is None or not may_see(ctx, entry.owner):
        raise not_found("History entry", entry_id)
    return entry


def _change(ctx: Context, entry: HistoryRow, **fields: Any) -> HistoryRow:
    return _table_of(ctx, entry).put(replace(entry, last_modified=ctx.now, **fields))


@operation("getHistoryById")
def _get_history_by_id(ctx: Context) -> dict[str, Any]:
    return entry_to_json(ctx, _entry(ctx, ctx.path["entryId"]))


@operation("updateHistoryEntries")
def _update_history_entries(ctx: Context) -> None:
    """Mark several entries. An empty list is valid and changes nothing."""
    if len(ctx.body) > MAX_UPDATES:
        raise bad_request("Fewer than 150 entries can be changed at once")
    for change in ctx.body:
        fields = {name: change[name] for name in ("archived", "read", "starred") if name in change}
        _change(ctx, _entry(ctx, change["id"]), **fields)


@operation("updateHistoryEntry")
def _update_history_entry(ctx: Context) -> None:
    fields = {name: ctx.body[name] for name in ("archived", "read", "starred", "note") if name in ctx.body}
    _change(ctx, _entry(ctx, ctx.path["entryId"]), **fields)


@operation("setArchive")
def _set_archive(ctx: Context) -> None:
    _change(ctx, _entry(ctx, ctx.path["entryId"]), archived=ctx.body.get("value", False))


@operation("setReadProperty")
def _set_read(ctx: Context) -> None:
    _change(ctx, _entry(ctx, ctx.path["entryId"]), read=ctx.body.get("value", False))


@operation("setHistoryEntryNote")
def _set_note(ctx: Context) -> dict[str, Any]:
    return entry_to_json(ctx, _change(ctx, _entry(ctx, ctx.path["entryId"]), note=ctx.body["note"]))


@operation("deleteHistoryEntry")
def _delete_history_entry(ctx: Context) -> None:
    _remove(ctx, _entry(ctx, ctx.path["entryId"]))


def _remove(ctx: Context, entry: HistoryRow) -> None:
    _table_of(ctx, entry).remove(entry.id)


@operation("deleteHistoryEntries")
def _delete_history_entries(ctx: Context) -> None:
    """Delete entries by id. Without ids, delete all entries that are visible to the user, as sipgate does."""
    ids = ctx.query["id"]
    if not ids:
        own = entries(_tables(ctx), lambda facets: may_see(ctx, facets.owner))
        for entry in own.rows:
            _remove(ctx, entry)
        return
    for entry_id in dict.fromkeys(ids):
        _remove(ctx, _entry(ctx, entry_id))
