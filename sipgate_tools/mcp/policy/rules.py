"""What may be done: one set of rules for every tool and every operation, without any I/O.

`judge` gets the facts of a request, the operator's rules and what the rest of the server found out (foreign
ids, use so far, the user's answer), and says yes, no with a reason, or "ask the user". It is called twice
for what changes something: before the user is asked, and at the door to the network (`guard`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from .recipients import refusal_reason

if TYPE_CHECKING:
    from sipgate_tools.spec import Risk

    from ..settings import McpSettings
    from .request_facts import Id, Meter, RequestFacts

__all__ = [
    "NOT_OWNED",
    "Allowed",
    "AskUser",
    "PolicyRules",
    "Refused",
    "Usage",
    "Verdict",
    "evaluate",
    "rules_of",
]

NOT_OWNED = frozenset({"contact", "blockedNumber", "address", "porting", "client", "event", "label", "simId"})
"""Kinds of ids that are no user's own: the account's (writing them needs a yes) or visible to their owner
only."""

Reason = Literal[
    "boundless", "read_only", "foreign_id", "unpublished", "recipient", "limit", "repeat", "unconfirmed"
]


@dataclass(frozen=True)
class PolicyRules:
    """The operator's decisions as far as they concern single requests. Limits are `(per hour, per day)`."""

    read_only: bool = False
    access: Literal["user", "account"] = "user"
    confirm: Literal["ask", "always", "never"] = "ask"
    limits: Mapping[Meter, tuple[int, int]] = field(default_factory=dict["Meter", tuple[int, int]])
    recipient_limit: tuple[int, int] = (20, 50)
    allow_recipients: tuple[str, ...] = ()
    forbid_recipients: tuple[str, ...] = ()


@dataclass(frozen=True)
class Usage:
    """What the journal counts already, `(last hour, last day)`.

    Attributes:
        counted: Units of the request's meter.
        recipients: Numbers contacted; the second holds the first.
        repeated: Whether the same action was done within the window.
    """

    counted: tuple[int, int] = (0, 0)
    recipients: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
    repeated: bool = False


@dataclass(frozen=True)
class Allowed:
    """It may leave."""


@dataclass(frozen=True)
class Refused:
    """It may not leave: `sentence` says why and what can be done about it."""

    reason: Reason
    sentence: str


@dataclass(frozen=True)
class AskUser:
    """It may leave once the user said yes: `why` ends the sentence "Needs your yes because ..."."""

    why: str


Verdict = Allowed | Refused | AskUser


def rules_of(settings: McpSettings) -> PolicyRules:
    """The rules in a server's settings."""
    return PolicyRules(
        read_only=settings.read_only,
        access=settings.access,
        confirm=settings.confirm,
        limits={
            "sms": (settings.max_sms_per_hour, settings.max_sms_per_day),
            "fax": (settings.max_fax_pages_per_hour, settings.max_fax_pages_per_day),
            "call": (settings.max_calls_per_hour, settings.max_calls_per_day),
        },
        recipient_limit=(settings.max_recipients_per_hour, settings.max_recipients_per_day),
        allow_recipients=settings.allow_recipients,
        forbid_recipients=settings.forbid_recipients,
    )


def evaluate(
    facts: RequestFacts,
    rules: PolicyRules,
    *,
    foreign: Collection[Id] = (),
    access: Literal["user", "account"] = "user",
    usage: Usage | None = None,
    confirmed: bool = False,
    repeat_intended: bool = False,
) -> Verdict:
    """Whether a request may leave.

    Args:
        facts: What the request does.
        rules: The operator's decisions.
        foreign: Ids in it that are not known to belong to the authenticated user; none where the whole account may
            be reached.
        access: What may be reached.
        usage: What the journal counts; `None` where counting was done before (at the door).
        confirmed: Whether the user said yes to this request.
        repeat_intended: Whether the caller asked to repeat the action.
    """
    if rules.read_only and not facts.reads:
        return Refused("read_only", "This server only reads (--read-only): nothing was sent or changed.")
    if facts.unscoped and (access == "user" or not facts.reads):
        return Refused("boundless", _BOUNDLESS)
    if facts.unpublished and access == "user":
        return Refused("unpublished", _UNPUBLISHED)
    if foreign:
        return Refused("foreign_id", _foreign_sentence(foreign))
    for number in facts.recipients:
        if reason := refusal_reason(number, rules.allow_recipients, rules.forbid_recipients):
            return Refused("recipient", f"{number} is not contacted: {reason}. Nothing was sent.")
    if usage is not None and (refusal := _over_limit(facts, rules, usage, repeat_intended=repeat_intended)):
        return refusal
    if confirmed or (why := _needs_confirmation(facts, rules)) is None:
        return Allowed()
    return AskUser(why)


_BOUNDLESS = (
    "This names nothing, so it would concern everything in the account: everybody's entries, or all of them gone. "
    "Nothing was sent. Name what is meant (connectionIds, userIds, ids)."
)


_UNPUBLISHED = (
    "This operation's body has fields that sipgate has not published, so they may name what belongs to others. "
    "Nothing was sent. Leave them out; the operator of an administrator's server can allow all of the account "
    "(--access account)."
)


def _foreign_sentence(foreign: Collection[Id]) -> str:
    named = ", ".join(f"{kind} {value}".strip() for kind, value in sorted(foreign)[:5])
    return (
        f"Not known to belong to the signed-in user: {named}. Nothing was sent. Use ids that "
        "get_overview or a list returned; the operator of an administrator's server can allow all of the "
        "account (--access account)."
    )


def _over_limit(
    facts: RequestFacts, rules: PolicyRules, usage: Usage, *, repeat_intended: bool
) -> Refused | None:
    if usage.repeated and not repeat_intended:
        return Refused(
            "repeat",
            "The same action was done a few minutes ago. Check the history; if the user wants it again, "
            "call again with repeat=true. Nothing was sent.",
        )
    if facts.meter is not None and facts.meter in rules.limits:
        for done, most, span in zip(usage.counted, rules.limits[facts.meter], ("hour", "day"), strict=True):
            if done + facts.amount > most:
                return _limit(f"{_UNITS[facts.meter]} per {span}", most, done)
    if facts.recipients:
        for known, most, span in zip(usage.recipients, rules.recipient_limit, ("hour", "day"), strict=True):
            if len(known | set(facts.recipients)) > most:
                return _limit(f"different recipients per {span}", most, len(known))
    return None


_UNITS: Mapping[Meter, str] = {"sms": "text message parts", "fax": "fax pages", "call": "calls"}


def _limit(what: str, most: int, done: int) -> Refused:
    sentence = f"The limit of {most} {what} would be exceeded ({done} done). The operator sets it."
    return Refused("limit", f"{sentence} Nothing was sent.")


_RISKS: Mapping[Risk, str] = {
    "recording": "it records what people say",
    "data": "it sends messages, recordings or events elsewhere from now on",
    "calls": "it changes where calls go or who decides about them",
}


def _needs_confirmation(facts: RequestFacts, rules: PolicyRules) -> str | None:
    if facts.reads or rules.confirm == "never":
        return None
    if facts.risk is not None:
        return _RISKS[facts.risk]
    if facts.charged:
        return "it may cost money"
    if facts.effect == "destructive":
        return "it cannot be undone"
    if facts.account_wide:
        return "it concerns the whole account"
    return "every change is confirmed here" if rules.confirm == "always" else None
