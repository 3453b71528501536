"""The records in a store: deliveries, claims, events and follow-ups."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Literal, TypeAlias

from sipgate_tools.errors import InvalidInput

from ..events import Dtmf, Event, UnknownEvent

INTERRUPTED: Final = "interrupted"
"""The outcome of a follow-up whose process died while it ran."""

FollowUpState: TypeAlias = Literal["waiting", "started", "done", "failed", "unknown"]


def validated_cursor(after: str | None, form: str = r"\d{1,18}") -> str:
    """Return the id of the event to continue after, or `0`, which precedes all events, for `None`.

    Args:
        after: The id of an event.
        form: The regular expression for the ids of the store.

    Raises:
        InvalidInput: `after` is not an event id of this kind of store.
    """
    if after and not re.fullmatch(form, after, re.ASCII):
        raise InvalidInput(
            "after is not the id of an event.", hint="Pass the id of a stored event, or omit it."
        )
    return after or "0"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One verified delivery.

    Attributes:
        event: The event.
        body: The body as received.
        received_at: The time when the delivery was received, in seconds since the epoch.
        occurred_at: The time of the event according to its sender, in seconds since the epoch; `None` if unknown.
        digest: The hash of the body. A duplicate has the same body, because it contains no timestamp.
    """

    event: Event
    body: bytes = field(repr=False)
    received_at: float
    occurred_at: float | None = None
    digest: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        digest = hashlib.blake2b(self.body, digest_size=16).digest()
        object.__setattr__(self, "digest", digest)

    @property
    def by_turn(self) -> bool:
        """Whether equal bodies can be different events, such as the digit `1` in two successive menus."""
        return isinstance(self.event, Dtmf)


def sample_delivery(now: float) -> Delivery:
    """Return a delivery of usual size that belongs to no call, for `Store.check`.

    Args:
        now: The current time in seconds since the epoch; deliveries of different times differ.
    """
    event = UnknownEvent(event="check", call_id="", original_call_id="", raw={})
    return Delivery(event, f"event=check&at={now!r}&padding=".encode().ljust(2048, b"0"), now)


@dataclass(frozen=True, slots=True)
class Claim:
    """The result of claiming a delivery.

    Attributes:
        id: The id of the event in the store.
        acquired: Whether the app that made the claim must determine the response now.
        response: The XML of the response, or `None` if there is none yet.
        position: The position of the claim in the store, if the id does not determine it.
    """

    id: str
    acquired: bool
    response: bytes | None = None
    position: str = ""


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One stored event.

    Attributes:
        id: The id of the event, which is also a cursor for `events(after=...)`. Later events have higher ids.
        received_at: The time when the event was received.
        event: The event.
        answer: The XML of the response; `None` until there is one.
        occurred_at: The time of the event according to its sender (header `Date`, which the sandbox sends for
            calls that are played faster than real time); `None` if unknown.
    """

    id: str
    received_at: datetime
    event: Event
    answer: bytes | None = field(default=None, repr=False)
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A hang-up or a transfer of a call that is scheduled for a time.

    Attributes:
        call_id: The id of the call.
        due_at: The time at which the follow-up is due, in seconds since the epoch.
        number: The number to transfer the call to, in E.164 format; `None` to hang up.
        attended: Whether the transfer is attended.
        id: The id in the store; empty until it is stored.
        state: `waiting`, `started` (the request is being sent), `done`, `failed` (sipgate refused the request) or
            `unknown` (the outcome of a started follow-up is not known, so the request is not repeated).
        outcome: The outcome in a few words; `None` until it is known.
    """

    call_id: str
    due_at: float
    number: str | None = None
    attended: bool = False
    id: str = ""
    state: FollowUpState = "waiting"
    outcome: str | None = None


def utc_time(seconds: float) -> datetime:
    """Return seconds since the epoch as a `datetime` in UTC."""
    return datetime.fromtimestamp(seconds, UTC)
