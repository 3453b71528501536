"""Live calls."""

from __future__ import annotations

from ._base import Model, Record


class Participant(Model, frozen=True, kw_only=True):
    """One side of a live call.

    Attributes:
        phone_number: E.164, or `anonymous`.
        owner: Whether this is the side of the account.
    """

    participant_id: str = ""
    phone_number: str | None = None
    muted: bool = False
    hold: bool = False
    owner: bool = False


class LiveCall(Record, frozen=True, kw_only=True):
    """An established call (operation getCalls); ringing calls are not listed.

    Attributes:
        call_id: What the live-call operations take.
        participants: Both sides; the one with `owner` tells whose call it is.
    """

    call_id: str = ""
    muted: bool = False
    recording: bool = False
    hold: bool = False
    participants: tuple[Participant, ...] = ()
