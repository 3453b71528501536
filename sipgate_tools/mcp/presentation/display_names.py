"""Finds the names of contacts, devices, phonelines, groups, channels and users for ids and numbers in questions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast

from sipgate_tools.errors import SipgateError

from ..policy.ownership_queries import items_of
from .sanitize import one_line

if TYPE_CHECKING:
    from sipgate_tools.spec import Operation, Spec

    from ..account import McpAccount

_MAX_LENGTH: Final = 60


async def number_with_name(account: McpAccount, number: str) -> str:
    """Return a number with the name of its contact, such as `+4915799912345 (Merle Ahrens)`."""
    name = await _contact(account, number)
    return f"{one_line(number, _MAX_LENGTH)} ({name})" if name else one_line(number, _MAX_LENGTH)


async def id_with_name(account: McpAccount, kind: str, value: str) -> str:
    """Return an id after its name, such as `Tischtelefon Alex (e0)`."""
    name = await name_of(account, kind, value)
    return f"{name} ({one_line(value, _MAX_LENGTH)})" if name else one_line(value, _MAX_LENGTH)


async def name_of(account: McpAccount, kind: str, value: str) -> str | None:
    """Return the name for an id, or `None` if it has no name, cannot be read, or no confirmations are requested."""
    if account.rules.confirm == "never":
        return None
    try:
        if kind == "number":
            return await _contact(account, value)
        if kind == "user":
            user = await account.read("getUser", {"userId": value})
            held = cast("Mapping[str, Any]", user) if isinstance(user, Mapping) else dict[str, Any]()
            return _clean_name(" ".join(str(held.get(part) or "") for part in ("firstname", "lastname")))
        listing = _lists_with_names(account.spec).get(kind)
        return await _name_in_list(account, listing, value) if listing else None
    except SipgateError:
        return None


@cache
def _lists_with_names(spec: Spec) -> Mapping[str, Operation]:
    """Return an operation for each kind whose response has the items with their names: the user's own before all."""
    found: dict[str, Operation] = {}
    for of in ("user", "groups", "account"):
        for operation in spec.operations.values():
            lists = operation.lists
            others = [one for one in operation.parameters if one.location == "path" and one.id_kind != "user"]
            if lists and lists.of == of and lists.key == "id" and not lists.nested and not others:
                found.setdefault(lists.kind, operation)
    return found


async def _name_in_list(account: McpAccount, operation: Operation, value: str) -> str | None:
    of_user = operation.lists is not None and operation.lists.of != "account"
    user = {"userId": await account.ownership.user_id()} if of_user else {}
    in_path = any(one.location == "path" for one in operation.parameters)
    path, query = (user, {}) if in_path else ({}, user)
    filters = dict(operation.lists.query) if operation.lists else {}
    for item in items_of(await account.read(operation.id, path, {**query, **filters} or None)):
        if str(item.get("id")) == value:
            return _clean_name(str(item.get("alias") or item.get("name") or ""))
    return None


async def _contact(account: McpAccount, number: str) -> str | None:
    """Return the names of at most two contacts with a number, or `None` if there are none to show."""
    if account.rules.confirm == "never":
        return None
    try:
        page = await account.client.contacts.list(phone_numbers=[number], limit=3)
    except SipgateError:
        return None
    names = list(dict.fromkeys(name for contact in page.items if (name := _clean_name(contact.name or ""))))
    return " or ".join(names[:2]) or None


def _clean_name(name: str) -> str | None:
    return one_line(name.strip(), _MAX_LENGTH) or None
