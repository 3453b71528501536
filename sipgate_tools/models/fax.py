"""Faxlines."""

from __future__ import annotations

from ._base import Record


class Faxline(Record, frozen=True, kw_only=True):
    """A faxline of a user (operation getUserFaxlines).

    Attributes:
        id: The extension id, such as `f0`.
        tagline: The line of text at the top of each page.
        can_send: Whether faxes can be sent from the faxline.
        can_receive: Whether the faxline has a number of its own and can receive faxes.
    """

    id: str = ""
    alias: str | None = None
    tagline: str | None = None
    can_send: bool | None = None
    can_receive: bool | None = None
