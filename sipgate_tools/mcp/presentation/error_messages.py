"""Error messages for models, which say what happened and what to do next.

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
    "This server has no sipgate credentials. Tell the user: create a personal access token in the sipgate "
    "account (settings, personal access tokens), run `sipgate-tools auth login` or put it into SIPGATE_TOKEN_ID and "
    "SIPGATE_TOKEN of this server's environment, and start it again. `sipgate-tools mcp --sandbox` tries everything "
    "without an account."
)
_BY_KIND: Final[tuple[tuple[type[errors.SipgateError], str], ...]] = (
    (
        errors.OutcomeUnknown,
        "It was sent, but the response was lost: it may have happened. Check the history before repeating it.",
    ),
    (errors.TimedOut, "sipgate did not respond in time. Nothing was changed; try again."),
    (
        errors.UnexpectedResponse,
        "sipgate's response could not be read. If it was a change, check before repeating it.",
    ),
    (errors.ConnectionFailed, "sipgate could not be reached. Nothing was changed; try again later."),
    (errors.NotAuthenticated, "sipgate refused the credentials (wrong, expired or revoked). Tell the user."),
    (
        errors.InsufficientFunds,
        "The account's balance does not cover it. Nothing was sent; the user must top it up.",
    ),
    (
        errors.NotFound,
        "It does not exist, or does not belong to this user. Check the id with a list or a search.",
    ),
    (errors.Conflict, "Its current state does not allow this. Read its state first."),
    (errors.BadRequest, "sipgate refused the arguments. Check them against the tool's description."),
    (errors.ServerError, "sipgate failed. A change may or may not have happened: check before repeating it."),
)


def error_message(error: errors.SipgateError) -> str:
    """Return the message for a model that describes an error from the client or the policy."""
    if isinstance(error, errors.CredentialsMissing):
        text = str(error)
        return _CREDENTIALS if text.startswith(NOTHING_FOUND) else f"{sanitize(text, 800)} Tell the user."
    if isinstance(error, errors.RateLimited):
        wait = f" for {error.retry_after:.0f} s" if error.retry_after is not None else ""
        return f"sipgate received too many requests. Wait{wait}, then try again; nothing was done."
    if isinstance(error, errors.PermissionDenied):
        # The hint contains the scope or the platform, and no text from sipgate's response.
        return _with_request(error, f"sipgate does not allow it. {error.hint or ''}".rstrip())
    if isinstance(error, errors.ServerError) and error.method == "GET":
        return _with_request(error, "sipgate failed. Nothing was changed; try again later.")
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
