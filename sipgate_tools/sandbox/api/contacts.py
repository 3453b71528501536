"""Contacts: the account's address books."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final

from ..dispatch.api_errors import ApiError, bad_request, not_found
from ..dispatch.registry import Context, operation
from ..events.contact_book import add_contact, with_fields
from ..phone_numbers import e164
from ..state.indexed_table import TablePage
from ..state.messages import Contact
from .lookups import get_or_404, items
from .numbers import belongs_to

DEFAULT_LIMIT: Final = 5000
SCOPES: Final = ("PRIVATE", "SHARED", "INTERNAL")


def of_user(ctx: Context, contact: Contact) -> Contact:
    """Return an INTERNAL contact with the current name, e-mail address and numbers of its user."""
    user = ctx.state.users.get(contact.user_id)
    if user is None:
        return contact
    numbers = [row for row in ctx.state.numbers if not row.channel_id and belongs_to(ctx, row, user.id)]
    return replace(
        contact,
        name=f"{user.firstname} {user.lastname}",
        given=user.firstname,
        family=user.lastname,
        emails=({"email": user.email, "type": ["work"]},),
        numbers=tuple({"number": row.number, "type": [row.type.lower()]} for row in numbers),
    )


def _contact_to_json(ctx: Context, contact: Contact) -> dict[str, Any]:
    if contact.user_id:
        contact = of_user(ctx, contact)
    value = {
        "id": contact.id,
        "name": contact.name,
        "emails": list(contact.emails),
        "numbers": list(contact.numbers),
        "addresses": list(contact.addresses),
        "organization": [list(one) for one in contact.organization],
        "scope": contact.scope,
        "note": contact.note,
        "websites": list(contact.websites),
    }
    return value | ({"picture": contact.picture} if contact.picture else {})


def window(query: dict[str, Any]) -> dict[str, int]:
    """Return the offset (by default 0) and the limit (by default 5000) of a query.

    Raises:
        ApiError: 400, if the offset or the limit is negative.
    """
    offset = query["offset"] or 0
    limit = DEFAULT_LIMIT if query["limit"] is None else query["limit"]
    if offset < 0 or limit < 0:
        raise bad_request("offset and limit cannot be negative", "limit")
    return {"offset": offset, "limit": limit}


@operation("getContacts")
def _get_contacts(ctx: Context) -> dict[str, Any]:
    """Return contacts in order of creation, by cursor (`lastId`) or offset; `totalCount` counts all matches."""
    contacts, query = ctx.state.contacts, ctx.query
    scopes = tuple(query["scopes"] or SCOPES)
    last_id = query["lastId"] or ""
    if last_id and last_id not in contacts:
        raise bad_request("lastId is not the id of a contact", "lastId")
    if query["phonenumbers"]:
        found = _with_numbers(ctx, scopes, query["phonenumbers"], last_id)
    else:
        found = contacts.slice(scopes, after=last_id, **window(query))
    return {"items": [_contact_to_json(ctx, row) for row in found.rows], "totalCount": found.total}


def _with_numbers(
    ctx: Context, scopes: Collection[str], numbers: list[str], last_id: str
) -> TablePage[Contact]:
    checked_numbers = {e164(number) or number for number in numbers}
    users = ctx.state.contacts.slice(("INTERNAL",)).rows
    candidates = {
        row.id: row
        for number in checked_numbers
        for row in (*ctx.state.contacts.with_similar_number(number), *users)
    }
    matching = sorted(
        (row for row in candidates.values() if row.scope in scopes and _has(ctx, row, checked_numbers)),
        key=lambda row: row.number,
    )
    last = ctx.state.contacts.get(last_id)
    following = [row for row in matching if last is None or row.number > last.number]
    limits = window(ctx.query)
    start, size = limits["offset"], limits["limit"]
    return TablePage(following[start : start + size], len(matching))


def _has(ctx: Context, contact: Contact, numbers: set[str]) -> bool:
    own = of_user(ctx, contact).numbers if contact.user_id else contact.numbers
    return any(one.get("number") in numbers or e164(str(one.get("number", ""))) in numbers for one in own)


@operation("getAllContacts")
def _get_internal_contacts(ctx: Context) -> dict[str, Any]:
    return items(_internal(ctx, row) for row in ctx.state.contacts.slice(("INTERNAL",)).rows)


def _internal(ctx: Context, contact: Contact) -> dict[str, Any]:
    own = [row for row in ctx.state.numbers if belongs_to(ctx, row, contact.user_id)]
    faxlines = {row.id for row in ctx.state.faxlines}

    def numbers(kind: str, *, fax: bool = False) -> list[str]:
        return [row.number for row in own if row.type == kind and (row.endpoint_id in faxlines) == fax]

    current = of_user(ctx, contact)
    return {
        "id": contact.id,
        "name": current.name,
        "emails": [one["email"] for one in current.emails],
        "mobile": numbers("MOBILE"),
        "landline": numbers("LANDLINE"),
        "fax": numbers("LANDLINE", fax=True),
        "directdial": numbers("QUICKDIAL"),
    }


@operation("createContact")
def _create_contact(ctx: Context) -> None:
    _add(ctx)


def _add(ctx: Context, contact_id: str = "") -> None:
    body = ctx.body
    if not any(body.get(name, "").strip() for name in ("name", "family", "given")):
        raise bad_request("A contact must have a name", "/name")
    if body["scope"] not in ("PRIVATE", "SHARED"):
        raise bad_request("The scope of a new contact must be PRIVATE or SHARED", "/scope")
    add_contact(ctx.state, body["scope"], body, contact_id)


def _contact(ctx: Context) -> Contact:
    return get_or_404(ctx.state.contacts, ctx.path["contactId"], "Contact")


def _changeable_contact(ctx: Context) -> Contact:
    contact = _contact(ctx)
    if contact.scope == "INTERNAL":
        raise ApiError(403, "Internal contacts cannot be changed")
    return contact


@operation("getContact")
def _get_contact(ctx: Context) -> dict[str, Any]:
    return _contact_to_json(ctx, _contact(ctx))


@operation("updateContact")
def _update_contact(ctx: Context) -> None:
    """Replace a contact with the body, which can be a complete contact as returned by the API.

    An unknown UUID creates a contact if `Rules.put_new_contact` is "created".
    """
    contact_id = ctx.path["contactId"]
    if (
        ctx.rules.put_new_contact == "created"
        and contact_id not in ctx.state.contacts
        and _is_uuid(contact_id)
    ):
        _add(ctx, contact_id)
        return
    contact = _changeable_contact(ctx)
    scope = ctx.body["scope"] if ctx.body["scope"] in ("PRIVATE", "SHARED") else contact.scope
    names = (
        {} if {"given", "family"} & ctx.body.keys() else {"given": contact.given, "family": contact.family}
    )
    ctx.state.contacts.put(with_fields(replace(contact, scope=scope), names | ctx.body))


def _is_uuid(text: str) -> bool:
    return re.fullmatch(r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", text) is not None


@operation("deleteContact")
def _delete_contact(ctx: Context) -> None:
    contact = _changeable_contact(ctx)
    if ctx.query["scope"] and ctx.query["scope"] != contact.scope:
        raise not_found("Contact", contact.id)
    ctx.state.contacts.remove(contact.id)


@operation("deleteAllContacts")
def _delete_all_contacts(ctx: Context) -> None:
    """Delete contacts by id or scope. Without both, delete all contacts except internal ones, as sipgate does."""
    body: dict[str, list[str]] = ctx.body or {}
    ids, scopes = frozenset(body.get("contactIds", ())), frozenset(body.get("scope", ()))
    for contact in reversed(ctx.state.contacts.slice(("PRIVATE", "SHARED")).rows):
        if contact.id in ids or contact.scope in scopes or not (ids or scopes):
            ctx.state.contacts.remove(contact.id)
