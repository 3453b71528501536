"""The errors the real API answers with: status, and a body that is JSON, plain text or nothing.

`facts` of the real texts are few: the sentence for a neo account is one of them, the JSON shapes are the
document's `ErrorResponse` (v2) and `{name, message}` (v3). The other sentences are ours.
"""

from __future__ import annotations

from collections.abc import Mapping

from .http import Response, json_response, text_response

CLASSIC_ONLY = "This endpoint requires a sipgate Classic PBX Account"
NEO_ONLY = "This endpoint requires a sipgate neo PBX Account"

TITLES = {
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
V3_NAMES = {
    400: "PARAMETER_INVALID",
    401: "REQUEST_NOT_AUTHENTICATED",
    403: "REQUEST_NOT_AUTHORIZED",
    404: "RESOURCE_NOT_FOUND",
    409: "RESOURCE_ALREADY_EXISTS",
    415: "PARAMETER_INVALID",
    429: "RATE_LIMIT_EXCEEDED",
}


class ApiError(Exception):
    """A request that is answered with an error.

    Args:
        status: HTTP status.
        detail: a sentence.
        pointer: JSON pointer or name of the offending part, for the `source` of an error body.
        plain: answer the bare sentence as plain text, as some endpoints do.
        name: the error name of v3, where it is not the usual one of the status.
        headers: further headers of the answer.
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
        """The answer of API version "v2" or "v3"."""
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
    """400: something about the request is not allowed."""
    return ApiError(400, detail, pointer=pointer)


def not_found(what: str, key: str = "") -> ApiError:
    """404: there is no such thing, or it is not the caller's to see."""
    return ApiError(404, f"{what} {key} not found".replace("  ", " "))


def forbidden(detail: str) -> ApiError:
    """403 in JSON."""
    return ApiError(403, detail)


def classic_only() -> ApiError:
    """403 in plain text: what neo accounts answer for phonelines and groups."""
    return ApiError(403, CLASSIC_ONLY, plain=True, name="FORBIDDEN")


def neo_only() -> ApiError:
    """403 in plain text: what classic accounts answer for channels."""
    return ApiError(403, NEO_ONLY, plain=True, name="FORBIDDEN")


def no_money() -> ApiError:
    """402: the balance does not cover it."""
    return ApiError(402, "Insufficient funds")


def conflict(detail: str) -> ApiError:
    """409: not in this state."""
    return ApiError(409, detail)
