"""The app that test_kill.py kills: every second call is hung up after a very short announcement."""

import os
import sys
from typing import Any

from sipgate_tools import AsyncSipgate
from sipgate_tools.webhooks import NewCall, WebhookApp, actions, serve
from sipgate_tools.webhooks.actions import Action

hooks = WebhookApp(
    public_url="https://phone.example.com/hook",
    public_key=os.environ["PUBLIC_KEY"],
    store=os.environ["STORE"],
    client=AsyncSipgate(
        token_id="token-ABC123", token="3d3f3b8e-5d2c-4c55-9b5e-1d1a2a0f2a11", base_url=os.environ["API"]
    ),
    # The test machine may be busy: only the deadline of a dead process matters here.
    deadline_seconds=10,
)


@hooks.on_new_call
async def ring(call: NewCall) -> Action:
    if call.call_id.endswith("-play"):
        return actions.play_and_hang_up("https://example.com/bye.wav", duration=0.02)
    return actions.redirect("+4915799912345")


def tell(listening: Any) -> None:
    sys.stdout.write(f"{listening}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve(hooks, port=0, on_listening=tell)
