"""SIGINT handling that works regardless of how the process was started."""

from __future__ import annotations

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def interruptible() -> Generator[None]:
    """Make SIGINT raise `KeyboardInterrupt` within the block, even if the process was started with SIGINT ignored.

    Shells without job control, and shells after `trap '' INT`, start commands with SIGINT ignored, and Python does not
    change that. A handler that the program has set is kept. In threads other than the main thread, which cannot change
    handlers, this context manager does nothing.
    """
    ignored = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    if not ignored or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
