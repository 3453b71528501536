"""How redis-py's answers become what a store keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self, cast

from ..events import Event, parse_event
from .records import FollowUp, FollowUpState, StoredEvent, moment


@dataclass(frozen=True, slots=True)
class StreamEntry:
    """One entry of the stream, without its answer."""

    id: str
    received_at: float
    event: Event
    place: str
    occurred_at: float | None

    @classmethod
    def read(cls, entry: tuple[bytes, dict[bytes, bytes]]) -> Self:
        """Return an entry as redis-py gives it."""
        name, values = entry
        event = parse_event(values[b"body"])
        occurred = values.get(b"occurred")
        return cls(
            name.decode(),
            float(values[b"at"]),
            event,
            values[b"place"].decode(),
            float(occurred) if occurred else None,
        )

    def stored(self, answer: bytes | None) -> StoredEvent:
        """Return it with its answer."""
        occurred_at = None if self.occurred_at is None else moment(self.occurred_at)
        return StoredEvent(self.id, moment(self.received_at), self.event, answer, occurred_at)


def sorted_set_for(state: FollowUpState) -> str:
    """Return the sorted set that follow-ups of a state are in."""
    return state if state in {"waiting", "started"} else "settled"


def order_of(name: bytes) -> tuple[int, int]:
    """Return what ids of entries are sorted by."""
    milliseconds, _, number = name.partition(b"-")
    return int(milliseconds), int(number)


def entries_of(answer: Any) -> list[tuple[bytes, dict[bytes, bytes]]]:
    """Return the entries that reading one stream for a group gave."""
    # redis-py answers a mapping of lists when it speaks RESP3, and a list of pairs when it speaks RESP2.
    streams: list[Any] = (
        list(cast("dict[bytes, Any]", answer).values())
        if isinstance(answer, dict)
        else [pair[1] for pair in cast("list[Any]", answer or [])]
    )
    found: list[tuple[bytes, dict[bytes, bytes]]] = []
    for entries in streams:
        for entry in entries:
            found += cast("list[Any]", entry) if isinstance(entry, list) else [entry]
    return found


def follow_up_of(values: dict[bytes, bytes]) -> FollowUp:
    """Return a hash as a follow-up."""
    return FollowUp(
        call_id=values[b"call_id"].decode(),
        due_at=float(values[b"due_at"]),
        number=values[b"number"].decode() or None,
        attended=values[b"attended"] == b"1",
        id=values[b"id"].decode(),
        state=cast("FollowUpState", values[b"state"].decode()),
        outcome=values.get(b"outcome", b"").decode() or None,
    )
