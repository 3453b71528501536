"""Approve paid or changing requests: rules, ownership, the user's confirmation, the audit log, then the request.

A tool builds the request, then sends it within a block:

    request = hang_up_request(call_id)
    async with call.approve(request, "Hang up ...?"):
        await call.client.api.asend(request)

Before the block, the tool only reads. Everything that the policy evaluates and records comes from the request itself.
Within the block, the policy transport sends exactly the approved bytes.
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
    """Approve the requests of one action, which can be sent within the block.

    Args:
        account: The account that the requests are for.
        context: The context of the tool call, through which the user is asked for confirmation.
        action: The action, with at least one request.
        question: The question to the user, with all information that the user needs to decide.
        tool: The name of the tool, for the audit log.
        repeat: Whether a duplicate of a recent action is intended. A duplicate is refused by default.

    Raises:
        PolicyRefused: The rules refuse the action, the user did not confirm it, or the audit log cannot be written.
            Nothing was sent.
        InputNeeded: The user has to be asked, and the question is the result of this call.
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
    """Return the origin of the approval (see `AuditEntry.confirmed`) and the id of the accepted question, or `None`.

    Raises:
        PolicyRefused: The rules refuse the action, or the user did not confirm it.
        InputNeeded: The question is the result of this call.
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
        PolicyRefused: The host cannot ask the user, or the user did not accept.
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
"""The number of lines that every host displays. If there are more, Claude Code 2.1.332 displays only three."""

_COLUMNS: Final = 72
"""The number of characters per line that a host can display in a terminal with 80 columns."""

_LINE_FEED: Final = "\u23ce"


def _lay_out(question: str, why: str) -> str:
    """Return a question and its reason, laid out so that hosts with little space hide as little as possible.

    Claude Code truncates each line of a message to the width of the terminal, but wraps a message that is a single
    line. A question whose lines all fit is unchanged. Any other question becomes a single line, with a symbol for each
    line feed.
    """
    reason = f"Asked because {why}."
    first, *rest = escape_invisible(question).split("\n")
    begun_with_reason = [f"{first} {reason}", *rest]
    for lines in ([first, *rest, reason], begun_with_reason):
        if len(lines) <= _VISIBLE_LINES and all(len(line) <= _COLUMNS for line in lines):
            return "\n".join(lines)
    # The symbol itself is escaped so that text from outsiders cannot imitate a line of the question.
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
    """Refuse a call whose confirmation has already been used, before the tool reads anything.

    `AuditLog.begin` enforces that one confirmation allows one action. This earlier check gives a clearer message,
    because the tool could otherwise fail on the changed state or report a duplicate.

    Raises:
        PolicyRefused: The confirmation has already allowed an action.
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
    # The response was lost, a 5xx, or could not be decoded, so the action may have happened.
    return "unknown"


def _finish(account: McpAccount, action: str, outcome: Outcome, detail: str) -> None:
    try:
        account.audit_log.finish(action, outcome, detail)
    except PolicyRefused:
        # The request was sent. Without a second row its outcome counts as unknown, which is the safe assumption.
        _log.warning("The outcome of action %s could not be written to the audit log.", action)
