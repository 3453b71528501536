"""Jobs: the same task for the reference and for our client, and the intended differences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from tests.wire.recording import Response

ABSENT = "(absent)"
"""A request, a parameter, a field or a header that one side does not send."""

FAILS = "(fails)"
SUCCEEDS = "(succeeds)"

TOKEN_ID = "token-ABC123"
TOKEN = "f47ac10b-58cc-4372-a567-0e02b2c3d479"


@dataclass(frozen=True, eq=False)
class Like:
    """Equal to every text that matches a pattern: for values that depend on the time."""

    pattern: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and re.fullmatch(self.pattern, other) is not None

    def __hash__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return f"Like({self.pattern!r})"


@dataclass(frozen=True)
class Difference:
    """An intended difference.

    Attributes:
        where: The request line and the part of it (`POST /v2/sessions/sms body.sendAt`), only the request line for a
            whole request, or `outcome`.
        theirs: The value of the reference.
        ours: The value of our client.
        why: The reason.
    """

    where: str
    theirs: Any
    ours: Any
    why: str


def one_more(line: str, why: str) -> Difference:
    """Return the difference of a request that only our client sends."""
    return Difference(line, ABSENT, line, why)


def one_less(line: str, why: str) -> Difference:
    """Return the difference of a request that only the reference sends."""
    return Difference(line, line, ABSENT, why)


@dataclass(frozen=True)
class Call:
    """A call of our client: the path of a method (`sms.send`) and its arguments.

    With `operation`, the path is a module of the generated client (`account.get_account`) that is run on `client.api`.
    """

    path: str
    arguments: tuple[Any, ...] = ()
    named: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType[str, Any]({}))
    operation: bool = False


def call(path: str, *arguments: Any, **named: Any) -> Call:
    """Return a call of a method of our client."""
    return Call(path, arguments, named)


def operation(path: str, **named: Any) -> Call:
    """Return a call of the generated client on our connection."""
    return Call(path, (), named, operation=True)


@dataclass(frozen=True)
class Job:
    """One task for both sides.

    Attributes:
        name: Description of the task; also the name of the test.
        reference: Module and function of the reference, then the arguments.
        ours: The equivalent call of our client.
        differences: The intended differences. Others fail the test, and so do those that do not occur.
        responses: Responses of the server for this job only.
        credentials: Credentials for this job, as the arguments of our client.
        ordered: Whether the order of the requests matters; it does not if the reference sends them concurrently.
    """

    name: str
    reference: tuple[Any, ...]
    ours: Call
    differences: tuple[Difference, ...] = ()
    responses: Mapping[str, Response] = field(default_factory=lambda: MappingProxyType[str, Response]({}))
    credentials: Mapping[str, Any] = field(
        default_factory=lambda: MappingProxyType({"token_id": TOKEN_ID, "token": TOKEN})
    )
    ordered: bool = True

    @property
    def function(self) -> str:
        """The reference's function, such as `sms.send`."""
        return f"{self.reference[0]}.{self.reference[1]}"
