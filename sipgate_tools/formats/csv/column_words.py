"""CsvColumn names that consist of several words: `Work Mobile Phone`, `Telefonnummer (privat)`, `Home Post Code`.

Every program has its own order and spelling. A name is recognized if all its words are known and one of them
determines the kind. A single unknown word (`Phone Provider`, `Email Status`) makes the name unknown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

ColumnMeaning: TypeAlias = tuple[str, tuple[str, ...]]
"""The kind of a column and the types of its values."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORK: Final = _words(
    "work business office company corporate firma firmen geschäft geschäftlich geschäftliche geschäftlicher"
    " geschäftl dienst dienstlich dienstliche arbeit beruf beruflich berufliche büro job direct"
)
_HOME: Final = _words(
    "home private privat private privates privater personal zuhause zu hause persönlich persönliche"
)
_OTHER: Final = _words(
    "other weitere weiterer weiteres weiteres/e weitere/r sonstige sonstiges andere anderes alternate"
    " alternative additional zusätzliche zusätzlich second secondary zweite zweites zweiter"
)
_MAIN: Final = _words("main primary preferred haupt primär primäre zentrale")
_PLACES: Final = {
    **dict.fromkeys(_WORK, ("work",)),
    **dict.fromkeys(_HOME, ("home",)),
    **dict.fromkeys(_OTHER, ("other",)),
    **dict.fromkeys(_MAIN, ("main",)),
}
_MEDIUMS: Final = {
    **dict.fromkeys(
        _words(
            "mobile mobil cell cellphone cellular handy handynummer handynr mobiltelefon mobiltelefonnummer"
            " mobilnummer mobilfunk mobilfunknummer mobilrufnummer mobilephone mobilenumber natel smartphone"
            " iphone"
        ),
        ("cell",),
    ),
    **dict.fromkeys(_words("fax telefax faxnummer faxnr telefaxnummer facsimile"), ("fax",)),
    **dict.fromkeys(_words("pager beeper"), ("pager",)),
    "diensthandy": ("work", "cell"),
    "firmenhandy": ("work", "cell"),
    "privathandy": ("home", "cell"),
}
_PHONE: Final = _words(
    "phone phones telephone telephones tel telefon telefone telefonnummer telefonnummern telefonnr fon rufnummer"
    " rufnr landline festnetz festnetznummer phonenumber phonenumbers"
)
_NUMBER: Final = _words("number numbers nummer nummern nr no num value voice")
_EMAIL: Final = _words("email emails mail emailadresse emailaddress mailadresse")
_ADDRESS: Final = _words("address addresses adresse anschrift")
_WEB: Final = _words("website websites webseite webadresse webpage homepage url web internetseite internet")
# Words for the owner of a value, in files with several kinds of objects.
_OWNER: Final = _words("person contact kontakt kontakte customer kunde kunden lead client")
# Purposes of an address; each is a separate address.
_PURPOSES: Final = {
    **dict.fromkeys(_words("mailing postal postanschrift"), ("postal",)),
    **dict.fromkeys(_words("billing rechnung rechnungsadresse"), ("billing",)),
    **dict.fromkeys(_words("shipping delivery lieferung lieferadresse"), ("shipping",)),
}

_PARTS: Final = {
    part: kind
    for kind, parts in {
        "address.street_address": "street|street address|address|adresse|anschrift|straße|str|address line|line"
        "|address street|straße hausnummer|straße nr|straße hausnr|straße und hausnummer|straße und nr"
        "|straße & hausnummer|streetaddress|address streetaddress",
        "address.house": "house number|house no|hausnummer|hausnr|house",
        "address.locality": "city|town|ort|stadt|wohnort|locality|city town|city/town|place|suburb",
        "address.region": "state|province|region|county|bundesland|kanton|state province|state/province"
        "|state region|state/region|state/county|state/province/region",
        "address.postal_code": "postal code|post code|postcode|postalcode|zip|zip code|zipcode|plz|postleitzahl"
        "|zip postal code|zip/postal code|zip/postalcode|zip/postal|postal|postal/zip code|zip/post code",
        "address.country": "country|country/region|country region|land|land/region|nation|staat"
        "|country/territory|country name",
        "address.po_box": "po box|pobox|p o box|postfach|postoffice box",
        "address.extended_address": "extended|extended address|adresszusatz|zusatz",
    }.items()
    for part in parts.split("|")
}
_MAY_BE_NUMBERS: Final = _WORK - _words("company corporate firma firmen job direct dienst beruf business") | (
    _HOME - _words("personal zu hause persönlich persönliche")
)


def column_of_words(form: str) -> ColumnMeaning | None:
    """Return the meaning of a column name that `plain_form` returned, or `None` if the name is unknown.

    The kind is `number?` for names such as `Privat` and `Work`, whose columns may or may not contain telephone numbers.
    """
    form = form.replace("post office box", "pobox")  # otherwise, "office" is the type "work"
    words = [stripped for word in form.split() if (stripped := word.strip(".,:&'\""))]
    while len(words) > 1 and words[0] in _OWNER:
        words = words[1:]
    if len(words) == 1 and words[0] in _MAY_BE_NUMBERS:
        return "number?", _PLACES[words[0]]
    return _number(words) or _email(words) or _website(words) or _address(words)


def _types(words: Sequence[str], table: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(kind for word in words for kind in table.get(word, ())))


def _number(words: Sequence[str]) -> ColumnMeaning | None:
    kinds = [word for word in words if word in _PHONE or word in _MEDIUMS]
    if not all(word in _PHONE | _NUMBER or word in _MEDIUMS or word in _PLACES for word in words):
        return None
    place_and_number = any(word in _HOME | _words("work office") for word in words) and len(words) == 2
    if not kinds and not (place_and_number and any(word in _NUMBER for word in words)):
        return None
    types = (*_types(words, _PLACES), *_types(words, _MEDIUMS))
    return "number", tuple(dict.fromkeys(types))


def _email(words: Sequence[str]) -> ColumnMeaning | None:
    if "internet" in words and any(word in _ADDRESS for word in words):
        words = ["email" if word == "internet" else word for word in words]
    vocabulary = _EMAIL | _ADDRESS | _PLACES.keys() | {"value"}
    if not any(word in _EMAIL for word in words) or not all(word in vocabulary for word in words):
        return None
    return "email", _types(words, _PLACES)


def _website(words: Sequence[str]) -> ColumnMeaning | None:
    vocabulary = _WEB | _ADDRESS | _PLACES.keys() | {"page", "seite", "site", "value"}
    if not any(word in _WEB for word in words) or not all(word in vocabulary for word in words):
        return None
    return "website", _types(words, _PLACES)


def _address(words: Sequence[str]) -> ColumnMeaning | None:
    rest = [word for word in words if word not in _PLACES and word not in _PURPOSES]
    types = _types(words, _PLACES | _PURPOSES)
    if len(rest) > 1 and rest[0] in _ADDRESS and " ".join(rest[1:]) in _PARTS:
        rest = rest[1:]
    kind = _PARTS.get(" ".join(rest))
    if kind is None and "postal" in words:  # `Postal Code` is the postal code of any address
        kind = _PARTS.get(" ".join(word for word in words if word not in _PLACES))
        types = _types(words, _PLACES)
    return None if kind is None else (kind, types)
