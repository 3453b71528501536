"""The connection to the host that started this process: its stdin and stdout, from the first moment on.

The SDK's own stdio transport begins to read when it is imported and the server is built. Here a thread reads from the
start: `Welcome` answers what it can, everything else is kept and handed to the SDK when it is there. The request that
opened the connection is handed over too, because the SDK learns from it which protocol is spoken; its second answer is
not sent.
"""

from __future__ import annotations

import json
import os
import sys
from io import TextIOBase
from queue import SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, TextIO, cast

from sipgate_tools.mcp.welcome import Welcome

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping, Sequence

    from anyio import AsyncFile
    from mcp.server.mcpserver import MCPServer

__all__ = ["HostConnection"]


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
        Thread(target=self._read, name="host", daemon=True).start()

    def serve(self, server: MCPServer[Any]) -> None:
        """Let a server deal with all that was kept and all that comes, until the host ends it."""
        import anyio
        from mcp.server.stdio import stdio_server

        async def lines() -> AsyncGenerator[str]:
            # Whoever ends the process need not wait for the host's next word.
            while line := await anyio.to_thread.run_sync(self._lines.get, abandon_on_cancel=True):
                yield line

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
        if self._unsaid:
            message = json.loads(text)
            if "method" not in message and message.get("id") == self._opened_by:
                self._unsaid = False
                return
        self._write(text)

    def _read(self) -> None:
        try:
            for line in self._source:
                self._receive(line)
        except OSError:
            pass  # the host is gone, which the SDK learns from the end of the lines
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
        with self._writing:
            self._sink.write(text.encode())
            self._sink.flush()


class _Outgoing(TextIOBase):
    """Where the SDK writes its messages, one in each call."""

    def __init__(self, connection: HostConnection) -> None:
        self._connection = connection

    def write(self, text: str, /) -> int:
        self._connection.send(text)
        return len(text)


def _divert() -> None:
    """Let file descriptor 0 be at its end, and 1 be where words go: stderr, or nowhere when there is none."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing if sys.stderr is None else 2, 1)  # pyright: ignore[reportUnnecessaryComparison]
    os.close(nothing)
