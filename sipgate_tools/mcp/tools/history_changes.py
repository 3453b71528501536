"""The past, put in order: mark entries, delete them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from sipgate_tools.errors import InvalidInput, SipgateError
from sipgate_tools.models.history import HistoryEntry

from ..sanitize import count_of
from ..tool_context import ToolContext
from .history import EntrySummary, SameEntry, as_entry
from .registry import Detail, Result, tool

MOST_COMPARED = 10
"""Entries that are told before and after a change, unless all are wanted."""


class Marked(Result):
    """What was changed."""

    changed: list[str]
    failed: list[str] | None = None
    unknown: list[str] | None = Field(default=None, description="The answer was lost: look before repeating")
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
    starred: Annotated[bool | None, Field(description="Give or take the star")] = None,
    archived: Annotated[bool | None, Field(description="Into the archive or out of it")] = None,
    note: Annotated[
        str | None, Field(description="A note for all of them, at most 500 characters", max_length=500)
    ] = None,
    clear: Annotated[list[Literal["note"]] | None, Field(description="['note'] removes the note")] = None,
    detail: Detail = "concise",
) -> Marked:
    """Mark entries as read, starred or archived, or write a note. What is left out stays as it is."""
    if clear and note is not None:
        raise InvalidInput(
            "note is given and cleared at once. Nothing was done.", hint="Give one of the two."
        )
    changes = {"read": read, "starred": starred, "archived": archived, "note": "" if clear else note}
    changes = {name: value for name, value in changes.items() if value is not None}
    if not changes:
        raise InvalidInput("There is nothing to change.", hint="Give read, starred, archived, note or clear.")
    ids = list(dict.fromkeys(entry_ids))
    shown = ids if detail == "full" else ids[:MOST_COMPARED]
    before = await _read_all(call, shown)
    body: list[dict[str, Any]] = [{"id": entry_id, **changes} for entry_id in ids]
    question = f"Change {len(ids)} entries of the history: {', '.join(changes)}?"
    async with (
        call.approve("updateHistoryEntries", question, body=body, also=("updateHistoryEntry",)),
        call.progress_callback("Changing entries", len(ids)) as told,
    ):
        report = await call.client.history.update_many(
            [HistoryEntry(id=one) for one in ids], lambda _: changes, progress=told
        )
    cut = f"before and after: the first {len(shown)} of {len(ids)}" if len(shown) < len(ids) else None
    try:
        after = await _read_all(call, shown)
    except SipgateError:
        # They are changed: what cannot be read afterwards does not change that.
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
    """What is gone."""

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
    """Delete entries for good. The user is asked first."""
    ids = list(dict.fromkeys(entry_ids))
    before = await _read_all(call, ids) if len(ids) <= MOST_COMPARED else None
    lines = [_line(entry) for entry in before] if before else [", ".join(ids[:20])]
    question = "\n".join(
        [f"Delete {count_of(len(ids), 'entry', 'entries')} of the history for good?", *lines]
    )
    async with (
        call.approve("deleteHistoryEntries", question, query={"id": ids}),
        call.progress_callback("Deleting entries", len(ids)) as told,
    ):
        report = await call.client.history.delete_many(ids, progress=told)
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
        if entry.channel_id:
            raise InvalidInput(
                "Calls of a neo account can be neither marked nor deleted. Nothing was changed.",
                hint="Messages, faxes and voicemails can.",
            )
        found.append(as_entry(entry, zone))
    return found


def _line(entry: EntrySummary) -> str:
    """An entry as the user recognises it."""
    parts = (entry.time, entry.direction, entry.type, entry.other_name, entry.other, (entry.text or "")[:60])
    return " ".join(part for part in parts if part)
