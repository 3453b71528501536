"""Ask the user for confirmation by MCP elicitation, in both forms of the protocol.

Up to protocol 2025-11-25, the question is a request to the client during the call. Since 2026-07-28, the question is
the result of the call (`InputNeeded`), and the client repeats the call with the user's reply and the state of the
question. The tool then runs again from its start, so it must not change anything before the question.

The form has no fields, so that hosts display one key for Accept and one for Decline. The message contains all
information that the user needs. Some hosts cancel a question without displaying it if its schema contains more than
`$schema`, `type`, `properties` and `required`.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from mcp.shared.exceptions import MCPError
from mcp.shared.message import ServerMessageMetadata
from mcp_types import ElicitRequest, ElicitRequestFormParams, ElicitResult, InputRequiredResult
from mcp_types.version import is_version_at_least
from pydantic import BaseModel, ValidationError

if TYPE_CHECKING:
    from mcp.server.mcpserver import Context

_ASKS_BY_RESULT: Final = "2026-07-28"
"""The first protocol revision in which the question is the result of the call."""

_KEY: Final = "confirmation"
_NO_FIELDS: Final[dict[str, Any]] = {"type": "object", "properties": {}}


class _ElicitReply(BaseModel):
    """A client's reply to a question. The content of the form is ignored."""

    action: Literal["accept", "decline", "cancel"]


@dataclass(frozen=True)
class UserReply:
    """The user's reply to a question.

    Attributes:
        action: `accept`, `decline`, `cancel` (dismissed, or not displayed by the host) or `unreadable`.
        question: The id of the question, which allows one action.
    """

    action: Literal["accept", "decline", "cancel", "unreadable"]
    question: str


class InputNeeded(Exception):
    """Raised to end a call with a question as its result. The client repeats the call with the user's reply."""

    def __init__(self, result: InputRequiredResult) -> None:
        super().__init__("input needed")
        self.result = result


def can_ask(context: Context[Any, Any]) -> bool:
    """Return whether the client can ask its user a question."""
    capabilities = context.client_capabilities
    elicitation = capabilities.elicitation if capabilities is not None else None
    # A bare `elicitation: {}` comes from protocols without modes and means forms.
    forms = elicitation is not None and (elicitation.form is not None or elicitation.url is None)
    return forms and (_asks_by_result(context) or context.session.can_send_request)


def question_of(context: Context[Any, Any]) -> str | None:
    """Return the id of the question that a call contains the reply to, or `None`."""
    return _state(context)[0]


async def ask(context: Context[Any, Any], message: str, *, about: str) -> UserReply:
    """Return the user's reply to a question.

    Args:
        context: The context of the tool call.
        message: The question, with all information that the user needs to decide.
        about: A value that the reply is bound to, in addition to the message. If the value has changed, the question is
            asked again.

    Raises:
        InputNeeded: The question is the result of this call.
    """
    if not _asks_by_result(context):
        return UserReply(await _reply(context, message), secrets.token_hex(16))
    digest = hashlib.sha256(json.dumps([message, about]).encode()).hexdigest()
    question, question_digest = _state(context)
    reply = (context.input_responses or {}).get(_KEY)
    if question is not None and question_digest == digest and reply is not None:
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
        # The client returned an error, or a result that is not a valid reply.
        return "unreadable"


def _request(message: str) -> ElicitRequest:
    return ElicitRequest(params=ElicitRequestFormParams(message=message, requested_schema=_NO_FIELDS))


def _asks_by_result(context: Context[Any, Any]) -> bool:
    version = context.protocol_version
    return version is not None and is_version_at_least(version, _ASKS_BY_RESULT)


def _state(context: Context[Any, Any]) -> tuple[str | None, str | None]:
    """Return the id and the digest of the question that a call contains the reply to, or `None` for both.

    The SDK seals the state with a key of the server, so a client can neither forge nor change it.
    """
    if not _asks_by_result(context) or context.request_state is None:
        return None, None
    try:
        held = json.loads(context.request_state)
    except ValueError:
        return None, None
    if not isinstance(held, dict):
        return None, None
    state = cast("dict[str, Any]", held)
    question, digest = state.get("question"), state.get("asked")
    return (question, digest) if isinstance(question, str) and isinstance(digest, str) else (None, None)
