"""The parts of a sandbox that the console uses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..dispatch.dispatcher import Dispatcher
from ..webhooks.dispatcher import WebhookDispatcher


@dataclass(frozen=True, slots=True)
class ConsoleContext:
    """The parts of a sandbox that the console uses.

    Attributes:
        engine: The state, clock, rules and faults of the account.
        dispatcher: Delivers the account's webhooks.
        environment: Returns the environment variables for programs that use the account.
    """

    engine: Dispatcher
    dispatcher: WebhookDispatcher
    environment: Callable[[], dict[str, str]]
