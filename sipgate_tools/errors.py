"""The exceptions of this package, all of them subclasses of `SipgateError`.

Each error describes what happened and, where possible, what to do about it (`hint`). No error contains credentials,
the text of a message, or the query string of a request.
"""

from __future__ import annotations

__all__ = [
    "ApiStatusError",
    "BadRequest",
    "BadSignature",
    "Conflict",
    "ConnectionFailed",
    "CredentialsMissing",
    "InsufficientFunds",
    "InvalidInput",
    "MissingExtra",
    "NotAuthenticated",
    "NotFound",
    "OutcomeUnknown",
    "PermissionDenied",
    "PolicyRefused",
    "RateLimited",
    "ResponseTooLarge",
    "ServerError",
    "SipgateError",
    "StoreFailed",
    "TimedOut",
    "UnexpectedResponse",
    "UnreadableEvent",
    "WebhookError",
]


class SipgateError(Exception):
    """Base class of all errors that this package defines.

    Attributes:
        code: A word for programs that stays the same when the message changes: the code of the class, such as
            `not_found`, or a more specific one, such as `sms.no_extension`. docs/errors.md lists all codes.
        message: A sentence about what happened.
        hint: The advice on what to do about it, or `None`.
        status: The HTTP status of sipgate's response, or `None` if there was no response.
        method: The HTTP method of the request, or `None` if the error does not belong to a request.
        path: The path template of the request, such as `/v2/history/{entryId}`, without a query string, or `None`.
        body: The beginning of sipgate's response, from which the values of the request were removed, or `None`.
    """

    code: str = "error"

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        status: int | None = None,
        method: str | None = None,
        path: str | None = None,
        body: str | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(message)
        if code is not None:
            self.code = code
        self.message = message
        self.hint = hint
        self.status = status
        self.method = method
        self.path = path
        self.body = body

    def __str__(self) -> str:
        return f"{self.message} {self.hint}" if self.hint else self.message

    def __reduce__(self) -> tuple[object, ...]:
        # The default pickling of exceptions would lose the keyword-only arguments.
        return (_restore, (type(self), self.message, self.__dict__.copy()))


def _restore(kind: type[SipgateError], message: str, state: dict[str, object]) -> SipgateError:
    error = kind(message)
    error.__dict__.update(state)
    return error


class InvalidInput(SipgateError, ValueError):
    """An argument or environment variable is invalid; nothing was sent."""

    code = "invalid_input"


class CredentialsMissing(SipgateError):
    """No credentials were passed or found, or the credential store cannot be read or written."""

    code = "credentials_missing"


class MissingExtra(SipgateError, ImportError):
    """An optional dependency is not installed; the message contains the command that installs it."""

    code = "missing_extra"


class ConnectionFailed(SipgateError):
    """sipgate could not be reached, or the connection was lost."""

    code = "connection_failed"


class TimedOut(ConnectionFailed, TimeoutError):
    """A time limit was exceeded while connecting, waiting for the response to a read request, or waiting for a fax."""

    code = "timed_out"


class OutcomeUnknown(ConnectionFailed):
    """A write request was sent, but its response was lost, so the write may have happened.

    The request was sent once and is not retried. Before you send it again, check whether the write happened, for
    example in the history.
    """

    code = "outcome_unknown"


class UnexpectedResponse(SipgateError):
    """sipgate reported success, but the response does not have the expected content."""

    code = "unexpected_response"


class ResponseTooLarge(UnexpectedResponse):
    """A response or download exceeds its size limit (see `ResponseLimits`) and was not read completely."""

    code = "response_too_large"


class ApiStatusError(SipgateError):
    """sipgate responded with an error status."""

    code = "api_status_error"


class BadRequest(ApiStatusError):
    """400: sipgate refused the request as malformed."""

    code = "bad_request"


class NotAuthenticated(ApiStatusError):
    """401: the credentials are wrong, expired or revoked."""

    code = "not_authenticated"


class InsufficientFunds(ApiStatusError):
    """402: the account's balance is too low."""

    code = "insufficient_funds"


class PermissionDenied(ApiStatusError):
    """403: the token's scopes, the user's role, the account type or a missing feature do not permit the request."""

    code = "permission_denied"


class NotFound(ApiStatusError):
    """404: the resource does not exist, or the user has no access to it."""

    code = "not_found"


class Conflict(ApiStatusError):
    """409: the state of the resource does not allow the request."""

    code = "conflict"


class RateLimited(ApiStatusError):
    """429: too many requests.

    Attributes:
        retry_after: Seconds to wait according to sipgate's `Retry-After` header, or `None` if the header is missing.
    """

    code = "rate_limited"
    retry_after: float | None = None


class ServerError(ApiStatusError):
    """5xx: sipgate could not process the request."""

    code = "server_error"


class WebhookError(SipgateError):
    """A webhook delivery cannot be accepted."""

    code = "webhook_error"


class BadSignature(WebhookError):
    """A delivery has no signature, or its signature does not match the expected key."""

    code = "bad_signature"


class UnreadableEvent(WebhookError):
    """The body of a delivery is not a form in the format of sipgate's push API."""

    code = "unreadable_event"


class StoreFailed(SipgateError):
    """The store for webhook events currently cannot be read or written."""

    code = "store_failed"


class PolicyRefused(SipgateError):
    """The policy of the MCP server does not allow the request; nothing was sent."""

    code = "policy_refused"
