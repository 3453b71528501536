"""Ask the user for confirmation, through whatever the client's protocol offers.

Up to protocol 2025-11-25 the question is a request to the client in the middle of the call. From 2026-07-28 on it
is the answer to the call (`InputNeeded`), after which the client calls again with the user's answer and the state
that came with the question. The tool then runs again from its start, so nothing before a question may change
anything.

Hosts show the question as Accept and Decline, one key each, because its form has no fields: all that the user
needs stands in the message. Some hosts cancel a question unseen when its schema holds more than `$schema`, `type`,
`properties` and `required`.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from mcp.shared.exceptions import MCPError
from mcp.shared.message import ServerMessageMetadata
from mcp_types import ElicitRequest, ElicitRequestFormParams, ElicitResult, InputRequiredResult
from mcp_types.version import is_version_at_least
from pydantic import BaseModel, ValidationError

if TYPE_CHECKING:
    from mcp.server.mcpserver import Context

__all__ = ["InputNeeded", "UserReply", "ask", "can_ask", "question_of"]

_ASKS_BY_RESULT = "2026-07-28"
"""The first protocol revision in which a question is the result of the call."""

_KEY = "confirmation"
_NO_FIELDS: dict[str, Any] = {"type": "object", "properties": {}}


class _ElicitReply(BaseModel):
    """What a client replies to a question; of an accepted one, any content is a yes."""

    action: Literal["accept", "decline", "cancel"]


@dataclass(frozen=True)
class UserReply:
    """What came back for a question.

    Attributes:
        action: `accept`, `decline`, `cancel` (dismissed, or the host shows no questions) or `unreadable`.
        question: The id of the question; it allows one action.
    """

    action: Literal["accept", "decline", "cancel", "unreadable"]
    question: str


class InputNeeded(Exception):
    """The call ends here with a question; the client calls again with the answer."""

    def __init__(self, result: InputRequiredResult) -> None:
        super().__init__("input needed")
        self.result = result


def can_ask(context: Context[Any, Any]) -> bool:
    """Return whether the client can put a question before its user."""
    capabilities = context.client_capabilities
    elicitation = capabilities.elicitation if capabilities is not None else None
    # A bare `elicitation: {}` is the shape from before there were modes: it means forms.
    forms = elicitation is not None and (elicitation.form is not None or elicitation.url is None)
    return forms and (_asks_by_result(context) or context.session.can_send_request)


def question_of(context: Context[Any, Any]) -> str | None:
    """Return the id of the question whose answer a call brings, `None` for a call that brings none."""
    return _state(context)[0]


async def ask(context: Context[Any, Any], message: str, *, about: str) -> UserReply:
    """Return the user's answer to a question.

    Args:
        context: The tool call's.
        message: All that the user needs to decide.
        about: What else the answer is bound to: with another value the question is asked anew.

    Raises:
        InputNeeded: The question travels as the result of this call.
    """
    if not _asks_by_result(context):
        return UserReply(await _reply(context, message), secrets.token_hex(16))
    digest = hashlib.sha256(json.dumps([message, about]).encode()).hexdigest()
    question, asked = _state(context)
    reply = (context.input_responses or {}).get(_KEY)
    if question is not None and asked == digest and reply is not None:
        return UserReply(reply.action if isinstance(reply, ElicitResult) else "unreadable", question)
    state = json.dumps({"question": secrets.token_hex(16), "asked": digest})
    raise InputNeeded(InputRequiredResult(input_requests={_KEY: _request(message)}, request_state=state))


async def _reply(
    context: Context[Any, Any], message: str
) -> Literal["accept", "decline", "cancel", "unreadable"]:
    metadata = ServerMessageMetadata(related_request_id=context.request_id)
    try:
        return (await context.session.send_request(_request(message), _ElicitReply, metadata=metadata)).action
    except (MCPError, ValidationError):
        # An error in place of an answer, or something that is none.
        return "unreadable"


def _request(message: str) -> ElicitRequest:
    return ElicitRequest(params=ElicitRequestFormParams(message=message, requested_schema=_NO_FIELDS))


def _asks_by_result(context: Context[Any, Any]) -> bool:
    version = context.protocol_version
    return version is not None and is_version_at_least(version, _ASKS_BY_RESULT)


def _state(context: Context[Any, Any]) -> tuple[str | None, str | None]:
    """Return the id and the digest of the question that a call answers; only this server can have written them."""
    if not _asks_by_result(context) or context.request_state is None:
        return None, None
    try:
        held = json.loads(context.request_state)
    except ValueError:
        return None, None
    if not isinstance(held, dict):
        return None, None
    state = cast("dict[str, Any]", held)
    question, asked = state.get("question"), state.get("asked")
    return (question, asked) if isinstance(question, str) and isinstance(asked, str) else (None, None)
