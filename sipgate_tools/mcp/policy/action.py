"""Actions, which are the requests that one approval covers, and the permits that let exactly these requests leave."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable
from contextvars import ContextVar
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from sipgate_tools.errors import PolicyRefused

from .outgoing import OutgoingRequest

if TYPE_CHECKING:
    from sipgate_api.types import Request

    from sipgate_tools.spec import Spec

    from .request_facts import RequestFacts

_EFFECTS: Final = ("read", "write", "destructive")


class Permit:
    """The permission to send the requests of one action, valid while the action's tool runs.

    A permit identifies requests by the digests of their bytes. Each request can be sent as often as it was approved, so
    a loop in the client cannot spend money twice.
    """

    def __init__(self, digests: Iterable[bytes], companions: Iterable[bytes] = ()) -> None:
        """Create a permit.

        Args:
            digests: The digests of the approved requests. Each occurrence permits one request.
            companions: The digests of requests that can be sent any number of times.
        """
        self._left = Counter(digests)
        self._companions = set(companions)

    def take(self, request: OutgoingRequest) -> bool:
        """Return whether a request may be sent now, and count it as sent."""
        if request.digest in self._companions:
            return True
        if self._left[request.digest] < 1:
            return False
        self._left[request.digest] -= 1
        return True

    def give_back(self, request: OutgoingRequest) -> None:
        """Count a request as not sent because it had no effect, so that it can be sent again."""
        if request.digest not in self._companions:
            self._left[request.digest] += 1

    def close(self) -> None:
        """Revoke the permit, also for tasks that outlive the tool call."""
        self._left.clear()
        self._companions.clear()


current_permit: ContextVar[Permit | None] = ContextVar("sipgate_mcp_permit", default=None)
"""The permit of the current tool call, or `None` outside an approved action."""


class Action:
    """The requests of one action, and their combined facts.

    Requests are added one by one and only their digests are stored, so an import of many contacts needs little memory.
    """

    def __init__(self, spec: Spec, *, amount: int | None = None, varying: Collection[str] = ()) -> None:
        """Create an action without requests.

        Args:
            spec: The OpenAPI spec, from which the facts are read.
            amount: The amount of each request, in SMS parts, fax pages or calls. By default, it is calculated from the
                body. A fax that is sent again needs it because its body does not contain the pages.
            varying: The names of body fields whose values differ between duplicates, such as a file name that contains
                the time. They are ignored when duplicates are detected.
        """
        self._spec = spec
        self._amount = amount
        self._varying = varying
        self._digests: list[bytes] = []
        self._companions: list[bytes] = []
        self._facts: RequestFacts | None = None
        self._fingerprints = hashlib.sha256()

    @property
    def facts(self) -> RequestFacts:
        """The combined facts of all requests. The operation is that of the first request."""
        assert self._facts is not None  # noqa: S101 - an action without requests is never approved
        if len(self._digests) == 1:
            return self._facts
        return replace(self._facts, fingerprint=self._fingerprints.hexdigest())

    def add(self, request: Request[Any]) -> None:
        """Add a request.

        Raises:
            PolicyRefused: The request matches no operation of sipgate's API, or counts against a different limit than
                the first request.
        """
        outgoing = OutgoingRequest.of(request)
        facts = outgoing.facts(self._spec, amount=self._amount, varying=self._varying)
        self._fingerprints.update(facts.fingerprint.encode())
        self._digests.append(outgoing.digest)
        self._facts = facts if self._facts is None else _together(self._facts, facts)

    def add_companion(self, request: Request[Any]) -> None:
        """Add an auxiliary request of the action, such as the request that selects the sender of an SMS.

        Raises:
            PolicyRefused: The request contacts a recipient, can cost money, deletes something, or has a risk. Such a
                request needs an approval of its own.
        """
        outgoing = OutgoingRequest.of(request)
        facts = outgoing.facts(self._spec)
        if facts.recipients or facts.charged or facts.risk is not None or facts.effect == "destructive":
            raise PolicyRefused(f"{facts.operation_id} needs an approval of its own. Nothing was sent.")
        self._companions.append(outgoing.digest)

    def permit(self) -> Permit:
        """Return a permit for the requests that were added so far."""
        return Permit(self._digests, self._companions)


def _together(first: RequestFacts, second: RequestFacts) -> RequestFacts:
    if first.meter != second.meter:
        raise PolicyRefused("The requests of one action count against different limits. Nothing was sent.")
    return replace(
        first,
        effect=max(first.effect, second.effect, key=_EFFECTS.index),
        charged=first.charged or second.charged,
        risk=first.risk or second.risk,
        account_wide=first.account_wide or second.account_wide,
        ids=first.ids | second.ids,
        recipients=tuple(dict.fromkeys((*first.recipients, *second.recipients))),
        amount=first.amount + second.amount,
        unpublished=first.unpublished or second.unpublished,
        unscoped=first.unscoped or second.unscoped,
        public=first.public or second.public,
    )
