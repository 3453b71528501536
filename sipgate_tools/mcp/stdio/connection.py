"""The connection to the host that started this process: its stdin and stdout, from the first moment on.

The SDK's own stdio transport begins to read when it is imported and the server is built. Here a thread reads from the
start: `Welcome` answers what it can, everything else is kept and handed to the SDK when it is there. The request that
opened the connection is handed over too, because the SDK learns from it which protocol is spoken; its second answer is
not sent.

The SDK drops what it is working on when its input ends. So it is told of the end only when everything that was asked
is answered, or has taken too long. It also drops what it cannot read: that is found here, and answered as an error.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from io import TextIOBase
from queue import SimpleQueue
from threading import Condition, Lock, Thread
from typing import TYPE_CHECKING, Any, Final, TextIO, cast

from .batches import Batches
from .handshake import Handshake
from .json_rpc import (
    INVALID_REQUEST,
    NotJson,
    Unreadable,
    is_notification,
    problem_of,
    read_message,
    refusal,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping, Sequence

    from anyio import AsyncFile
    from mcp.server.mcpserver import MCPServer

__all__ = ["HostConnection", "open_standard_streams"]

_LAST_ANSWERS_S = 1.5
"""How long answers may take once the host has said its last; hosts end a process that takes two seconds."""

_WITH_BATCHES: Final = "2025-03-26"
"""The one revision of the protocol that has batches."""


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
        self._welcome: Handshake | None = Handshake(tools)
        self._opened_by: str | int | None = None
        self._unsaid = False
        self._revision: str | None = None
        self._batches = Batches()
        self._lines: SimpleQueue[tuple[str, dict[str, Any]] | None] = SimpleQueue()
        self._writing = Lock()
        self._owed: list[str | int] = []
        self._paid = Condition()
        Thread(target=self._read, name="host", daemon=True).start()

    def serve(self, server: MCPServer[Any]) -> None:
        """Let a server deal with all that was kept and all that comes, until the host ends it."""
        import anyio
        from mcp.server.stdio import stdio_server
        from mcp_types import jsonrpc_message_adapter

        async def lines() -> AsyncGenerator[str]:
            # Whoever ends the process need not wait for the host's next word.
            while received := await anyio.to_thread.run_sync(self._lines.get, abandon_on_cancel=True):
                line, message = received
                try:
                    jsonrpc_message_adapter.validate_json(line, by_name=False)
                except ValueError:
                    self._refuse_late(message)
                else:
                    self._expect(message)
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
            for answers in self._batches.abandon():
                self._write(answers)
            self._lines.put(None)  # lets go the thread that waits for a line

    def send(self, text: str) -> None:
        """Send what the SDK says, unless it was said already."""
        message = json.loads(text)
        answered = None if "method" in message else message.get("id")
        if self._unsaid and answered == self._opened_by:
            self._unsaid = False
        else:
            self._answer(answered, text.strip())
        self._settle(answered)

    def _read(self) -> None:
        try:
            for line in self._source:
                self._receive(line)
        except OSError:
            pass  # as good as the end
        finally:
            self._lines.put(None)

    def _receive(self, line: bytes) -> None:
        # Some shells put a byte order mark before what they pipe.
        text = line.decode("utf-8", errors="replace").strip().removeprefix("\ufeff")
        if not text:
            return
        try:
            received = read_message(text)
        except NotJson as error:
            for problem in error.problems:
                self._refuse(problem)
            return
        has_escapes = "\\ud" in text.lower()
        if isinstance(received, list):
            self._receive_batch(cast("list[Any]", received), has_escapes=has_escapes)
        elif (problem := problem_of(received, has_escapes=has_escapes)) is None:
            self._receive_one(received, text)
        elif not is_notification(received):
            self._refuse(problem)

    def _receive_one(self, message: dict[str, Any], text: str) -> None:
        if message.get("method") == "initialize":
            asked = cast("dict[str, Any]", message.get("params") or {}).get("protocolVersion")
            self._revision = asked if isinstance(asked, str) else None
        welcome = self._welcome
        answer = None if welcome is None else welcome.respond(text.encode())
        if answer is not None:
            self._write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))
            if self._opened_by is not None:
                return
            self._opened_by, self._unsaid = answer["id"], True
        self._lines.put((text, message))

    def _receive_batch(self, batch: list[Any], *, has_escapes: bool) -> None:
        is_allowed = self._revision == _WITH_BATCHES and bool(batch)
        good: list[dict[str, Any]] = []
        refused: list[Unreadable] = []
        for one in batch or [None]:
            problem = problem_of(one, has_escapes=has_escapes)
            if problem is None and "method" in one and (not is_allowed or one["method"] == "initialize"):
                raw_id = json.dumps(one.get("id"))
                problem = Unreadable(raw_id, INVALID_REQUEST, "It must not come in a batch.")
            if problem is None:
                good.append(one)
            elif not is_notification(one):
                refused.append(problem)
        if is_allowed:
            ids = [one["id"] for one in good if "method" in one and "id" in one]
            answers = [refusal(problem) for problem in refused if not problem.is_response]
            if (complete := self._batches.begin(ids, answers)) is not None:
                self._write(complete)
            refused = [problem for problem in refused if problem.is_response]
        for problem in refused:
            # Without batches in the protocol there is no array of answers either: each id gets its own.
            self._refuse(problem)
        for one in good:
            # It was read before, so it is not nested too deeply to be written.
            self._lines.put((json.dumps(one), one))

    def _refuse(self, problem: Unreadable) -> None:
        """Answer what cannot be served; an unreadable answer to us ends what waits for it."""
        if problem.is_response:
            text = refusal(problem)
            with suppress(ValueError):  # no id of ours is a number of thousands of digits
                self._lines.put((text, json.loads(text)))
        else:
            self._write(refusal(problem))

    def _refuse_late(self, message: dict[str, Any]) -> None:
        """Refuse a message that is good JSON-RPC, but that the SDK cannot read."""
        if is_notification(message):
            return
        number, is_response = message.get("id"), "method" not in message
        problem = Unreadable(
            json.dumps(number),
            INVALID_REQUEST,
            "It is nested too deeply, or not as the protocol has it.",
            is_response,
        )
        if is_response and isinstance(number, int | str) and "error" not in message:
            self._refuse(problem)
        elif not is_response:
            self._answer(number, refusal(problem))

    def _answer(self, number: str | int | None, text: str) -> None:
        """Write an answer, or keep it until the others of its batch are there."""
        is_batched, answers = self._batches.take(number, text)
        if not is_batched:
            self._write(text)
        elif answers is not None:
            self._write(answers)

    def _write(self, text: str) -> None:
        try:
            with self._writing:
                self._sink.write(text.encode() + b"\n")
                self._sink.flush()
        except OSError:
            # The host is gone. The SDK learns it as the end of the lines, and nobody waits for an answer.
            self._settle(*self._owed)
            self._lines.put(None)

    def _expect(self, message: dict[str, Any]) -> None:
        """Remember what the SDK has to answer."""
        if "method" not in message:
            return
        if "id" in message:
            self._owed.append(message["id"])
        elif message["method"] == "notifications/cancelled":
            number = cast("dict[str, Any]", message.get("params") or {}).get("requestId")
            if isinstance(number, int | str):
                # It need not be answered any more.
                self._settle(number)
                if (answers := self._batches.take(number, None)[1]) is not None:
                    self._write(answers)

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
