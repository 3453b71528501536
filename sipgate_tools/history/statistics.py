"""Statistics of the history: calls by outcome, with talk time, for a whole period and by day, hour, line or number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any, Final, Literal, TypeAlias, get_args

from sipgate_tools.errors import InvalidInput
from sipgate_tools.models.history import CallEntry, FaxEntry, HistoryEntry, SmsEntry

from .outcomes import is_incoming, other_party, outcome_of

Grouping: TypeAlias = Literal["day", "hour", "weekday", "user", "line", "number", "direction"]
GROUPINGS: Final[tuple[str, ...]] = get_args(Grouping)
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(kw_only=True)
class HistoryRow:
    """Counts for one group, or for all entries.

    Attributes:
        key: The group: a day (`2026-01-31`), an hour (`00` to `23`), a weekday (`Monday`), the id of a line or channel,
            the id of a user (or of the group or channel, where the entry belongs to no single user), the other party's
            number in E.164 (`anonymous` if it is withheld), or `incoming` or `outgoing`.
        name: The name of the other party in the address book, for groups by number; the name of the user, group or
            channel, for groups by user; else `None`.
        calls: Number of calls, voicemails included: the sum of the five outcomes that follow.
        answered: Calls with a conversation.
        missed: Incoming calls without a conversation, other than voicemail and busy.
        voicemail: Calls that the voicemail picked up, with or without a message.
        busy: Calls to a busy line.
        unanswered: Outgoing calls that were not answered.
        incoming: Incoming calls.
        outgoing: Outgoing calls.
        talk_seconds: Duration of all conversations, in seconds.
        longest_seconds: Duration of the longest conversation, in seconds.
        sms: Number of SMS.
        faxes: Number of faxes.
    """

    key: str
    name: str | None = None
    calls: int = 0
    answered: int = 0
    missed: int = 0
    voicemail: int = 0
    busy: int = 0
    unanswered: int = 0
    incoming: int = 0
    outgoing: int = 0
    talk_seconds: int = 0
    longest_seconds: int = 0
    sms: int = 0
    faxes: int = 0

    def add(self, entry: HistoryEntry) -> None:
        """Count an entry."""
        if isinstance(entry, SmsEntry):
            self.sms += 1
            return
        if isinstance(entry, FaxEntry):
            self.faxes += 1
            return
        outcome = outcome_of(entry)
        if outcome is None:
            return
        self.calls += 1
        setattr(self, outcome, getattr(self, outcome) + 1)
        if is_incoming(entry):
            self.incoming += 1
        else:
            self.outgoing += 1
        if outcome == "answered" and isinstance(entry, CallEntry):
            duration = max(0, entry.duration or 0)
            self.talk_seconds += duration
            self.longest_seconds = max(self.longest_seconds, duration)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields by name."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True)
class HistoryStatistics:
    """The statistics of a period.

    Attributes:
        total: The counts of all entries; its `key` is `total`.
        rows: The counts by group: days, hours and weekdays in their order, other groups with the most calls first.
            Groups without entries are left out.
        since: The start of the period, or `None` if it is open.
        until: The end of the period, or `None` if it is open.
    """

    total: HistoryRow
    rows: tuple[HistoryRow, ...] = field(default=())
    since: datetime | None = None
    until: datetime | None = None

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one dictionary per row, for `pandas.DataFrame(...)` or `polars.DataFrame(...)`."""
        return [row.to_dict() for row in self.rows]


class StatisticsCounter:
    """Counts entries one by one, in memory that depends on the number of groups alone.

    Args:
        by: The grouping.
        zone: The time zone for days, hours and weekdays. A call counts on the day on which it began.
        owners: For groups by user: the id and the name of the user, group or channel of each line. `add` reads it, so
            that the caller can fill it in as lines appear. A line that is missing counts as itself.

    Raises:
        InvalidInput: `by` is not a grouping.
    """

    def __init__(
        self, by: str, zone: tzinfo, owners: Mapping[str, tuple[str, str | None]] | None = None
    ) -> None:
        self._by = checked_grouping(by)
        self._zone = zone
        self._owners: Mapping[str, tuple[str, str | None]] = {} if owners is None else owners
        self._total = HistoryRow(key="total")
        self._rows: dict[str, HistoryRow] = {}

    def add(self, entry: HistoryEntry) -> None:
        """Count an entry. An entry on several lines counts on each of them, and once in the total."""
        self._total.add(entry)
        for key, name in self._keys(entry):
            row = self._rows.get(key)
            if row is None:
                row = self._rows[key] = HistoryRow(key=key)
            row.name = row.name or name
            row.add(entry)

    def result(self, *, since: datetime | None = None, until: datetime | None = None) -> HistoryStatistics:
        """Return the statistics of the entries so far."""
        rows = list(self._rows.values())
        if self._by == "weekday":
            rows.sort(key=lambda row: WEEKDAYS.index(row.key))
        elif self._by in ("day", "hour"):
            rows.sort(key=lambda row: row.key)
        else:
            rows.sort(key=lambda row: (-row.calls, -row.sms - row.faxes, row.key))
        return HistoryStatistics(self._total, tuple(rows), since, until)

    def _keys(self, entry: HistoryEntry) -> list[tuple[str, str | None]]:
        if self._by == "number":
            number, name = other_party(entry)
            return [(number or "anonymous", name)]
        if self._by == "direction":
            return [("incoming" if is_incoming(entry) else "outgoing", None)]
        if self._by == "line":
            return [(line, None) for line in lines_of(entry)]
        if self._by == "user":
            owners = {self._owners.get(line, (line, None)) for line in lines_of(entry)}
            return list({key: (key, name) for key, name in owners}.values())
        if entry.created is None:
            return []
        local = entry.created.astimezone(self._zone)
        match self._by:
            case "day":
                return [(local.date().isoformat(), None)]
            case "hour":
                return [(f"{local.hour:02}", None)]
            case _:
                return [(WEEKDAYS[local.weekday()], None)]


def checked_grouping(by: str) -> str:
    """Return a grouping after a check.

    Raises:
        InvalidInput: `by` is not a grouping.
    """
    if by not in GROUPINGS:
        raise InvalidInput(f"Unknown grouping {by!r}.", hint=f"Use one of: {', '.join(GROUPINGS)}.")
    return by


def lines_of(entry: HistoryEntry) -> tuple[str, ...]:
    """Return the ids of the lines and of the channel that an entry belongs to, each once."""
    return tuple(dict.fromkeys(line for line in (*entry.connection_ids, entry.channel_id) if line))


def count_entries(
    entries: Iterable[HistoryEntry],
    *,
    by: Grouping,
    zone: tzinfo,
    owners: Mapping[str, tuple[str, str | None]] | None = None,
) -> HistoryStatistics:
    """Return the statistics of entries.

    Args:
        entries: The entries, in any order.
        by: The grouping of the rows.
        zone: The time zone for days, hours and weekdays.
        owners: For groups by user: the id and name of the user of each line; see `StatisticsCounter`.

    Raises:
        InvalidInput: `by` is not a grouping.
    """
    counter = StatisticsCounter(by, zone, owners)
    for entry in entries:
        counter.add(entry)
    return counter.result()
