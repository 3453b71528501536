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
        dispatcher: The request dispatcher, with the state, clock, rules and faults of the account.
        webhook_dispatcher: The dispatcher that delivers the account's webhooks.
        environment: A function that returns the environment variables for programs that use the account.
    """

    dispatcher: Dispatcher
    webhook_dispatcher: WebhookDispatcher
    environment: Callable[[], dict[str, str]]
