"""Mapping of HTTP error statuses to exceptions, with a hint and without values from the request."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sipgate_api.types import UNSET, Request

from sipgate_tools import errors
from sipgate_tools.retry import retry_after_seconds

from .messages import READING_METHODS, HttpResponse
from .scrubbing import scrub, scrub_json, texts_of

_MAX_BODY_CHARACTERS: Final = 500
_MAX_DETAIL_CHARACTERS: Final = 200
_NEEDS_CLASSIC: Final = "Classic PBX"
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
    response: HttpResponse, request: Request[Any], secrets: Iterable[str]
) -> errors.ApiStatusError:
    """Return the exception for a response whose status is not 2xx.

    Args:
        response: The response.
        request: The request, whose strings are removed from the error.
        secrets: Further strings to remove.
    """
    status = response.status_code
    kind = _ERRORS.get(status, errors.ServerError if status >= 500 else errors.ApiStatusError)
    body, detail = _body_and_detail(response.text, {*secrets, *texts_of(request)})
    error = kind(
        f"{request.method} {request.path_template} failed with status {status}"
        + (f": {detail}." if detail else "."),
        hint=_hint(status, request, body),
        status=status,
        method=request.method,
        path=request.path_template,
        body=body[:_MAX_BODY_CHARACTERS],
        code="platform.classic_only" if status == 403 and _NEEDS_CLASSIC in body else None,
    )
    if isinstance(error, errors.RateLimited):
        error.retry_after = retry_after_seconds(response.headers)
    return error


def _body_and_detail(text: str, secrets: set[str]) -> tuple[str, str | None]:
    """Return an error body (JSON, plain text or empty) without secrets, and its message or `None`."""
    try:
        content: Any = json.loads(text)
        # Parsed first: in a text inside JSON, an encoded secret is encoded twice.
        clean = scrub_json(content, secrets)
        body = text if clean == content else json.dumps(clean, ensure_ascii=False)
    except (ValueError, RecursionError):
        body = scrub(text, secrets)
        plain = " ".join(body.split())
        return body, plain[:_MAX_DETAIL_CHARACTERS].rstrip(".") or None if "<" not in plain else None
    return body, _detail(clean)


def _detail(content: Any) -> str | None:
    """Return the message in a decoded error body, or `None` if there is none."""
    match content:
        case {"errors": [{"detail": str(sentence)} | {"title": str(sentence)}, *_]}:
            found = sentence
        case {"message": str(sentence)} | {"error_description": str(sentence)} | {"error": str(sentence)}:
            found = sentence
        case _:
            return None
    return " ".join(found.split())[:_MAX_DETAIL_CHARACTERS].rstrip(".") or None


def _hint(status: int, request: Request[Any], body: str) -> str:
    writes = request.method not in READING_METHODS
    match status:
        case 400:
            return "Check the arguments: sipgate rejected them."
        case 401:
            return (
                "The credentials are wrong, expired or revoked: check the token, or refresh the OAuth login."
            )
        case 402:
            return "Top up the account; nothing was sent or charged."
        case 403:
            return _permission_hint(request, body)
        case 404:
            return "Check the id: the resource does not exist, or belongs to another user."
        case 409:
            return "The state of the resource does not allow this request: read the current state first."
        case 429:
            return "Wait before trying again" + ("; the request had no effect." if writes else ".")
        case 501:
            return (
                "The server does not implement this operation: check the base URL and the version of the API."
            )
        case _ if status >= 500:
            return (
                "sipgate failed, but the request may have taken effect: check before sending it again."
                if writes
                else "sipgate failed; try again later."
            )
        case _:
            return "This status is unexpected; check the base URL."


def _permission_hint(request: Request[Any], body: str) -> str:
    from sipgate_tools.spec import load  # takes time to load, and only errors need it

    operation = load().operations.get(request.operation_id)
    scopes = [scope for scope in operation.scopes if scope != "all"] if operation else []
    missing_scope = (
        f"The token needs the scope {' or '.join(scopes)}" if scopes else "The token may lack a scope"
    )
    if _NEEDS_CLASSIC in body:
        neo = "This account runs on sipgate neo, which lacks this operation (channels replace phonelines and groups)"
        return (
            f"{neo}; on classic, the operation needs the scope {' or '.join(scopes)}."
            if scopes
            else f"{neo}."
        )
    wrong_id = ", an id in the request may be wrong or another user's" if _has_ids(request) else ""
    platforms = operation.platforms if operation else ()
    one_platform = (
        f", this operation exists on sipgate {platforms[0]} accounts only" if len(platforms) == 1 else ""
    )
    other = "the user's role, the kind of account or a missing feature may also be the reason."
    return f"{missing_scope}{wrong_id}{one_platform}; {other}"


def _has_ids(request: Request[Any]) -> bool:
    return "{" in request.path_template or request.json is not UNSET
