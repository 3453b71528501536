"""`/console/api/events`: what changes, as server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from ..call_engine.timeline import call_value
from ..state import TableChange
from .calls import list_calls

if TYPE_CHECKING:
    from ..sandbox import Sandbox

PATH = "/console/api/events"
QUIET_SECONDS = 15.0
"""After so long without news a comment is sent, which tells both sides that the other is still there."""
MOST_WAITING = 1000
"""Messages that wait for a slow reader; who is slower is let go, and starts afresh when it comes again."""
_CALLS = frozenset({"calls", "call_flows", "call_records"})
_INNER = frozenset({"counters", "agenda", "deliveries", "coming"}) | _CALLS
"""Tables nobody sees in the console as such."""

Message = tuple[str, Any]


class Stream:
    """Tells everybody who listens what changes in a sandbox. It belongs to one event loop.

    Args:
        sandbox: the account.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._loop: asyncio.AbstractEventLoop | None = None
        self._readers: set[asyncio.Queue[Message | None]] = set()

    def start(self) -> None:
        """Begin on the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._sandbox.engine.listeners.append(self._changed)

    def stop(self) -> None:
        """Let every reader go."""
        if self._loop is None:
            return
        self._loop = None
        self._sandbox.engine.listeners.remove(self._changed)
        for reader in self._readers:
            _put(reader, None)

    def greet(self) -> None:
        """Tell every reader the whole again: the account was replaced."""
        for reader in self._readers:
            _put(reader, self._hello())

    async def messages(self) -> AsyncIterator[bytes]:
        """The events for one reader, from `hello` until the server stops or the reader is too slow."""
        reader: asyncio.Queue[Message | None] = asyncio.Queue(MOST_WAITING)
        self._readers.add(reader)
        try:
            yield _event(self._hello())
            while True:
                try:
                    message = await asyncio.wait_for(reader.get(), QUIET_SECONDS)
                except TimeoutError:
                    yield b": nothing new\n\n"
                    continue
                if message is None:
                    return
                yield _event(message)
        finally:
            self._readers.discard(reader)

    def _hello(self) -> Message:
        engine = self._sandbox.engine
        with engine.lock:
            account, now = engine.state.account.platform, engine.clock.now()
            value = {
                "account": account,
                "now": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
                "clockRunning": engine.clock.running,
                "calls": list_calls(self._sandbox),
            }
        return "hello", value

    def _changed(self, changes: list[TableChange]) -> None:
        """Called by whoever changed the state, while nobody else can."""
        if not self._readers or self._loop is None:
            return
        state = self._sandbox.engine.state
        keys = dict.fromkeys(change.key for change in changes if change.table in _CALLS)
        records = [record for key in keys if (record := state.call_records.get(key))]
        messages: list[Message] = [("call", call_value(state, record)) for record in records]
        tables = sorted({change.table for change in changes} - _INNER)
        if tables:
            messages.append(("changed", {"tables": tables}))
        for message in messages:
            self._loop.call_soon_threadsafe(self._publish, message)

    def _publish(self, message: Message) -> None:
        for reader in self._readers:
            _put(reader, message)


def _put(reader: asyncio.Queue[Message | None], message: Message | None) -> None:
    try:
        reader.put_nowait(message)
    except asyncio.QueueFull:
        while not reader.empty():
            reader.get_nowait()
        reader.put_nowait(None)


def _event(message: Message) -> bytes:
    name, value = message
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"event: {name}\ndata: {text}\n\n".encode()
