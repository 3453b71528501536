"""Rows: what the switchboard knows of a call beyond the API, webhooks on their way, and what happened in calls."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Phase = Literal["asking", "playing", "gathering", "ringing", "talking", "ended"]
"""What a call does: it waits for a webhook's answer, plays a sound, collects digits, rings, is established, is over."""


@dataclass(frozen=True, slots=True)
class Ring:
    """Something that rings: a device of the account (with its user), or a number elsewhere."""

    number: str
    device_id: str = ""
    user_id: str = ""


@dataclass(frozen=True, slots=True)
class RingOutcome:
    """How the ringing will end unless somebody does something before.

    `what` is answers, ends (with a cause and the history's `callStatus`) or forwards (to `to`, a number or a
    voicemail); `ring` is who answers.
    """

    what: str
    ring: Ring | None = None
    cause: str = ""
    call_status: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Gathering:
    """Digits being collected: where they are told, and since when the present wait lasts."""

    url: str
    max_digits: int
    timeout_seconds: float
    since: datetime
    pressed: str = ""


@dataclass(frozen=True, slots=True)
class QueuedAction:
    """An action of an answer that is done later, as JSON, and how long its sound is; 0 for none."""

    action: dict[str, Any]
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class CallFlow:
    """A call on its way; `id` is that of the live call.

    Attributes:
        xcid: the same for all calls that came of one call.
        phase: see `Phase`.
        scenario: what the people in the call do, as JSON.
        clock_moves: whether the sandbox's clock is moved along with this call instead of waited for.
        hops: how often the call was forwarded or transferred so far.
        user_ids: the users who call, or whose phones ring.
        device_ids: the devices that ring for a call that comes in.
        mailbox: the voicemail that picks up, "" for none.
        url: the webhook asked about the call, "" for none; `log_of` is the phoneline in whose log that belongs,
            "" for the account's.
        on_answer, on_hangup: where those events are told, "" for nowhere.
        asked: the id of the delivery whose answer is waited for.
        announced: whether the caller heard something already, so that the line is open though nobody picked up.
        redirected: whether `rings` came from a webhook's answer.
        gathers: how many times digits were collected.
        acts: how many acts of the scenario were done.
        gives_up_at: when the caller gives up waiting.
        answering_number: who picked up; `answered_by` is the user, "" for nobody of the account.
        consulted_by: the call on hold that becomes this one when this one is answered (attended transfer).
        queued: the actions that follow the sound which is played.
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
    """A webhook to send, or (`event` sound) a file to fetch.

    Deliveries of one `xcid` are sent one after the other. `at` is the moment of the event, `decides` whether its
    answer can count.
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
    """One thing that happened in a call; `number` orders the steps of all calls."""

    number: int
    at: datetime
    what: str
    detail: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class CallRecord:
    """What is remembered of a call, also when it is over; `id` is the call id."""

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
