"""Telephone numbers of the account."""

from __future__ import annotations

from sipgate_tools.values import OpenEnum

from ._base import Record


class NumberType(OpenEnum):
    """The kinds of telephone numbers."""

    MOBILE = "MOBILE"
    LANDLINE = "LANDLINE"
    QUICKDIAL = "QUICKDIAL"
    INTERNATIONAL = "INTERNATIONAL"


class Number(Record, frozen=True, kw_only=True):
    """A telephone number of the account and its routing (operations getNumbers, getUserNumbers).

    Attributes:
        number: The number in E.164.
        localized: The number in the usual format of its country.
        endpoint_id: The extension id of the phoneline, group or device that the number is routed to; empty if the
            number is not routed.
    """

    id: str = ""
    number: str | None = None
    localized: str | None = None
    type: NumberType | None = None
    endpoint_id: str | None = None
    endpoint_alias: str | None = None
    endpoint_url: str | None = None
