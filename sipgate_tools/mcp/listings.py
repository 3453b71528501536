"""Where sipgate lists what belongs to a user, and how ids are read from such lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

__all__ = ["LISTINGS", "Listing", "ids_of", "items_of", "nested_ids"]


@dataclass(frozen=True)
class Listing:
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


LISTINGS: Mapping[str, tuple[Listing, ...]] = {
    "device": (Listing("getDevices", "user", "deviceId", query=(("type", "all"),)),),
    "phoneline": (Listing("getPhonelines", "user", "phonelineId"),),
    "faxline": (
        Listing("getUserFaxlines", "user"),
        Listing("getGroupFaxlinesForUser", "user", in_query=True),
    ),
    "sms": (Listing("getSmsExtensions", "user", "smsId"),),
    "group": (Listing("getGroups", "user", in_query=True),),
    "notification": (Listing("getNotifications", "user", nested=True),),
    "voicemail": (Listing("getPhonelineVoicemails", "phoneline", "voicemailId"),),
    "greeting": (Listing("getPhonelineVoicemailGreetings", "voicemail"),),
    "parallelForwarding": (Listing("getPhonelineParallelForwardings", "phoneline"),),
    "smsCallerId": (Listing("getSmsCallerIds", "sms"),),
}
"""The lists for each kind of id; kinds that need more than a list are in `ownership`."""


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
