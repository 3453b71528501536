"""Where sipgate lists what belongs to a user, how ids are read from such lists, and which lists name everybody's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

__all__ = [
    "ACCOUNT_LISTS",
    "LISTINGS",
    "AccountList",
    "OwnershipQuery",
    "ids_of",
    "items_of",
    "narrowed",
    "nested_ids",
    "values_of",
]


@dataclass(frozen=True)
class OwnershipQuery:
    """Where the ids of one kind are listed.

    Attributes:
        operation: The listing operation.
        parent: The kind of id that it lists below; its path (or query) names that id and those above it.
        parameter: The name that an id of this kind has in paths, for listings below it.
        in_query: Whether the user id goes into the query.
        query: What else goes into it.
        nested: Whether the ids lie deeper than in the items of the list.
    """

    operation: str
    parent: str
    parameter: str = ""
    in_query: bool = False
    query: tuple[tuple[str, str], ...] = ()
    nested: bool = False


LISTINGS: Mapping[str, tuple[OwnershipQuery, ...]] = {
    "device": (OwnershipQuery("getDevices", "user", "deviceId", query=(("type", "all"),)),),
    "phoneline": (OwnershipQuery("getPhonelines", "user", "phonelineId"),),
    "faxline": (
        OwnershipQuery("getUserFaxlines", "user"),
        OwnershipQuery("getGroupFaxlinesForUser", "user", in_query=True),
    ),
    "sms": (OwnershipQuery("getSmsExtensions", "user", "smsId"),),
    "group": (OwnershipQuery("getGroups", "user", in_query=True),),
    "notification": (OwnershipQuery("getNotifications", "user", nested=True),),
    "voicemail": (OwnershipQuery("getPhonelineVoicemails", "phoneline", "voicemailId"),),
    "greeting": (OwnershipQuery("getPhonelineVoicemailGreetings", "voicemail"),),
    "parallelForwarding": (OwnershipQuery("getPhonelineParallelForwardings", "phoneline"),),
    "smsCallerId": (OwnershipQuery("getSmsCallerIds", "sms"),),
}
"""The lists for each kind of id; kinds that need more than a list are in `ownership`."""


@dataclass(frozen=True)
class AccountList:
    """A list that names what belongs to all users of the account.

    Attributes:
        kind: What kind of id its items have.
        key: The field that holds it.
        parts: The field of an item that holds items of the same shape, if there is one.
    """

    kind: str
    key: str
    parts: str = ""


ACCOUNT_LISTS: Mapping[str, AccountList] = {
    "getAddressNumbers": AccountList("number", "number"),
    "getAllUsers": AccountList("user", "id"),
    "getCalls": AccountList("call", "callId"),
    "getChannels": AccountList("channel", "id"),
    "getGroupFaxlinesForUser": AccountList("faxline", "id"),
    "getGroups": AccountList("group", "id"),
    "getNumbers": AccountList("number", "number"),
    "getUsers": AccountList("user", "id"),
    "getVoicemails": AccountList("voicemail", "id"),
    "v3GetDevices": AccountList("device", "id"),
    "v3GetGroups": AccountList("group", "id"),
    "v3GetPhoneNumbers": AccountList("number", "e164Number", parts="numbers"),
    "v3GetVoicemails": AccountList("voicemail", "id"),
}
"""Reading operations whose answers are narrowed to the user's own in user access."""


def values_of(answer: Any, listed: AccountList) -> Iterator[str]:
    """Yield the ids of the items in an answer that is such a list."""
    for item in items_of(answer):
        if (value := item.get(listed.key)) is not None:
            yield str(value)
        if listed.parts:
            yield from values_of(item.get(listed.parts), listed)


def narrowed(answer: Any, listed: AccountList, is_own: Callable[[str], bool]) -> Any:
    """Return an answer with only the items that are the user's own; what is no list becomes an empty one."""
    if isinstance(answer, list):
        kept = [_narrowed_item(item, listed, is_own) for item in items_of(answer)]
        return [item for item in kept if item is not None]
    if isinstance(answer, Mapping):
        held = cast("Mapping[str, Any]", answer)
        for key in ("items", "data"):
            if isinstance(held.get(key), list):
                return {key: narrowed(held[key], listed, is_own)}
    return {"items": []}


def _narrowed_item(
    item: Mapping[str, Any], listed: AccountList, is_own: Callable[[str], bool]
) -> Mapping[str, Any] | None:
    if (value := item.get(listed.key)) is not None and is_own(str(value)):
        return item
    parts: list[Any] = narrowed(item.get(listed.parts) or [], listed, is_own) if listed.parts else []
    return {**item, listed.parts: parts} if parts else None


def items_of(answer: Any) -> list[Mapping[str, Any]]:
    """The things in an answer that is a list of them."""
    if isinstance(answer, Mapping):
        held = cast("Mapping[str, Any]", answer)
        answer = held.get("items") or held.get("data")
    if not isinstance(answer, list):
        return []
    return [
        cast("Mapping[str, Any]", item) for item in cast("list[Any]", answer) if isinstance(item, Mapping)
    ]


def ids_of(answer: Any) -> list[str]:
    """The ids of the things in a list."""
    return [str(item["id"]) for item in items_of(answer) if item.get("id") is not None]


def nested_ids(answer: Any) -> list[str]:
    """Every `id` anywhere: notifications lie in lists below endpoints below kinds."""
    if isinstance(answer, list):
        return [value for item in cast("list[Any]", answer) for value in nested_ids(item)]
    if not isinstance(answer, Mapping):
        return []
    found: list[str] = []
    for key, value in cast("Mapping[str, Any]", answer).items():
        found.extend([str(value)] if key == "id" else nested_ids(value))
    return found
