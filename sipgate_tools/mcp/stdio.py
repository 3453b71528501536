"""The connection to the host that started this process: its stdin and stdout, from the first moment on.

The SDK's own stdio transport begins to read when it is imported and the server is built. Here a thread reads from the
start: `Welcome` answers what it can, everything else is kept and handed to the SDK when it is there. The request that
opened the connection is handed over too, because the SDK learns from it which protocol is spoken; its second answer is
not sent.

The SDK drops what it is working on when its input ends. So it is told of the end only when everything that was asked
is answered, or has taken too long.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from io import TextIOBase
from queue import SimpleQueue
from threading import Condition, Lock, Thread
from typing import TYPE_CHECKING, Any, TextIO, cast

from sipgate_tools.mcp.welcome import Welcome

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping, Sequence

    from anyio import AsyncFile
    from mcp.server.mcpserver import MCPServer

__all__ = ["HostConnection", "open_standard_streams"]

_LAST_ANSWERS_S = 1.5
"""How long answers may take once the host has said its last; hosts end a process that takes two seconds."""


def open_standard_streams() -> None:
    """Open on nothing what is closed of the file descriptors 0 to 2, before something else gets their numbers."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free: this one
    if sys.stderr is None:  # pyright: ignore[reportUnnecessaryComparison]
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - open until the process ends


class HostConnection:
    """The one connection of a process on stdio.

    From here on nothing else in the process reads the protocol or writes into it: what prints, prints to stderr, and
    what reads stdin finds it at its end.
    """

    def __init__(self, tools: Sequence[Mapping[str, Any]]) -> None:
        """Take over stdin and stdout and begin to answer.

        Args:
            tools: Entries of `tools.listing()` that are offered.
        """
        self._source = open(os.dup(0), "rb", closefd=False)  # noqa: SIM115 - open until the process ends
        self._sink = open(os.dup(1), "wb", closefd=False)  # noqa: SIM115 - open until the process ends
        _divert()
        self._welcome: Welcome | None = Welcome(tools)
        self._opened_by: str | int | None = None
        self._unsaid = False
        self._lines: SimpleQueue[str] = SimpleQueue()
        self._writing = Lock()
        self._owed: list[str | int] = []
        self._paid = Condition()
        Thread(target=self._read, name="host", daemon=True).start()

    def serve(self, server: MCPServer[Any]) -> None:
        """Let a server deal with all that was kept and all that comes, until the host ends it."""
        import anyio
        from mcp.server.stdio import stdio_server

        async def lines() -> AsyncGenerator[str]:
            # Whoever ends the process need not wait for the host's next word.
            while line := await anyio.to_thread.run_sync(self._lines.get, abandon_on_cancel=True):
                self._expect(line)
                yield line
            await anyio.to_thread.run_sync(self._wait_for_answers, abandon_on_cancel=True)

        async def run() -> None:
            incoming = cast("AsyncFile[str]", lines())  # which is only iterated over
            outgoing = anyio.wrap_file(cast("TextIO", _Outgoing(self)))
            # The SDK has no other way to serve on streams that were opened already.
            lowlevel = server._lowlevel_server  # pyright: ignore[reportPrivateUsage]
            async with stdio_server(incoming, outgoing) as (reading, writing):
                await lowlevel.run(reading, writing, lowlevel.create_initialization_options())

        self._welcome = None
        try:
            anyio.run(run)
        finally:
            self._lines.put("")  # lets go the thread that waits for a line

    def send(self, text: str) -> None:
        """Send what the SDK says, unless it was said already."""
        message = json.loads(text)
        answered = None if "method" in message else message.get("id")
        if self._unsaid and answered == self._opened_by:
            self._unsaid = False
        else:
            self._write(text)
        self._settle(answered)

    def _read(self) -> None:
        try:
            for line in self._source:
                self._receive(line)
        except OSError:
            pass  # as good as the end
        finally:
            self._lines.put("")

    def _receive(self, line: bytes) -> None:
        welcome = self._welcome
        answer = None if welcome is None else welcome.answer(line)
        if answer is not None:
            self._write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")) + "\n")
            if self._opened_by is not None:
                return
            self._opened_by, self._unsaid = answer["id"], True
        self._lines.put(line.decode("utf-8", errors="replace"))

    def _write(self, text: str) -> None:
        try:
            with self._writing:
                self._sink.write(text.encode())
                self._sink.flush()
        except OSError:
            # The host is gone. The SDK learns it as the end of the lines, and nobody waits for an answer.
            self._settle(*self._owed)
            self._lines.put("")

    def _expect(self, line: str) -> None:
        """Remember what the SDK has to answer."""
        with suppress(ValueError, RecursionError):
            message = json.loads(line)
            if not isinstance(message, dict) or "method" not in message:
                return
            told = cast("dict[str, Any]", message)
            if isinstance(number := told.get("id"), str | int):
                self._owed.append(number)
            elif told["method"] == "notifications/cancelled" and isinstance(told.get("params"), dict):
                self._settle(told["params"].get("requestId"))  # which need not be answered any more

    def _settle(self, *numbers: str | int | None) -> None:
        with self._paid:
            for number in numbers:
                if number in self._owed:
                    self._owed.remove(number)
            self._paid.notify_all()

    def _wait_for_answers(self) -> None:
        with self._paid:
            self._paid.wait_for(lambda: not self._owed, timeout=_LAST_ANSWERS_S)


class _Outgoing(TextIOBase):
    """Where the SDK writes its messages, one in each call."""

    def __init__(self, connection: HostConnection) -> None:
        self._connection = connection

    def write(self, text: str, /) -> int:
        self._connection.send(text)
        return len(text)


def _divert() -> None:
    """Let file descriptor 0 be at its end, and 1 be where words go: stderr."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
