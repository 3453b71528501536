"""Names for the ids and numbers in a question: of contacts, devices, lines, groups, channels and users."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from sipgate_tools.errors import SipgateError

from .policy.ownership_queries import LISTINGS, OwnershipQuery, items_of
from .sanitize import one_line

if TYPE_CHECKING:
    from .account import McpAccount

_NAMED_LISTS: Final[Mapping[str, OwnershipQuery]] = {
    **{kind: LISTINGS[kind][0] for kind in ("device", "phoneline", "faxline", "sms", "group")},
    "channel": OwnershipQuery("getChannels", ""),
    "voicemail": OwnershipQuery("getVoicemails", ""),
}
_MAX_LENGTH: Final = 60


async def number_with_name(account: McpAccount, number: str) -> str:
    """Return a number with the name of its contact, as `+4915799912345 (Merle Ahrens)`."""
    name = await _contact(account, number)
    return f"{one_line(number, _MAX_LENGTH)} ({name})" if name else one_line(number, _MAX_LENGTH)


async def id_with_name(account: McpAccount, kind: str, value: str) -> str:
    """Return an id after its name, as `Tischtelefon Alex (e0)`."""
    name = await name_of(account, kind, value)
    return f"{name} ({one_line(value, _MAX_LENGTH)})" if name else one_line(value, _MAX_LENGTH)


async def name_of(account: McpAccount, kind: str, value: str) -> str | None:
    """Return the name of an id, or `None` if it has none, it cannot be read, or the user is never asked."""
    if account.rules.confirm == "never":
        return None
    try:
        if kind == "number":
            return await _contact(account, value)
        if kind == "user":
            user = await account.read("getUser", {"userId": value})
            held = cast("Mapping[str, Any]", user) if isinstance(user, Mapping) else dict[str, Any]()
            return _clean_name(" ".join(str(held.get(part) or "") for part in ("firstname", "lastname")))
        if kind not in _NAMED_LISTS:
            return None
        return await _name_in_list(account, _NAMED_LISTS[kind], value)
    except SipgateError:
        return None


async def _name_in_list(account: McpAccount, listing: OwnershipQuery, value: str) -> str | None:
    user = {"userId": await account.ownership.user_id()} if listing.parent == "user" else {}
    path, query = ({}, user) if listing.in_query else (user, {})
    for item in items_of(
        await account.read(listing.operation, path, {**query, **dict(listing.query)} or None)
    ):
        if str(item.get("id")) == value:
            return _clean_name(str(item.get("alias") or item.get("name") or ""))
    return None


async def _contact(account: McpAccount, number: str) -> str | None:
    """Return the names of the contacts with a number, at most two."""
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
