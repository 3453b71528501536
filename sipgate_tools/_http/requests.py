"""Building of HTTP requests and decoding of responses, without I/O.

`_async/_http/connection.py` and its sync twin do the I/O for every request, including requests from resources,
generated operations and the MCP server.
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
    """Return a base URL without `/v2` (paths contain their version) and without a trailing slash.

    An international host name is encoded (`xn--...`).

    Args:
        base_url: The base URL, with or without `/v2`.
        allow_http: Whether plain http is allowed for hosts other than loopback.

    Raises:
        InvalidInput: `base_url` is not an https URL (or an http URL where that is allowed), contains a query, a
            fragment or credentials, or its path contains characters that are not allowed in URLs.
    """
    text = secure_url(base_url, argument="base URL", allow_http=allow_http)
    parts = urlsplit(text)
    if "?" in text or "#" in text or "@" in parts.netloc:
        raise errors.InvalidInput(
            "The base URL contains a query, a fragment or credentials.",
            hint=f"Use a URL such as {DEFAULT_BASE_URL}/v2.",
        )
    if not parts.netloc.isascii():
        text = parts._replace(netloc=parts.netloc.encode("idna").decode("ascii")).geturl()
    if not text.isascii():
        raise errors.InvalidInput(
            "The path of the base URL contains characters that are not allowed in URLs.",
            hint="Percent-encode them.",
        )
    return text.rstrip("/").removesuffix("/v2").rstrip("/")


def identifying_headers(*, identify: bool) -> dict[str, str]:
    """Return the headers that are sent with every request.

    Args:
        identify: Whether to send the library's name and version, the Python version and the operating system
            (`User-Agent`, `X-Sipgate-Client`, `X-Sipgate-Version`).
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
    """Return the complete URL of a request.

    Parameters that are absent or null are omitted, and an array becomes a repeated parameter.
    """
    pairs = list(_query_pairs(request.params or {}))
    return f"{root}{request.url}?{urlencode(pairs)}" if pairs else f"{root}{request.url}"


def file_request(root: str, url: str) -> Request[Any]:
    """Return the GET request for a file whose URL is part of a response.

    Args:
        root: The API root, which is prepended to a path.
        url: An absolute URL, or a path that starts with a slash.

    Raises:
        InvalidInput: `url` is neither an absolute URL nor such a path.
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
    """Return the body of a request as UTF-8 JSON, or `None` if the request has no body.

    Raises:
        InvalidInput: A string in the body is not valid Unicode.
    """
    if request.json is UNSET:
        return None
    text = json.dumps(request.json, ensure_ascii=False, separators=(",", ":"))
    if not is_unicode(text):
        raise errors.InvalidInput(
            "The request contains a lone surrogate; nothing was sent.",
            hint="All strings must be valid Unicode.",
        )
    return text.encode()


def decode_response(response: HttpResponse, request: Request[Any]) -> Any:
    """Return the decoded JSON of a successful response, or `None` for an empty body.

    Raises:
        UnexpectedResponse: The response is not JSON.
    """
    if not response.content.strip():
        return None
    try:
        return lenient_json.decode(response.content)
    except (ValueError, RecursionError):
        pass  # an error raised here would have the response in its context
    kind = response.headers.get("content-type", "an undeclared type").partition(";")[0]
    effect = "The request was accepted" if request.method not in READING_METHODS else "Nothing was changed"
    raise errors.UnexpectedResponse(
        f"{request.method} {request.path_template} succeeded, but the response is not JSON (it is {kind}).",
        hint=f"{effect}. Check the base URL, and whether a proxy in between replaces responses.",
        status=response.status_code,
        method=request.method,
        path=request.path_template,
    )


def log_attempt(request: Request[Any], outcome: int | str, attempt: int, started: float) -> None:
    """Log one attempt to send a request, with the path template but never the path, query or body.

    Args:
        request: The request.
        outcome: The HTTP status of the response, or the kind of the network fault.
        attempt: The number of the attempt, counting from 1.
        started: The time when the attempt started, as returned by `time.perf_counter`.
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
