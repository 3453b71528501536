"""Creates contacts, including the internal contacts of users and the contacts in CSV and vCard files."""

from __future__ import annotations

import csv
import io
import re
from typing import Any, Final

from ..state import State
from ..state.messages import Contact
from ..state.people import User

CSV_COLUMNS: Final = ("firstname", "lastname", "number")


def add_internal_contact(state: State, user: User) -> Contact:
    """Add the INTERNAL contact of a user."""
    name = f"{user.firstname} {user.lastname}"
    number = state.count("contacts")
    return state.contacts.put(Contact(state.new_uuid("contact"), number, name, "INTERNAL", user_id=user.id))


def add_contact(state: State, scope: str, fields: dict[str, Any], contact_id: str = "") -> Contact:
    """Add a contact from the fields of a request body or a file. Without `contact_id`, the contact gets a new id."""
    contact = Contact(contact_id or state.new_uuid("contact"), state.count("contacts"), "", scope)
    return state.contacts.put(with_fields(contact, fields))


def with_fields(contact: Contact, fields: dict[str, Any]) -> Contact:
    """Return a copy of the contact with its fields replaced by the fields of a request body. Missing ones are empty."""
    given, family = fields.get("given", ""), fields.get("family", "")
    return Contact(
        id=contact.id,
        number=contact.number,
        name=fields.get("name") or f"{given} {family}".strip(),
        scope=contact.scope,
        family=family,
        given=given,
        picture=fields.get("picture"),
        emails=tuple(fields.get("emails", ())),
        numbers=tuple(fields.get("numbers", ())),
        addresses=tuple(fields.get("addresses", ())),
        organization=tuple(tuple(one) for one in fields.get("organization", ())),
        note=fields.get("note", ""),
        websites=tuple(fields.get("websites", ())),
    )


def from_csv(text: str) -> list[dict[str, Any]] | None:
    """Return the contacts in a CSV file with the columns firstname, lastname and number, or None if it is invalid.

    As at sipgate, one invalid row makes the whole file invalid.
    """
    rows = [row for row in csv.reader(io.StringIO(text)) if row]
    if not rows or [name.strip().lower() for name in rows[0]] != list(CSV_COLUMNS):
        return None
    if any(len(row) != len(CSV_COLUMNS) for row in rows):
        return None
    return [
        {"given": given, "family": family, "numbers": [{"number": number, "type": ["other"]}]}
        for given, family, number in rows[1:]
    ]


_PROPERTY: Final = re.compile(r"(?:[A-Za-z0-9-]+\.)?([A-Za-z-]+)((?:;[^:;]*)*):(.*)", re.DOTALL)


def from_vcards(text: str) -> list[dict[str, Any]] | None:
    """Return the contacts in vCards, or None if the string contains no vCard.

    Names, numbers, e-mail addresses, organizations and notes are read.
    """
    unfolded = re.sub(r"\r?\n[ \t]", "", text)
    found = list[dict[str, Any]]()
    card: dict[str, Any] | None = None
    for line in unfolded.splitlines():
        match = _PROPERTY.match(line)
        if match is None:
            continue
        name, parameters, value = match[1].upper(), match[2], match[3]
        if name == "BEGIN":
            card = {"numbers": [], "emails": [], "organization": []}
        elif name == "END" and card is not None:
            found.append(card)
            card = None
        elif card is not None:
            _read(card, name, _types(parameters), value)
    return found or None


def _types(parameters: str) -> list[str]:
    return [
        kind.strip('"').lower()
        for parameter in parameters.split(";")
        if parameter.upper().startswith("TYPE=")
        for kind in parameter[5:].split(",")
    ]


def _read(card: dict[str, Any], name: str, types: list[str], value: str) -> None:
    parts = [_unescape(part) for part in re.split(r"(?<!\\);", value)]
    match name:
        case "FN":
            card["name"] = _unescape(value)
        case "N":
            card["family"], card["given"] = parts[0], parts[1] if len(parts) > 1 else ""
        case "TEL":
            card["numbers"].append({"number": value.removeprefix("tel:"), "type": types})
        case "EMAIL":
            card["emails"].append({"email": _unescape(value), "type": types})
        case "ORG":
            card["organization"].append(parts)
        case "NOTE":
            card["note"] = _unescape(value)
        case _:
            return


def _unescape(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], text)
