"""Rows of the call engine: the progress of live calls, queued webhook deliveries, and call records."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Phase = Literal["asking", "playing", "gathering", "ringing", "talking", "ended"]
"""The phase of a call: waiting for a webhook's response ("asking"), playing a sound, gathering digits, ringing,
established ("talking") or ended."""


@dataclass(frozen=True, slots=True)
class Ring:
    """A ringing phone, which is a device of the account (with its user) or an external number."""

    number: str
    device_id: str = ""
    user_id: str = ""


@dataclass(frozen=True, slots=True)
class RingOutcome:
    """The expected end of the ringing, unless a participant acts first.

    Attributes:
        what: The kind of outcome: "answers", "ends" or "forwards".
        ring: The phone that picks up, for "answers".
        cause: The hang-up cause, for "ends".
        call_status: The history's `callStatus`, for "ends"; "" for the default of the cause.
        to: The target of "forwards", a telephone number or the id of a voicemail.
    """

    what: str
    ring: Ring | None = None
    cause: str = ""
    call_status: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Gathering:
    """A running Gather action.

    Attributes:
        url: The URL that receives the digits.
        max_digits: The number of digits after which the action ends.
        timeout_seconds: The timeout in seconds.
        since: The time at which the current timeout started.
        pressed: The digits that were pressed so far.
    """

    url: str
    max_digits: int
    timeout_seconds: float
    since: datetime
    pressed: str = ""


@dataclass(frozen=True, slots=True)
class QueuedAction:
    """A pending action of a response as JSON, and the length of the action's sound in seconds (0 for no sound)."""

    action: dict[str, Any]
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class CallFlow:
    """The progress of a live call.

    Attributes:
        id: The id of the call.
        xcid: The id that all calls resulting from one call have in common.
        phase: The current `Phase`.
        scenario: The `Scenario` of the call, as JSON.
        clock_moves: Whether the call is played without waiting for the sandbox's clock.
        hops: The number of forwards and transfers so far.
        user_ids: The users who call, or whose phones ring.
        device_ids: The devices that ring for an incoming call.
        mailbox: The id of the voicemail that picks up; "" for none.
        url: The webhook URL for the call; "" for none.
        log_of: The phoneline whose webhook log contains the webhooks; "" for the account's log.
        on_answer, on_hangup: The URLs that receive the events `answer` and `hangup`; "" for none.
        asked: The id of the delivery whose response the call waits for; "" for none.
        announced: Whether the caller has heard a sound, so that the line is open before pick-up.
        redirected: Whether `rings` comes from a webhook's response.
        rings: The phones that ring.
        outcome: The expected end of the ringing, or None before the ringing and after pick-up.
        gathering: The running Gather action, or None.
        gathers: The number of completed Gather actions.
        acts: The number of completed acts in the scenario.
        gives_up_at: The time at which the caller gives up, or None for never.
        answering_number: The number that picked up.
        answered_by: The user who picked up; "" if it was not a user of the account.
        consulted_by: The call on hold that this call replaces when it is answered (attended transfer); "" for none.
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
    """A webhook to send, or a sound file to download if `event` is "sound".

    Deliveries with the same `xcid` are sent one after the other. `at` is the time of the event, and `decides` is
    whether the response can control the call.
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
    """One step in the log of a call. `number` orders the steps of all calls."""

    number: int
    at: datetime
    what: str
    detail: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class CallRecord:
    """The record and log of a call, which remain after the call has ended. `id` is the call id."""

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
