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

from sipgate_tools.errors import ApiStatusError, InvalidInput, PolicyRefused, ServerError, SipgateError
from sipgate_tools.mcp.guard import Permit, current_permit
from sipgate_tools.mcp.journal import Outcome
from sipgate_tools.mcp.policy import Allowed, AskUser, Refused, judge
from sipgate_tools.mcp.requests import RequestFacts, read_request

if TYPE_CHECKING:
    from mcp.server.mcpserver import Context

    from sipgate_tools.mcp.account import Account

__all__ = ["permit"]

_log = logging.getLogger("sipgate_tools.mcp")


@asynccontextmanager
async def permit(
    account: Account,
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
    facts = read_request(account.document, operation, path=path, query=query, body=body, amount=amount)
    confirmed = await _allowed(account, context, facts, question, meant=repeat)
    action = account.journal.begin(
        facts,
        tool=tool,
        confirmed=confirmed,
        check=lambda usage: _refusal(
            judge(facts, account.rules, access="account", usage=usage, confirmed=True, meant=repeat)
        ),
        window_seconds=account.settings.repeat_window_seconds,
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
    account: Account, context: Context[Any, Any], facts: RequestFacts, question: str, *, meant: bool
) -> str:
    """Who allowed the request; refused otherwise."""
    # The cheap refusals come first: read-only must not even look up ids.
    _raise(judge(facts, account.rules, access="account", confirmed=True))
    foreign = await account.ownership.foreign(facts.ids)
    usage = account.journal.usage(facts, window_seconds=account.settings.repeat_window_seconds)
    access = await account.ownership.access()
    verdict = judge(facts, account.rules, foreign=foreign, access=access, usage=usage, meant=meant)
    _raise(verdict)
    if isinstance(verdict, Allowed):
        return "operator" if account.rules.confirm == "never" else "not needed"
    why = verdict.why if isinstance(verdict, AskUser) else "it changes something"
    from sipgate_tools.mcp.confirmation import ask, can_ask

    if not can_ask(context):
        raise PolicyRefused(
            f"This needs the user's yes because {why}, and this client cannot ask (no elicitation). "
            "Nothing was sent.",
            hint="Tell the user: the operator of this server can allow it without asking (--confirm never or "
            "SIPGATE_MCP_CONFIRM=never).",
        )
    if not await ask(context, f"{question}\n\nAsked because {why}."):
        raise PolicyRefused(
            "The user said no. Nothing was sent.", hint="Do not try again unless the user asks."
        )
    return "user"


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


def _finish(account: Account, action: str, outcome: Outcome, detail: str) -> None:
    try:
        account.journal.finish(action, outcome, detail)
    except PolicyRefused:
        # The action is over; its row stays open and is read as unknown, which is the careful reading.
        _log.warning("The journal could not be completed for action %s.", action)
