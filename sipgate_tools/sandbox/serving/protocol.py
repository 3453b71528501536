"""The type of a sandbox for the HTTP modules, which cannot import `Sandbox` because `Sandbox` imports them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import cached_property
from typing import Any, Protocol

from ..call_engine.engine import CallEngine
from ..clock import Clock
from ..dispatch.dispatcher import Dispatcher
from ..dispatch.http import Request, Response
from ..faults import Faults
from ..rules import Rules
from ..state import State


class SandboxAccount(Protocol):
    """The members of `Sandbox` that the ASGI application and the admin path use."""

    admin: bool
    clock: Clock
    faults: Faults

    @property
    def dispatcher(self) -> Dispatcher:
        """See `Sandbox.dispatcher`."""
        ...

    @property
    def rules(self) -> Rules:
        """See `Sandbox.rules`."""
        ...

    @rules.setter
    def rules(self, rules: Rules) -> None: ...

    @cached_property
    def call_engine(self) -> CallEngine:
        """See `Sandbox.call_engine`."""
        ...

    @property
    def state(self) -> State:
        """See `Sandbox.state`."""
        ...

    @property
    def token_id(self) -> str:
        """See `Sandbox.token_id`."""
        ...

    @property
    def token(self) -> str:
        """See `Sandbox.token`."""
        ...

    @property
    def environment(self) -> dict[str, str]:
        """See `Sandbox.environment`."""
        ...

    def respond(self, request: Request) -> Response:
        """See `Sandbox.respond`."""
        ...

    def reset(self, seed: str | None = None) -> None:
        """See `Sandbox.reset`."""
        ...

    def snapshot(self) -> dict[str, Any]:
        """See `Sandbox.snapshot`."""
        ...

    def restore(self, snapshot: dict[str, Any]) -> None:
        """See `Sandbox.restore`."""
        ...

    def book(self, *features: str, missing: Iterable[str] = ()) -> None:
        """See `Sandbox.book`."""
        ...

    def set_balance(self, amount: int) -> None:
        """See `Sandbox.set_balance`."""
        ...

    def issue_token(self, scopes: Iterable[str] = ("all",), *, user: str = "w0") -> tuple[str, str]:
        """See `Sandbox.issue_token`."""
        ...

    def issue_jwt(
        self, scopes: Iterable[str] = ("all",), *, user: str = "w0", lifetime: timedelta | None = None
    ) -> str:
        """See `Sandbox.issue_jwt`."""
        ...
