"""sipgate for Python: SMS, fax, calls, live calls, contacts, history, webhooks, an MCP server and a sandbox.

`Sipgate` is the synchronous client, and `AsyncSipgate` is the client for asyncio and trio. Both raise the errors from
`sipgate_tools.errors` and return the models from `sipgate_tools.models`. Importing this package does not load the HTTP
library, which keeps the import fast; creating the first client does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sipgate_tools._lazy import load_lazily
from sipgate_tools._version import __version__
from sipgate_tools.errors import (
    ApiStatusError,
    BadRequest,
    BadSignature,
    Conflict,
    ConnectionFailed,
    CredentialsMissing,
    InsufficientFunds,
    InvalidInput,
    MissingExtra,
    NotAuthenticated,
    NotFound,
    OutcomeUnknown,
    PermissionDenied,
    PolicyRefused,
    RateLimited,
    ResponseTooLarge,
    ServerError,
    SipgateError,
    StoreFailed,
    TimedOut,
    UnexpectedResponse,
    UnreadableEvent,
    WebhookError,
)

if TYPE_CHECKING:
    from sipgate_tools._async.client import AsyncSipgate
    from sipgate_tools._async.oauth import AsyncOAuth
    from sipgate_tools._http.limits import ResponseLimits
    from sipgate_tools._sync.client import Sipgate
    from sipgate_tools._sync.oauth import OAuth
    from sipgate_tools.models.bulk_sms.messages import SmsMessage
    from sipgate_tools.retry import RetryPolicy

__all__ = [
    "ApiStatusError",
    "AsyncOAuth",
    "AsyncSipgate",
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
    "OAuth",
    "OutcomeUnknown",
    "PermissionDenied",
    "PolicyRefused",
    "RateLimited",
    "ResponseLimits",
    "ResponseTooLarge",
    "RetryPolicy",
    "ServerError",
    "Sipgate",
    "SipgateError",
    "SmsMessage",
    "StoreFailed",
    "TimedOut",
    "UnexpectedResponse",
    "UnreadableEvent",
    "WebhookError",
    "__version__",
]

_MODULES: Final = {
    "AsyncOAuth": "._async.oauth",
    "AsyncSipgate": "._async.client",
    "OAuth": "._sync.oauth",
    "Sipgate": "._sync.client",
    "ResponseLimits": "._http.limits",
    "RetryPolicy": ".retry",
    "SmsMessage": ".models.bulk_sms.messages",
    # Makes `sipgate_tools.models` work after a plain `import sipgate_tools`.
    **{name: f".{name}" for name in ("auth", "models", "values", "webhooks", "sandbox", "formats")},
}


def __getattr__(name: str) -> Any:
    return load_lazily(__name__, globals(), _MODULES, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
