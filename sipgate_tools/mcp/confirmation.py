"""Asking the user, through whatever the client's protocol offers.

The SDK's resolvers do the asking: up to protocol 2025-11-25 as a request to the client in the middle of the
call, from 2026-07-28 on as an answer that asks for input, after which the client calls again. In that case
the tool runs again from its start, so nothing before a question may change anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mcp.server.mcpserver import AcceptedElicitation, Elicit, ElicitationResult, Resolve
from mcp.server.mcpserver.resolve import build_resolver_plans, resolve_arguments
from mcp_types import InputRequiredResult
from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from mcp.server.mcpserver import Context

__all__ = ["Confirmation", "InputNeeded", "ask", "can_ask"]


class Confirmation(BaseModel):
    """What the user fills in."""

    confirm: bool = Field(title="Yes, do it", description="Nothing happens unless this is set.")


class InputNeeded(Exception):
    """The call ends here with a question; the client calls again with the answer."""

    def __init__(self, result: InputRequiredResult) -> None:
        super().__init__("input needed")
        self.result = result


def can_ask(context: Context[Any, Any]) -> bool:
    """Whether the client can put a form before its user."""
    capabilities = context.client_capabilities
    elicitation = capabilities.elicitation if capabilities is not None else None
    # A bare `elicitation: {}` is the shape from before there were modes: it means forms.
    return elicitation is not None and (elicitation.form is not None or elicitation.url is None)


async def ask(context: Context[Any, Any], question: str) -> bool:
    """Whether the user said yes to `question`; declining, cancelling and an empty form are a no.

    Raises:
        InputNeeded: The question travels as the result of this call.
    """

    async def confirmation() -> Elicit[Confirmation]:
        return Elicit(question, Confirmation)

    wanted = {"answer": (Resolve(confirmation), True)}
    plans = build_resolver_plans(wanted, set())
    resolved = await resolve_arguments(wanted, plans, {}, context)
    if isinstance(resolved, InputRequiredResult):
        raise InputNeeded(resolved)
    answer: ElicitationResult[Confirmation] = resolved["answer"]
    return isinstance(answer, AcceptedElicitation) and answer.data.confirm
