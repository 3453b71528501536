"""Names as people know them, beside the ids and numbers of a question: contacts, devices, lines, groups, users."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from sipgate_tools.errors import SipgateError

from .policy.ownership_queries import LISTINGS, OwnershipQuery, items_of
from .sanitize import one_line

if TYPE_CHECKING:
    from .account import McpAccount

__all__ = ["name_of", "named", "named_number"]

_NAMED_LISTS: Mapping[str, OwnershipQuery] = {
    **{kind: LISTINGS[kind][0] for kind in ("device", "phoneline", "faxline", "sms", "group")},
    "channel": OwnershipQuery("getChannels", ""),
    "voicemail": OwnershipQuery("getVoicemails", ""),
}
_SHOWN = 60


async def named_number(account: McpAccount, number: str) -> str:
    """Return a number with the name of its contact: `+4915799912345 (Merle Ahrens)`."""
    name = await _contact(account, number)
    return f"{one_line(number, _SHOWN)} ({name})" if name else one_line(number, _SHOWN)


async def named(account: McpAccount, kind: str, value: str) -> str:
    """Return an id behind the name of what it stands for: `Tischtelefon Alex (e0)`."""
    name = await name_of(account, kind, value)
    return f"{name} ({one_line(value, _SHOWN)})" if name else one_line(value, _SHOWN)


async def name_of(account: McpAccount, kind: str, value: str) -> str | None:
    """Return the name of what an id stands for, or `None`: it has none, or it cannot be read.

    Nothing is read where no question will show it.
    """
    if account.rules.confirm == "never":
        return None
    try:
        if kind == "number":
            return await _contact(account, value)
        if kind == "user":
            user = await account.read("getUser", {"userId": value})
            held = cast("Mapping[str, Any]", user) if isinstance(user, Mapping) else dict[str, Any]()
            return _shown(" ".join(str(held.get(part) or "") for part in ("firstname", "lastname")))
        if kind not in _NAMED_LISTS:
            return None
        return await _listed(account, _NAMED_LISTS[kind], value)
    except SipgateError:
        return None


async def _listed(account: McpAccount, listing: OwnershipQuery, value: str) -> str | None:
    user = {"userId": await account.ownership.user_id()} if listing.parent == "user" else {}
    path, query = ({}, user) if listing.in_query else (user, {})
    for item in items_of(
        await account.read(listing.operation, path, {**query, **dict(listing.query)} or None)
    ):
        if str(item.get("id")) == value:
            return _shown(str(item.get("alias") or item.get("name") or ""))
    return None


async def _contact(account: McpAccount, number: str) -> str | None:
    """Return the names of the contacts that have a number: two may share one."""
    if account.rules.confirm == "never":
        return None
    try:
        page = await account.client.contacts.list(phone_numbers=[number], limit=3)
    except SipgateError:
        return None
    names = list(dict.fromkeys(name for contact in page.items if (name := _shown(contact.name or ""))))
    return " or ".join(names[:2]) or None


def _shown(name: str) -> str | None:
    return one_line(name.strip(), _SHOWN) or None
