"""A contact in a neutral form for conversion between files and the API, with all fields that the API has.

The fields are those of ContactResponse and CreateContactRequest. Reading a file yields one `CardRead` or `CardRefused`
per record.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, TypeAlias

ADDRESS_PARTS: Final = (
    "po_box",
    "extended_address",
    "street_address",
    "locality",
    "region",
    "postal_code",
    "country",
)
"""The names of the parts of a postal address, in the order of a vCard."""


@dataclass(frozen=True, slots=True)
class CardNumber:
    """A telephone number (E.164 if it was read from a file) and its types (`work`, `cell`, `fax`)."""

    number: str
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CardEmail:
    """An e-mail address and its types (`work`, `home`)."""

    email: str
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CardWebsite:
    """A web address and its types."""

    url: str
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CardAddress:
    """A postal address in the seven parts of a vCard, and its types."""

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

    A card is normalized when it is created, so that equivalent cards are equal. Entries without a value and empty
    trailing units of an organization are removed, empty strings become `None` in optional fields, and a missing `name`
    is built from the given and family names, or taken from the organization.

    Attributes:
        name: The full name. GET /contacts returns no other name.
        given: The given name; empty if only the full name is known.
        family: The family name; empty if only the full name is known.
        organization: One tuple per organization, with its name and then its units, the largest unit first.
        picture: The picture as a URL, a `data:` URI, or base64.
        scope: The address book, `PRIVATE`, `SHARED` or `INTERNAL`; `None` if unknown.
        id: The id of the contact at sipgate; `None` in files from other sources.
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
        def set_field(name: str, value: object) -> None:
            object.__setattr__(self, name, value)

        set_field(
            "organization", tuple(units for each in self.organization if (units := _without_empty_end(each)))
        )
        set_field("numbers", tuple(each for each in self.numbers if each.number))
        set_field("emails", tuple(each for each in self.emails if each.email))
        set_field("addresses", tuple(each for each in self.addresses if any(each.parts)))
        set_field("websites", tuple(each for each in self.websites if each.url))
        set_field("picture", self.picture or None)
        set_field("note", self.note or None)
        set_field("scope", self.scope or None)
        set_field("id", self.id or None)
        # A blank name counts as missing; another field may have the name.
        for name in ("name", "given", "family"):
            if not getattr(self, name).strip():
                set_field(name, "")
        if not self.name:
            both = " ".join(part for part in (self.given, self.family) if part)
            company = next((unit for units in self.organization for unit in units if unit.strip()), "")
            set_field("name", both or company)

    def given_and_family(self) -> tuple[str, str]:
        """Return the given and family names. If only the full name is known, its last word is the family name."""
        if self.given or self.family:
            return self.given, self.family
        given, _, family = self.name.strip().rpartition(" ")
        return given.strip(), family


@dataclass(frozen=True, slots=True)
class CardRead:
    """A contact read from a file.

    Attributes:
        line: The number of the line in which the record begins, from 1.
        card: The contact.
        not_held: The columns or properties whose values contacts cannot store or that cannot be read. It contains
            names, never values.
    """

    line: int
    card: ContactCard
    not_held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CardRefused:
    """A record of a file that was rejected.

    Attributes:
        line: The number of the line in which the record begins, from 1.
        reason: The reason for the rejection, as a sentence without values from the file.
        fields: The columns or properties that caused the rejection.
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
