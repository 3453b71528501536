"""The operations that list a user's ids, the operations that list ids of the whole account, and readers for both."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast


@dataclass(frozen=True)
class OwnershipQuery:
    """An operation that lists the ids of one kind.

    Attributes:
        operation: The listing operation.
        parent: The kind of the id in its path or query, such as `user` or `phoneline`.
        parameter: The path parameter for an id of this kind in the listings below it.
        in_query: Whether the user id goes into the query instead of the path.
        query: Further query parameters.
        nested: Whether the ids are nested deeper than in the items of the list.
    """

    operation: str
    parent: str
    parameter: str = ""
    in_query: bool = False
    query: tuple[tuple[str, str], ...] = ()
    nested: bool = False


LISTINGS: Final[Mapping[str, tuple[OwnershipQuery, ...]]] = {
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
"""The queries for each kind of id; kinds that need more than a list are in `ownership`."""


@dataclass(frozen=True)
class AccountList:
    """A list of the ids of all users of the account.

    Attributes:
        kind: The kind of id that its items have.
        key: The field with the id.
        parts: The field of an item with nested items of the same shape, if any.
    """

    kind: str
    key: str
    parts: str = ""


ACCOUNT_LISTS: Final[Mapping[str, AccountList]] = {
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
"""Reading operations whose responses are narrowed to the user's own items in user access."""


def values_of(response: Any, account_list: AccountList) -> Iterator[str]:
    """Yield the ids of the items in a response."""
    for item in items_of(response):
        if (value := item.get(account_list.key)) is not None:
            yield str(value)
        if account_list.parts:
            yield from values_of(item.get(account_list.parts), account_list)


def keep_owned(response: Any, account_list: AccountList, is_own: Callable[[str], bool]) -> Any:
    """Return a response with only the user's own items; a response that is not a list becomes an empty one."""
    if isinstance(response, list):
        kept = [_keep_owned_item(item, account_list, is_own) for item in items_of(response)]
        return [item for item in kept if item is not None]
    if isinstance(response, Mapping):
        held = cast("Mapping[str, Any]", response)
        for key in ("items", "data"):
            if isinstance(held.get(key), list):
                return {key: keep_owned(held[key], account_list, is_own)}
    return {"items": []}


def _keep_owned_item(
    item: Mapping[str, Any], account_list: AccountList, is_own: Callable[[str], bool]
) -> Mapping[str, Any] | None:
    if (value := item.get(account_list.key)) is not None and is_own(str(value)):
        return item
    parts: list[Any] = (
        keep_owned(item.get(account_list.parts) or [], account_list, is_own) if account_list.parts else []
    )
    return {**item, account_list.parts: parts} if parts else None


def items_of(response: Any) -> list[Mapping[str, Any]]:
    """Return the items of a list response (the response itself, `items` or `data`)."""
    if isinstance(response, Mapping):
        held = cast("Mapping[str, Any]", response)
        response = held.get("items") or held.get("data")
    if not isinstance(response, list):
        return []
    return [
        cast("Mapping[str, Any]", item) for item in cast("list[Any]", response) if isinstance(item, Mapping)
    ]


def ids_of(response: Any) -> list[str]:
    """Return the `id` of each item of a list response."""
    return [str(item["id"]) for item in items_of(response) if item.get("id") is not None]


def nested_ids(response: Any) -> list[str]:
    """Return every `id` at any depth: notifications are grouped by kind and endpoint."""
    if isinstance(response, list):
        return [value for item in cast("list[Any]", response) for value in nested_ids(item)]
    if not isinstance(response, Mapping):
        return []
    found: list[str] = []
    for key, value in cast("Mapping[str, Any]", response).items():
        found.extend([str(value)] if key == "id" else nested_ids(value))
    return found
