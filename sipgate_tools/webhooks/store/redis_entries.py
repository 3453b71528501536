"""Conversion of redis-py's replies into the records of a store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self, cast

from ..events import Event, parse_event
from .records import FollowUp, FollowUpState, StoredEvent, utc_time


@dataclass(frozen=True, slots=True)
class StreamEntry:
    """One entry of the stream, without its response.

    Attributes:
        id: The id of the entry, which is the id of the event.
        received_at: The time when the event was received, in seconds since the epoch.
        event: The event.
        prefix: The prefix of the delivery's fields in the hash of its call.
        occurred_at: The time of the event according to its sender, in seconds since the epoch; `None` if unknown.
    """

    id: str
    received_at: float
    event: Event
    prefix: str
    occurred_at: float | None

    @classmethod
    def read(cls, entry: tuple[bytes, dict[bytes, bytes]]) -> Self:
        """Return the entry for the pair of id and fields that redis-py returns."""
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

    def to_event(self, response: bytes | None) -> StoredEvent:
        """Return the stored event with its response."""
        occurred_at = None if self.occurred_at is None else utc_time(self.occurred_at)
        return StoredEvent(self.id, utc_time(self.received_at), self.event, response, occurred_at)


def sorted_set_for(state: FollowUpState) -> str:
    """Return the name of the sorted set that contains the follow-ups in a state."""
    return state if state in {"waiting", "started"} else "settled"


def order_of(name: bytes) -> tuple[int, int]:
    """Return the sort key of an entry's id."""
    milliseconds, _, number = name.partition(b"-")
    return int(milliseconds), int(number)


def entries_of(streams: Any) -> list[tuple[bytes, dict[bytes, bytes]]]:
    """Return the entries of redis-py's reply to `XREADGROUP`."""
    # redis-py returns a mapping of lists with RESP3, and a list of pairs with RESP2.
    lists: list[Any] = (
        list(cast("dict[bytes, Any]", streams).values())
        if isinstance(streams, dict)
        else [pair[1] for pair in cast("list[Any]", streams or [])]
    )
    found: list[tuple[bytes, dict[bytes, bytes]]] = []
    for entries in lists:
        for entry in entries:
            found += cast("list[Any]", entry) if isinstance(entry, list) else [entry]
    return found


def follow_up_of(values: dict[bytes, bytes]) -> FollowUp:
    """Return the follow-up that a hash contains."""
    return FollowUp(
        call_id=values[b"call_id"].decode(),
        due_at=float(values[b"due_at"]),
        number=values[b"number"].decode() or None,
        attended=values[b"attended"] == b"1",
        id=values[b"id"].decode(),
        state=cast("FollowUpState", values[b"state"].decode()),
        outcome=values.get(b"outcome", b"").decode() or None,
    )
