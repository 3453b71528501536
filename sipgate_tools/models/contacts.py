"""Contacts, and their conversion to and from the cards in contact files."""

from __future__ import annotations

from typing import ClassVar, Literal, TypeAlias

from sipgate_tools.formats.contact import (
    CardAddress,
    CardEmail,
    CardNumber,
    CardWebsite,
    ContactCard,
)
from sipgate_tools.values import OpenEnum

from ._base import Model, Record


class ContactScope(OpenEnum):
    """The address books.

    `PRIVATE` is visible to one user, `SHARED` to all users of the account. `INTERNAL` contains one contact per user;
    sipgate maintains it, and it is read-only.
    """

    PRIVATE = "PRIVATE"
    SHARED = "SHARED"
    INTERNAL = "INTERNAL"


WritableScopeWord: TypeAlias = Literal["PRIVATE", "SHARED"] | ContactScope
"""Argument type: an address book to write to."""
ScopeWord: TypeAlias = Literal["INTERNAL", "ALL"] | WritableScopeWord
"""Argument type: the address books to read."""


class ContactNumber(Model, frozen=True, kw_only=True):
    """A telephone number of a contact, and its types, such as `work`, `cell` or `fax`."""

    number: str = ""
    type: tuple[str, ...] = ()


class ContactEmail(Model, frozen=True, kw_only=True):
    """An e-mail address of a contact, and its types, such as `work` or `home`."""

    email: str = ""
    type: tuple[str, ...] = ()


class ContactWebsite(Model, frozen=True, kw_only=True):
    """A web page of a contact, and its types."""

    url: str = ""
    type: tuple[str, ...] = ()


class ContactAddress(Model, frozen=True, kw_only=True):
    """A postal address of a contact, and its types."""

    po_box: str = ""
    extended_address: str = ""
    street_address: str = ""
    locality: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    type: tuple[str, ...] = ()


class Contact(Record, frozen=True, kw_only=True):
    """A contact in one of the address books (operations getContacts, getContact).

    Attributes:
        name: The full name, which is the only name in responses.
        given: The given name, for requests only; `None` in responses.
        family: The family name, for requests only; `None` in responses.
        picture: The picture as base64 or a data URL; `repr` omits it.
        organization: One tuple per organization: its name, then its departments.
        scope: The address book that contains the contact.
        note: Free text about the contact; `repr` omits it.
    """

    private_words: ClassVar[frozenset[str]] = frozenset({"picture", "note"})

    id: str = ""
    name: str = ""
    given: str | None = None
    family: str | None = None
    numbers: tuple[ContactNumber, ...] = ()
    emails: tuple[ContactEmail, ...] = ()
    addresses: tuple[ContactAddress, ...] = ()
    organization: tuple[tuple[str, ...], ...] = ()
    picture: str | None = None
    note: str | None = None
    websites: tuple[ContactWebsite, ...] = ()
    scope: ContactScope | None = None

    def to_card(self) -> ContactCard:
        """Return the contact as a card for contact files."""
        return ContactCard(
            name=self.name,
            given=self.given or "",
            family=self.family or "",
            organization=self.organization,
            numbers=tuple(CardNumber(each.number, each.type) for each in self.numbers),
            emails=tuple(CardEmail(each.email, each.type) for each in self.emails),
            addresses=tuple(
                CardAddress(
                    each.po_box,
                    each.extended_address,
                    each.street_address,
                    each.locality,
                    each.region,
                    each.postal_code,
                    each.country,
                    each.type,
                )
                for each in self.addresses
            ),
            picture=self.picture,
            note=self.note,
            websites=tuple(CardWebsite(each.url, each.type) for each in self.websites),
            scope=str(self.scope) if self.scope else None,
            id=self.id,
        )

    @classmethod
    def from_card(cls, card: ContactCard) -> Contact:
        """Return the contact for a card from a contact file."""
        return cls(
            id=card.id or "",
            name=card.name,
            given=card.given or None,
            family=card.family or None,
            numbers=tuple(ContactNumber(number=each.number, type=each.types) for each in card.numbers),
            emails=tuple(ContactEmail(email=each.email, type=each.types) for each in card.emails),
            addresses=tuple(
                ContactAddress(
                    po_box=each.po_box,
                    extended_address=each.extended_address,
                    street_address=each.street_address,
                    locality=each.locality,
                    region=each.region,
                    postal_code=each.postal_code,
                    country=each.country,
                    type=each.types,
                )
                for each in card.addresses
            ),
            organization=card.organization,
            picture=card.picture,
            note=card.note,
            websites=tuple(ContactWebsite(url=each.url, type=each.types) for each in card.websites),
            scope=ContactScope(card.scope) if card.scope else None,
        )
