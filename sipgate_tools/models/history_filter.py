"""The history filter: validation of its arguments, and their form in requests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypedDict, Unpack, cast

from sipgate_api.models.get_history_starred_item import GetHistoryStarredItem
from sipgate_api.types import UNSET

from sipgate_tools.errors import InvalidInput
from sipgate_tools.values import (
    EXTENSION_KINDS,
    as_iterable,
    aware,
    extension_id,
    flag,
    identifier,
    iso_time,
    phone_number_part,
    required_text,
)

from .history import Direction, DirectionWord, HistoryEntry, HistoryType, TypeWord

_RINGING_DEVICES: Final = frozenset("exy")
_CONNECTIONS: Final = tuple(letter for letter in EXTENSION_KINDS if letter not in _RINGING_DEVICES)


class StatisticsFilterArguments(TypedDict, total=False):
    """The filter arguments of `history.statistics`, which has its own arguments for the period.

    Attributes:
        connection_ids: Ids of extensions that the entries belong to, such as `p0`, `f0`, `s0` or `g0`. Device ids
            (`e0`, `x0`, `y0`) are rejected.
        channel_ids: On neo, ids of the channels to read calls from; by default all channels. If `channel_ids` is
            passed, `connection_ids` applies only to history entries; otherwise, it excludes all channel calls.
        directions: `Direction` values or their names, as a list or a single value.
        archived: `True` for archived entries, `False` for all others, which is sipgate's default.
        starred: `True` for starred entries, `False` for all others.
        phonenumber: The source or target number of the entries. A complete international number is searched for in
            E.164. sipgate does not document whether it finds parts of numbers.
    """

    connection_ids: Iterable[str] | None
    channel_ids: Iterable[str] | None
    directions: Iterable[DirectionWord] | DirectionWord | None
    archived: bool | None
    starred: bool | None
    phonenumber: str | None


class CommonHistoryFilterArguments(StatisticsFilterArguments, total=False):
    """The filter arguments of `history.list`, `history.iterate` and `history.export_csv`, except `types`.

    Attributes:
        from_: The earliest time, inclusive. It must have a time zone.
        to: The latest time, inclusive. It must have a time zone.
    """

    from_: datetime | None
    to: datetime | None


class HistoryFilterArguments(CommonHistoryFilterArguments, total=False):
    """All filter arguments of the history.

    Attributes:
        types: The kinds of entries (`CALL`, `VOICEMAIL`, `SMS`, `FAX`), as a list or a single value.
    """

    types: Iterable[TypeWord] | TypeWord | None


@dataclass(frozen=True)
class HistoryFilter:
    """A validated history filter."""

    connection_ids: tuple[str, ...]
    types: tuple[HistoryType, ...]
    directions: tuple[Direction, ...]
    archived: bool | None
    starred: bool | None
    from_: datetime | None
    to: datetime | None
    phonenumber: str | None
    channel_ids: tuple[str, ...] | None = None

    @classmethod
    def checked(cls, **given: Unpack[HistoryFilterArguments]) -> HistoryFilter:
        """Return a filter after validating the arguments.

        Raises:
            InvalidInput: A connection id is not an extension id or is a device id, a time has no time zone, `from_` is
                later than `to`, a kind or direction is unknown, or another argument has an invalid value.
            TypeError: A filter argument is unknown.
        """
        unknown = sorted(set(given) - HistoryFilterArguments.__optional_keys__)
        if unknown:
            # Never ignore it: the filter would match all entries, which the caller may be about to delete.
            names = ", ".join(sorted(HistoryFilterArguments.__optional_keys__))
            raise TypeError(f"Unknown filter {', '.join(unknown)}. Use one of: {names}.")
        earliest, latest = given.get("from_"), given.get("to")
        if (
            earliest is not None
            and latest is not None
            and aware(earliest, argument="from_") > aware(latest, argument="to")
        ):
            raise InvalidInput("from_ must not be later than to.", hint="Swap the two times.")
        return cls(
            connection_ids=tuple(
                _connection(text)
                for text in as_iterable(given.get("connection_ids"), argument="connection_ids")
            ),
            types=tuple(
                _enum_member(HistoryType, text, "types")
                for text in as_iterable(given.get("types"), argument="types")
            ),
            directions=tuple(
                _enum_member(Direction, text, "directions")
                for text in as_iterable(given.get("directions"), argument="directions")
            ),
            archived=_flag_or_none(given.get("archived"), "archived"),
            starred=_flag_or_none(given.get("starred"), "starred"),
            from_=None if earliest is None else aware(earliest, argument="from_"),
            to=None if latest is None else aware(latest, argument="to"),
            phonenumber=None
            if (number := given.get("phonenumber")) is None
            else phone_number_part(number, argument="phonenumber"),
            channel_ids=None
            if (channels := given.get("channel_ids")) is None
            else tuple(
                identifier(each, argument="channel_ids")
                for each in as_iterable(channels, argument="channel_ids")
            ),
        )

    def query(self) -> dict[str, Any]:
        """Return the arguments for the generated request, without `phonenumber`, which some operations lack."""
        star = GetHistoryStarredItem.STARRED if self.starred else GetHistoryStarredItem.UNSTARRED
        return {
            "connection_ids": list(self.connection_ids) or UNSET,
            "types": list(self.types) or UNSET,
            "directions": list(self.directions) or UNSET,
            "archived": UNSET if self.archived is None else self.archived,
            "starred": UNSET if self.starred is None else [star],
            "from_": iso_time(self.from_, argument="from_") if self.from_ else UNSET,
            "to": iso_time(self.to, argument="to") if self.to else UNSET,
        }

    def includes_calls(self) -> bool:
        """Return whether the filter can match calls."""
        return not self.types or HistoryType.CALL in self.types

    def matches(self, entry: HistoryEntry) -> bool:
        """Return whether the filter matches a call from a channel, which is not in the history.

        Channel calls cannot be starred or archived and do not belong to an extension. Filters for these properties
        match none of them, except `connection_ids` together with `channel_ids`.
        """
        created = entry.created
        # Without leading zeros, a national number is a part of the international one.
        digits = "".join(filter(str.isdigit, self.phonenumber or "")).lstrip("0")
        return (
            (not self.connection_ids or self.channel_ids is not None)
            and not self.archived
            and not self.starred
            and (not self.directions or entry.direction in self.directions)
            and (self.from_ is None or (created is not None and created >= self.from_))
            and (self.to is None or (created is not None and created <= self.to))
            and (
                self.phonenumber is None
                or any(side and side.endswith(digits) for side in (entry.source, entry.target))
            )
        )


def _flag_or_none(given: bool | None, argument: str) -> bool | None:
    return None if given is None else flag(given, argument=argument)


def _enum_member(kind: Any, text: str, argument: str) -> Any:
    names = [member.value for member in kind]
    if str(text) not in names:
        raise InvalidInput(
            f"{argument} has an unknown value.", hint=f"Use {', '.join(cast('list[str]', names))}."
        )
    return kind(str(text))


def _connection(text: str) -> str:
    if (
        required_text(text, argument="connection_ids", hint="Pass strings such as p0.")[:1]
        in _RINGING_DEVICES
    ):
        raise InvalidInput(
            "connection_ids contains a device id. Devices have no history of their own.",
            hint="Use the phoneline (p0), faxline (f0), SMS extension (s0) or group (g0) that the device belongs to.",
        )
    return extension_id(text, _CONNECTIONS, argument="connection_ids")
