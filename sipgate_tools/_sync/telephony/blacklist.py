# Made by scripts/make_sync.py from sipgate_tools/_async/telephony/blacklist.py: edit that file.
"""The blacklist: numbers whose calls the account rejects."""

from __future__ import annotations

from dataclasses import dataclass

from sipgate_api.api.blacklist import get_incoming_entries

from sipgate_tools.models.lines import BlockedNumber
from sipgate_tools.requests.lines import block_number_request, unblock_number_request

from .._support.resource import SyncResource


@dataclass(frozen=True, repr=False)
class SyncBlacklist:
    """Numbers whose calls the account rejects (`client.blacklist`)."""

    _resource: SyncResource

    def list(self) -> list[BlockedNumber]:
        """Return the blocked numbers (operation getIncomingEntries)."""
        return self._resource.records(get_incoming_entries.build_request(), BlockedNumber)

    def add(self, number: str, *, prefix: bool = False) -> None:
        """Block a number, so that its calls are rejected (operation addIncomingEntry).

        Args:
            number: The number, with country code.
            prefix: Whether all numbers that begin with `number` are blocked.

        Raises:
            InvalidInput: The number is invalid; nothing was sent.
        """
        self._resource.confirm(block_number_request(number, prefix=prefix))

    def remove(self, number: str) -> None:
        """Unblock a number (operation removeIncomingEntry).

        Args:
            number: The number as `list` returns it.

        Raises:
            InvalidInput: The number is invalid; nothing was sent.
            NotFound: The number is not blocked.
        """
        self._resource.confirm(unblock_number_request(number))
