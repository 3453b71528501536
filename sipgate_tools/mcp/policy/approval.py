"""The way of a paid or changing action: rules, ownership, the user's yes, the journal, the request.

A tool writes::

    async with call.permit("hangupCall", path={"callId": call_id}, question="Hang up ...?"):
        await call.client.rtcm.hang_up(call_id)

Everything before the block only reads; inside it, exactly the permitted request can pass the guard.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from sipgate_tools.errors import (
    ApiStatusError,
    InvalidInput,
    PolicyRefused,
    ServerError,
    SipgateError,
)

from ..sanitize import escape_invisible
from .audit_log import Outcome
from .request_facts import RequestFacts, read_request
from .rules import Allowed, AskUser, Refused, evaluate
from .transport import Permit, current_permit

if TYPE_CHECKING:
    from mcp.server.mcpserver import Context

    from ..account import McpAccount

__all__ = ["approved", "refuse_replay"]

_log = logging.getLogger("sipgate_tools.mcp")


@asynccontextmanager
async def approved(
    account: McpAccount,
    context: Context[Any, Any],
    *,
    tool: str,
    operation_id: str,
    question: str,
    path: Mapping[str, Any] | None = None,
    query: Mapping[str, Any] | None = None,
    body: Any = None,
    also: Iterable[str] = (),
    amount: int | None = None,
    repeat: bool = False,
    texts: str | None = None,
) -> AsyncGenerator[None]:
    """Allow one request of an operation to leave, within the block.

    Args:
        account: The account it is for.
        context: The tool call's, for asking.
        tool: The tool's name, for the journal.
        operation_id: The operation.
        question: What the user is asked, with everything they need to decide.
        path: Path parameters of the request.
        query: Query parameters.
        body: JSON body.
        also: Further operations that belong to the action.
        amount: How much it counts, where the request does not say.
        repeat: Whether doing the same again is meant.
        texts: What was written; the journal keeps it only when the operator asked for it.

    Raises:
        PolicyRefused: The rules, the user or the journal say no; nothing was sent.
    """
    operation = account.operation(operation_id)
    facts = read_request(account.spec, operation, path=path, query=query, body=body, amount=amount)
    confirmed, asked = await _allowed(account, context, facts, question, repeat_intended=repeat)
    action = account.audit_log.begin(
        facts,
        tool=tool,
        confirmed=confirmed,
        check=lambda usage: _refusal(
            evaluate(
                facts, account.rules, access="account", usage=usage, confirmed=True, repeat_intended=repeat
            )
        ),
        window_seconds=account.settings.repeat_window_seconds,
        question=asked,
        texts=texts,
    )
    token = current_permit.set(Permit(facts, frozenset(also)))
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
        _finish(account, action, outcome, detail)


async def _allowed(
    account: McpAccount,
    context: Context[Any, Any],
    facts: RequestFacts,
    question: str,
    *,
    repeat_intended: bool,
) -> tuple[str, str | None]:
    """Return who allowed the request, and the id of the question that the user answered, if one was asked.

    Raises:
        PolicyRefused: Nobody did.
    """
    # The cheap refusals come first: read-only must not even look up ids.
    _raise(evaluate(facts, account.rules, access="account", confirmed=True))
    foreign = await account.ownership.foreign(facts.ids)
    usage = account.audit_log.usage(facts, window_seconds=account.settings.repeat_window_seconds)
    access = await account.ownership.access()
    verdict = evaluate(
        facts, account.rules, foreign=foreign, access=access, usage=usage, repeat_intended=repeat_intended
    )
    _raise(verdict)
    if isinstance(verdict, Allowed):
        return "operator" if account.rules.confirm == "never" else "not needed", None
    why = verdict.why if isinstance(verdict, AskUser) else "it changes something"
    return "user", await _confirmed(context, facts, question, why)


async def _confirmed(context: Context[Any, Any], facts: RequestFacts, question: str, why: str) -> str:
    """Return the id of the question that the user accepted.

    Raises:
        PolicyRefused: The user was not asked, or did not accept.
        InputNeeded: The question travels as the result of this call.
    """
    from .confirmation import ask, can_ask

    if not can_ask(context):
        raise PolicyRefused(
            f"This needs the user's confirmation because {why}, and this host cannot show questions "
            "(no MCP elicitation). Nothing was sent.",
            hint=_HOW_TO_ALLOW,
        )
    answer = await ask(context, _laid_out(question, why), about=facts.fingerprint)
    if answer.action == "accept":
        return answer.question
    raise PolicyRefused(_NOT_CONFIRMED[answer.action], hint=_HINTS[answer.action])


_LINES_SHOWN = 4
"""Lines of a question that every host shows; of a longer one, Claude Code 2.1.332 shows three."""

_COLUMNS = 72
"""Characters of a line that a terminal of 80 columns shows within a host's frame."""

