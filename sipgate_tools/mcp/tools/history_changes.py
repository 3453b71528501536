"""Tools that mark and delete history entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal

from pydantic import Field

from sipgate_tools._async._support.bulk import write_reported
from sipgate_tools.errors import InvalidInput, SipgateError
from sipgate_tools.models.bulk import as_ids
from sipgate_tools.models.history_update import HistoryUpdate
from sipgate_tools.requests.history import changeable_id, delete_jobs, update_jobs

from ..presentation.sanitize import count_of, one_line
from ..tool_context import ToolContext
from .history import EntrySummary, SameEntry, as_entry
from .registry import Detail, Result, tool

CONCURRENCY: Final = 4
"""Maximum number of requests at the same time."""

MAX_COMPARED: Final = 10
"""Maximum number of entries in `before` and `after` of a result without `detail="full"`."""


class Marked(Result):
    """The result of marking entries."""

    changed: list[str]
    failed: list[str] | None = None
    unknown: list[str] | None = Field(default=None, description="Outcome unknown: check before repeating")
    before: list[SameEntry] | None = None
    after: list[SameEntry] | None = None
    notes: list[str] | None = None


@tool(
    "Mark history entries",
    toolset="history",
    operations=(
        "updateHistoryEntries",
        "updateHistoryEntry",
        "getHistoryById",
        "getChannelEvents",
        "userinfo",
    ),
    effect="write",
)
async def mark_history_entries(
    call: ToolContext,
    entry_ids: Annotated[
        list[str], Field(description="ids from search_history, at most 500", min_length=1, max_length=500)
    ],
    read: Annotated[bool | None, Field(description="Mark as read or unread")] = None,
    starred: Annotated[bool | None, Field(description="Add or remove the star")] = None,
    archived: Annotated[bool | None, Field(description="Move into or out of the archive")] = None,
    note: Annotated[
        str | None, Field(description="A note for all of them, at most 500 characters", max_length=500)
    ] = None,
    clear: Annotated[list[Literal["note"]] | None, Field(description="['note'] removes the note")] = None,
    detail: Detail = "concise",
) -> Marked:
    """Mark entries as read, starred or archived, or write a note. Absent fields stay as they are."""
    if clear and note is not None:
        raise InvalidInput("note is passed and also in clear. Nothing was done.", hint="Pass one of the two.")
    changes = HistoryUpdate(
        read=read, starred=starred, archived=archived, note="" if clear else note
    ).changes()
    if not changes:
        raise InvalidInput("There is nothing to change.", hint="Pass read, starred, archived, note or clear.")
    ids = as_ids(entry_ids)
    compared = ids if detail == "full" else ids[:MAX_COMPARED]
    before = await _read_all(call, compared)
    jobs = list(update_jobs({changeable_id(entry_id): changes for entry_id in ids}))
    async with (
        call.approve(call.action(*(job.request for job in jobs)), _question(ids, changes)),
        call.progress_callback("Changing entries", len(ids)) as notify,
    ):
        report = await write_reported(
            call.client.resource, jobs, ids, concurrency=CONCURRENCY, progress=notify
        )
    cut = f"before and after: the first {len(compared)} of {len(ids)}" if len(compared) < len(ids) else None
    try:
        after = await _read_all(call, compared)
    except SipgateError:
        # The change has succeeded, so a failure to read the entries again is only a note.
        after, cut = None, "Changed, but could not be read again."
    return Marked(
        changed=list(report.done),
        failed=[entry_id for entry_id, _ in report.failed] or None,
        unknown=list(report.unknown) or None,
        before=before,
        after=after,
        notes=[cut] if cut else None,
    )


class Deleted(Result):
    """The result of deleting entries."""

    deleted: int
    failed: list[str] | None = None
    unknown: list[str] | None = None
    before: list[SameEntry] | None = None


@tool(
    "Delete history entries",
    toolset="history",
    operations=("deleteHistoryEntries", "getHistoryById", "getChannelEvents", "userinfo"),
    effect="destructive",
)
async def delete_history_entries(
    call: ToolContext,
    entry_ids: Annotated[
        list[str], Field(description="ids from search_history, at most 1000", min_length=1, max_length=1000)
    ],
) -> Deleted:
    """Delete entries permanently. The user is asked first."""
    ids = as_ids(entry_ids)
    before = await _read_all(call, ids) if len(ids) <= MAX_COMPARED else None
    lines = [_line(entry) for entry in before] if before else [", ".join(ids[:20])]
    question = "\n".join(
        [f"Delete {count_of(len(ids), 'entry', 'entries')} of the history permanently?", *lines]
    )
    jobs = delete_jobs(ids)
    async with (
        call.approve(call.action(*(job.request for job in jobs)), question),
        call.progress_callback("Deleting entries", len(ids)) as notify,
    ):
        report = await write_reported(
            call.client.resource, jobs, ids, concurrency=CONCURRENCY, progress=notify
        )
    return Deleted(
        deleted=len(report.done),
        failed=[entry_id for entry_id, _ in report.failed] or None,
        unknown=list(report.unknown) or None,
        before=before,
    )


async def _read_all(call: ToolContext, ids: Sequence[str]) -> list[EntrySummary]:
    zone = await call.account.zone()
    found: list[EntrySummary] = []
    for entry_id in ids:
        if found and len(found) % 20 == 0:
            await call.progress(len(found), len(ids), "Reading the entries")
        entry = await call.account.entry(entry_id)
        changeable_id(entry)  # fails for calls of neo, before the user is asked
        found.append(as_entry(entry, zone))
    return found


def _question(ids: Sequence[str], changes: Mapping[str, Any]) -> str:
    words = {True: "yes", False: "no", "": "none"}
    lines = [f"{name}: {words.get(value) or one_line(value, 500)}" for name, value in changes.items()]
    entries = f"{', '.join(ids[:20])}{f' and {len(ids) - 20} more' if len(ids) > 20 else ''}"
    return "\n".join([f"Change {count_of(len(ids), 'entry', 'entries')} of the history: {entries}?", *lines])


def _line(entry: EntrySummary) -> str:
    """Return an entry as one line by which the user recognizes it."""
    parts = (entry.time, entry.direction, entry.type, entry.other_name, entry.other, (entry.text or "")[:60])
    return " ".join(part for part in parts if part)
