"""Contacts as JSON, with the field names of sipgate's API."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, TypeVar, cast

from sipgate_tools.errors import InvalidInput

from .contact import CardAddress, CardEmail, CardNumber, CardWebsite, ContactCard

_T = TypeVar("_T")

ADDRESS_KEYS: Final = (
    "poBox",
    "extendedAddress",
    "streetAddress",
    "locality",
    "region",
    "postalCode",
    "country",
)


def card_to_json(card: ContactCard) -> dict[str, Any]:
    """Return a card as a JSON object with the fields of the API's ContactResponse."""
    return {
        "id": card.id,
        "name": card.name,
        "given": card.given,
        "family": card.family,
        "organization": [list(units) for units in card.organization],
        "numbers": [{"number": each.number, "type": list(each.types)} for each in card.numbers],
        "emails": [{"email": each.email, "type": list(each.types)} for each in card.emails],
        "addresses": [
            {**dict(zip(ADDRESS_KEYS, each.parts, strict=True)), "type": list(each.types)}
            for each in card.addresses
        ],
        "websites": [{"url": each.url, "type": list(each.types)} for each in card.websites],
        "picture": card.picture,
        "note": card.note,
        "scope": card.scope,
    }


def card_from_json(value: object) -> ContactCard:
    """Return the card for a JSON object in the format of `card_to_json`. Missing and null fields are empty.

    Raises:
        InvalidInput: The value is not an object, or a field has the wrong type.
    """
    fields = _mapping(value)
    return ContactCard(
        name=_text(fields, "name"),
        given=_text(fields, "given"),
        family=_text(fields, "family"),
        organization=tuple(_texts(units) for units in _list(fields.get("organization"))),
        numbers=_each(fields, "numbers", lambda each: CardNumber(_text(each, "number"), _types(each))),
        emails=_each(fields, "emails", lambda each: CardEmail(_text(each, "email"), _types(each))),
        addresses=_each(
            fields,
            "addresses",
            lambda each: CardAddress(*(_text(each, key) for key in ADDRESS_KEYS), types=_types(each)),
        ),
        websites=_each(fields, "websites", lambda each: CardWebsite(_text(each, "url"), _types(each))),
        picture=_text(fields, "picture"),
        note=_text(fields, "note"),
        scope=_text(fields, "scope"),
        id=_text(fields, "id"),
    )


def write_json(cards: Iterable[ContactCard]) -> Iterator[str]:
    """Yield one JSON document, `{"contacts": [...], "totalCount": n}`, one contact at a time."""
    yield '{"contacts": ['
    count = 0
    for count, card in enumerate(cards, 1):
        yield ("\n" if count == 1 else ",\n") + json.dumps(card_to_json(card), ensure_ascii=False)
    yield f'\n], "totalCount": {count}}}\n'


def _error() -> InvalidInput:
    return InvalidInput(
        "The JSON value is not a contact.",
        hint="Use the field names and types of the API: name, numbers [{number, type}], ...",
    )


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise _error()
    return cast("Mapping[str, object]", value)


def _list(value: object) -> list[object]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise _error()
    return cast("list[object]", value)


def _text(fields: Mapping[str, object], key: str) -> str:
    value = fields.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _error()
    return value


def _texts(value: object) -> tuple[str, ...]:
    texts = _list(value)
    if not all(isinstance(text, str) for text in texts):
        raise _error()
    return tuple(cast("list[str]", texts))


def _types(fields: Mapping[str, object]) -> tuple[str, ...]:
    return _texts(fields.get("type"))


def _each(
    fields: Mapping[str, object], key: str, read: Callable[[Mapping[str, object]], _T]
) -> tuple[_T, ...]:
    return tuple(read(_mapping(each)) for each in _list(fields.get(key)))
