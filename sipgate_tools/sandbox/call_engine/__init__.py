"""The switchboard: calls from ringing to hung up, and the webhooks that are asked and told about them.

A pure state machine (everything but `post` and `desk`): each step is given a `Moment` (the account's state, the time
by the sandbox's clock, the rules, the call) and changes nothing but that state: the call itself, the agenda (what
happens next by itself) and `deliveries` (the webhooks to send). `Desk` takes the deliveries, `post` exchanges them
over HTTP, and `reacting` lets the call go on with what was answered. Nothing in it sleeps.

    dialled -> asking -> playing | gathering -> ringing -> talking -> ended
                 ^______________________|

sipgate's documentation of the push API decides where it says something; the rest is inferred and kept in few places:
`ending.OUTCOMES`, `ringing.REFUSALS` and the seconds in `scenario` and `ringing`.

A redirect stays the same call, and who picks up is its `answeringNumber`: so the documentation has it. A call that is
forwarded or transferred is a new one, which names the first as `origCallId` and what was dialled as `diversion`.

Reading order: `scenario` (what people do), `placing`, `reacting`, `announcing`, `ringing`, `talking`, `ending`.
"""

from __future__ import annotations

from . import apply_response, call_log, connected, dialing, ending, playback, ringing
from .scenario import Act, Callee, Scenario, ScenarioError

__all__ = [
    "Act",
    "Callee",
    "Scenario",
    "ScenarioError",
    "apply_response",
    "call_log",
    "connected",
    "dialing",
    "ending",
    "playback",
    "ringing",
]
