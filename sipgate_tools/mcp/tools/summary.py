"""The tool that summarizes the history: counts, and missed calls that were not returned."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta, tzinfo
from typing import Annotated, Final

from pydantic import Field

from sipgate_tools.errors import InvalidInput
from sipgate_tools.history import missed_callers, other_party, outcome_of
from sipgate_tools.history.outcomes import is_incoming
from sipgate_tools.models.history import HistoryEntry
from sipgate_tools.times import format_time, parse_span

from ..presentation.sanitize import sanitize
from ..tool_context import ToolContext
from .history import Since, Until
from .registry import Detail, Result, tool

MAX_ENTRIES: Final = 5000


class Day(Result):
    """One day."""

    date: str
    incoming: int | None = None
    outgoing: int | None = None
    missed: int | None = None


class NumberCount(Result):
    """A number of the other side, and the number of entries with it."""

    number: str
    name: str | None = None
    count: int


class Missed(Result):
    """A missed caller who was not called back."""

    number: str
    name: str | None = None
    calls: int
    last: str | None = None
    entry_id: str


class Summary(Result):
    """Counts of a period."""

    since: str
    until: str
    entries: int
    by_type: dict[str, int]
    days: list[Day]
    top_numbers: list[NumberCount]
    not_called_back: list[Missed]
    talk_minutes: int
    notes: list[str] | None = None


@tool(
    "Summarize the history",
    toolset="history",
    operations=("getHistory", "getChannels", "getChannelEvents", "getGroups", "getUser", "userinfo"),
)
async def summarize_history(
    call: ToolContext,
    since: Since = None,
    until: Until = None,
    top: Annotated[
        int, Field(description="Numbers and missed calls to list: 10, at most 50", ge=1, le=50)
    ] = 10,
    detail: Detail = "concise",
) -> Summary:
    """Count entries by day, type and number, and list unreturned missed calls. Default: the last seven days."""
    zone = await call.account.zone()
    now = datetime.now(zone)
    earliest, latest = parse_span(since, until, zone)
    last = latest or now
    first = earliest or min(now, last) - timedelta(days=7)
    if first > last:
        raise InvalidInput("since is in the future.", hint="Pass an earlier time, or until.")
    filters = await call.history_filters(from_=first, to=last)
    entries: list[HistoryEntry] = []
    async for entry in call.client.history.iterate(**filters):
        entries.append(entry)
        if len(entries) % 500 == 0:
            await call.progress(len(entries), message=f"{len(entries)} entries read")
        if len(entries) >= MAX_ENTRIES:
            break
    maximum = None if detail == "full" else top
    waiting = _not_called_back(entries, zone)
    cut = f"Only the newest {MAX_ENTRIES} entries were counted." if len(entries) >= MAX_ENTRIES else None
    left_out = len(waiting) - len(waiting[:maximum])
    more = f"{left_out} more were not called back." if left_out else None
    call.account.ownership.learn("entry", (entry.id for entry in entries))
    return Summary(
        since=str(format_time(first, zone)),
        until=str(format_time(last, zone)),
        entries=len(entries),
        by_type=dict(Counter(str(entry.type or "UNKNOWN") for entry in entries)),
        days=_days(entries, zone),
        top_numbers=_top(entries, maximum),
        not_called_back=waiting[:maximum],
        talk_minutes=sum(getattr(entry, "duration", None) or 0 for entry in entries if entry.type == "CALL")
        // 60,
        notes=[note for note in (cut, more) if note] or None,
    )


def _name(name: str | None) -> str | None:
    return sanitize(name, 80) if name else None


def _days(entries: list[HistoryEntry], zone: tzinfo) -> list[Day]:
    days: dict[str, Counter[str]] = {}
    for entry in entries:
        if entry.created is not None:
            way = (
                "missed"
                if outcome_of(entry) == "missed"
                else "incoming"
                if is_incoming(entry)
                else "outgoing"
            )
            days.setdefault(str(format_time(entry.created, zone))[:10], Counter())[way] += 1
    return [Day(date=date, **dict(counts)) for date, counts in sorted(days.items())]


def _top(entries: list[HistoryEntry], count: int | None) -> list[NumberCount]:
    parties = [other_party(entry) for entry in entries]
    names = {number: name for number, name in parties if name}
    numbers = Counter(number for number, _ in parties if number)
    return [
        NumberCount(number=sanitize(number, 60), name=_name(names.get(number)), count=times)
        for number, times in numbers.most_common(count)
    ]


def _not_called_back(entries: list[HistoryEntry], zone: tzinfo) -> list[Missed]:
    """Return the missed callers without a later conversation, the latest first."""
    return [
        Missed(
            number=sanitize(caller.number, 60),
            name=_name(caller.name),
            calls=caller.calls,
            last=format_time(caller.last, zone),
            entry_id=caller.last_entry_id,
        )
        for caller in missed_callers(entries, not_called_back=True)
        if caller.number is not None
    ]
