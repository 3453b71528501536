"""Search for contacts by words or by a part of a telephone number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Self

from sipgate_tools.errors import InvalidInput
from sipgate_tools.models.contacts import Contact
from sipgate_tools.values import phone_number_part, required_text

_MIN_DIGITS: Final = 3


@dataclass(frozen=True)
class ContactQuery:
    """A search term for contacts.

    Attributes:
        words: The words, in lower case, all of which a contact must contain.
        digits: The digits without a prefix, if the search term is a number or a part of one; otherwise `None`.
    """

    words: tuple[str, ...]
    digits: str | None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the search term for a string. An empty string matches all contacts.

        Raises:
            InvalidInput: The argument is not a string.
        """
        required_text(text, argument="query", hint="Pass a part of a name or a number.")
        return cls(tuple(text.casefold().split()), _digits(text))

    def matches(self, contact: Contact) -> bool:
        """Return whether a contact has the number, or all words in its names, organizations and e-mail addresses."""
        if self.digits is not None:
            return any(self.digits in re.sub(r"\D", "", number.number) for number in contact.numbers)
        values = [contact.name, contact.given or "", contact.family or ""]
        values += [part for organization in contact.organization for part in organization]
        values += [email.email for email in contact.emails]
        text = " ".join(values).casefold()
        return all(word in text for word in self.words)


def _digits(text: str) -> str | None:
    """Return the digits of a number or a part of one without `+` and leading zeros, or `None` for words."""
    try:
        digits = phone_number_part(text).lstrip("+0")
    except InvalidInput:
        return None
    return digits if len(digits) >= _MIN_DIGITS else None
