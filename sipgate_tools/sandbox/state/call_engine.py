"""Rows of the call engine: the progress of live calls, queued webhook deliveries, and call records."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Phase = Literal["asking", "playing", "gathering", "ringing", "talking", "ended"]
"""Phase of a call: waits for a webhook's response, plays a sound, gathers digits, rings, is established, is over."""


@dataclass(frozen=True, slots=True)
class Ring:
    """A ringing phone: a device of the account (with its user), or an external number."""

    number: str
    device_id: str = ""
    user_id: str = ""


@dataclass(frozen=True, slots=True)
class RingOutcome:
    """The expected end of the ringing, unless a participant acts first.

    `what` is answers, ends (with a cause and the history's `callStatus`) or forwards (to `to`, a number or a
    voicemail); `ring` is the phone that picks up.
    """

    what: str
    ring: Ring | None = None
    cause: str = ""
    call_status: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Gathering:
    """A running Gather action: the URL that receives the digits, its limits, and the start of the current timeout."""

    url: str
    max_digits: int
    timeout_seconds: float
    since: datetime
    pressed: str = ""


@dataclass(frozen=True, slots=True)
class QueuedAction:
    """A pending action of a response, as JSON, and the length of its sound in seconds; 0 for none."""

    action: dict[str, Any]
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class CallFlow:
    """The progress of a live call; `id` is the id of the call.

    Attributes:
        xcid: The same for all calls that result from one call.
        phase: See `Phase`.
        scenario: What the parties do, as JSON.
        clock_moves: Whether the call is played without waiting for the sandbox's clock.
        hops: Number of forwards and transfers so far.
        user_ids: The users who call, or whose phones ring.
        device_ids: The devices that ring for an incoming call.
        mailbox: The voicemail that picks up, "" for none.
        url: The webhook URL of the call, "" for none.
        log_of: The phoneline whose webhook log is used, "" for the account's.
        on_answer, on_hangup: The URLs that receive those events, "" for none.
        asked: The id of the delivery whose response the call waits for.
        announced: Whether the caller has heard a sound, so that the line is open before pick-up.
        redirected: Whether `rings` comes from a webhook's response.
        gathers: Number of completed Gather actions.
        acts: Number of completed acts of the scenario.
        gives_up_at: When the caller gives up.
        answering_number: The number that picked up.
        answered_by: The user who picked up, "" if not a user of the account.
        consulted_by: The call on hold that becomes this one when this one is answered (attended transfer).
        queued: The actions that follow the current sound.
    """

    id: str
    xcid: str
    phase: Phase
    scenario: str
    clock_moves: bool = False
    hops: int = 0
    user_ids: tuple[str, ...] = ()
    device_ids: tuple[str, ...] = ()
    mailbox: str = ""
    url: str = ""
    log_of: str = ""
    on_answer: str = ""
    on_hangup: str = ""
    asked: str = ""
    announced: bool = False
    redirected: bool = False
    rings: tuple[Ring, ...] = ()
    outcome: RingOutcome | None = None
    gathering: Gathering | None = None
    gathers: int = 0
    acts: int = 0
    gives_up_at: datetime | None = None
    answering_number: str = ""
    answered_by: str = ""
    consulted_by: str = ""
    queued: tuple[QueuedAction, ...] = ()


@dataclass(frozen=True, slots=True)
class WebhookDelivery:
    """A webhook to send, or (`event` sound) a file to download.

    Deliveries with the same `xcid` are sent one after the other. `at` is the time of the event, `decides` whether its
    response can control the call.
    """

    id: str
    call_id: str
    xcid: str
    event: str
    url: str
    body: str
    direction: str
    at: datetime
    log_of: str = ""
    decides: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One step in the log of a call; `number` orders the steps of all calls."""

    number: int
    at: datetime
    what: str
    detail: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class CallRecord:
    """The record and log of a call, kept after it has ended; `id` is the call id."""

    id: str
    xcid: str
    orig_call_id: str
    direction: str
    from_: str
    to: str
    diversion: str
    user_ids: tuple[str, ...]
    started: datetime
    phase: Phase = "asking"
    answered: datetime | None = None
    ended: datetime | None = None
    cause: str = ""
    entry_id: str = ""
    steps: tuple[Step, ...] = ()
