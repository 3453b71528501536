"""Approve paid or changing requests: rules, ownership, the user's confirmation, the audit log, then the request.

A tool builds the request, and writes:

    request = hang_up_request(call_id)
    async with call.approve(request, "Hang up ...?"):
        await call.client.api.asend(request)

Before the block the tool only reads. The policy takes everything it judges and records from the request itself; within
the block, the policy transport lets exactly these bytes pass.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final

from sipgate_tools.errors import (
    ApiStatusError,
    InvalidInput,
    PolicyRefused,
    ServerError,
    SipgateError,
)

from ..presentation.sanitize import escape_invisible
from .action import current_permit
from .audit_log import Outcome
from .rules import Allowed, AskUser, Refused, evaluate

if TYPE_CHECKING:
    from mcp.server.mcpserver import Context

    from ..account import McpAccount
    from .action import Action
    from .request_facts import RequestFacts

_log = logging.getLogger("sipgate_tools.mcp")


@asynccontextmanager
async def approve_action(
    account: McpAccount,
    context: Context[Any, Any],
    action: Action,
    question: str,
    *,
    tool: str,
    repeat: bool = False,
) -> AsyncGenerator[None]:
    """Approve the requests of one action; they may leave within the block.

    Args:
        account: The account that the requests are for.
        context: The context of the tool call, for the confirmation.
        action: The requests.
        question: The question to the user, with everything needed to decide.
        tool: The tool's name, for the audit log.
        repeat: Whether a duplicate of a recent action is intended.

    Raises:
        PolicyRefused: The rules, the user or the audit log refused it; nothing was sent.
    """
    facts = action.facts
    confirmed, question_id = await _authorize(account, context, facts, question, repeat_intended=repeat)
    row = account.audit_log.begin(
        facts,
        tool=tool,
        confirmed=confirmed,
        check=lambda usage: _refusal(
            evaluate(
                facts, account.rules, access="account", usage=usage, confirmed=True, repeat_intended=repeat
            )
        ),
        window_seconds=account.settings.repeat_window_seconds,
        question=question_id,
    )
    permit = action.permit()
    token = current_permit.set(permit)
    outcome: Outcome = "unknown"
    detail = "cut off"
    try:
        yield
        outcome, detail = "done", ""
    except SipgateError as error:
        outcome, detail = _outcome_of(error), type(error).__name__
        raise
    finally:
        current_permit.reset(token)
        permit.close()
        _finish(account, row, outcome, detail)


async def _authorize(
    account: McpAccount,
    context: Context[Any, Any],
    facts: RequestFacts,
    question: str,
    *,
    repeat_intended: bool,
) -> tuple[str, str | None]:
    """Return who allowed the request (for `AuditEntry.confirmed`), and the id of the accepted question, if any.

    Raises:
        PolicyRefused: The rules or the user refused it.
    """
    # Refusals that need no request come first: a read-only server does not even look up ids.
    _raise_if_refused(evaluate(facts, account.rules, access="account", confirmed=True))
    unowned = await account.ownership.unowned(facts.ids)
    usage = account.audit_log.usage(facts, window_seconds=account.settings.repeat_window_seconds)
    access = await account.ownership.access()
    verdict = evaluate(
        facts, account.rules, unowned=unowned, access=access, usage=usage, repeat_intended=repeat_intended
    )
    _raise_if_refused(verdict)
    if isinstance(verdict, Allowed):
        return "operator" if account.rules.confirm == "never" else "not needed", None
    why = verdict.cause if isinstance(verdict, AskUser) else "it changes something"
    return "user", await _confirm(context, facts, question, why)


async def _confirm(context: Context[Any, Any], facts: RequestFacts, question: str, why: str) -> str:
    """Return the id of the question that the user accepted.

    Raises:
        PolicyRefused: The user could not be asked, or did not accept.
        InputNeeded: The question is the result of this call.
    """
    from .confirmation import ask, can_ask  # the SDK's types, which reading tools do not need

    if not can_ask(context):
        raise PolicyRefused(
            f"This needs the user's confirmation because {why}, and this host cannot show questions "
            "(no MCP elicitation). Nothing was sent.",
            hint=_HOW_TO_ALLOW,
        )
    reply = await ask(context, _lay_out(question, why), about=facts.fingerprint)
    if reply.action == "accept":
        return reply.question
    raise PolicyRefused(_NOT_CONFIRMED[reply.action], hint=_HINTS[reply.action])


_VISIBLE_LINES: Final = 4
"""Lines of a question that every host displays; of a longer one, Claude Code 2.1.332 displays three."""

_COLUMNS: Final = 72
"""Characters per line within a host's frame in a terminal of 80 columns."""

