"""What an answer other than 2xx means: an error with a hint, scrubbed of what the request said."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sipgate_api.types import UNSET, Request

from sipgate_tools import errors
from sipgate_tools.retry import retry_after_seconds

from .messages import READING_METHODS, HttpResponse
from .scrubbing import scrub, texts_of

_BODY_SHOWN: Final = 500
_DETAIL_SHOWN: Final = 200
_ERRORS: Final[Mapping[int, type[errors.ApiStatusError]]] = {
    400: errors.BadRequest,
    401: errors.NotAuthenticated,
    402: errors.InsufficientFunds,
    403: errors.PermissionDenied,
    404: errors.NotFound,
    409: errors.Conflict,
    429: errors.RateLimited,
}


def status_error(
    answer: HttpResponse, request: Request[Any], secrets: Iterable[str]
) -> errors.ApiStatusError:
    """Return the error that an answer other than 2xx means.

    Args:
        answer: What came back.
        request: What was sent; its texts are scrubbed from the error.
        secrets: Further texts to scrub.
    """
    status = answer.status_code
    kind = _ERRORS.get(status, errors.ServerError if status >= 500 else errors.ApiStatusError)
    body = scrub(answer.text, [*secrets, *texts_of(request)])
    detail = _detail(body)
    error = kind(
        f"{request.method} {request.path_template} was answered {status}"
        + (f": {detail}." if detail else "."),
        hint=_hint(status, request, body),
        status=status,
        method=request.method,
        path=request.path_template,
        body=body[:_BODY_SHOWN],
    )
    if isinstance(error, errors.RateLimited):
        error.retry_after = retry_after_seconds(answer.headers)
    return error


def _detail(body: str) -> str | None:
    """Return sipgate's own sentence out of an error body, or `None`: errors are JSON, plain text or empty."""
    try:
        content: Any = json.loads(body)
    except ValueError:
        plain = " ".join(body.split())
        return plain[:_DETAIL_SHOWN].rstrip(".") or None if "<" not in plain else None
    match content:
        case {"errors": [{"detail": str(sentence)} | {"title": str(sentence)}, *_]}:
            found = sentence
        case {"message": str(sentence)} | {"error_description": str(sentence)} | {"error": str(sentence)}:
            found = sentence
        case _:
            return None
    return " ".join(found.split())[:_DETAIL_SHOWN].rstrip(".") or None


def _hint(status: int, request: Request[Any], body: str) -> str:
    writes = request.method not in READING_METHODS
    match status:
        case 400:
            return "Check the arguments: sipgate refused them."
        case 401:
            return "Check token id and token (or renew the OAuth token): they are wrong, expired or revoked."
        case 402:
            return "Top up the account; nothing was sent or charged."
        case 403:
            return _permission_hint(request, body)
        case 404:
            return "Check the id: there is no such thing, or it belongs to somebody else."
        case 409:
            return "Read its present state first: it does not allow this now."
        case 429:
            return "Wait before trying again" + (", it was not carried out." if writes else ".")
        case 501:
            return "It does not exist here: is it the right service, and the right version of it?"
        case _ if status >= 500:
            return (
                "sipgate failed; it may or may not have happened: look before you send it again."
                if writes
                else "sipgate failed; try again later."
            )
        case _:
            return "This status is not expected here; is the base URL right?"


def _permission_hint(request: Request[Any], body: str) -> str:
    from sipgate_tools.spec import load  # only an error needs the document

    operation = load().operations.get(request.operation_id)
    scopes = [scope for scope in operation.scopes if scope != "all"] if operation else []
    wanted = (
        f"The token needs the scope {' or '.join(scopes)}"
        if scopes
        else "The token's scopes may not allow it"
    )
    if "Classic PBX" in body:
        neo = "This account runs on sipgate neo, which does not have it (channels replace phonelines and groups)"
        return f"{neo}; on classic, the scope {' or '.join(scopes)} allows it." if scopes else f"{neo}."
    named = ", an id in the request may be wrong or somebody else's" if _names_something(request) else ""
    platforms = operation.platforms if operation else ()
    only = f", this operation exists on sipgate {platforms[0]} accounts only" if len(platforms) == 1 else ""
    other = "the user's role, the kind of account or a feature not booked may also be the reason."
    return f"{wanted}{named}{only}; {other}"


def _names_something(request: Request[Any]) -> bool:
    return "{" in request.path_template or request.json is not UNSET
