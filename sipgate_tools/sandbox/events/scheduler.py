"""What will happen by itself: written down with its moment, and done when the clock has passed it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ..state import State
from ..state.calls_and_history import ScheduledStep

if TYPE_CHECKING:
    from ..rules import Rules


@dataclass(frozen=True, slots=True)
class StepContext:
    """What a step is given: the state, the moment it was due, the rules, and the row it happens to."""

    state: State
    at: datetime
    rules: Rules
    subject: str


Step = Callable[[StepContext], None]

_steps: dict[str, Step] = {}


def step(name: str) -> Callable[[Step], Step]:
    """Make a function the step of this name."""

    def register(function: Step) -> Step:
        _steps[name] = function
        return function

    return register


def schedule(state: State, at: datetime, name: str, subject: str) -> None:
    """Write down that a step happens to a row at a moment."""
    number = state.count("due")
    state.agenda.put(ScheduledStep(f"{number:012d}", at, name, subject))


def forget(state: State, subject: str) -> None:
    """Take everything off the agenda that would happen to a row."""
    for due in state.agenda:
        if due.subject == subject:
            state.agenda.remove(due.id)


def next_moment(state: State) -> datetime | None:
    """When the next step is due; None when nothing is."""
    return state.agenda.first.at if state.agenda.first else None


def settle(state: State, now: datetime, rules: Rules) -> None:
    """Do everything that is due by now, in the order of time; each step sees its own moment as the time."""
    while (due := state.agenda.first) is not None and due.at <= now:
        state.agenda.remove(due.id)
        _steps[due.step](StepContext(state, due.at, rules, due.subject))
