"""Everything that can go wrong, as one tree below `SipgateError`.

Each error says what happened and, where there is something to do about it, what to do (`hint`).
None carries a credential, the text of a message, or the query string of a request.
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
    """The root of all errors of this package.

    Attributes:
        message: What happened, in one sentence.
        hint: What to do about it, or `None`.
        status: The HTTP status of sipgate's answer, where there was one.
        method: The HTTP method of the request, where there was one.
        path: The path template of the request (`/v2/history/{entryId}`), never with a query string.
        body: The beginning of sipgate's answer, scrubbed of what the request carried.
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
        # Keyword-only arguments: the default way of pickling an exception would lose them.
        return (_restore, (type(self), self.message, self.__dict__.copy()))


def _restore(kind: type[SipgateError], message: str, state: dict[str, object]) -> SipgateError:
    error = kind(message)
    error.__dict__.update(state)
    return error


class InvalidInput(SipgateError, ValueError):
    """An argument, or a variable of the environment, is wrong; nothing was sent."""


class CredentialsMissing(SipgateError):
    """No credentials were given and none were found; nothing was sent."""


class MissingExtra(SipgateError, ImportError):
    """An optional part of the package is not installed; the message has the command that installs it."""


class ConnectionFailed(SipgateError):
    """sipgate could not be reached, or the connection broke."""


class TimedOut(ConnectionFailed, TimeoutError):
    """sipgate did not answer a reading request in time."""


class OutcomeUnknown(ConnectionFailed):
    """A writing request was sent, but its answer was lost: it may have happened.

    It was sent once and is not repeated. Look (for example into the history) before sending it again.
    """


class UnexpectedResponse(SipgateError):
    """sipgate answered with success, but with something that cannot be read as what it should be."""


class ResponseTooLarge(UnexpectedResponse):
    """A response, or a file to download, is larger than its ceiling (`ResponseLimits`); reading it was ended."""


class ApiStatusError(SipgateError):
    """sipgate answered with an HTTP status that means failure."""


class BadRequest(ApiStatusError):
    """400: sipgate refused the request as malformed."""


class NotAuthenticated(ApiStatusError):
    """401: the credentials are wrong, expired or revoked."""


class InsufficientFunds(ApiStatusError):
    """402: the account's balance does not cover it."""


class PermissionDenied(ApiStatusError):
    """403: the token's scopes, the user's role, the kind of account or a feature not booked forbid it."""


class NotFound(ApiStatusError):
    """404: there is no such thing, or it is not yours to see."""


class Conflict(ApiStatusError):
    """409: the thing is in a state that does not allow it."""


class RateLimited(ApiStatusError):
    """429: too many requests.

    Attributes:
        retry_after: Seconds to wait as sipgate said, or `None` when it did not say.
    """

    retry_after: float | None = None


class ServerError(ApiStatusError):
    """5xx: sipgate failed."""


class WebhookError(SipgateError):
    """A webhook delivery cannot be accepted."""


class BadSignature(WebhookError):
    """A delivery is not signed, or not by the expected key."""


class UnreadableEvent(WebhookError):
    """A delivery is not a form that sipgate's push API sends."""


class StoreFailed(SipgateError):
    """Webhook events cannot be kept in their store now, or read from it."""


class PolicyRefused(SipgateError):
    """The policy of the MCP server does not allow it; nothing was sent."""
