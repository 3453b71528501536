"""The app for `scripts/benches/webhooks.py`, with a handler that redirects calls as in the reference's example."""

import os

from sipgate_tools.webhooks import NewCall, WebhookApp, actions, serve

hooks = WebhookApp(
    public_url=os.environ["BENCH_URL"],
    public_key=os.environ["BENCH_KEY"],
    store=os.environ.get("BENCH_STORE") or None,
)


@hooks.on_new_call
async def redirect(_: NewCall) -> actions.Redirect:
    """Redirect every call to one number."""
    return actions.redirect("+4915799912345")


@hooks.on_answer
async def answered(_: object) -> None:
    """Do nothing, like the reference's handler."""


@hooks.on_hangup
async def over(_: object) -> None:
    """Do nothing, like the reference's handler."""


if __name__ == "__main__":
    serve(hooks, port=int(os.environ["BENCH_PORT"]))
