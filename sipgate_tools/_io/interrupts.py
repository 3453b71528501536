"""SIGINT handling that works however the process was started."""

from __future__ import annotations

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def interruptible() -> Generator[None]:
    """Let SIGINT raise KeyboardInterrupt in the block, even if the process was started with SIGINT ignored.

    A shell without job control starts background commands with SIGINT ignored, as does `trap '' INT`, and Python does
    not change that. A handler set by the program is kept. In threads other than the main one, which cannot change
    handlers, this does nothing.
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
