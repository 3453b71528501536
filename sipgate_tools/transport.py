"""The one way out to the network, its pure half: what a request looks like on the wire, what an answer means.

The half that waits (`_async/_connection.py` and its twin) sends what this module prepares. No other path leaves
the process, neither for the facades nor for the generated operations nor for the MCP server.
"""

from __future__ import annotations

import json
import logging
import platform
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast
from urllib.parse import urlencode, urlsplit

from sipgate_api.types import UNSET, Request, read_nothing

from sipgate_tools import errors, json_reading
from sipgate_tools._version import __version__
from sipgate_tools.retry import retry_after_seconds
from sipgate_tools.values import web_url

_log = logging.getLogger("sipgate_tools")

DEFAULT_BASE_URL: Final = "https://api.sipgate.com"
BASE_URL_VARIABLE: Final = "SIPGATE_BASE_URL"
READING_METHODS: Final = frozenset({"GET", "HEAD"})

_BODY_SHOWN: Final = 500
_DETAIL_SHOWN: Final = 200
_EXTENSION: Final = re.compile(r"[a-z]\d+")
_ERRORS: Final[Mapping[int, type[errors.ApiStatusError]]] = {
    400: errors.BadRequest,
    401: errors.NotAuthenticated,
    402: errors.InsufficientFunds,
    403: errors.PermissionDenied,
    404: errors.NotFound,
    409: errors.Conflict,
    429: errors.RateLimited,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers (names in lower case) and the whole body."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The body as text; bytes that are not UTF-8 are replaced."""
        return self.content.decode("utf-8", errors="replace")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A request as bytes that only need to be moved.

    Attributes:
        timeout_seconds: How long connecting and each wait for bytes may take.
    """

    method: str
    url: str
    headers: dict[str, str]
    content: bytes | None
    timeout_seconds: float


class NetworkFault(Exception):
    """What moves the bytes did not get a whole answer.

    Attributes:
        kind: Name of the library's own error; its text may hold a URL and is not kept.
        sent: Whether anything of the request may have left.
        timed_out: Whether it was silence rather than a break.
        begun: The answer as far as it came, when its status had arrived.
    """

    def __init__(self, kind: str, *, sent: bool, timed_out: bool, begun: Answer | None = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.sent = sent
        self.timed_out = timed_out
        self.begun = begun


def root_of(base_url: str) -> str:
    """Return a base URL without its `/v2` (paths carry their version) and without a slash at the end.

    Raises:
        InvalidInput: It is not an http or https URL, or it carries a query or credentials.
    """
    parts = urlsplit(web_url(base_url, argument="base URL"))
    if parts.query or parts.fragment or parts.username:
        raise errors.InvalidInput(
            "The base URL has a query, a fragment or credentials.",
            hint=f"It looks like {DEFAULT_BASE_URL}/v2.",
        )
    return base_url.rstrip("/").removesuffix("/v2").rstrip("/")


def identifying_headers(*, identify: bool) -> dict[str, str]:
    """Return the headers that every request carries.

    Args:
        identify: Whether sipgate is told library, version and platform (`X-Sipgate-Client`, `X-Sipgate-Version`).
    """
    headers = {"accept": "application/json", "accept-encoding": "gzip, deflate"}
    if not identify:
        return headers | {"user-agent": "sipgate-tools"}
    client = {"name": "sipgate-tools", "python": platform.python_version(), "os": platform.system()}
    return headers | {
        "user-agent": f"sipgate-tools/{__version__}",
        "x-sipgate-client": json.dumps(client),
        "x-sipgate-version": __version__,
    }


def url_of(root: str, request: Request[Any]) -> str:
    """Return the whole URL of a request: absent and null parameters left out, arrays repeated."""
    pairs = list(_query_pairs(request.params or {}))
    return f"{root}{request.url}?{urlencode(pairs)}" if pairs else f"{root}{request.url}"


def file_request(root: str, url: str) -> Request[Any]:
    """Return the reading request for a file that an answer named.

    Args:
        root: The API root, for a path.
        url: Absolute, or a path that starts with a slash.

    Raises:
        InvalidInput: It is neither.
    """
    absolute = f"{root}{url}" if url.startswith("/") else web_url(url, argument="file URL")
    return Request[None](
        operation_id="file",
        method="GET",
        path_template="(file)",
        url=absolute,
        params=None,
        json=UNSET,
        headers={},
        parse=read_nothing,
    )


def body_of(request: Request[Any]) -> bytes | None:
    """Return the body of a request as UTF-8 JSON, or `None` when it has none."""
    if request.json is UNSET:
        return None
    try:
        return json.dumps(request.json, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        raise errors.InvalidInput(
            "A text has half a character; nothing was sent.", hint="All texts must be valid Unicode."
        ) from None


def decoded(answer: Answer, request: Request[Any]) -> Any:
    """Return the JSON of a successful answer; an empty body is `None`.

    Raises:
        UnexpectedAnswer: It is not JSON.
    """
    if not answer.content.strip():
        return None
    try:
        return json_reading.decoded(answer.content)
    except (ValueError, RecursionError) as error:
        kind = answer.headers.get("content-type", "an undeclared type").partition(";")[0]
        happened = "It was accepted" if request.method not in READING_METHODS else "Nothing was changed"
        raise errors.UnexpectedAnswer(
            f"{request.method} {request.path_template} succeeded, but the answer is not JSON (it is {kind}).",
            hint=f"{happened}. Is the base URL sipgate's API, and is there a proxy in between?",
            status=answer.status_code,
            method=request.method,
            path=request.path_template,
        ) from error


def status_error(answer: Answer, request: Request[Any], secrets: Iterable[str]) -> errors.ApiStatusError:
    """Return the error that an answer other than 2xx means.

    Args:
        answer: What came back.
        request: What was sent; its texts are scrubbed from the error.
        secrets: Further texts to scrub.
    """
    status = answer.status_code
    kind = _ERRORS.get(status, errors.ServerError if status >= 500 else errors.ApiStatusError)
    body = _scrubbed(answer.text, [*secrets, *_texts(request.json), *_texts(request.params)])
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


def connection_error(fault: NetworkFault, request: Request[Any], root: str) -> errors.ConnectionFailed:
    """Return the error that a broken connection to an API root means for a request."""
    name = f"{request.method} {request.path_template}"
    what = (
        f"no answer came in time from {root}"
        if fault.timed_out
        else f"the connection to {root} failed ({fault.kind})"
    )
    if fault.sent and request.method not in READING_METHODS:
        return errors.OutcomeUnknown(
            f"{name} was sent, but {what}: it may have happened.",
            hint="It was sent once and is not repeated. Look whether it happened before you send it again.",
            method=request.method,
            path=request.path_template,
        )
    if fault.timed_out:
        return errors.TimedOut(
            f"{name}: {what}.",
            hint="Nothing was changed. Try again, or give a longer timeout=.",
            method=request.method,
            path=request.path_template,
        )
    return errors.ConnectionFailed(
        f"{name}: {what}.",
        hint="Nothing was changed. Check the network and the base URL, then try again.",
        method=request.method,
        path=request.path_template,
    )


def record(request: Request[Any], outcome: int | str, attempt: int, started: float) -> None:
    """Log one request: the template of its path, never the path, the query or a body.

    Args:
        request: What was sent.
        outcome: The status of the answer, or what went wrong.
        attempt: How often it was sent, from 1.
        started: When, as `time.perf_counter` tells.
    """
    elapsed = (time.perf_counter() - started) * 1000
    _log.info(
        "%s %s -> %s in %.0f ms (attempt %d)",
        request.method,
        request.path_template,
        outcome,
        elapsed,
        attempt,
    )


def _query_pairs(params: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in params.items():
        values = cast("list[Any]", value) if isinstance(value, (list, tuple)) else [value]
        for single in values:
            if single is not None and single is not UNSET:
                yield name, str(single).lower() if isinstance(single, bool) else str(single)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in cast("Mapping[str, Any]", value).values():
            yield from _texts(part)
    elif isinstance(value, (list, tuple)):
        for part in cast("list[Any]", value):
            yield from _texts(part)


def _scrubbed(text: str, secret_texts: Iterable[str]) -> str:
    """Return a text in which what the request said is not repeated (ids of extensions may stay)."""
    for secret in sorted(set(secret_texts), key=len, reverse=True):
        if len(secret) > 1 and not _EXTENSION.fullmatch(secret):
            for form in {secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}:
                text = text.replace(form, "[...]")
    return text


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
    from sipgate_tools.document import load  # only an error needs the document

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
