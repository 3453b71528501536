"""Which function answers which operation of the document, and what it is given."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from sipgate_tools.document import Operation

from .credentials import Identity
from .state import State
from .wire import Request

Handler = Callable[["Context"], Any]
HandlerT = TypeVar("HandlerT", bound=Handler)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a sandbox account costs and how long things take in it.

    Prices are in ten-thousandths of the currency unit; times follow the sandbox's clock.

    Attributes:
        history_lag: how long after a sending or a call its history entry shows up.
        ring: how long an outgoing call rings until it is answered.
        fax_pending: how long a fax waits before it is sent.
        fax_sending: how long sending a fax takes.
        sms_price: what one SMS costs.
        fax_price: what one fax page costs.
        call_price: what starting a call costs.
        access_token_lifetime: how long an access token lives.
        refresh_token_lifetime: how long a refresh token lives.
        webhook_timeout: how long a webhook may take to answer, by the clock of the machine; then the call goes on.
            sipgate waits only briefly; in its log answers become critical beyond four seconds.
        calls_in_history: whether a neo account has its calls in the history too and not only among the events of its
            channels, as sipgate does for customers who were moved from a classic one.
    """

    history_lag: timedelta = timedelta(seconds=1)
    ring: timedelta = timedelta(seconds=1)
    fax_pending: timedelta = timedelta(seconds=1)
    fax_sending: timedelta = timedelta(seconds=1)
    sms_price: int = 790
    fax_price: int = 190
    call_price: int = 100
    access_token_lifetime: timedelta = timedelta(seconds=300)
    refresh_token_lifetime: timedelta = timedelta(days=30)
    webhook_timeout: timedelta = timedelta(seconds=4)
    calls_in_history: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """A request that was understood: everything a handler may look at.

    `path`, `query` and `body` hold what the document declares, in its types, with its defaults. A handler
    reads and changes `state` and nothing else, and learns the time from `now` alone.
    """

    operation: Operation
    state: State
    now: datetime
    who: Identity
    path: dict[str, Any]
    query: dict[str, Any]
    body: Any
    rules: Rules
    base_url: str
    request: Request

    @property
    def neo(self) -> bool:
        """Whether this is a neo account."""
        return self.state.account.platform == "neo"


_handlers: dict[str, Handler] = {}


def operation(operation_id: str) -> Callable[[HandlerT], HandlerT]:
    """Make a function the one that answers an operation of the document.

    It returns a JSON value, None for an empty body, or an `Answer` for anything else, and raises `Refusal`.
    """

    def register(handler: HandlerT) -> HandlerT:
        if operation_id in _handlers:
            msg = f"{operation_id} is answered twice"
            raise ValueError(msg)
        _handlers[operation_id] = handler
        return handler

    return register


@cache
def handlers() -> dict[str, Handler]:
    """All handlers by operationId."""
    package = importlib.import_module("sipgate_tools.sandbox.operations")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    return _handlers
