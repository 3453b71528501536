"""Channels, which replace phonelines and groups on sipgate neo, and their calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Self, cast

from ._base import Model, Record, Time
from .history import CallEntry


class ChannelUser(Model, frozen=True, kw_only=True):
    """A member of a channel, with the ids of the devices that ring for the channel."""

    id: str = ""
    device_ids: tuple[str, ...] = ()


class Channel(Record, frozen=True, kw_only=True):
    """A channel (operation getChannels)."""

    id: str = ""
    name: str | None = None
    users: tuple[ChannelUser, ...] = ()


class ChannelEvent(Record, frozen=True, kw_only=True):
    """An event of a channel, usually a call (operation getChannelEvents).

    sipgate does not document the format of events. Therefore, fields are read under the names that sipgate uses
    elsewhere, and `raw` contains the complete event.

    Attributes:
        call_id: The id of the call.
        source: The caller's number in E.164, or `anonymous`.
        target: The callee's number.
        direction: The direction, such as `INCOMING`, `OUTGOING` or `MISSED_INCOMING`, or `None` if unknown.
        duration: The duration in seconds.
    """

    id: str = ""
    channel_id: str | None = None
    type: str | None = None
    call_id: str | None = None
    source: str | None = None
    target: str | None = None
    direction: str | None = None
    created: Time | None = None
    duration: int | None = None
    status: str | None = None

    @classmethod
    def read_payload(cls, payload: dict[str, Any]) -> Self:
        """Return the event for a decoded JSON object, whichever field names it uses."""
        return cls.with_raw(super().read_payload(_renamed(payload)), payload)

    def as_entry(self) -> CallEntry:
        """Return the event as the history entry that a classic account would have for the call."""
        return CallEntry.from_payload(
            {
                **self.raw,
                "id": self.id,
                "type": "CALL",
                "source": self.source,
                "target": self.target,
                "created": self.created.isoformat() if self.created else None,
                "direction": self.direction,
                "incoming": self.direction in {"INCOMING", "MISSED_INCOMING"} if self.direction else None,
                "callId": self.call_id,
                "duration": self.duration,
                "callStatus": self.status,
                "status": None,
                "channelId": self.channel_id,
            }
        )


# Our name, then the names of the same field in sipgate's other interfaces (history, webhooks, v3).
_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("id", "eventId", "dataId", "callId", "callSid", "sessionId"),
    "channelId": ("channelId",),
    "type": ("type", "eventType", "event"),
    "callId": ("callId", "callSid", "sessionId", "call"),
    "source": ("source", "from", "caller", "callerNumber", "sourceNumber", "fromNumber"),
    "target": ("target", "to", "callee", "calleeNumber", "targetNumber", "toNumber"),
    "direction": ("direction",),
    "created": ("created", "createdAt", "startedAt", "startTime", "start", "timestamp", "date", "time"),
    "duration": ("duration", "durationSeconds", "durationInSeconds"),
    "status": ("callStatus", "status", "result", "state"),
}
_DIRECTIONS: Final = {"IN": "INCOMING", "INBOUND": "INCOMING", "OUT": "OUTGOING", "OUTBOUND": "OUTGOING"}


def _renamed(event: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for ours, theirs in _NAMES.items():
        value = next((event[name] for name in theirs if event.get(name) is not None), None)
        if isinstance(value, dict):
            # A party of a call may be an object with its number.
            party = cast("dict[str, Any]", value)
            value = party.get("number") or party.get("phoneNumber") or party.get("id")
        found[ours] = value
    direction = str(found["direction"] or "").upper()
    found["direction"] = _DIRECTIONS.get(direction, direction) or None
    if found["direction"] == "INCOMING" and str(found["status"] or "").upper() in {"MISSED", "NOPICKUP"}:
        found["direction"] = "MISSED_INCOMING"
    return found
