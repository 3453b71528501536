"""Telephone numbers of the account."""

from __future__ import annotations

from sipgate_tools.values import OpenEnum

from ._base import Record


class NumberType(OpenEnum):
    """The kinds of numbers."""

    MOBILE = "MOBILE"
    LANDLINE = "LANDLINE"
    QUICKDIAL = "QUICKDIAL"
    INTERNATIONAL = "INTERNATIONAL"


class Number(Record, frozen=True, kw_only=True):
    """A telephone number of the account and where it leads (operations getNumbers, getUserNumbers).

    Attributes:
        number: E.164.
        localized: As people in its country write it.
        endpoint_id: Extension id of the phoneline, group or device it is routed to; empty when it leads nowhere.
    """

    id: str = ""
    number: str | None = None
    localized: str | None = None
    type: NumberType | None = None
    endpoint_id: str | None = None
    endpoint_alias: str | None = None
    endpoint_url: str | None = None
