"""The CSV format of POST /contacts/import/csv: `firstname,lastname,number`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from ..contact import CardNumber, ContactCard


def plain_csv(cards: Iterable[ContactCard]) -> bytes:
    """Return contacts as CSV for importFromCSV: `firstname,lastname,number`, UTF-8.

    Cells are not guarded against formulas, because sipgate would store the guard. If a contact has several numbers, the
    first one that is not a fax number is used, otherwise the first one. If only the full name is known, its last word
    is the last name. `lost_in_plain_csv` returns the fields that are lost.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("firstname", "lastname", "number"))
    for card in cards:
        voice = [each for each in card.numbers if "fax" not in each.types]
        first = next(iter(voice or card.numbers), CardNumber(""))
        writer.writerow((*card.given_and_family(), first.number))
    return text.getvalue().encode("utf-8", errors="replace")


def lost_in_plain_csv(card: ContactCard) -> tuple[str, ...]:
    """Return the names of the card's fields that `firstname,lastname,number` cannot represent."""
    both = " ".join(part for part in card.given_and_family() if part)
    lost = {
        "name": card.name != both,
        "numbers": len(card.numbers) > 1 or any(each.types for each in card.numbers),
        "organization": bool(card.organization),
        "emails": bool(card.emails),
        "addresses": bool(card.addresses),
        "picture": bool(card.picture),
        "note": bool(card.note),
        "websites": bool(card.websites),
        "scope": bool(card.scope),
        "id": bool(card.id),
    }
    return tuple(name for name, is_lost in lost.items() if is_lost)
