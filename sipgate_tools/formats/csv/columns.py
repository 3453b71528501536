"""The meaning of columns in CSV files from Google, Outlook (English, German), Thunderbird and this package.

A header is normalized (lower case, `e-mail` as `email`, no punctuation), its number is removed (`Phone 2 - Value`,
`E-mail 3 Address`, `number_2`, `Mobile2`), and the rest is looked up in tables; `column_words.py` reads names that
consist of several words. To support another program, add its columns to the tables.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import Final

from .column_words import column_of_words

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
"""The columns that this package writes. `more` is JSON with the values that no other column represents exactly."""


@dataclass(frozen=True, slots=True)
class CsvColumn:
    """One column of a file.

    Attributes:
        index: The position of the column in a row, from 0.
        header: The name of the column in the file.
        kind: The kind of the values (`number`, `number_label`, `given`, `address.locality`, ...): `unknown` if contacts
            cannot store them, `silent` if they are not about the contact.
        slot: The key that is shared by columns whose values belong together, such as the parts of an address.
        types: The types of the values (`work`, `cell`), as far as the name of the column contains them.
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
    name="name|full name|fullname|display name|displayname|anzeigename|kontakt|vollständiger name"
    "|angezeigter name|formatted name|formatierter name|contact name|kontaktname|person name|ansprechpartner"
    "|kundenname|customer name|full_name|name vollständig|vor und nachname|vor und zuname|vorname nachname",
    given="firstname|first name|given name|given|vorname|givenname|first|person first name",
    middle="middle name|middlename|middle|additional name|additional names|weitere vornamen|zweiter vorname"
    "|zusätzliche namen|middle initial|middleinitial|person middle name",
    family="lastname|last name|family name|family|surname|nachname|familienname|familyname|zuname|last|sn"
    "|person last name",
    prefix="name prefix|prefix|anrede|salutation|namenspräfix|honorific prefix|honorific|anrede titel",
    title="title|titel|akademischer titel|akad titel|akad. titel",
    suffix="name suffix|suffix|namenszusatz|namenssuffix|honorific suffix|generational suffix",
    organization="organization|organisation|company|firma|organization name|unternehmen|company name|firmenname"
    "|associated company|account name|institution|company account|person organization|organisationsname"
    "|unternehmensname",
    department="department|abteilung|organization department|department name",
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
    note="note|notes|notiz|notizen|bemerkung|bemerkungen|kommentar|kommentare|comment|comments|anmerkung"
    "|anmerkungen",
    address__po_box="po box|postfach|address po box",
    address__extended_address="extended address|adresszusatz|address extended address",
    address__house="hausnummer|hausnr|hausnr.|house number",
    address__street_address="street address|street|address|straße|strasse|anschrift|adresse|address street",
    address__locality="locality|city|town|ort|stadt|wohnort|address city",
    address__region="region|state|province|bundesland|address region",
    address__postal_code="postal code|postcode|zip|zip code|zipcode|plz|postleitzahl|address postal code",
    address__country="country|land|country/region|land/region|address country",
    # Metadata of the exporting program; `Formatted` repeats the parts of the address.
    silent="file as|speichern unter|address formatted|email display name|email angezeigter name"
    "|sensitivity|vertraulichkeit|priority|priorität|initials|initialen|short name|email typ|uid|uuid|rev|etag"
    "|refused line|refused reason",
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
_GOOGLE_ADDRESS: Final = re.compile(r"address \d+ [a-z]")
_HUMP: Final = re.compile(r"(?<=[a-zäöü])(?=[A-ZÄÖÜ])|(?<=[A-Z])(?=[A-Z][a-z])")


def columns_of(header: Iterable[str]) -> tuple[CsvColumn, ...]:
    """Return the columns of a header row. The meaning of some columns depends on other columns."""
    found = [_column(index, text) for index, text in enumerate(header)]
    forms = {plain_form(column.header) for column, _ in found}
    # In Outlook, `Title` is a form of address; in other programs, it may be the job title.
    outlook = "suffix" in forms and "job title" in forms
    columns: list[CsvColumn] = []
    for column, _ in _with_numbered_addresses(found):
        if column.kind == "title" and outlook:
            columns.append(replace(column, kind="prefix"))
        elif columns and columns[-1].kind == "address.street_address" and _is_house(column):
            # `Strasse;Nr.`: the house number.
            columns.append(replace(columns[-1], index=column.index, header=column.header, kind=_HOUSE))
        else:
            columns.append(column)
    streets = {column.slot for column in columns if column.kind == "address.street_address"}
    return tuple(
        replace(each, kind="unknown") if each.kind == _HOUSE and each.slot not in streets else each
        for each in columns
    )


_MAX_HEADER_CHARS: Final = 200
"""Maximum number of characters in a column name. Longer names are not looked up."""
_HOUSE: Final = "address.house"


def _is_house(column: CsvColumn) -> bool:
    return column.kind == _HOUSE or plain_form(column.header) in {"nr", "nr.", "no", "no."}


def _with_numbered_addresses(found: list[tuple[CsvColumn, str]]) -> list[tuple[CsvColumn, str]]:
    """Return the columns, with the parts of a second address (`City 2`) in a separate slot.

    If only streets have numbers (`Address 1`, `Address 2`), these are lines of the same address.
    """
    several = {
        column.slot
        for column, number in found
        if column.kind.startswith("address.")
        and column.kind not in {"address.street_address", "address.extended_address"}
        and number not in {"", "1"}
    }
    return [
        (replace(column, slot=f"{column.slot} {number}"), number)
        if column.kind.startswith("address.") and column.slot in several and number not in {"", "1"}
        else (column, number)
        for column, number in found
    ]


@lru_cache(1024)
def plain_form(header: str) -> str:
    """Return a header in the normalized form that the tables use, including its number."""
    text = (
        unicodedata.normalize("NFC", header).casefold().replace("strasse", "straße").replace("str.", "straße")
    )
    text = re.sub(r"\be[-‐‑ _]mail", "email", text)
    text = re.sub(r"(?<=[^\W\d_])(?=\d)", " ", text)  # `Phone1`
    return " ".join(re.sub(r"[_()\[\]{}:\-–—]|(?<=\s)\*", " ", text).split())


def _column(index: int, header: str) -> tuple[CsvColumn, str]:
    """Return the column that its name alone determines, and the number in the name."""
    if not header or len(header) > _MAX_HEADER_CHARS:
        return CsvColumn(index, header, "unknown"), ""
    forms = [plain_form(header), plain_form(_HUMP.sub(" ", header))]
    for form in dict.fromkeys(forms):
        number = re.search(r"(?<!\S)\d+(?!\S)", form)
        digits = number[0] if number else ""
        base = " ".join((form[: number.start()] + form[number.end() :]).split()) if number else form
        found = _TABLE.get(base) or _TABLE.get(form) or column_of_words(base)
        if found is None:
            continue
        kind, types = found
        if _GOOGLE_TYPES.fullmatch(form):
            kind = kind.replace("_types", "_label")
        slot = digits
        if kind.startswith("address.") and not _GOOGLE_ADDRESS.match(form):
            # `Business Street 2` is the second line of the business address, not a second address.
            slot = types[0] if types else ""
        elif kind.startswith("address."):
            digits = ""
        return CsvColumn(index, header, kind, slot, types), digits
    return CsvColumn(index, header, "unknown", forms[0]), ""
