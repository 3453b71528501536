"""The report on a bulk SMS."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ..bulk import BulkReport

SMS_PART_PRICE: Final = Decimal("0.0588")
"""The net price of an SMS part in EUR that sipgate publishes, for estimates. A contract can have another price."""


@dataclass(frozen=True)
class SmsBulkReport(BulkReport):
    """The outcomes of a bulk SMS. The ids are the keys of the messages, or the recipients' numbers.

    Attributes:
        parts: Number of SMS parts, each of which is charged, in the messages that this run sent or, in a dry run, would
            send.
        dry_run: Whether nothing was sent. The messages that would be sent are in `skipped`.
    """

    parts: int = 0
    dry_run: bool = False

    @property
    def estimated_cost(self) -> Decimal:
        """The net price of `parts` in EUR, at the price that sipgate publishes (`SMS_PART_PRICE`)."""
        return self.parts * SMS_PART_PRICE
