# Made by scripts/make_sync.py from sipgate_tools/_async/telephony/channels.py: edit that file.
"""Channels of a neo account."""

from __future__ import annotations

from dataclasses import dataclass

from sipgate_api.api.channels import get_channel_events, get_channels

from sipgate_tools.models._lists import items_of
from sipgate_tools.models.channels import Channel, ChannelEvent
from sipgate_tools.values import identifier

from .._support.resource import SyncResource


@dataclass(frozen=True, repr=False)
class SyncChannels:
    """Channels, which replace phonelines and groups on sipgate neo (`client.channels`)."""

    _resource: SyncResource

    def list(self) -> list[Channel]:
        """Return the channels of the account with their users and devices (operation getChannels).

        Raises:
            PermissionDenied: The account is classic, or the scope `channels:read` is missing.
        """
        return self._resource.records(get_channels.build_request(), Channel)

    def events(self, channel_id: str) -> list[ChannelEvent]:
        """Return the events of a channel, newest first (operation getChannelEvents).

        Args:
            channel_id: The channel id, as returned by `list()`.

        Raises:
            InvalidInput: `channel_id` is not an id.
            NotFound: The channel does not exist.
        """
        channel_id = identifier(channel_id, argument="channel_id")
        payload = self._resource.payload(get_channel_events.build_request(channel_id=channel_id))
        found = [
            ChannelEvent.from_payload({"channelId": channel_id, **item})
            for item in items_of(payload, "items", "events", "data")
        ]
        return sorted(
            found, key=lambda event: event.created.timestamp() if event.created else 0.0, reverse=True
        )
