"""What a contact is between a file and sipgate: everything that the API can hold, and nothing else.

The fields are those of ContactResponse and CreateContactRequest, with `note`, `websites` and the types of
addresses that POST /contacts takes by now. Reading a file gives one `CardRead` or `CardRefused` per record.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class CardNumber:
    """A telephone number, as E.164 when it was read from a file, and what it is (`work`, `cell`, `fax`)."""

    number: str
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CardEmail:
    """An e-mail address and what it is (`work`, `home`)."""

    email: str
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CardWebsite:
    """A web address and what it is."""

    url: str
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CardAddress:
    """A postal address in the seven parts of a vCard, and what it is."""

    po_box: str = ""
    extended_address: str = ""
    street_address: str = ""
    locality: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    types: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The seven parts in the order of a vCard."""
        return (
            self.po_box,
            self.extended_address,
            self.street_address,
            self.locality,
            self.region,
            self.postal_code,
            self.country,
        )


@dataclass(frozen=True, slots=True)
class ContactCard:
    """One contact.

    A card is brought into one form when it is made, so that two cards that say the same are equal: entries
    without a value are dropped, an organization loses its empty last units, empty text becomes `None` where
    a field is optional, and a missing `name` is put together from given and family name, or taken from the
    organization.

    Attributes:
        name: The full name, which is all that GET /contacts answers.
        given: The given name; empty when it is not known apart from the full one.
        family: The family name; likewise.
        organization: One tuple per organization: its name, then its units from the largest down.
        picture: A URL, a `data:` URI, or base64.
        scope: `PRIVATE`, `SHARED`, `INTERNAL` or `None`.
        id: sipgate's id of the contact; `None` in files that do not come from sipgate.
    """

    name: str = ""
    given: str = ""
    family: str = ""
    organization: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[CardNumber, ...] = ()
    emails: tuple[CardEmail, ...] = ()
    addresses: tuple[CardAddress, ...] = ()
    picture: str | None = field(default=None, repr=False)
    note: str | None = None
    websites: tuple[CardWebsite, ...] = ()
    scope: str | None = None
    id: str | None = None

    def __post_init__(self) -> None:
        def put(name: str, value: object) -> None:
            object.__setattr__(self, name, value)

        put("organization", tuple(units for each in self.organization if (units := _without_empty_end(each))))
        put("numbers", tuple(each for each in self.numbers if each.number))
        put("emails", tuple(each for each in self.emails if each.email))
        put("addresses", tuple(each for each in self.addresses if any(each.parts)))
        put("websites", tuple(each for each in self.websites if each.url))
        put("picture", self.picture or None)
        put("note", self.note or None)
        put("scope", self.scope or None)
        put("id", self.id or None)
        # Blanks are no name: they would hide the one that is somewhere else.
        for name in ("name", "given", "family"):
            if not getattr(self, name).strip():
                put(name, "")
        if not self.name:
            both = " ".join(part for part in (self.given, self.family) if part)
            company = next((unit for units in self.organization for unit in units if unit.strip()), "")
            put("name", both or company)

    def given_and_family(self) -> tuple[str, str]:
        """Return given and family name; of a name known only in full, the last word is the family name."""
        if self.given or self.family:
            return self.given, self.family
        given, _, family = self.name.strip().rpartition(" ")
        return given.strip(), family


@dataclass(frozen=True, slots=True)
class CardRead:
    """A contact read from a file.

    Attributes:
        line: Line of the file, from 1, in which its record begins.
        card: The contact.
        not_held: What the record says that sipgate's contacts cannot hold, or that cannot be read: names of
            columns or properties, never their values.
    """

    line: int
    card: ContactCard
    not_held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CardRefused:
    """A record of a file that gives no contact.

    Attributes:
        line: Line of the file, from 1, in which the record begins.
        reason: Why, as a sentence without values from the file.
        fields: Columns or properties that the reason is about.
    """

    line: int
    reason: str
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


CardResult: TypeAlias = CardRead | CardRefused


def _without_empty_end(units: tuple[str, ...]) -> tuple[str, ...]:
    last = max((index for index, unit in enumerate(units) if unit), default=-1)
    return tuple(units[: last + 1])
