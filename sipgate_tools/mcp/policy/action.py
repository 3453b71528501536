"""An action: the requests that one approval covers, and the permit that lets exactly these leave."""

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
    """The permission for the requests of one action, in force while its tool sends them.

    A request is permitted by its bytes. Each leaves as often as it was approved: a loop in the client must not spend
    twice.
    """

    def __init__(self, digests: Iterable[bytes], companions: Iterable[bytes] = ()) -> None:
        """Permit requests.

        Args:
            digests: The digests of the requests that were approved; each leaves once.
            companions: The digests of requests that may leave with them, any number of times.
        """
        self._left = Counter(digests)
        self._companions = set(companions)

    def take(self, request: OutgoingRequest) -> bool:
        """Return whether a request may leave now, and count it."""
        if request.digest in self._companions:
            return True
        if self._left[request.digest] < 1:
            return False
        self._left[request.digest] -= 1
        return True

    def give_back(self, request: OutgoingRequest) -> None:
        """Count a request as not sent: it had no effect."""
        if request.digest not in self._companions:
            self._left[request.digest] += 1

    def close(self) -> None:
        """Permit nothing any more, not even to tasks that outlive the tool call."""
        self._left.clear()
        self._companions.clear()


current_permit: ContextVar[Permit | None] = ContextVar("sipgate_mcp_permit", default=None)
"""The permit of the current tool call, if any."""


class Action:
    """The requests of one action, with the facts of all of them together.

    Requests may be added one by one, so that an import of many contacts need not be held in memory.
    """

    def __init__(self, spec: Spec, *, amount: int | None = None, varying: Collection[str] = ()) -> None:
        """Begin an action without requests.

        Args:
            spec: The OpenAPI spec, for the facts.
            amount: How much each request counts, if it does not say itself (the pages of a fax that is sent again).
            varying: Fields of the body that differ each time, such as a name with the time in it; they do not
                distinguish the action from a duplicate.
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
        """The facts of all requests together; the operation is that of the first."""
        assert self._facts is not None  # noqa: S101 - an action without requests is never approved
        if len(self._digests) == 1:
            return self._facts
        return replace(self._facts, fingerprint=self._fingerprints.hexdigest())

    def add(self, request: Request[Any]) -> None:
        """Add a request.

        Raises:
            PolicyRefused: It is no request of sipgate's API, or counts against another limit than the first.
        """
        outgoing = OutgoingRequest.of(request)
        facts = outgoing.facts(self._spec, amount=self._amount, varying=self._varying)
        self._fingerprints.update(facts.fingerprint.encode())
        self._digests.append(outgoing.digest)
        self._facts = facts if self._facts is None else _together(self._facts, facts)

    def add_companion(self, request: Request[Any]) -> None:
        """Add a request that belongs to the action without being its purpose, such as choosing the sender of an SMS.

        Raises:
            PolicyRefused: It would contact someone, cost money, or have a risk of its own.
        """
        outgoing = OutgoingRequest.of(request)
        facts = outgoing.facts(self._spec)
        if facts.recipients or facts.charged or facts.risk is not None or facts.effect == "destructive":
            raise PolicyRefused(f"{facts.operation_id} needs an approval of its own. Nothing was sent.")
        self._companions.append(outgoing.digest)

    def permit(self) -> Permit:
        """Return the permit for the requests."""
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
