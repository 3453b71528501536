"""Lets a server be stopped by SIGINT, however its process was started."""

from __future__ import annotations

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager


@contextmanager
def interruptible() -> Generator[None]:
    """Let SIGINT raise KeyboardInterrupt in the block, also where the process was started with SIGINT ignored.

    A shell without job control starts background commands so, and so does `trap '' INT`; Python leaves it at that.
    A handler that the program has set stays. Threads other than the main one cannot change handlers: there the block
    does nothing.
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
