"""Tools for events of live calls, from the store that a webhook server writes."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import tzinfo
from typing import TYPE_CHECKING, Annotated, Final, Literal

import anyio
from pydantic import Field

from sipgate_tools.errors import InvalidInput
from sipgate_tools.times import format_time

from ..presentation.sanitize import sanitize
from ..tool_context import ToolContext
from .registry import Result, tool

if TYPE_CHECKING:
    from sipgate_tools.webhooks.store import Store, StoredEvent

Kind = Literal["newCall", "answer", "hangup", "dtmf"]
CallFilter = Annotated[str | None, Field(description="Only of this call_id")]
KindFilter = Annotated[Kind | None, Field(description="Only newCall, answer, hangup or dtmf")]

_PROGRESS_SECONDS: Final = 5.0
_PAGE_SIZE: Final = 500


class Event(Result):
    """An event of a call."""

    id: str
    time: str
    kind: str
    call_id: str
    original_call_id: str | None = Field(default=None, description="The call this one was transferred from")
    direction: str | None = None
    caller: str | None = None
    callee: str | None = None
    diverted_from: str | None = None
    users: list[str] | None = Field(default=None, description="Whose phones ring, or who picked up")
    answered_by: str | None = Field(default=None, description="Number that picked up")
    digits: str | None = Field(default=None, description="Keys that were pressed")
    cause: str | None = None


class Events(Result):
    """Events in the order of their arrival."""

    events: list[Event]
    next_after: str | None = Field(default=None, description="after for what comes next")


@tool("List call events", toolset="events", operations=())
async def list_call_events(
    call: ToolContext,
    call_id: CallFilter = None,
    kind: KindFilter = None,
    after: Annotated[
        str | None, Field(description="next_after of the last result; absent: the latest")
    ] = None,
    limit: Annotated[int, Field(description="How many: 20, at most 200", ge=1, le=200)] = 20,
) -> Events:
    """List recent events of calls: ringing, answered, ended, keys pressed."""
    zone = await call.account.zone()
    async with _store(call) as store:
        visible: list[StoredEvent] = []
        start = after
        while found := await store.events(after=start, limit=_PAGE_SIZE, call_id=call_id, event=kind):
            start = found[-1].id
            visible += [one for one in found if await _is_visible(call, store, one)]
            if after is not None and len(visible) >= limit:
                return _page(visible[:limit], zone)
            # Without a cursor, return the latest events, not the first.
            visible = visible[-limit:]
    return _page(visible, zone, start)


@tool("Wait for a call event", toolset="events", operations=())
async def wait_for_call_event(
    call: ToolContext,
    timeout_seconds: Annotated[
        int, Field(description="How long to wait: 60, at most 300", ge=1, le=300)
    ] = 60,
    call_id: CallFilter = None,
    kind: KindFilter = None,
    after: Annotated[str | None, Field(description="next_after of a result; absent: from now on")] = None,
) -> Events:
    """Wait until a call rings, is answered, ends or a key is pressed; empty when the time is over."""
    zone = await call.account.zone()
    async with _store(call) as store:
        start = after or await store.latest_id()
        deadline = anyio.current_time() + timeout_seconds
        while (left := deadline - anyio.current_time()) > 0:
            await call.progress(timeout_seconds - left, timeout_seconds, "Waiting for a call event")
            found = await store.wait(
                after=start, timeout_seconds=min(left, _PROGRESS_SECONDS), call_id=call_id, event=kind
            )
            if visible := [one for one in found if await _is_visible(call, store, one)]:
                return _page(visible, zone)
            start = found[-1].id if found else start
    return Events(events=[], next_after=start)


@asynccontextmanager
async def _store(call: ToolContext) -> AsyncGenerator[Store]:
    location = call.account.settings.events
    if location is None:
        raise InvalidInput(
            "This server has no store of events.", hint="The operator can set one with --events STORE."
        )
    from sipgate_tools.webhooks.store import open_store  # on first use: keeps the start short

    async with open_store(location) as store:
        yield store


async def _is_visible(call: ToolContext, store: Store, stored: StoredEvent) -> bool:
    """Return whether the user may see an event. With user access, the call's `newCall` must contain the user."""
    if await call.account.ownership.access() == "account":
        return True
    own = await call.account.ownership.user_id()
    call_id = stored.event.call_id
    named = await store.events(call_id=call_id, event="newCall", limit=1)
    users: tuple[str, ...] = getattr(named[0].event, "user_ids", ()) if named else ()
    if own in users:
        # The other call tools may act on this call.
        call.account.ownership.learn("call", [call_id])
    return own in users


def _page(found: list[StoredEvent], zone: tzinfo, after: str | None = None) -> Events:
    events = [_event(one, zone) for one in found]
    return Events(events=events, next_after=events[-1].id if events else after)


def _event(stored: StoredEvent, zone: tzinfo) -> Event:
    event = stored.event
    original = event.original_call_id
    return Event(
        id=stored.id,
        time=str(format_time(stored.received_at, zone)),
        kind=event.event,
        call_id=event.call_id,
        original_call_id=original if original and original != event.call_id else None,
        direction={"in": "incoming", "out": "outgoing"}.get(getattr(event, "direction", "")),
        caller=_text(event, "from_"),
        callee=_text(event, "to"),
        diverted_from=_text(event, "diversion"),
        users=_users(event),
        answered_by=_text(event, "answering_number"),
        digits=_text(event, "dtmf"),
        cause=_text(event, "cause"),
    )


def _text(event: object, field: str) -> str | None:
    return sanitize(str(getattr(event, field, None) or ""), 80) or None


def _users(event: object) -> list[str] | None:
    named: tuple[str | None, ...] = getattr(event, "users", ()) or (getattr(event, "user", None),)
    return [sanitize(name, 80) for name in named if name] or None
