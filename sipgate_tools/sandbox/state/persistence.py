"""Where an account comes from when the sandbox starts, and where it is kept: in memory, or in a file."""

from __future__ import annotations

import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ..clock import Clock
from ..seeds import load_seed
from . import State
from .people import PLATFORMS, Platform

if TYPE_CHECKING:
    from .sqlite import StateFile


class Persistence(Protocol):
    """Keeps one account."""

    def replace(self, state: State) -> None:
        """Keep this account instead of the one before.

        Raises:
            OSError: it could not be written; the one before is kept still.
        """
        ...

    def close(self) -> None:
        """Keep nothing any more."""
        ...


class MemoryPersistence:
    """Keeps nothing: the account is gone when the process is."""

    def replace(self, state: State) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Nothing to do."""


class SqlitePersistence:
    """Keeps an account and its clock in a file, which is let go when nobody refers to this any more.

    Args:
        file: where.
        state: the account that is in it.
        clock: its time.
    """

    def __init__(self, file: StateFile, state: State, clock: Clock) -> None:
        self._file = file
        self._state = state
        self._clock = clock
        state.keeper = file.keep
        clock.listeners.append(file.keep_clock)
        self._finalizer = weakref.finalize(self, _let_go, file, clock)

    def replace(self, state: State) -> None:
        """See `Keeping.replace`."""
        self._file.replace(state, self._clock.setting)
        self._state.keeper = None
        self._state = state
        state.keeper = self._file.keep

    def close(self) -> None:
        """Let go of the file; what is changed afterwards is refused."""
        self._finalizer()


def _let_go(file: StateFile, clock: Clock) -> None:
    clock.listeners.remove(file.keep_clock)
    file.close()


def open_state(
    platform: Platform | None, seed: str | Path, clock: Clock | None, path: str | Path | None
) -> tuple[State, Clock, Persistence]:
    """The account of a sandbox that starts, its clock, and what keeps it.

    Args:
        platform: "classic" or "neo"; None takes what the file holds, or classic.
        seed: what a new account holds at first, see `seeds.sow`.
        clock: its time; None goes on from the file's, or with the machine's.
        path: the file; None keeps the account in memory.

    Raises:
        ValueError: there is no such platform or seed; the file cannot be used, or holds an account of the other
            platform.
        TypeError: the clock is something else, such as a datetime, whose `now` would be another time.
    """
    if platform not in (None, *PLATFORMS):
        raise ValueError(f"There is no account {platform!r}. There are: {', '.join(PLATFORMS)}.")
    if not isinstance(clock, Clock | None):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError("The sandbox's clock is a Clock: Clock(datetime(2026, 1, 31, tzinfo=UTC)).")
    if path is None:
        clock = clock or Clock()
        return load_seed(platform or "classic", clock.now(), seed), clock, MemoryPersistence()
    from .sqlite import StateFile  # a sandbox in memory does without SQLite

    file = StateFile(path)
    try:
        state, clock = _fill(file, platform, seed, clock) if file.is_new else _resume(file, platform, clock)
    except BaseException:
        file.close()
        raise
    return state, clock, SqlitePersistence(file, state, clock)


def _fill(
    file: StateFile, platform: Platform | None, seed: str | Path, clock: Clock | None
) -> tuple[State, Clock]:
    clock = clock or Clock()
    state = load_seed(platform or "classic", clock.now(), seed)
    file.replace(state, clock.setting)
    return state, clock


def _resume(file: StateFile, platform: Platform | None, clock: Clock | None) -> tuple[State, Clock]:
    state, setting = file.read()
    stored = state.account.platform
    if platform not in (None, stored):
        raise ValueError(f"{file.path} holds a {stored} account, and no {platform} one. Choose another file.")
    if clock is None:
        clock = Clock()
        clock.setting = setting
    else:
        file.keep_clock(clock.setting)
    return state, clock
