"""Error messages for models, with what happened and what to do next.

Apart from a few known sentences, error messages from sipgate are not passed on, because they can repeat text from
outsiders.
"""

from __future__ import annotations

from typing import Final

from sipgate_tools import errors
from sipgate_tools.auth.lookup import NOTHING_FOUND

from .sanitize import sanitize

QUOTED_SENTENCES: Final = (
    "This endpoint requires a sipgate Classic PBX Account",
    "insufficient funds",
    "feature not booked",
)
"""The sentences in sipgate's error responses that are passed on."""

_CREDENTIALS: Final = (
    "This server has no sipgate credentials. Tell the user to create a personal access token in the sipgate account "
    "(settings, personal access tokens), to store it with `sipgate-tools auth login` or to set SIPGATE_TOKEN_ID and "
    "SIPGATE_TOKEN in this server's environment, and to restart this server. `sipgate-tools mcp --sandbox` works "
    "without an account."
)
_BY_KIND: Final[tuple[tuple[type[errors.SipgateError], str], ...]] = (
    (
        errors.OutcomeUnknown,
        "It was sent, but the response was lost, so it may have happened. Check the history before repeating it.",
    ),
    (errors.TimedOut, "sipgate did not respond in time. Nothing was changed. Try again."),
    (
        errors.UnexpectedResponse,
        "sipgate's response cannot be read. Before repeating a change, check whether it was carried out.",
    ),
    (errors.ConnectionFailed, "sipgate could not be reached. Nothing was changed. Try again later."),
    (
        errors.NotAuthenticated,
        "sipgate refused the credentials, which are wrong, expired or revoked. Tell the user.",
    ),
    (
        errors.InsufficientFunds,
        "The account's balance does not cover this. Nothing was sent. The user must top up the account.",
    ),
    (
        errors.NotFound,
        "The requested item does not exist, or does not belong to this user. Find its id with a list or a search.",
    ),
    (errors.Conflict, "The current state does not allow this action. Read the state first."),
    (errors.BadRequest, "sipgate refused the arguments. Compare them with the description of the tool."),
    (errors.ServerError, "sipgate failed. A change may have been carried out: check before repeating it."),
)


def error_message(error: errors.SipgateError) -> str:
    """Return the message for a model that describes an error from the client or the policy."""
    if isinstance(error, errors.CredentialsMissing):
        text = str(error)
        return _CREDENTIALS if text.startswith(NOTHING_FOUND) else f"{sanitize(text, 800)} Tell the user."
    if isinstance(error, errors.RateLimited):
        wait = f" for {error.retry_after:.0f} s" if error.retry_after is not None else ""
        return f"sipgate received too many requests. Nothing was done. Wait{wait}, then try again."
    if isinstance(error, errors.PermissionDenied):
        # The hint contains the scope or the platform, and no text from sipgate's response.
        return _with_request(error, f"sipgate does not permit this. {error.hint or ''}".rstrip())
    if isinstance(error, errors.ServerError) and error.method == "GET":
        return _with_request(error, "sipgate failed. Nothing was changed. Try again later.")
    for kind, sentence in _BY_KIND:
        if isinstance(error, kind):
            return _with_request(error, sentence)
    # The messages of all other errors (arguments, policy, a missing extra) are this package's own.
    return sanitize(str(error), 800)


def _with_request(error: errors.SipgateError, sentence: str) -> str:
    body = (error.body or "").lower()
    quotes = [one for one in QUOTED_SENTENCES if one.lower() in body]
    quote = f" sipgate says: {quotes[0]}." if quotes else ""
    request = f" ({error.method} {error.path}: {error.status or 'no response'})" if error.method else ""
    return f"{sentence}{quote}{request}"
