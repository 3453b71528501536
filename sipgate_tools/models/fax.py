"""Faxlines."""

from __future__ import annotations

from ._base import Record


class Faxline(Record, frozen=True, kw_only=True):
    """A faxline of a user (operation getUserFaxlines).

    Attributes:
        id: Extension id of kind f, such as `f0`.
        tagline: The line of text at the top of each page.
        can_send: Whether faxes can be sent from it.
        can_receive: Whether it has a number of its own.
    """

    id: str = ""
    alias: str | None = None
    tagline: str | None = None
    can_send: bool | None = None
    can_receive: bool | None = None
