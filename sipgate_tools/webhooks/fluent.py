"""A webhook server built step by step, as the reference library does it."""

from __future__ import annotations

from typing import Any, Self

from sipgate_tools.errors import InvalidInput

from .app import WebhookApp
from .handlers import AnswerHandler, DtmfHandler, HangUpHandler, NewCallHandler
from .server import DEFAULT_HOST, RunningServer, start


class FluentWebhookServer:
    """Builds and starts a webhook server.

    server = (
        FluentWebhookServer()
        .set_server_port(8080)
        .set_server_address("https://phone.example.com/hook")
        .set_on_new_call_listener(lambda call: actions.reject("busy"))
        .start_server()
    )

    Each listener is set once at most. Everything else that `WebhookApp` can do is an option.

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
        """Set where sipgate reaches the server, as it stands in the settings of the account."""
        self._address = address
        return self

    def set_server_port(self, port: int) -> Self:
        """Set the port to listen on; 0: any."""
        self._port = port
        return self

    def set_hostname(self, host: str) -> Self:
        """Set the address to listen on; this machine only by default."""
        self._host = host
        return self

    def set_on_new_call_listener(self, listener: NewCallHandler) -> Self:
        """Set who says what happens with new calls.

        Raises:
            InvalidInput: There is one already.
        """
        return self._set("newCall", listener)

    def set_on_answer_listener(self, listener: AnswerHandler) -> Self:
        """Set who is told that somebody picked up.

        Raises:
            InvalidInput: There is one already.
        """
        return self._set("answer", listener)

    def set_on_hangup_listener(self, listener: HangUpHandler) -> Self:
        """Set who is told that a call is over.

        Raises:
            InvalidInput: There is one already.
        """
        return self._set("hangup", listener)

    def set_on_data_listener(self, listener: DtmfHandler) -> Self:
        """Set who says what happens after a gather.

        Raises:
            InvalidInput: There is one already.
        """
        return self._set("data", listener)

    def start_server(self) -> RunningServer:
        """Start the server in a thread and return it once it listens.

        Raises:
            InvalidInput: The port or the address is missing or cannot be used.
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
