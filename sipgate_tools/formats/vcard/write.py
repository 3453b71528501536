"""Writes contacts as vCards, one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Literal, TypeAlias

from sipgate_tools.errors import InvalidInput

from .._emails import is_email
from .._numbers import is_e164
from ..contact import ContactCard
from .folding import fold
from .properties import GUESSED, photo_line, property_line

VcardVersion: TypeAlias = Literal["4.0", "3.0"]

PRODUCT: Final = "-//sipgate-tools//vCard//EN"


def write_vcard(card: ContactCard, *, version: VcardVersion = "4.0") -> str:
    """Return one contact as a vCard, with lines folded at 75 bytes of UTF-8 and CR LF as line ends.

    `read_vcards` returns an equal card. Names, numbers, e-mail addresses, postal addresses, organizations, websites,
    note and picture are in standard properties. If only the full name is known, N is derived from it and marked.

    Args:
        card: The contact.
        version: `4.0` (RFC 6350), or `3.0` (RFC 2426) for programs that do not support 4.0.

    Raises:
        InvalidInput: `version` is neither `4.0` nor `3.0`.
    """
    if version not in {"4.0", "3.0"}:
        raise InvalidInput("version must be 4.0 or 3.0.", hint="Omit version for 4.0.")
    return "".join(map(fold, _lines(card, version)))


def write_vcards(cards: Iterable[ContactCard], *, version: VcardVersion = "4.0") -> Iterator[str]:
    """Yield one vCard for each contact, consumed one at a time. Joined, the vCards are one address book.

    Raises:
        InvalidInput: `version` is neither `4.0` nor `3.0`.
    """
    for card in cards:
        yield write_vcard(card, version=version)


def _lines(card: ContactCard, version: str) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    yield f"PRODID:{PRODUCT}"
    yield property_line("FN", [card.name])
    given, family = card.given_and_family()
    guessed = "" if card.given or card.family else f";{GUESSED}=1"
    padded = any(part != part.strip() for part in (family, given))
    yield property_line("N", [family, given, "", "", ""], parameters=guessed, exact=padded)
    for units in card.organization:
        yield property_line("ORG", units)
    for number in card.numbers:
        # Text, which RFC 6350 allows and all programs read, rather than a tel: URI.
        yield property_line("TEL", [number.number], number.types, exact=not is_e164(number.number))
    for email in card.emails:
        yield property_line("EMAIL", [email.email], email.types, exact=not is_email(email.email))
    for address in card.addresses:
        yield property_line("ADR", address.parts, address.types)
    for website in card.websites:
        yield property_line("URL", [website.url], website.types, exact=not _is_bare(website.url))
    if card.picture:
        yield photo_line(card.picture, version)
    if card.note:
        yield property_line("NOTE", [card.note])
    if card.id:
        yield property_line("UID", [card.id], parameters=";VALUE=text" if version == "4.0" else "")
        yield property_line("X-SIPGATE-ID", [card.id])
    if card.scope:
        yield property_line("X-SIPGATE-SCOPE", [card.scope])
    yield "END:VCARD"


def _is_bare(text: str) -> bool:
    return text == text.strip() and not text.lower().startswith("mailto:")
