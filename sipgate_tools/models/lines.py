"""Lines and their call forwardings, on classic and neo."""

from __future__ import annotations

from typing import Literal

from ._base import Model, Record


class Line(Model, frozen=True, kw_only=True):
    """A line: a phoneline of a classic account, or a channel of a neo account.

    Attributes:
        id: The extension id of the phoneline, such as `p0`, or the id of the channel.
        kind: `phoneline` or `channel`.
        name: The name; empty if it has none.
        user_ids: The ids of the users: one for a phoneline, any number for a channel.
        numbers: The account's numbers that are routed to the line, in E.164.
    """

    id: str
    kind: Literal["phoneline", "channel"]
    name: str = ""
    user_ids: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


class Forwarding(Record, frozen=True, kw_only=True):
    """One step of the call forwarding of a phoneline (operation getPhonelineForwardings).

    Attributes:
        destination: A number in E.164, or the id of a voicemail, such as `v0`.
        timeout: Seconds of ringing before calls are forwarded, 0 to 600.
        active: Whether the forwarding is in force.
        alias: The name of the destination, or `None`.
    """

    destination: str = ""
    timeout: int = 0
    active: bool = False
    alias: str | None = None

    @property
    def to_number(self) -> bool:
        """Whether calls go to a telephone number instead of a voicemail."""
        return self.destination.startswith("+")


class ForwardingChange(Model, frozen=True, kw_only=True):
    """The forwardings of a line before and after a change.

    Attributes:
        line_id: The extension id of the phoneline.
        before: The forwardings before the change.
        after: The forwardings after it, read again from sipgate.
    """

    line_id: str
    before: tuple[Forwarding, ...] = ()
    after: tuple[Forwarding, ...] = ()


class BlockedNumber(Record, frozen=True, kw_only=True):
    """A number on the blacklist (operation getIncomingEntries).

    Attributes:
        phone_number: The number or prefix, in E.164.
        is_block: Whether all numbers that begin with `phone_number` are blocked.
    """

    phone_number: str = ""
    is_block: bool = False
