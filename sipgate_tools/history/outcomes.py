"""The outcome of a call, as the history describes it, and the number of the other party."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from sipgate_tools.models.history import CallEntry, Direction, HistoryEntry, VoicemailEntry

Outcome: TypeAlias = Literal["answered", "missed", "voicemail", "busy", "unanswered"]
"""How a call ended: a conversation; an incoming call without one; a voicemail that picked up; a busy line (incoming or
outgoing); or an outgoing call that the other party did not answer."""

ANONYMOUS: Final = frozenset({"", "anonymous", "anonym", "unknown", "unavailable", "restricted", "private"})
"""What stands in place of a number that the caller withholds, in lower case."""

_BUSY: Final = frozenset({"BUSY", "BUSY_ON_BUSY"})
_NO_CONVERSATION: Final = frozenset({"MISSED", "FAILURE", "REJECTED", "REJECTED_DND"})


def outcome_of(entry: HistoryEntry) -> Outcome | None:
    """Return how a call ended, or `None` for an SMS or a fax.

    A voicemail that picks up is not a conversation, with or without a message.
    """
    if isinstance(entry, VoicemailEntry):
        return "voicemail"
    if not isinstance(entry, CallEntry):
        return None
    status = "" if entry.call_status is None else entry.call_status.value
    if status == "VOICEMAIL_NO_MESSAGE":
        return "voicemail"
    if status in _BUSY:
        return "busy"
    without = (
        status in _NO_CONVERSATION
        or entry.direction in (Direction.MISSED_INCOMING, Direction.MISSED_OUTGOING)
        or (
            not status
            and not entry.duration
            and entry.status is not None
            and entry.status.value == "NOPICKUP"
        )
    )
    if not without:
        return "answered"
    return "missed" if is_incoming(entry) else "unanswered"


def is_incoming(entry: HistoryEntry) -> bool:
    """Return whether an entry came from the other party."""
    if entry.direction is None:
        return entry.incoming is not False
    return "INCOMING" in entry.direction.value


def other_party(entry: HistoryEntry) -> tuple[str | None, str | None]:
    """Return the number of the other party, or `None` if it is withheld, and its name in the address book or `None`."""
    number, name = (
        (entry.source, entry.source_alias) if is_incoming(entry) else (entry.target, entry.target_alias)
    )
    if number is None or number.casefold() in ANONYMOUS:
        return None, None
    return number, name if name and name.lstrip("+") != number.lstrip("+") else None


def our_party(entry: HistoryEntry) -> str | None:
    """Return the name or number of the account's side, or `None` if the entry has neither."""
    if is_incoming(entry):
        return entry.target_alias or entry.target
    return entry.source_alias or entry.source
