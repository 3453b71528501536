"""Locks around what is stored: between the threads of a process, and between processes."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from sipgate_tools.errors import CredentialsMissing

if TYPE_CHECKING:
    from filelock import FileLock


class ThreadLock:
    """A lock between the threads and tasks of one process.

    Args:
        lock: What those who exclude one another share.
    """

    def __init__(self, lock: threading.Lock) -> None:
        self._lock = lock

    def try_acquire(self) -> bool:
        """Take the lock if nobody has it, and return whether it is taken."""
        return self._lock.acquire(blocking=False)

    def release(self) -> None:
        """Give the lock back; any thread may."""
        self._lock.release()


class ProcessLock:
    """A lock between processes (and between threads): a file that the system unlocks when its holder dies.

    Args:
        path: The file; it and its folder are made when they are first needed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock: FileLock | None = None

    def try_acquire(self) -> bool:
        """Take the lock if nobody has it, and return whether it is taken.

        Raises:
            CredentialsMissing: The file cannot be made.
        """
        from filelock import FileLock, Timeout  # only logins that are renewed need it

        if self._lock is None:
            # Two of these exclude one another inside one process, too: each opens the file for itself.
            self._lock = FileLock(self._path, mode=0o600, thread_local=False)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock.acquire(blocking=False)
        except Timeout:
            return False
        except OSError as error:
            reason = error.strerror
        else:
            return True
        raise CredentialsMissing(
            f"The stored login cannot be renewed: {self._path} cannot be locked ({reason}).",
            hint="Make its folder writable: each renewal replaces the refresh token, which must be kept.",
        )

    def release(self) -> None:
        """Give the lock back; any thread may."""
        if self._lock is not None:
            self._lock.release()
