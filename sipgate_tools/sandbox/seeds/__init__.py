"""What an account holds when the sandbox starts."""

from __future__ import annotations

from datetime import datetime

from ..state import State
from ..state.people import Platform
from . import account, history

__all__ = ["SEEDS", "sow"]

SEEDS = ("demo", "empty")
"""`demo` is a small company in the middle of its day; `empty` is the same company before anything happened."""


def sow(platform: Platform, now: datetime, seed: str = "demo") -> State:
    """A new account.

    Args:
        platform: "classic" or "neo".
        now: the moment its past leads up to.
        seed: one of `SEEDS`.
    """
    state = State()
    account.sow(state, platform)
    if seed == "demo":
        history.sow(state, now)
    state.commit()
    return state
