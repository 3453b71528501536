"""`/console/api/events`: changes in the account, as server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any, Final

from ..call_engine.timeline import call_to_json
from ..dispatch.dispatcher import Dispatcher
from ..state import TableChange
from .calls import list_calls

PATH: Final = "/console/api/events"
KEEP_ALIVE_SECONDS: Final = 15.0
"""The time without events after which a comment is sent, so that both sides notice a lost connection."""
MAX_QUEUED: Final = 1000
"""The maximum number of messages in the queue for one client.

A client that is too slow is disconnected, and receives the full state when it reconnects.
"""
_CALLS: Final = frozenset({"calls", "call_flows", "call_records"})
_INTERNAL: Final = frozenset({"counters", "agenda", "deliveries", "coming"}) | _CALLS
"""Tables that the console does not show."""

Message = tuple[str, Any]


class Stream:
    """Broadcasts the changes of an account to all clients, on one event loop.

    Args:
        dispatcher: The request dispatcher of the account.
    """

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self._loop: asyncio.AbstractEventLoop | None = None
        self._readers: set[asyncio.Queue[Message | None]] = set()

    def start(self) -> None:
        """Start on the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._dispatcher.listeners.append(self._on_change)

    def stop(self) -> None:
        """Disconnect all clients."""
        if self._loop is None:
            return
        self._loop = None
        self._dispatcher.listeners.remove(self._on_change)
        for reader in self._readers:
            _enqueue(reader, None)

    def greet(self) -> None:
        """Send the full state to all clients, because the account was replaced."""
        for reader in self._readers:
            _enqueue(reader, self._hello())

    async def messages(self) -> AsyncIterator[bytes]:
        """Yield the events for one client, starting with `hello`, until the server stops or the client is too slow."""
        reader: asyncio.Queue[Message | None] = asyncio.Queue(MAX_QUEUED)
        self._readers.add(reader)
        try:
            yield _event(self._hello())
            while True:
                try:
                    message = await asyncio.wait_for(reader.get(), KEEP_ALIVE_SECONDS)
                except TimeoutError:
                    yield b": nothing new\n\n"
                    continue
                if message is None:
                    return
                yield _event(message)
        finally:
            self._readers.discard(reader)

    def _hello(self) -> Message:
        dispatcher = self._dispatcher
        with dispatcher.lock:
            account, now = dispatcher.state.account.platform, dispatcher.clock.now()
            value = {
                "account": account,
                "now": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
                "clockRunning": dispatcher.clock.running,
                "calls": list_calls(dispatcher.state),
            }
        return "hello", value

    def _on_change(self, changes: list[TableChange]) -> None:
        """Publish changes. The dispatcher's lock must be held."""
        if not self._readers or self._loop is None:
            return
        state = self._dispatcher.state
        keys = dict.fromkeys(change.key for change in changes if change.table in _CALLS)
        records = [record for key in keys if (record := state.call_records.get(key))]
        messages: list[Message] = [("call", call_to_json(state, record)) for record in records]
        tables = sorted({change.table for change in changes} - _INTERNAL)
        if tables:
            messages.append(("changed", {"tables": tables}))
        for message in messages:
            self._loop.call_soon_threadsafe(self._publish, message)

    def _publish(self, message: Message) -> None:
        for reader in self._readers:
            _enqueue(reader, message)


def _enqueue(reader: asyncio.Queue[Message | None], message: Message | None) -> None:
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
