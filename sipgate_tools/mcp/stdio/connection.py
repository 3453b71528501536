"""The connection on stdin and stdout to the host that started this process.

The SDK's stdio transport reads only after the SDK is imported and the server is built. Here a thread reads from the
start: `Handshake` responds to what it can, everything else is queued for the SDK. The request that opened the
connection is queued too, because it tells the SDK which protocol to use; the SDK's duplicate response is discarded.

The SDK cancels running requests when its input ends. It therefore sees the end only after all requests have a response,
or after `_DRAIN_SECONDS`. It also drops messages that it cannot parse: these are detected here and get an error
response.
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

_DRAIN_SECONDS: Final = 1.5
"""The time to wait for responses after the end of the input. Hosts kill a process after two seconds."""

_WITH_BATCHES: Final = "2025-03-26"
"""The only protocol version that supports batches."""


def open_standard_streams() -> None:
    """Open the null device on each file descriptor from 0 to 2 that is closed, before another file gets the number."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest free number, which is this one
    if sys.stderr is None:  # pyright: ignore[reportUnnecessaryComparison]
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - open until the process ends


class HostConnection:
    """The one connection of a process on stdio.

    The connection takes over stdin and stdout. If other code in the process prints, the output is written to stderr. If
    other code reads stdin, stdin is empty.
    """

    def __init__(self, tools: Sequence[Mapping[str, Any]]) -> None:
        """Redirect stdin and stdout to this connection and start to read.

        Args:
            tools: The offered entries of `tools.listing()`.
        """
        self._source = open(os.dup(0), "rb", closefd=False)  # noqa: SIM115 - open until the process ends
        self._sink = open(os.dup(1), "wb", closefd=False)  # noqa: SIM115 - open until the process ends
        _redirect_standard_streams()
        self._handshake: Handshake | None = Handshake(tools)
        self._opening_id: str | int | None = None
        self._drops_opening_response = False
        self._revision: str | None = None
        self._batches = Batches()
        self._lines: SimpleQueue[tuple[str, dict[str, Any]] | None] = SimpleQueue()
        self._write_lock = Lock()
        self._pending: list[str | int] = []
        self._pending_changed = Condition()
        Thread(target=self._read, name="host", daemon=True).start()

    def serve(self, server: MCPServer[Any]) -> None:
        """Run a server on the queued messages and all later messages until the host closes the connection."""
        # Imported after the first responses: the SDK takes most of the start.
        import anyio
        from mcp.server.stdio import stdio_server
        from mcp_types import jsonrpc_message_adapter

        async def lines() -> AsyncGenerator[str]:
            # Cancellation does not wait for the next message of the host.
            while received := await anyio.to_thread.run_sync(self._lines.get, abandon_on_cancel=True):
                line, message = received
                try:
                    jsonrpc_message_adapter.validate_json(line, by_name=False)
                except ValueError:
                    self._refuse_late(message)
                else:
                    self._track(message)
                    yield line
            await anyio.to_thread.run_sync(self._drain, abandon_on_cancel=True)

        async def run() -> None:
            incoming = cast("AsyncFile[str]", lines())  # the SDK only iterates over it
            outgoing = anyio.wrap_file(cast("TextIO", _Outgoing(self)))
            # The SDK has no public API to serve on streams that are open already.
            lowlevel = server._lowlevel_server  # pyright: ignore[reportPrivateUsage]
            async with stdio_server(incoming, outgoing) as (reading, writing):
                await lowlevel.run(reading, writing, lowlevel.create_initialization_options())

        self._handshake = None
        try:
            anyio.run(run)
        finally:
            for responses in self._batches.abandon():
                self._write(responses)
            self._lines.put(None)  # releases the thread that waits for a line

    def send(self, text: str) -> None:
        """Send a message from the SDK, unless it is the SDK's duplicate of the first response."""
        message = json.loads(text)
        request_id = None if "method" in message else message.get("id")
        if self._drops_opening_response and request_id == self._opening_id:
            self._drops_opening_response = False
        else:
            self._respond(request_id, text.strip())
        self._complete(request_id)

    def _read(self) -> None:
        try:
            for line in self._source:
                self._receive(line)
        except OSError:
            pass  # same as the end of the input
        finally:
            self._lines.put(None)

    def _receive(self, line: bytes) -> None:
        # Some shells prefix piped text with a byte order mark.
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
            version = cast("dict[str, Any]", message.get("params") or {}).get("protocolVersion")
            self._revision = version if isinstance(version, str) else None
        handshake = self._handshake
        response = None if handshake is None else handshake.respond(text.encode())
        if response is not None:
            self._write(json.dumps(response, ensure_ascii=False, separators=(",", ":")))
            if self._opening_id is not None:
                return
            self._opening_id, self._drops_opening_response = response["id"], True
        self._lines.put((text, message))

    def _receive_batch(self, batch: list[Any], *, has_escapes: bool) -> None:
        is_allowed = self._revision == _WITH_BATCHES and bool(batch)
        good: list[dict[str, Any]] = []
        refused: list[Unreadable] = []
        for one in batch or [None]:
            problem = problem_of(one, has_escapes=has_escapes)
            if problem is None and "method" in one and (not is_allowed or one["method"] == "initialize"):
                raw_id = json.dumps(one.get("id"))
                problem = Unreadable(raw_id, INVALID_REQUEST, "This request must not be in a batch.")
            if problem is None:
                good.append(one)
            elif not is_notification(one):
                refused.append(problem)
        if is_allowed:
            ids = [one["id"] for one in good if "method" in one and "id" in one]
            responses = [refusal(problem) for problem in refused if not problem.is_response]
            if (complete := self._batches.begin(ids, responses)) is not None:
                self._write(complete)
            refused = [problem for problem in refused if problem.is_response]
        for problem in refused:
            # Protocols without batches have no array of responses: each id gets a response of its own.
            self._refuse(problem)
        for one in good:
            # `json.loads` parsed it, so it is not nested too deeply for `json.dumps`.
            self._lines.put((json.dumps(one), one))

    def _refuse(self, problem: Unreadable) -> None:
        """Respond with an error, or if the message is itself a response, pass an error to the waiting SDK request."""
        if problem.is_response:
            text = refusal(problem)
            with suppress(ValueError):  # an id with thousands of digits is not one of ours
                self._lines.put((text, json.loads(text)))
        else:
            self._write(refusal(problem))

    def _refuse_late(self, message: dict[str, Any]) -> None:
        """Refuse a message that is valid JSON-RPC but that the SDK cannot parse."""
        if is_notification(message):
            return
        request_id, is_response = message.get("id"), "method" not in message
        problem = Unreadable(
            json.dumps(request_id),
            INVALID_REQUEST,
            "The message is nested too deeply, or does not conform to the protocol.",
            is_response,
        )
        if is_response and isinstance(request_id, int | str) and "error" not in message:
            self._refuse(problem)
        elif not is_response:
            self._respond(request_id, refusal(problem))

    def _respond(self, request_id: str | int | None, text: str) -> None:
        """Write a response, or hold it back until its batch is complete."""
        is_batched, batch = self._batches.complete(request_id, text)
        if not is_batched:
            self._write(text)
        elif batch is not None:
            self._write(batch)

    def _write(self, text: str) -> None:
        try:
            with self._write_lock:
                self._sink.write(text.encode() + b"\n")
                self._sink.flush()
        except OSError:
            # The host is gone: end the SDK's input and wait for no response.
            self._complete(*self._pending)
            self._lines.put(None)

    def _track(self, message: dict[str, Any]) -> None:
        """Track a request until the SDK responds to it."""
        if "method" not in message:
            return
        if "id" in message:
            self._pending.append(message["id"])
        elif message["method"] == "notifications/cancelled":
            number = cast("dict[str, Any]", message.get("params") or {}).get("requestId")
            if isinstance(number, int | str):
                # A cancelled request gets no response.
                self._complete(number)
                if (answers := self._batches.complete(number, None)[1]) is not None:
                    self._write(answers)

    def _complete(self, *request_ids: str | int | None) -> None:
        with self._pending_changed:
            for number in request_ids:
                if number in self._pending:
                    self._pending.remove(number)
            self._pending_changed.notify_all()

    def _drain(self) -> None:
        with self._pending_changed:
            self._pending_changed.wait_for(lambda: not self._pending, timeout=_DRAIN_SECONDS)


class _Outgoing(TextIOBase):
    """The stream that the SDK writes its messages to, one per call."""

    def __init__(self, connection: HostConnection) -> None:
        self._connection = connection

    def write(self, text: str, /) -> int:
        self._connection.send(text)
        return len(text)


def _redirect_standard_streams() -> None:
    """Point file descriptor 0 to the null device and 1 to stderr."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
