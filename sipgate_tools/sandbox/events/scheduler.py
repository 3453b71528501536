"""The scheduler, which stores steps with their due times and runs each step when the clock reaches its time."""

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
    """The context of a step: the state, the due time, the rules, and the id of the row that the step applies to."""

    state: State
    at: datetime
    rules: Rules
    subject: str


Step = Callable[[StepContext], None]

_steps: dict[str, Step] = {}


def step(name: str) -> Callable[[Step], Step]:
    """Register a function as the step with the name `name`, such as `call.act`."""

    def register(function: Step) -> Step:
        _steps[name] = function
        return function

    return register


def schedule(state: State, at: datetime, name: str, subject: str) -> None:
    """Schedule a step for the row with the id `subject`."""
    number = state.count("due")
    state.agenda.put(ScheduledStep(f"{number:012d}", at, name, subject))


def cancel_steps(state: State, subject: str) -> None:
    """Cancel all scheduled steps for a row."""
    for due in state.agenda:
        if due.subject == subject:
            state.agenda.remove(due.id)


def next_due(state: State) -> datetime | None:
    """Return the time at which the next step is due, or None if no step is scheduled."""
    return state.agenda.first.at if state.agenda.first else None


def settle(state: State, now: datetime, rules: Rules) -> None:
    """Run all steps that are due at `now`, in order of time. For each step, the current time is its own due time."""
    while (due := state.agenda.first) is not None and due.at <= now:
        state.agenda.remove(due.id)
        _steps[due.step](StepContext(state, due.at, rules, due.subject))
