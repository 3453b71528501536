"""The rules of the policy, which apply to all tools and operations. Without I/O.

`evaluate` decides from the facts of a request, the operator's rules, the ids that are not owned, the usage so far, and
whether the user confirmed the request. It returns `Allowed`, `Refused` with a message, or `AskUser`. A change is
evaluated twice: in `approval` before the confirmation, and in `transport` before its request is sent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from .numbers.recipients import refusal_reason

if TYPE_CHECKING:
    from sipgate_tools.spec import Meter, Risk

    from ..settings import McpSettings
    from .request_facts import Id, RequestFacts

Reason = Literal[
    "unscoped",
    "read_only",
    "unowned_id",
    "unpublished",
    "public",
    "recipient",
    "limit",
    "repeat",
    "unconfirmed",
]


@dataclass(frozen=True)
class PolicyRules:
    """The operator's settings that apply to single requests. A limit is a pair `(per hour, per day)`."""

    read_only: bool = False
    access: Literal["user", "account"] = "user"
    confirm: Literal["ask", "always", "never"] = "ask"
    limits: Mapping[Meter, tuple[int, int]] = field(default_factory=dict["Meter", tuple[int, int]])
    recipient_limit: tuple[int, int] = (20, 50)
    allow_recipients: tuple[str, ...] = ()
    forbid_recipients: tuple[str, ...] = ()


@dataclass(frozen=True)
class Usage:
    """The usage so far according to the audit log, as pairs `(last hour, last 24 hours)`.

    Attributes:
        counted: The amounts that count against the request's limit, in SMS parts, fax pages or calls.
        recipients: The numbers contacted. The second set includes the first.
        repeated: Whether the request duplicates a paid action within the repeat window.
    """

    counted: tuple[int, int] = (0, 0)
    recipients: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
    repeated: bool = False


@dataclass(frozen=True)
class Allowed:
    """The result for a request that can be sent."""


@dataclass(frozen=True)
class Refused:
    """The result for a request that must not be sent. `message` contains the reason and what to do about it."""

    reason: Reason
    message: str


@dataclass(frozen=True)
class AskUser:
    """The result for a request that can be sent after the user confirms it.

    `cause` completes the sentence "This needs confirmation because ...".
    """

    cause: str


Verdict = Allowed | Refused | AskUser


def rules_from_settings(settings: McpSettings) -> PolicyRules:
    """Return the rules that are defined in a server's settings."""
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
    unowned: Collection[Id] = (),
    access: Literal["user", "account"] = "user",
    usage: Usage | None = None,
    confirmed: bool = False,
    repeat_intended: bool = False,
) -> Verdict:
    """Return whether a request can be sent.

    Args:
        facts: The facts of the request.
        rules: The operator's rules.
        unowned: The ids in the request that are not known to belong to the authenticated user.
        access: The access of the user: `user` or `account`.
        usage: The usage so far, or `None` to skip limits and duplicates, as in the transport.
        confirmed: Whether the user confirmed this request.
        repeat_intended: Whether a duplicate is intended (`repeat=true` in the tool call).
    """
    if rules.read_only and not facts.reads:
        return Refused("read_only", "This server only reads (--read-only): nothing was sent or changed.")
    if facts.unscoped and (access == "user" or not facts.reads):
        return Refused("unscoped", _UNSCOPED)
    if facts.unpublished and access == "user":
        return Refused("unpublished", _UNPUBLISHED)
    if unowned:
        return Refused("unowned_id", _unowned_message(unowned))
    if facts.public and access == "user" and not facts.reads:
        return Refused("public", _PUBLIC)
    for number in facts.recipients:
        if reason := refusal_reason(number, rules.allow_recipients, rules.forbid_recipients):
            return Refused("recipient", f"{number} is not contacted: {reason}. Nothing was sent.")
    if usage is not None and (refusal := _over_limit(facts, rules, usage, repeat_intended=repeat_intended)):
        return refusal
    if confirmed or (why := _needs_confirmation(facts, rules)) is None:
        return Allowed()
    return AskUser(why)


_UNSCOPED: Final = (
    "Without ids, this would read or delete the data of the whole account, including other users'. Nothing was sent. "
    "Give the ids that it is about (connectionIds, userIds, ids)."
)


_UNPUBLISHED: Final = (
    "The body has fields that are not in sipgate's published API; they could contain ids of other users. Nothing was "
    "sent. Leave them out; the operator of an administrator's server can allow the whole account (--access account)."
)

_PUBLIC: Final = (
    "sipgate carries this out without credentials, for whichever user is named: it cannot be limited to the signed-in "
    "user. Nothing was sent. The user can do it on sipgate's website; the operator of an administrator's server can "
    "allow the whole account (--access account)."
)


def _unowned_message(unowned: Collection[Id]) -> str:
    named = ", ".join(f"{kind} {value}".strip() for kind, value in sorted(unowned)[:5])
    return (
        f"Not known to belong to the signed-in user: {named}. Nothing was sent. Use ids that "
        "get_overview or a list returned; the operator of an administrator's server can allow the whole "
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
        for done, maximum, span in zip(
            usage.counted, rules.limits[facts.meter], ("hour", "day"), strict=True
        ):
            if done + facts.amount > maximum:
                return _limit_refusal(f"{_UNITS[facts.meter]} per {span}", maximum, done)
    if facts.recipients:
        for contacted, maximum, span in zip(
            usage.recipients, rules.recipient_limit, ("hour", "day"), strict=True
        ):
            if len(contacted | set(facts.recipients)) > maximum:
                return _limit_refusal(f"different recipients per {span}", maximum, len(contacted))
    return None


_UNITS: Final[Mapping[Meter, str]] = {"sms": "text message parts", "fax": "fax pages", "call": "calls"}


def _limit_refusal(counted: str, maximum: int, done: int) -> Refused:
    sentence = f"The limit of {maximum} {counted} would be exceeded ({done} done). The operator sets it."
    return Refused("limit", f"{sentence} Nothing was sent.")


_RISKS: Final[Mapping[Risk, str]] = {
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
