"""The call engine: calls from dialing to hanging up, and their webhooks. See README.md in this folder."""

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
