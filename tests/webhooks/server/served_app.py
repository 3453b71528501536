"""The app that test_servers.py serves with other ASGI servers."""

import os

from sipgate_tools.webhooks import NewCall, Origins, WebhookApp, actions
from sipgate_tools.webhooks.actions import Action

hooks = WebhookApp(
    public_url="https://phone.example.com/hook",
    public_key=os.environ["PUBLIC_KEY"],
    store=os.environ["STORE"],
    # The test machine may be busy.
    deadline_seconds=10,
)
by_origin = WebhookApp(
    public_url="https://phone.example.com/hook",
    verify=Origins(trusted_proxies=["127.0.0.1"]),
    deadline_seconds=10,
)


@hooks.on_new_call
async def ring(call: NewCall) -> Action:
    return actions.play(f"https://example.com/{call.call_id}.wav")
