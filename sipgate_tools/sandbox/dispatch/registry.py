"""Registers handlers for operations, and defines the context that handlers receive."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from sipgate_tools.spec import Operation

from ..rules import Rules
from ..state import State
from .credentials import Identity
from .http import Request

Handler = Callable[["Context"], Any]
HandlerT = TypeVar("HandlerT", bound=Handler)


@dataclass(frozen=True, slots=True)
class Context:
    """A validated request, with everything that a handler is allowed to use.

    `path`, `query` and `body` contain the values that the spec declares, with the declared types and defaults. A
    handler must read and change only `state`, and must take the current time from `now`.
    """

    operation: Operation
    state: State
    now: datetime
    identity: Identity
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
    """Register a function as the handler of an operation.

    The handler returns a JSON value, None for an empty body, or a `Response`. For errors, it raises `ApiError`.
    """

    def register(handler: HandlerT) -> HandlerT:
        if operation_id in _handlers:
            msg = f"The operation {operation_id} has two handlers"
            raise ValueError(msg)
        _handlers[operation_id] = handler
        return handler

    return register


@cache
def handlers() -> dict[str, Handler]:
    """Return all handlers by operationId."""
    package = importlib.import_module("sipgate_tools.sandbox.api")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    return _handlers
