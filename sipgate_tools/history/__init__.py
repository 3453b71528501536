"""Questions to the history: who was missed, and how many calls there were. Pure functions over entries."""

from __future__ import annotations

from .missed import MissedCaller, missed_callers
from .outcomes import Outcome, other_party, outcome_of
from .statistics import Grouping, HistoryRow, HistoryStatistics, count_entries

__all__ = [
    "Grouping",
    "HistoryRow",
    "HistoryStatistics",
    "MissedCaller",
    "Outcome",
    "count_entries",
    "missed_callers",
    "other_party",
    "outcome_of",
]
