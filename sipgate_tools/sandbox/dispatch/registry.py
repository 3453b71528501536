"""Registers the handlers of operations, and defines the context they receive."""

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
    """A validated request: everything that a handler may use.

    `path`, `query` and `body` contain the values declared in the spec, with its types and defaults. A handler reads and
    changes only `state`, and takes the time only from `now`.
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

    It returns a JSON value, None for an empty body, or a `Response` for anything else, and raises `ApiError`.
    """

    def register(handler: HandlerT) -> HandlerT:
        if operation_id in _handlers:
            msg = f"{operation_id} has two handlers"
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