_LINE_FEED = "\u23ce"


def _laid_out(question: str, why: str) -> str:
    """Return the message of a question so that a host which shows few lines of it hides as little as possible.

    Claude Code cuts the lines of a message at the width of the terminal, and wraps one that is a single line. So a
    question stays in lines where all of them fit; otherwise it is one line, with a sign for each line feed.
    """
    reason = f"Asked because {why}."
    first, *rest = escape_invisible(question).split("\n")
    begun_with_reason = [f"{first} {reason}", *rest]
    for lines in ([first, *rest, reason], begun_with_reason):
        if len(lines) <= _LINES_SHOWN and all(len(line) <= _COLUMNS for line in lines):
            return "\n".join(lines)
    # The sign itself is escaped, so that no text passes for a line of the question.
    return f" {_LINE_FEED} ".join(line.replace(_LINE_FEED, "\\u23ce") for line in begun_with_reason)


_HOW_TO_ALLOW = (
    "To allow it without a question, the user can add --confirm never to the arguments of this server in the "
    'configuration of the host ("args": ["mcp", "--confirm", "never"]); the approval that the host itself asks for '
    "is then the only one."
)
_NOT_CONFIRMED: Mapping[str, str] = {
    "decline": "The question was answered with Decline. Nothing was sent.",
    "cancel": "The question was dismissed, or this host cannot show questions. Nothing was sent.",
    "unreadable": "The answer of this host to the question cannot be read, so it is no confirmation. Nothing was sent.",
}
_NOT_AGAIN = (
    "Do not try again unless the user asks for it. Tell the user, in case no question was shown: "
    f"{_HOW_TO_ALLOW}"
)
_HINTS: Mapping[str, str] = {"decline": _NOT_AGAIN, "cancel": _NOT_AGAIN, "unreadable": _HOW_TO_ALLOW}


def refuse_replay(account: McpAccount, context: Context[Any, Any]) -> None:
    """Refuse a call whose confirmation has been used, before its tool reads anything.

    `Journal.begin` makes sure that one confirmation allows one action. Here the refusal says so first, where the tool
    would fail on what the action changed, or would take it for an action that is meant to be repeated.

    Raises:
        PolicyRefused: The question that the call answers has allowed an action already.
    """
    from .confirmation import question_of

    if (question := question_of(context)) is not None:
        account.audit_log.refuse_used(question)


def _raise(verdict: object) -> None:
    if isinstance(verdict, Refused):
        raise PolicyRefused(verdict.sentence)


def _refusal(verdict: object) -> Refused | None:
    return verdict if isinstance(verdict, Refused) else None


def _outcome_of(error: SipgateError) -> Outcome:
    if isinstance(error, ApiStatusError) and not isinstance(error, ServerError):
        return "failed"
    if isinstance(error, InvalidInput | PolicyRefused):
        return "failed"
    # A lost answer, a 5xx, an answer that cannot be read: it may have happened.
    return "unknown"


def _finish(account: McpAccount, action: str, outcome: Outcome, detail: str) -> None:
    try:
        account.audit_log.finish(action, outcome, detail)
    except PolicyRefused:
        # The action is over; its row stays open and is read as unknown, which is the careful reading.
        _log.warning("The journal could not be completed for action %s.", action)
