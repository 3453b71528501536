"""Requests for the history, built without I/O for `client.history`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sipgate_api.api.history import (
    delete_history_entries,
    get_history,
    get_history_csv,
    update_history_entries,
    update_history_entry,
)
from sipgate_api.models.update_history_entries_request import UpdateHistoryEntriesRequest
from sipgate_api.models.update_history_entry_request import UpdateHistoryEntryRequest
from sipgate_api.types import UNSET, Request

from sipgate_tools.errors import InvalidInput
from sipgate_tools.models.bulk import chunks_by_length
from sipgate_tools.models.bulk_progress import Job
from sipgate_tools.models.history import HistoryEntry
from sipgate_tools.models.history_filter import HistoryFilter
from sipgate_tools.models.history_update import ENTRIES_PER_UPDATE
from sipgate_tools.values import identifier, whole_number

MAX_PAGE_SIZE: Final = 1000
"""Maximum number of entries per page."""
DEFAULT_PAGE_SIZE: Final = 10
"""Number of entries that sipgate returns if no limit is set."""
_MAX_OFFSET: Final = 2**31 - 1


def list_request(history_filter: HistoryFilter, limit: int | None, offset: int) -> Request[Any]:
    """Return the request for one page of entries (operation getHistory).

    Args:
        history_filter: The filter.
        limit: Maximum number of entries, or `None` for sipgate's default.
        offset: Number of entries to skip.
    """
    number = history_filter.phonenumber
    return get_history.build_request(
        **history_filter.query(),
        phonenumber=UNSET if number is None else number,
        limit=UNSET if limit is None else limit,
        offset=offset or UNSET,
    )


def csv_request(history_filter: HistoryFilter, limit: int | None, offset: int) -> Request[Any]:
    """Return the request for entries as CSV (operation getHistoryCSV); see `list_request` for the arguments.

    Raises:
        InvalidInput: The filter contains a telephone number, which the operation does not support.
    """
    if history_filter.phonenumber is not None:
        raise InvalidInput("The export cannot be filtered by phonenumber.", hint="Use list or iterate.")
    return get_history_csv.build_request(
        **history_filter.query(), limit=UNSET if limit is None else limit, offset=offset or UNSET
    )


def check_page(limit: int | None, offset: int) -> None:
    """Check the limit and the offset of a page.

    Raises:
        InvalidInput: The limit is not an integer from 0 to 1000, or the offset is not an integer from 0 to 2**31 - 1.
    """
    if limit is not None:
        hint = f"Use a number from 0 to {MAX_PAGE_SIZE}; iterate() fetches more entries page by page."
        whole_number(limit, argument="limit", minimum=0, maximum=MAX_PAGE_SIZE, hint=hint)
    hint = "Use the number of entries to skip, at least 0."
    whole_number(offset, argument="offset", minimum=0, maximum=_MAX_OFFSET, hint=hint)


def changeable_id(entry: str | HistoryEntry) -> str:
    """Return the id of an entry after checking that the entry can be changed or deleted.

    Raises:
        InvalidInput: The entry is a call from a channel, or the argument is neither an entry nor an id.
    """
    if isinstance(entry, HistoryEntry):
        if entry.channel_id is not None:
            raise InvalidInput(
                "Calls of a neo account cannot be marked or deleted: they are in its channels, not in the history.",
                hint="Omit entries that have a channel_id.",
                code="platform.classic_only",
            )
        return identifier(entry.id, argument="entry")
    return identifier(entry, argument="entry")


def update_request(entry_id: str, changes: Mapping[str, Any]) -> Request[Any]:
    """Return the request that changes one entry (operation updateHistoryEntry)."""
    body = UpdateHistoryEntryRequest.from_dict(changes)
    return update_history_entry.build_request(entry_id=entry_id, body=body)


def update_jobs(changes_by_id: Mapping[str, Mapping[str, Any]]) -> Iterator[Job[str]]:
    """Yield the requests that change many entries, 149 per request (operation updateHistoryEntries).

    Entries whose note is changed are sent one by one (operation updateHistoryEntry), because updateHistoryEntries does
    not support notes.

    Args:
        changes_by_id: The fields to change for each entry id. Entries without changes are skipped.
    """
    together = [
        (entry_id, changes)
        for entry_id, changes in changes_by_id.items()
        if changes and "note" not in changes
    ]
    for start in range(0, len(together), ENTRIES_PER_UPDATE):
        part = together[start : start + ENTRIES_PER_UPDATE]
        body = [
            UpdateHistoryEntriesRequest.from_dict({"id": entry_id, **changes}) for entry_id, changes in part
        ]
        yield Job(tuple(entry_id for entry_id, _ in part), update_history_entries.build_request(body=body))
    for entry_id, changes in changes_by_id.items():
        if "note" in changes:
            yield Job((entry_id,), update_request(entry_id, changes))


def delete_jobs(ids: tuple[str, ...]) -> list[Job[str]]:
    """Return the requests that delete entries, as many per request as fit in a URL (operation deleteHistoryEntries)."""
    return [
        Job(tuple(part), delete_history_entries.build_request(id=part))
        for part in chunks_by_length(ids, overhead=len("&id="))
    ]
