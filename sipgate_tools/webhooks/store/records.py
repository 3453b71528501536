"""What a store keeps: deliveries, who answers them, and what is still to be done."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Literal, TypeAlias

from sipgate_tools.errors import InvalidInput

from ..events import Dtmf, Event

INTERRUPTED: Final = "interrupted"
"""How a follow-up ended whose process died while it did it."""

FollowUpState: TypeAlias = Literal["waiting", "started", "done", "failed", "unknown"]


def validated_cursor(after: str | None, form: str = r"\d{1,18}") -> str:
    """The id of an event to go on from; `0`, which is before them all, for `None`.

    Args:
        after: The id.
        form: What ids of the store look like, as a regular expression.

    Raises:
        InvalidInput: It is no such id.
    """
    if after and not re.fullmatch(form, after, re.ASCII):
        raise InvalidInput(
            "after is not the id of an event.", hint="Give one that was received, or leave it out."
        )
    return after or "0"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One verified delivery.

    Attributes:
        event: What it tells.
        body: Its bytes.
        received_at: When it came, seconds since the epoch.
        occurred_at: When its sender says that it happened, seconds since the epoch; `None` where it does not say.
        digest: Names these bytes: a delivery that is repeated is the same bytes, for no time is part of them.
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
        """Whether the same bytes can tell two things: `1` in one menu, and `1` again in the next."""
        return isinstance(self.event, Dtmf)


@dataclass(frozen=True, slots=True)
class Claim:
    """Whose business a delivery is.

    Attributes:
        id: Names the event in the store.
        mine: Whether who asked has to answer it now.
        answer: The answer, when it has one already.
        place: Where the store keeps the claim, if that is not said by the id.
    """

    id: str
    acquired: bool
    answer: bytes | None = None
    position: str = ""


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One event as the store keeps it.

    Attributes:
        id: Its place: a later event has a later id. Give it to `events(after=...)`.
        received_at: When it came.
        event: What it tells.
        answer: The XML that it was answered with; `None` while it is being answered.
        occurred_at: When its sender says that it happened (header `Date`, as the sandbox sends it for calls that
            are played faster than they last); `None` where it does not say: then it was when it came.
    """

    id: str
    received_at: datetime
    event: Event
    answer: bytes | None = field(default=None, repr=False)
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Something that is to be done with a call at a time: hanging up or transferring.

    Attributes:
        call_id: Whose call.
        due_at: When, seconds since the epoch.
        number: Where the call is transferred, E.164 with plus; `None`: it is hung up.
        attended: Whether the transfer is an attended one.
        id: Names it in the store; empty before it is kept there.
        state: `waiting`; `started`: a request is on its way; `done`; `failed`: sipgate refused it;
            `unknown`: it was started and nobody knows how that ended, so it is not repeated.
        outcome: How it ended, in a word.
    """

    call_id: str
    due_at: float
    number: str | None = None
    attended: bool = False
    id: str = ""
    state: FollowUpState = "waiting"
    outcome: str | None = None


def moment(seconds: float) -> datetime:
    """Return seconds since the epoch as a time in UTC."""
    return datetime.fromtimestamp(seconds, UTC)
