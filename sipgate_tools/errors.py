"""The exceptions of this package: one hierarchy below `SipgateError`.

Each error says what happened and, where possible, what to do about it (`hint`).
None contains a credential, the text of a message, or the query string of a request.
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
    """Base class of all errors of this package.

    Attributes:
        message: What happened, in one sentence.
        hint: What to do about it, or `None`.
        status: The HTTP status of sipgate's response, or `None` without a response.
        method: The HTTP method of the request, or `None` without a request.
        path: The path template of the request (`/v2/history/{entryId}`), never with a query string.
        body: The beginning of sipgate's response, with the values of the request removed.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        status: int | None = None,
        method: str | None = None,
        path: str | None = None,
        body: str | None = None,
    ) -> None:
        super().__init__(message)
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


class CredentialsMissing(SipgateError):
    """No credentials were passed and none were found; nothing was sent."""


class MissingExtra(SipgateError, ImportError):
    """An optional dependency is not installed; the message contains the command that installs it."""


class ConnectionFailed(SipgateError):
    """sipgate could not be reached, or the connection was lost."""


class TimedOut(ConnectionFailed, TimeoutError):
    """sipgate did not respond to a read request in time."""


class OutcomeUnknown(ConnectionFailed):
    """A write request was sent, but its response was lost: it may have happened.

    It was sent once and is not retried. Check (for example in the history) before sending it again.
    """


class UnexpectedResponse(SipgateError):
    """sipgate reported success, but its response cannot be decoded as expected."""


class ResponseTooLarge(UnexpectedResponse):
    """A response or download exceeds its size limit (`ResponseLimits`); reading it was aborted."""


class ApiStatusError(SipgateError):
    """sipgate responded with an HTTP status that means failure."""


class BadRequest(ApiStatusError):
    """400: sipgate refused the request as malformed."""


class NotAuthenticated(ApiStatusError):
    """401: the credentials are wrong, expired or revoked."""


class InsufficientFunds(ApiStatusError):
    """402: the account's balance is too low."""


class PermissionDenied(ApiStatusError):
    """403: the token's scopes, the user's role, the kind of account or a missing feature does not permit it."""


class NotFound(ApiStatusError):
    """404: the resource does not exist, or the user may not see it."""


class Conflict(ApiStatusError):
    """409: the state of the resource does not allow the request."""


class RateLimited(ApiStatusError):
    """429: too many requests.

    Attributes:
        retry_after: Seconds to wait according to sipgate's `Retry-After` header, or `None` without one.
    """

    retry_after: float | None = None


class ServerError(ApiStatusError):
    """5xx: sipgate could not process the request."""


class WebhookError(SipgateError):
    """A webhook delivery cannot be accepted."""


class BadSignature(WebhookError):
    """A delivery has no signature, or not that of the expected key."""


class UnreadableEvent(WebhookError):
    """The body of a delivery is not a form as sipgate's push API sends it."""


class StoreFailed(SipgateError):
    """The store of webhook events cannot be read or written at present."""


class PolicyRefused(SipgateError):
    """The policy of the MCP server does not allow the request; nothing was sent."""