_LINE_FEED: Final = "\u23ce"


def _lay_out(question: str, why: str) -> str:
    """Lay out the message of a question so that a host that displays few lines hides as little as possible.

    Claude Code truncates each line of a message to the width of the terminal, but wraps a message of a single line. A
    question whose lines all fit stays as it is; any other becomes a single line, with a symbol for each line feed.
    """
    reason = f"Asked because {why}."
    first, *rest = escape_invisible(question).split("\n")
    begun_with_reason = [f"{first} {reason}", *rest]
    for lines in ([first, *rest, reason], begun_with_reason):
        if len(lines) <= _VISIBLE_LINES and all(len(line) <= _COLUMNS for line in lines):
            return "\n".join(lines)
    # The symbol itself is escaped, so that no outsider's text can imitate a line of the question.
    return f" {_LINE_FEED} ".join(line.replace(_LINE_FEED, "\\u23ce") for line in begun_with_reason)


_HOW_TO_ALLOW: Final = (
    "To allow it without a question, the user can add --confirm never to the arguments of this server in the "
    'configuration of the host ("args": ["mcp", "--confirm", "never"]); the approval that the host itself asks for '
    "is then the only one."
)
_NOT_CONFIRMED: Final[Mapping[str, str]] = {
    "decline": "The question was answered with Decline. Nothing was sent.",
    "cancel": "The question was dismissed, or this host cannot show questions. Nothing was sent.",
    "unreadable": "The host's reply to the question is not valid, so nothing is confirmed. Nothing was sent.",
}
_NOT_AGAIN: Final = (
    "Do not try again unless the user asks for it. Tell the user, in case no question was shown: "
    f"{_HOW_TO_ALLOW}"
)
_HINTS: Final[Mapping[str, str]] = {"decline": _NOT_AGAIN, "cancel": _NOT_AGAIN, "unreadable": _HOW_TO_ALLOW}


def refuse_replay(account: McpAccount, context: Context[Any, Any]) -> None:
    """Refuse a call whose confirmation has been used already, before its tool reads anything.

    `AuditLog.begin` enforces that one confirmation allows one action. This earlier check gives the clearer message: the
    tool might otherwise fail on the changed state, or report a duplicate.

    Raises:
        PolicyRefused: The accepted question has allowed an action already.
    """
    from .confirmation import question_of  # the SDK's types, which reading tools do not need

    if (question := question_of(context)) is not None:
        account.audit_log.refuse_used(question)


def _raise_if_refused(verdict: object) -> None:
    if isinstance(verdict, Refused):
        raise PolicyRefused(verdict.message)


def _refusal(verdict: object) -> Refused | None:
    return verdict if isinstance(verdict, Refused) else None


def _outcome_of(error: SipgateError) -> Outcome:
    if isinstance(error, ApiStatusError) and not isinstance(error, ServerError):
        return "failed"
    if isinstance(error, InvalidInput | PolicyRefused):
        return "failed"
    # A lost response, a 5xx or a response that cannot be decoded: the action may have happened.
    return "unknown"


def _finish(account: McpAccount, action: str, outcome: Outcome, detail: str) -> None:
    try:
        account.audit_log.finish(action, outcome, detail)
    except PolicyRefused:
        # The request has left; without a second row its outcome is treated as unknown, the safe assumption.
        _log.warning("The outcome of action %s could not be written to the audit log.", action)
