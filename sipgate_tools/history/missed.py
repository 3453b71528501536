"""Missed callers: who called without reaching a person, and who called them back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sipgate_tools.models.history import HistoryEntry, newest_first

from .outcomes import is_incoming, other_party, our_party, outcome_of


@dataclass(frozen=True, kw_only=True)
class MissedCaller:
    """A number whose calls did not reach a person.

    Attributes:
        number: The caller's number in E.164; `None` for all callers who withhold their number, who share one object.
        name: The caller's name in the address book, or `None`.
        calls: How often the number was missed: calls without a conversation, and voicemails.
        voicemails: How many of these left a voicemail message or were picked up by the voicemail.
        last: The time of the latest of these.
        last_entry_id: The id of the latest of these in the history.
        called_back_at: The time of the first conversation after the latest missed call, in either direction, or `None`.
        called_back_by: The name or number of our side of that conversation, or `None`.
    """

    number: str | None
    name: str | None
    calls: int
    voicemails: int
    last: datetime
    last_entry_id: str
    called_back_at: datetime | None = None
    called_back_by: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the fields by name."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass
class _Missed:
    """What is known of the missed calls of one number so far."""

    last: datetime
    last_entry_id: str
    name: str | None = None
    calls: int = 0
    voicemails: int = 0


class MissedCallers:
    """Collects missed callers from entries that are added from new to old, in memory for one object per number."""

    def __init__(self) -> None:
        self._missed: dict[str | None, _Missed] = {}
        self._conversations: dict[str, tuple[datetime, str | None]] = {}

    def add(self, entry: HistoryEntry) -> None:
        """Add the next older entry. Entries without a time are ignored."""
        outcome = outcome_of(entry)
        if outcome is None or entry.created is None:
            return
        number, name = other_party(entry)
        if outcome == "answered":
            # Only the first conversation after the latest missed call counts, which is the last one to come here.
            if number is not None and number not in self._missed:
                self._conversations[number] = (entry.created, our_party(entry))
        elif is_incoming(entry):
            missed = self._missed.setdefault(number, _Missed(entry.created, entry.id))
            missed.calls += 1
            missed.voicemails += outcome == "voicemail"
            missed.name = missed.name or name

    def result(self, *, not_called_back: bool) -> list[MissedCaller]:
        """Return the callers, the latest first; only those without a later conversation if `not_called_back`."""
        callers = [self._caller(number, missed) for number, missed in self._missed.items()]
        return [caller for caller in callers if not (not_called_back and caller.called_back_at is not None)]

    def _caller(self, number: str | None, missed: _Missed) -> MissedCaller:
        at, ours = self._conversations.get(number or "", (None, None))
        return MissedCaller(number=number, called_back_at=at, called_back_by=ours, **vars(missed))


def missed_callers(entries: Iterable[HistoryEntry], *, not_called_back: bool = False) -> list[MissedCaller]:
    """Return the missed callers among entries, the latest first.

    Args:
        entries: The entries, in any order. Without the outgoing calls, no caller seems to be called back.
        not_called_back: Whether to leave out callers with whom there was a conversation afterwards.
    """
    callers = MissedCallers()
    for entry in sorted(entries, key=newest_first):
        callers.add(entry)
    return callers.result(not_called_back=not_called_back)
