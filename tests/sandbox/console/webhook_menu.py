"""A webhook server for the tests of the console."""

from __future__ import annotations

import socket
from collections.abc import Generator
from contextlib import contextmanager

from sipgate_tools.sandbox import Sandbox
from sipgate_tools.sandbox.state.messages import WebhookSettings
from sipgate_tools.webhooks import Dtmf, HangUp, NewCall, WebhookApp, actions, start
from sipgate_tools.webhooks.actions import Action

from ..accounts import BERTA


@contextmanager
def menu(sandbox: Sandbox) -> Generator[list[str]]:
    """Our own webhook server: asks for two digits, and redirects whoever presses 17 to Berta."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    hooks = WebhookApp(public_url=f"http://127.0.0.1:{port}/hook", public_key=sandbox.public_key)
    heard: list[str] = []

    @hooks.on_new_call
    async def ask(call: NewCall) -> Action:
        heard.append(f"{call.from_} calls {call.to}")
        return actions.gather(max_digits=2, timeout=60)

    @hooks.on_data
    async def redirect(event: Dtmf) -> Action:
        heard.append(f"pressed {event.dtmf}")
        return actions.redirect(BERTA) if event.dtmf == "17" else actions.hang_up()

    @hooks.on_hangup
    async def note(_: HangUp) -> None:
        heard.append("hung up")

    with start(hooks, port=port):
        sandbox.state.webhook_settings = WebhookSettings(incoming_url=hooks.delivery_url, log=True)
        sandbox.state.commit()
        yield heard
