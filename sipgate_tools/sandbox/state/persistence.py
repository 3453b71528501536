"""Opens the state of an account from a seed or a file, and stores it in memory or in a file."""

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
    """The storage for one account."""

    def replace(self, state: State) -> None:
        """Store this account in place of the previous one.

        Raises:
            OSError: The account could not be written. The previous account is still stored.
        """
        ...

    def close(self) -> None:
        """Stop storing the account."""
        ...


class MemoryPersistence:
    """Stores the account only in memory, until the process ends."""

    def replace(self, state: State) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


class SqlitePersistence:
    """Stores an account and its clock in a file, which is closed when this object is garbage-collected.

    Args:
        file: The state file.
        state: The account in the file.
        clock: The clock of the account.
    """

    def __init__(self, file: StateFile, state: State, clock: Clock) -> None:
        self._file = file
        self._state = state
        self._clock = clock
        state.persist = file.save
        clock.listeners.append(file.save_clock)
        self._finalizer = weakref.finalize(self, _release, file, clock)

    def replace(self, state: State) -> None:
        """See `Persistence.replace`."""
        self._file.replace(state, self._clock.setting)
        self._state.persist = None
        self._state = state
        state.persist = self._file.save

    def close(self) -> None:
        """Close the file. Later changes raise `OSError`."""
        self._finalizer()


def _release(file: StateFile, clock: Clock) -> None:
    clock.listeners.remove(file.save_clock)
    file.close()


def open_state(
    platform: Platform | None, seed: str | Path, clock: Clock | None, path: str | Path | None
) -> tuple[State, Clock, Persistence]:
    """Return the initial state of a sandbox, its clock, and its persistence.

    Args:
        platform: The platform, "classic" or "neo". None means the platform of the account in the file, or "classic".
        seed: The initial data of a new account, see `seeds.load_seed`.
        clock: The clock of the account. None means a clock with the setting in the file, or the machine's clock.
        path: The path of the state file. If None, the account is only in memory.

    Raises:
        ValueError: The platform or the seed is invalid, or the file cannot be used or contains an account of the other
            platform.
        TypeError: `clock` is not a `Clock`.
    """
    if platform not in (None, *PLATFORMS):
        raise ValueError(f"Unknown account {platform!r}. Allowed: {', '.join(PLATFORMS)}.")
    if not isinstance(clock, Clock | None):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError("clock must be a Clock, such as Clock(datetime(2026, 1, 31, tzinfo=UTC)).")
    if path is None:
        clock = clock or Clock()
        return load_seed(platform or "classic", clock.now(), seed), clock, MemoryPersistence()
    from .sqlite import StateFile  # start-up time: a sandbox in memory does not need SQLite

    file = StateFile(path)
    try:
        state, clock = _create(file, platform, seed, clock) if file.is_new else _resume(file, platform, clock)
    except BaseException:
        file.close()
        raise
    return state, clock, SqlitePersistence(file, state, clock)


def _create(
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
        raise ValueError(
            f"{file.path} contains a {stored} account, not a {platform} account. Choose another file."
        )
    if clock is None:
        clock = Clock()
        clock.setting = setting
    else:
        file.save_clock(clock.setting)
    return state, clock
