"""Locks for credential stores, shared by the threads of one process or by several processes."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from sipgate_tools.errors import CredentialsMissing

if TYPE_CHECKING:
    from filelock import FileLock


class ThreadLock:
    """A lock that threads and tasks of one process share.

    Args:
        lock: The shared lock.
    """

    def __init__(self, lock: threading.Lock) -> None:
        self._lock = lock

    def try_acquire(self) -> bool:
        """Acquire the lock without waiting, and return whether it was acquired."""
        return self._lock.acquire(blocking=False)

    def release(self) -> None:
        """Release the lock. Any thread may call this."""
        self._lock.release()


class ProcessLock:
    """A lock that processes and threads share, based on a file that the system unlocks if the holder dies.

    Args:
        path: The path of the lock file. The file and its folder are created when the lock is first acquired.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock: FileLock | None = None

    def try_acquire(self) -> bool:
        """Acquire the lock without waiting, and return whether it was acquired.

        Raises:
            CredentialsMissing: The lock file cannot be created or locked.
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
            hint="Make its folder writable, because each refresh stores a new refresh token.",
        )

    def release(self) -> None:
        """Release the lock. Any thread may call this."""
        if self._lock is not None:
            self._lock.release()
