"""Contacts: import and export of CSV and vCard files."""

from __future__ import annotations

import base64
import binascii
import csv
import io
from typing import Any, Final, cast

from ..dispatch.api_errors import ApiError, bad_request, not_found
from ..dispatch.http import Response, text_response
from ..dispatch.registry import Context, operation
from ..events.contact_book import CSV_COLUMNS, add_contact, from_csv, from_vcards, with_fields
from ..state.messages import Contact
from .contacts import SCOPES, of_user, window

GOOGLE_TOKEN: Final = "sandbox"  # noqa: S105 - the token of the only Google account here


def _decode(content: str) -> str:
    try:
        return (
            base64.b64decode(content, validate=True).decode("utf-8", errors="replace").removeprefix("\ufeff")
        )
    except (binascii.Error, ValueError):
        raise bad_request("base64Content is not valid base64", "/base64Content") from None


@operation("importFromCSV")
def _import_csv(ctx: Context) -> None:
    """Add the contacts in a CSV file. An invalid file returns 500, as it does at sipgate."""
    content = ctx.body.get("base64Content", "")
    if not content:
        raise bad_request("base64Content is missing", "/base64Content")
    rows = from_csv(_decode(content))
    if rows is None:
        raise ApiError(500, "Internal Server Error")
    for fields in rows:
        add_contact(ctx.state, "PRIVATE", fields)


@operation("importFromGoogle")
def _import_google(ctx: Context) -> None:
    """Add the contacts of a Google account. The only valid token in the sandbox is "sandbox"."""
    if ctx.body.get("token") != GOOGLE_TOKEN:
        raise bad_request("Not a valid Google token", "/token")
    number = {"number": "+4915254599371", "type": ["cell"]}
    add_contact(ctx.state, "PRIVATE", {"given": "Gundula", "family": "Gugel", "numbers": [number]})


@operation("importVcard")
def _import_vcard(ctx: Context) -> None:
    cards = from_vcards(_decode(ctx.body.get("base64Content", "")))
    if cards is None:
        raise bad_request("base64Content does not contain a vCard", "/base64Content")
    for fields in cards:
        add_contact(ctx.state, "PRIVATE", fields)


def _scopes(ctx: Context) -> tuple[str, ...]:
    return (ctx.query["scope"],) if ctx.query["scope"] else SCOPES


@operation("getContactsCsv")
def _get_contacts_csv(ctx: Context) -> Response:
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(CSV_COLUMNS)
    for row in ctx.state.contacts.slice(_scopes(ctx)).rows:
        current = of_user(ctx, row) if row.user_id else row
        for number in current.numbers or ({"number": ""},):
            writer.writerow((current.given or current.name, current.family, number.get("number", "")))
    return text_response(200, target.getvalue(), "text/csv; charset=utf-8")


def _card(ctx: Context, contact: Contact, fields: frozenset[str]) -> dict[str, list[dict[str, Any]]]:
    current = of_user(ctx, contact) if contact.user_id else contact
    card: dict[str, list[dict[str, Any]]] = {
        "FN": [{"value": current.name}],
        "N": [{"value": f"{current.family};{current.given};;;"}],
        "TEL": [{"value": one.get("number", ""), "type": one.get("type", [])} for one in current.numbers],
        "EMAIL": [{"value": one.get("email", ""), "type": one.get("type", [])} for one in current.emails],
        "ORG": [{"value": ";".join(one)} for one in current.organization],
        "NOTE": [{"value": current.note}] if current.note else [],
        "URL": [{"value": one.get("url", ""), "type": one.get("type", [])} for one in current.websites],
    }
    return {name: values for name, values in card.items() if values and (not fields or name in fields)}


@operation("getContactsVcard")
def _get_contacts_vcard(ctx: Context) -> dict[str, Any]:
    query = ctx.query
    contact_ids: list[str] = query["contactIds"] or []
    ids, last_id = frozenset(contact_ids), query["lastId"] or ""
    text = (query["filter"] or "").lower()

    def matches(row: Contact) -> bool:
        return (not ids or row.id in ids) and text in row.name.lower()

    matching = [row for row in ctx.state.contacts.slice(_scopes(ctx)).rows if matches(row)]
    last = ctx.state.contacts.get(last_id)
    following = [row for row in matching if last is None or row.number > last.number]
    limits = window(query)
    page = following[limits["offset"] :][: limits["limit"]]
    names: list[str] | None = query["wantedFields"]
    fields = frozenset(name.upper() for name in names or ())
    return {
        "contacts": [{"meta": {"UUID": row.id}, "items": _card(ctx, row, fields)} for row in page],
        "overallMatches": len(matching),
    }


@operation("putContactsVcard")
def _put_contacts_vcard(ctx: Context) -> dict[str, Any]:
    """Save contacts in the form of vCard properties. An entry with a contact id replaces that contact."""
    result = list[dict[str, str]]()
    for entry in ctx.body["data"]:
        fields = _fields_of(entry["item"])
        contact = ctx.state.contacts.get(entry.get("contactId", ""))
        if entry.get("contactId") and contact is None:
            raise not_found("Contact", entry["contactId"])
        if contact is not None and contact.scope == "INTERNAL":
            raise ApiError(403, "Internal contacts cannot be changed")
        if contact is None:
            contact = add_contact(ctx.state, "PRIVATE", fields)
        else:
            ctx.state.contacts.put(with_fields(contact, fields))
        result.append({"contactId": contact.id})
    return {"result": result}


def _fields_of(item: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    def values(name: str) -> list[dict[str, Any]]:
        return [one for one in item.get(name, []) if one.get("value")]

    def types(one: dict[str, Any]) -> list[str]:
        given: Any = one.get("type", [])
        return [str(kind) for kind in cast("list[Any]", given)] if isinstance(given, list) else [str(given)]

    spelled: list[str] = values("N")[0]["value"].split(";") if values("N") else []
    names = [*spelled, "", ""]
    fields: dict[str, Any] = {
        "family": names[0],
        "given": names[1],
        "numbers": [{"number": one["value"], "type": types(one)} for one in values("TEL")],
        "emails": [{"email": one["value"], "type": types(one)} for one in values("EMAIL")],
        "organization": [one["value"].split(";") for one in values("ORG")],
        "websites": [{"url": one["value"], "type": types(one)} for one in values("URL")],
    }
    for name, field in (("FN", "name"), ("NOTE", "note")):
        if values(name):
            fields[field] = values(name)[0]["value"]
    return fields
