"""Locks of credential stores: between the threads of a process, and between processes."""

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
        lock: The shared lock.
    """

    def __init__(self, lock: threading.Lock) -> None:
        self._lock = lock

    def try_acquire(self) -> bool:
        """Acquire the lock without waiting, and return whether that succeeded."""
        return self._lock.acquire(blocking=False)

    def release(self) -> None:
        """Release the lock. Any thread may call this."""
        self._lock.release()


class ProcessLock:
    """A lock between processes (and between threads): a file that the system unlocks when its holder dies.

    Args:
        path: The lock file. It and its folder are created when they are first needed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock: FileLock | None = None

    def try_acquire(self) -> bool:
        """Acquire the lock without waiting, and return whether that succeeded.

        Raises:
            CredentialsMissing: The file cannot be created.
        """
        from filelock import FileLock, Timeout  # only logins that are refreshed need it

        if self._lock is None:
            # Two locks of one process exclude each other, too: each opens the file separately.
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
            f"The stored login cannot be refreshed: {self._path} cannot be locked ({reason}).",
            hint="Make its folder writable: each refresh replaces the refresh token, which must be stored.",
        )

    def release(self) -> None:
        """Release the lock. Any thread may call this."""
        if self._lock is not None:
            self._lock.release()
