"""What the columns of other people's CSV files mean: Google, Outlook (English, German), Thunderbird, ours.

A header is brought into one form (lower case, `e-mail` as `email`, no punctuation), its number is taken out
(`Phone 2 - Value`, `E-mail 3 Address`, `number_2`), and what remains is looked up. A new program is a new
line in the tables.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import Final

ADDRESS_PARTS: Final = (
    "po_box",
    "extended_address",
    "street_address",
    "locality",
    "region",
    "postal_code",
    "country",
)

OWN_COLUMNS: Final = (
    "id",
    "scope",
    "name",
    "firstname",
    "lastname",
    "organization",
    "department",
    "number",
    "number_type",
    "number_2",
    "number_type_2",
    "number_3",
    "number_type_3",
    "email",
    "email_type",
    "email_2",
    "email_type_2",
    "street_address",
    "extended_address",
    "po_box",
    "postal_code",
    "locality",
    "region",
    "country",
    "address_type",
    "website",
    "note",
    "picture",
    "more",
)
"""The columns that we write. `more` is JSON of what the others do not give back exactly."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file.

    Attributes:
        index: Where it is in a row, from 0.
        header: Its name as the file has it.
        kind: What it holds (`number`, `number_label`, `given`, `address.locality`, ...); `unknown` when it
            is something that contacts cannot hold, `silent` when it is nothing about the contact.
        slot: What keeps a value and its label, or the parts of an address, together.
        types: What a value in it is (`work`, `cell`), where the column says so.
    """

    index: int
    header: str
    kind: str
    slot: str = ""
    types: tuple[str, ...] = ()


def _table(**kinds: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {
        header: (kind.replace("__", "."), ()) for kind, text in kinds.items() for header in text.split("|")
    }


_PLAIN: Final = _table(
    id="id",
    scope="scope",
    more="more",
    name="name|full name|fullname|display name|anzeigename|kontakt|vollständiger name|angezeigter name",
    given="firstname|first name|given name|given|vorname",
    middle="middle name|additional name|weitere vornamen|zweiter vorname",
    family="lastname|last name|family name|family|surname|nachname|familienname",
    prefix="name prefix|title|anrede|prefix|titel",
    suffix="name suffix|suffix|namenszusatz",
    organization="organization|organisation|company|firma|organization name|unternehmen|company name",
    department="department|abteilung|organization department",
    number="number|phone|phone number|phonenumber|telephone|telefon|telefonnummer|rufnummer|tel|tel.|nummer"
    "|phone value|number value|telephone number",
    number_types="number type",
    number_label="phone label|phone type",
    numbers="numbers",
    email="email|mail|email address|email adresse|email value|emailadresse|primary email"
    "|secondary email|primäre email adresse|sekundäre email adresse",
    email_types="email type",
    email_label="email label",
    emails="emails",
    website="website|web page|webpage|url|homepage|webseite|webadresse|website value",
    website_label="website label|website type",
    address_label="address label",
    address_types="address type",
    addresses="addresses",
    organizations="organizations",
    picture="picture|photo|foto|bild",
    note="note|notes|notiz|notizen|bemerkung|bemerkungen|kommentar",
    address__po_box="po box|postfach|address po box",
    address__extended_address="extended address|adresszusatz|address extended address",
    address__street_address="street address|street|address|straße|strasse|anschrift|adresse|address street",
    address__locality="locality|city|town|ort|stadt|wohnort|address city",
    address__region="region|state|province|bundesland|address region",
    address__postal_code="postal code|postcode|zip|zip code|zipcode|plz|postleitzahl|address postal code",
    address__country="country|land|country/region|land/region|address country",
    # Who sorted or exported the contact, not what it says; `Formatted` repeats the parts of the address.
    silent="file as|speichern unter|address formatted|email display name|email angezeigter name"
    "|sensitivity|vertraulichkeit|priority|priorität|initials|initialen|short name|email typ",
)

_WORK, _HOME, _OTHER, _CELL, _FAX = ("work",), ("home",), ("other",), ("cell",), ("fax",)

_TYPED: Final = {
    "mobile phone|mobile|mobile number|cell phone|cell|mobiltelefon|mobil|handy|handynummer|mobilnummer"
    "|mobil tel. nr.|mobil tel. nr": _CELL,
    "business phone|work phone|telefon geschäftlich|tel. dienstlich|telefon dienstlich|telefon arbeit": _WORK,
    "other phone|weiteres telefon": _OTHER,
    "home phone|telefon privat|tel. privat|festnetz|privatnummer": _HOME,
    "fax|fax number|faxnummer|fax nummer|telefax": _FAX,
    "business fax|work fax|fax geschäftlich": _WORK + _FAX,
    "home fax|fax privat": _HOME + _FAX,
    "other fax|weiteres fax": _OTHER + _FAX,
    "pager|pager number|pager nummer": ("pager",),
    "car phone|autotelefon": ("car",),
    "company main phone|telefon firma": ("work", "main"),
    "primary phone|haupttelefon": ("main",),
    "assistant's phone|telefon assistent": ("assistant",),
    "isdn": ("isdn",),
    "callback|rückmeldung": ("callback",),
    "radio phone|funktelefon": ("radio",),
    "tty/tdd phone|telefon für hörbehinderte": ("textphone",),
}

_PLACES: Final = {
    "work": (("business {}", "work {}", "{} geschäftlich", "{} dienstlich", "dienstlich {}"), _WORK),
    "home": (("home {}", "{} privat", "privat {}"), _HOME),
    "other": (
        ("other {}", "weitere {}", "weiterer {}", "weiteres/e {}", "weiteres {}", "weitere/r {}"),
        _OTHER,
    ),
}
_PLACE_PARTS: Final = {
    "address.street_address": "street|address|straße|adresse",
    "address.locality": "city|ort|stadt",
    "address.region": "state|region|bundesland",
    "address.postal_code": "postal code|zipcode|zip code|postleitzahl|plz",
    "address.country": "country|country/region|land|land/region",
    "address.po_box": "address po box|po box|postfach",
}


def _lookup() -> dict[str, tuple[str, tuple[str, ...]]]:
    table = dict(_PLAIN)
    for headers, types in _TYPED.items():
        table.update(dict.fromkeys(headers.split("|"), ("number", types)))
    for forms, types in _PLACES.values():
        for kind, words in _PLACE_PARTS.items():
            table.update(
                {form.format(word): (kind, types) for form, word in product(forms, words.split("|"))}
            )
    table["business web page"] = table["personal web page"] = table["webseite privat"] = ("website", ())
    return table


_TABLE: Final = _lookup()

_GOOGLE_TYPES: Final = re.compile(r"(?:email|phone|website|address) \d+ type")

LABELS: Final = {
    "mobile": _CELL,
    "mobil": _CELL,
    "cell": _CELL,
    "cell phone": _CELL,
    "iphone": _CELL,
    "work": _WORK,
    "arbeit": _WORK,
    "geschäftlich": _WORK,
    "business": _WORK,
    "home": _HOME,
    "privat": _HOME,
    "zuhause": _HOME,
    "other": _OTHER,
    "sonstige": _OTHER,
    "andere": _OTHER,
    "main": ("main",),
    "hauptnummer": ("main",),
    "work fax": _WORK + _FAX,
    "fax geschäftlich": _WORK + _FAX,
    "home fax": _HOME + _FAX,
    "fax privat": _HOME + _FAX,
    "fax": _FAX,
    "pager": ("pager",),
    "homefax": _HOME + _FAX,
    "workfax": _WORK + _FAX,
    "homepage": ("homepage",),
}
"""Labels of address books, in lower case, and the types that they are in vCards and at sipgate."""


def label_types(label: str) -> tuple[str, ...]:
    """Return the types that a label of Google's or Apple's stands for; a label of the user's own as it is."""
    # Google marks the preferred one with a star; Apple wraps its own labels: _$!<Mobile>!$_.
    text = label.strip().removeprefix("*").strip().removeprefix("_$!<").removesuffix(">!$_").strip()
    if not text or text.casefold() in {"smtp", "ex"}:  # Outlook's "E-mail Type": how, not what
        return ()
    return LABELS.get(text.casefold(), (text,))


def columns_of(header: Iterable[str]) -> tuple[Column, ...]:
    """Return what each column of a header row holds."""
    return tuple(_column(index, text) for index, text in enumerate(header))


def plain_form(header: str) -> str:
    """Return a header in the form in which the tables have it, with its number still in it."""
    text = unicodedata.normalize("NFC", header).casefold().replace("strasse", "straße")
    text = re.sub(r"e[-‐‑ ]mail", "email", text)
    return " ".join(re.sub(r"[_()\[\]:\-–]|(?<=\s)\*", " ", text).split())


def _column(index: int, header: str) -> Column:
    form = plain_form(header)
    number = re.search(r"(?<!\S)\d+(?!\S)", form)
    slot = number[0] if number else ""
    base = " ".join((form[: number.start()] + form[number.end() :]).split()) if number else form
    found = _TABLE.get(base) or _TABLE.get(form)
    if found is None:
        return Column(index, header, "unknown", base)
    kind, types = found
    if _GOOGLE_TYPES.fullmatch(form):
        kind = kind.replace("_types", "_label")
    if kind.startswith("address.") and not form.startswith("address "):
        # `Business Street 2` is the second line of the one business address, not a second address.
        slot = types[0] if types else ""
    return Column(index, header, kind, slot, types)
