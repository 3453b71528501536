"""Error responses of the API: a status, and a body in JSON or plain text.

The JSON bodies are the spec's `ErrorResponse` (v2) and `{name, message}` (v3). The message for neo accounts is
sipgate's own. All other messages are the sandbox's because sipgate does not document them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .http import Response, json_response, text_response

MISSING_EXTRA: Final = (
    "The sandbox needs packages that are not installed. Install them: pip install 'sipgate-tools[sandbox]'"
)
"""The message of `MissingExtra` if packages of the extra `sandbox` are missing."""
CLASSIC_ONLY: Final = "This endpoint requires a sipgate Classic PBX Account"
NEO_ONLY: Final = "This endpoint requires a sipgate neo PBX Account"

TITLES: Final = {
    400: "Bad Request",
    401: "Unauthorized",
    402: "Payment Required",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    413: "Payload Too Large",
    415: "Unsupported Media Type",
    429: "Too Many Requests",
    500: "Internal Server Error",
    501: "Not Implemented",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}
V3_NAMES: Final = {
    400: "PARAMETER_INVALID",
    401: "REQUEST_NOT_AUTHENTICATED",
    403: "REQUEST_NOT_AUTHORIZED",
    404: "RESOURCE_NOT_FOUND",
    409: "RESOURCE_ALREADY_EXISTS",
    415: "PARAMETER_INVALID",
    429: "RATE_LIMIT_EXCEEDED",
}


class ApiError(Exception):
    """An error response of the API.

    Args:
        status: The HTTP status.
        detail: The error message, a sentence.
        pointer: The JSON pointer or the name of the invalid part, for the `source` of the error.
        plain: Whether to send only the message, as plain text, as some endpoints of v2 do.
        name: The error name in v3, if it differs from the default for the status.
        headers: Additional headers for the response.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        pointer: str = "",
        plain: bool = False,
        name: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.pointer = pointer
        self.plain = plain
        self.name = name
        self.headers = dict(headers or {})

    def response(self, version: str) -> Response:
        """Return the error as a response in the format of an API version, "v2" or "v3"."""
        if version == "v3":
            name = self.name or V3_NAMES.get(self.status, "INTERNAL_ERROR")
            return json_response(self.status, {"name": name, "message": self.detail}, self.headers)
        if self.plain:
            return text_response(self.status, self.detail)
        error = {
            "status": self.status,
            "title": TITLES.get(self.status, "Error"),
            "detail": self.detail,
            "source": {"pointer": self.pointer},
        }
        return json_response(self.status, {"errors": [error]}, self.headers)


def bad_request(detail: str, pointer: str = "") -> ApiError:
    """Return a 400 error for an invalid request."""
    return ApiError(400, detail, pointer=pointer)


def not_found(what: str, key: str = "") -> ApiError:
    """Return a 404 error for an object that does not exist, or is not visible to the user."""
    return ApiError(404, f"{what} {key} not found".replace("  ", " "))


def forbidden(detail: str) -> ApiError:
    """Return a 403 error in JSON."""
    return ApiError(403, detail)


def classic_only() -> ApiError:
    """Return the plain-text 403 error of neo accounts for phonelines and groups."""
    return ApiError(403, CLASSIC_ONLY, plain=True, name="FORBIDDEN")


def neo_only() -> ApiError:
    """Return the plain-text 403 error of classic accounts for channels."""
    return ApiError(403, NEO_ONLY, plain=True, name="FORBIDDEN")


def no_money() -> ApiError:
    """Return the 402 error for a balance that is too low."""
    return ApiError(402, "Insufficient funds")


def conflict(detail: str) -> ApiError:
    """Return a 409 error for a request that is not possible in the current state."""
    return ApiError(409, detail)
