"""Request bodies of createContact and updateContact, built from arguments, files and received contacts."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias, TypeVar, cast

import msgspec

from sipgate_tools.errors import InvalidInput
from sipgate_tools.formats._emails import check_email
from sipgate_tools.formats.contact import (
    ADDRESS_PARTS,
    CardAddress,
    CardEmail,
    CardNumber,
    CardWebsite,
    ContactCard,
)
from sipgate_tools.models._base import Model
from sipgate_tools.models.contacts import (
    Contact,
    ContactAddress,
    ContactEmail,
    ContactNumber,
    ContactScope,
    ContactWebsite,
)
from sipgate_tools.values import as_iterable, is_unicode, phone_number, required_text

ModelT = TypeVar("ModelT", bound=Model)

NumberArgument: TypeAlias = str | ContactNumber | Mapping[str, Any]
EmailArgument: TypeAlias = str | ContactEmail | Mapping[str, Any]
WebsiteArgument: TypeAlias = str | ContactWebsite | Mapping[str, Any]
AddressArgument: TypeAlias = ContactAddress | Mapping[str, Any]

WRITABLE: Final = (ContactScope.PRIVATE, ContactScope.SHARED)
_NAMELESS_HINT: Final = "Pass given= or family=, or both."


def card_of_arguments(
    *,
    given: str | None = None,
    family: str | None = None,
    name: str | None = None,
    numbers: Iterable[NumberArgument] | NumberArgument = (),
    emails: Iterable[EmailArgument] | EmailArgument = (),
    addresses: Iterable[AddressArgument] | AddressArgument = (),
    organization: Iterable[Iterable[str]] | str = (),
    picture: str | bytes | None = None,
    note: str | None = None,
    websites: Iterable[WebsiteArgument] | WebsiteArgument = (),
) -> ContactCard:
    """Return the contact for the arguments of `contacts.create`.

    Raises:
        InvalidInput: `given` and `family` are both missing or blank, or an argument is malformed, such as an invalid
            e-mail address.
    """
    for argument, text in (("given", given), ("family", family), ("name", name), ("note", note)):
        if text is not None:
            required_text(text, argument=argument, hint="Pass a string, or omit the argument.")
    if not (given or "").strip() and not (family or "").strip():
        raise InvalidInput(
            "The contact has neither a given nor a family name.", hint=_NAMELESS_HINT, code="contacts.no_name"
        )
    return ContactCard(
        name=name or "",
        given=(given or "").strip(),
        family=(family or "").strip(),
        organization=_organizations(organization),
        numbers=tuple(
            CardNumber(phone_number(each.number, argument="number"), each.type)
            for each in _several(ContactNumber, numbers, "number", "numbers")
        ),
        emails=tuple(
            CardEmail(check_email(each.email, argument="emails"), each.type)
            for each in _several(ContactEmail, emails, "email", "emails")
        ),
        addresses=tuple(
            CardAddress(*(getattr(each, part) for part in ADDRESS_PARTS), types=each.type)
            for each in _several(ContactAddress, addresses, "street_address", "addresses")
        ),
        picture=_picture(picture),
        note=note,
        websites=tuple(
            CardWebsite(each.url, each.type) for each in _several(ContactWebsite, websites, "url", "websites")
        ),
    )


def create_body(card: ContactCard, scope: ContactScope) -> dict[str, Any]:
    """Return the body of createContact.

    If only the full name is known, the given and family names are derived from it, because sipgate requires at least
    one of them.
    """
    given, family = card.given_and_family()
    body: dict[str, Any] = {
        "name": card.name,
        "given": given,
        "family": family,
        "organization": [list(units) for units in card.organization],
        "picture": card.picture,
        "scope": str(scope),
        "numbers": [{"number": each.number, "type": list(each.types)} for each in card.numbers],
        "emails": [{"email": each.email, "type": list(each.types)} for each in card.emails],
        "addresses": [_address(each) for each in card.addresses],
    }
    # Newer fields: an API version that does not know them gets them only if they are used.
    if card.note:
        body["note"] = card.note
    if card.websites:
        body["websites"] = [{"url": each.url, "type": list(each.types)} for each in card.websites]
    return body


def update_body(contact: Contact) -> dict[str, Any]:
    """Return the body of updateContact, which contains the whole contact.

    The changed fields are replaced in the object that sipgate returned. Nulls, and fields that are unknown to this
    version, are sent back unchanged.

    Raises:
        InvalidInput: The contact is internal, has no name, contains a field of the wrong type, or contains an invalid
            new number or e-mail address.
    """
    checked = _checked_contact(contact)
    if checked is None:
        raise InvalidInput(
            "The changed contact has a field of the wrong type.",
            hint="Use the types of the class Contact, such as a tuple of ContactNumber for numbers.",
        )
    if checked.scope == ContactScope.INTERNAL:
        raise InvalidInput(
            "An internal contact cannot be changed. Nothing was sent.",
            hint="Change the user that the contact represents.",
            code="contacts.internal",
        )
    if not any((text or "").strip() for text in (checked.name, checked.given, checked.family)):
        raise InvalidInput(
            "The contact has no name.", hint="Set name, given or family.", code="contacts.no_name"
        )
    body = dict(contact.raw)
    before = type(contact).from_payload(dict(contact.raw))
    unchanged = {each.email for each in before.emails}
    for entry in checked.emails:
        if entry.email not in unchanged:  # addresses that sipgate has already are not validated
            check_email(entry.email, argument="emails")
    for field in msgspec.structs.fields(type(contact)):
        value, old = getattr(checked, field.name), getattr(before, field.name)
        if value != old:
            name = field.encode_name
            body[name] = _json_of(_with_e164_numbers(value, old), body.get(name), old)
    return body


def _checked_contact(contact: Contact) -> Contact | None:
    """Return the contact if its fields have the right types, else `None`. `replace` does not check the types."""
    try:
        return msgspec.convert(contact.to_dict(), type(contact))
    except (ValueError, TypeError):
        return None


def checked_text(body: dict[str, Any]) -> dict[str, Any]:
    """Return the body of a contact after checking the strings in it.

    Raises:
        InvalidInput: A string contains a lone surrogate, which is not valid Unicode, or a NUL character.
    """
    text = json.dumps(body, ensure_ascii=False)
    if not is_unicode(text):
        raise InvalidInput(
            "The contact contains a lone surrogate, which is not valid Unicode.", hint="Remove the surrogate."
        )
    # NUL is an escape in JSON; the same letters after an escaped backslash are plain text.
    if "\\u0000" in text.replace("\\\\", ""):
        raise InvalidInput("The contact contains a NUL character.", hint="Remove the character.")
    return body


def _address(address: CardAddress) -> dict[str, Any]:
    model = ContactAddress(**dict(zip(ADDRESS_PARTS, address.parts, strict=True)), type=address.types)
    return _without_empty(model)


def _without_empty(model: Model) -> dict[str, Any]:
    return {name: value for name, value in json.loads(model.to_json()).items() if value not in ("", [], None)}


def _json_of(value: Any, received: Any, old: Any) -> Any:
    """Return a field as JSON. Unchanged list entries are sent as they were received."""
    if not isinstance(value, tuple):
        return str(value) if isinstance(value, str) else value
    entries = cast("tuple[object, ...]", value)
    unchanged: list[tuple[object, object]] = []
    if isinstance(received, list) and len(cast("list[object]", received)) == len(old):
        unchanged = list(zip(old, cast("list[object]", received), strict=True))
    return [next((raw for model, raw in unchanged if model == entry), _entry(entry)) for entry in entries]


def _with_e164_numbers(value: Any, old: Any) -> Any:
    """Return a field with new telephone numbers in E.164 format. Unchanged numbers stay as they are."""
    if not isinstance(value, tuple):
        return value
    unchanged = {one.number for one in cast("tuple[object, ...]", old) if isinstance(one, ContactNumber)}
    return tuple(
        entry.replace(number=phone_number(entry.number, argument="number"))
        if isinstance(entry, ContactNumber) and entry.number not in unchanged
        else entry
        for entry in cast("tuple[object, ...]", value)
    )


def _entry(entry: object) -> object:
    if isinstance(entry, Model):
        return _without_empty(entry)
    return list(cast("tuple[str, ...]", entry)) if isinstance(entry, tuple) else entry


def _organizations(given: Iterable[Iterable[str]] | str) -> tuple[tuple[str, ...], ...]:
    if isinstance(given, str):
        return ((given,),) if given else ()
    organizations = list(as_iterable(given, argument="organization"))
    if not all(isinstance(each, list | tuple) for each in organizations):
        raise InvalidInput(
            "organization must be a list of organizations, each of which is a list of a name and departments.",
            hint="Pass [['Example Ltd', 'Sales']], or only the name as a string.",
        )
    return tuple(tuple(each) for each in organizations)


def _picture(given: str | bytes | None) -> str | None:
    if isinstance(given, bytes):
        return base64.b64encode(given).decode()
    hint = "Pass bytes, base64, or a data URL."
    return None if given is None else required_text(given, argument="picture", hint=hint)


def _several(kind: type[ModelT], given: object, main: str, argument: str) -> list[ModelT]:
    """Return the values of an argument as models. A string becomes the main field of a model."""
    if isinstance(given, Model | Mapping):
        return [_one(kind, cast("object", given), main, argument)]
    entries = as_iterable(cast("Iterable[object] | None", given), argument=argument)
    return [_one(kind, each, main, argument) for each in entries]


def _one(kind: type[ModelT], given: object, main: str, argument: str) -> ModelT:
    if isinstance(given, kind):
        return given
    fields: Any = {main: given} if isinstance(given, str) else given
    fields_of_kind = msgspec.structs.fields(kind)
    names = {field.encode_name: field.encode_name for field in fields_of_kind} | {
        field.name: field.encode_name for field in fields_of_kind
    }
    try:
        if set(fields) <= set(names):
            kinds = fields.get("type")
            as_received = {names[name]: value for name, value in fields.items()}
            return msgspec.convert(
                as_received | {"type": (kinds,)} if isinstance(kinds, str) else as_received, kind
            )
    except (ValueError, TypeError, AttributeError):
        pass
    raise InvalidInput(
        f"{argument} has a malformed entry.",
        hint=f"Use {kind.__name__}({', '.join(kind.__struct_fields__)}).",
    )
