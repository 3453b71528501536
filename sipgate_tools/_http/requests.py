"""The one way out to the network, its pure half: what a request looks like on the wire, what an answer means.

The half that waits (`_async/_http/connection.py` and its twin) sends what this module prepares. No other path leaves
the process, neither for the facades nor for the generated operations nor for the MCP server.
"""

from __future__ import annotations

import json
import logging
import platform
import time
from collections.abc import Iterator, Mapping
from typing import Any, Final, cast
from urllib.parse import urlencode, urlsplit

from sipgate_api.types import UNSET, Request, read_nothing

from sipgate_tools import errors
from sipgate_tools._io import lenient_json
from sipgate_tools._version import __version__
from sipgate_tools.values import is_unicode, web_url

from .environment import secure_url
from .messages import READING_METHODS, HttpResponse

_log = logging.getLogger("sipgate_tools")

DEFAULT_BASE_URL: Final = "https://api.sipgate.com"
BASE_URL_VARIABLE: Final = "SIPGATE_BASE_URL"


def root_of(base_url: str, *, allow_http: bool = False) -> str:
    """Return a base URL without its `/v2` (paths carry their version) and without a slash at the end.

    An international host name becomes its form on the wire (`xn--...`).

    Args:
        base_url: With or without `/v2`.
        allow_http: Whether plain http may leave this machine.

    Raises:
        InvalidInput: It is not an https URL (or an http one where that may be), or it carries a query, a fragment or
            credentials.
    """
    text = secure_url(base_url, argument="base URL", allow_http=allow_http)
    parts = urlsplit(text)
    if "?" in text or "#" in text or "@" in parts.netloc:
        raise errors.InvalidInput(
            "The base URL has a query, a fragment or credentials.",
            hint=f"It looks like {DEFAULT_BASE_URL}/v2.",
        )
    if not parts.netloc.isascii():
        text = parts._replace(netloc=parts.netloc.encode("idna").decode("ascii")).geturl()
    if not text.isascii():
        raise errors.InvalidInput(
            "The path of the base URL has characters that a URL cannot have.",
            hint="Percent-encode them.",
        )
    return text.rstrip("/").removesuffix("/v2").rstrip("/")


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
    text = json.dumps(request.json, ensure_ascii=False, separators=(",", ":"))
    if not is_unicode(text):
        raise errors.InvalidInput(
            "A text has half a character; nothing was sent.", hint="All texts must be valid Unicode."
        )
    return text.encode()


def decode_response(answer: HttpResponse, request: Request[Any]) -> Any:
    """Return the JSON of a successful answer; an empty body is `None`.

    Raises:
        UnexpectedResponse: It is not JSON.
    """
    if not answer.content.strip():
        return None
    try:
        return lenient_json.decoded(answer.content)
    except (ValueError, RecursionError):
        pass  # raised in here, ours would carry the answer along
    kind = answer.headers.get("content-type", "an undeclared type").partition(";")[0]
    happened = "It was accepted" if request.method not in READING_METHODS else "Nothing was changed"
    raise errors.UnexpectedResponse(
        f"{request.method} {request.path_template} succeeded, but the answer is not JSON (it is {kind}).",
        hint=f"{happened}. Is the base URL sipgate's API, and is there a proxy in between?",
        status=answer.status_code,
        method=request.method,
        path=request.path_template,
    )


def log_attempt(request: Request[Any], outcome: int | str, attempt: int, started: float) -> None:
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
