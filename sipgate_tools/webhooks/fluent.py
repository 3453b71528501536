"""A builder for a webhook server with the method names of `sipgateio`, sipgate's Node.js library."""

from __future__ import annotations

from typing import Any, Self

from sipgate_tools.errors import InvalidInput

from .app import WebhookApp
from .processing.handlers import AnswerHandler, DtmfHandler, HangUpHandler, NewCallHandler
from .server import DEFAULT_HOST, RunningServer, start


class FluentWebhookServer:
    """A builder that configures and starts a webhook server.

    server = (
        FluentWebhookServer()
        .set_server_port(8080)
        .set_server_address("https://phone.example.com/hook")
        .set_on_new_call_listener(lambda call: actions.reject("busy"))
        .start_server()
    )

    Each listener can be set once. The errors have the same messages as in `sipgateio`.

    Args:
        **options: Further arguments of `WebhookApp` (`store`, `public_key`, `verify`, ...).
    """

    def __init__(self, **options: Any) -> None:
        self._options = options
        self._address = ""
        self._port: int | None = None
        self._host = DEFAULT_HOST
        self._listeners: dict[str, Any] = {}

    def set_server_address(self, address: str) -> Self:
        """Set the URL that sipgate posts to, exactly as in the settings of the account."""
        self._address = address
        return self

    def set_server_port(self, port: int) -> Self:
        """Set the port to listen on; 0 picks a free one."""
        self._port = port
        return self

    def set_hostname(self, host: str) -> Self:
        """Set the address to listen on; by default loopback only."""
        self._host = host
        return self

    def set_on_new_call_listener(self, listener: NewCallHandler) -> Self:
        """Set the handler for new calls, which returns an action or `None`.

        Raises:
            InvalidInput: The listener is already set.
        """
        return self._set("newCall", listener)

    def set_on_answer_listener(self, listener: AnswerHandler) -> Self:
        """Set the handler for answered calls.

        Raises:
            InvalidInput: The listener is already set.
        """
        return self._set("answer", listener)

    def set_on_hangup_listener(self, listener: HangUpHandler) -> Self:
        """Set the handler for ended calls.

        Raises:
            InvalidInput: The listener is already set.
        """
        return self._set("hangup", listener)

    def set_on_data_listener(self, listener: DtmfHandler) -> Self:
        """Set the handler for the digits that a gather collects, which returns an action or `None`.

        Raises:
            InvalidInput: The listener is already set.
        """
        return self._set("data", listener)

    def start_server(self) -> RunningServer:
        """Start the server in a thread, and return it when it listens.

        Raises:
            InvalidInput: The port or the address is missing or invalid, or an option of `WebhookApp` is.
            StoreFailed: The store cannot be opened at the moment.
            MissingExtra: The packages of the extra `webhooks` are not installed.
        """
        if self._port is None or self._port < 0:
            raise InvalidInput("invalid or missing serverPort", hint="Call set_server_port first.")
        if not self._address:
            raise InvalidInput("invalid or missing serverAddress", hint="Call set_server_address first.")
        app = WebhookApp(public_url=self._address, **self._options)
        register = {
            "newCall": app.on_new_call,
            "answer": app.on_answer,
            "hangup": app.on_hangup,
            "data": app.on_data,
        }
        for event, listener in self._listeners.items():
            register[event](listener)
        return start(app, host=self._host, port=self._port)

    def _set(self, event: str, listener: Any) -> Self:
        if event in self._listeners:
            raise InvalidInput(f"can only handle one {event} listener")
        self._listeners[event] = listener
        return self
