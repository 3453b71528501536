"""What a job is: the same errand for the reference and for our client, and the differences that we want."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from tests.wire.recording import Answer

ABSENT = "(absent)"
"""A request, a parameter, a field or a header that one side does not send."""

FAILS = "(fails)"
SUCCEEDS = "(succeeds)"

TOKEN_ID = "token-ABC123"
TOKEN = "f47ac10b-58cc-4372-a567-0e02b2c3d479"


@dataclass(frozen=True, eq=False)
class Like:
    """Equal to every text of a form: for what depends on the moment."""

    pattern: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and re.fullmatch(self.pattern, other) is not None

    def __hash__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return f"Like({self.pattern!r})"


@dataclass(frozen=True)
class Difference:
    """A difference that we want.

    Attributes:
        where: The request line and the part of it (`POST /v2/sessions/sms body.sendAt`), only the request line for a
            whole request, or `outcome`.
        theirs: What the reference does there.
        ours: What our client does there.
        why: Why we want it so.
    """

    where: str
    theirs: Any
    ours: Any
    why: str


def one_more(line: str, why: str) -> Difference:
    """Return the difference that we send a request which the reference does not send."""
    return Difference(line, ABSENT, line, why)


def one_less(line: str, why: str) -> Difference:
    """Return the difference that we do not send a request which the reference sends."""
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
    """Return a call of a facade."""
    return Call(path, arguments, named)


def operation(path: str, **named: Any) -> Call:
    """Return a call of the generated client on our connection."""
    return Call(path, (), named, operation=True)


@dataclass(frozen=True)
class Job:
    """One errand.

    Attributes:
        name: What it is, in words; also the name of the test.
        reference: Module and function of the reference, then the arguments.
        ours: What our client does for the same.
        differences: What we want to be different, each with its reason. Others fail, and so do those that do not occur.
        answers: What the server says in this job only.
        credentials: Of this job, as the arguments of our client.
        ordered: Whether the order of the requests counts; it does not where the reference sends them at once.
    """

    name: str
    reference: tuple[Any, ...]
    ours: Call
    differences: tuple[Difference, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType[str, Answer]({}))
    credentials: Mapping[str, Any] = field(
        default_factory=lambda: MappingProxyType({"token_id": TOKEN_ID, "token": TOKEN})
    )
    ordered: bool = True

    @property
    def function(self) -> str:
        """The reference's function, such as `sms.send`."""
        return f"{self.reference[0]}.{self.reference[1]}"
