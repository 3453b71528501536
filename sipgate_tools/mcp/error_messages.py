"""What a model is told when something fails: what happened, and what to do next.

sipgate's own words are not passed on, because they may repeat what outsiders wrote; the few sentences that
help are on a list.
"""

from __future__ import annotations

from sipgate_tools import errors
from sipgate_tools.auth.lookup import NOTHING_FOUND

from .sanitize import sanitize

__all__ = ["KNOWN_SENTENCES", "error_message"]

KNOWN_SENTENCES = (
    "This endpoint requires a sipgate Classic PBX Account",
    "insufficient funds",
    "feature not booked",
)
"""Parts of sipgate's answers that are passed on as they are."""

_CREDENTIALS = (
    "This server has no sipgate credentials. Tell the user: create a personal access token in the sipgate "
    "account (settings, personal access tokens), run `sipgate-tools auth login` or put it into SIPGATE_TOKEN_ID and "
    "SIPGATE_TOKEN of this server's environment, and start it again. `sipgate-tools mcp --sandbox` tries everything "
    "without an account."
)
_BY_KIND: tuple[tuple[type[errors.SipgateError], str], ...] = (
    (
        errors.OutcomeUnknown,
        "It was sent, but the answer was lost: it may have happened. Check the history before repeating it.",
    ),
    (errors.TimedOut, "sipgate did not answer in time. Nothing was changed; try again."),
    (
        errors.UnexpectedResponse,
        "sipgate's answer could not be read. If it was a change, check before repeating it.",
    ),
    (errors.ConnectionFailed, "sipgate could not be reached. Nothing was changed; try again later."),
    (errors.NotAuthenticated, "sipgate refused the credentials (wrong, expired or revoked). Tell the user."),
    (
        errors.InsufficientFunds,
        "The account's balance does not cover it. Nothing was sent; the user must top it up.",
    ),
    (
        errors.NotFound,
        "There is no such thing, or it is not this user's. Check the id with a list or a search.",
    ),
    (errors.Conflict, "Its present state does not allow this. Read its state first."),
    (errors.BadRequest, "sipgate refused the arguments. Check them against the tool's description."),
    (errors.ServerError, "sipgate failed. A change may or may not have happened: check before repeating it."),
)


def error_message(error: errors.SipgateError) -> str:
    """The sentences that a model gets for an error of ours."""
    if isinstance(error, errors.CredentialsMissing):
        said = str(error)
        return _CREDENTIALS if said.startswith(NOTHING_FOUND) else f"{sanitize(said, 800)} Tell the user."
    if isinstance(error, errors.RateLimited):
        wait = f" for {error.retry_after:.0f} s" if error.retry_after is not None else ""
        return f"sipgate got too many requests. Wait{wait}, then try again; nothing was done."
    if isinstance(error, errors.PermissionDenied):
        # The hint names the scope or the platform; both come from us.
        return _located(error, f"sipgate does not allow it. {error.hint or ''}".rstrip())
    if isinstance(error, errors.ServerError) and error.method == "GET":
        return _located(error, "sipgate failed. Nothing was changed; try again later.")
    for kind, sentence in _BY_KIND:
        if isinstance(error, kind):
            return _located(error, sentence)
    # What remains (arguments, policy, a missing extra) is worded by us.
    return sanitize(str(error), 800)


def _located(error: errors.SipgateError, sentence: str) -> str:
    body = (error.body or "").lower()
    known = [one for one in KNOWN_SENTENCES if one.lower() in body]
    said = f" sipgate says: {known[0]}." if known else ""
    where = f" ({error.method} {error.path}: {error.status or 'no answer'})" if error.method else ""
    return f"{sentence}{said}{where}"
