"""Random scenarios and webhook responses: every call ends, is reported once, and leaves one history entry."""

from __future__ import annotations

import ast
import io
import wave
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx2
from hypothesis import given
from hypothesis import strategies as st

from sipgate_tools.sandbox import Clock, Sandbox
from sipgate_tools.sandbox.state.messages import WebhookSettings
from sipgate_tools.sandbox.webhooks import dispatcher

from ..accounts import ALEX, BERTA, MERLE, NOON, SALES

HOOK = "http://hook.example"
FOLLOW = f'onAnswer="{HOOK}/answer" onHangup="{HOOK}/hangup"'
ACTIONS = (
    "",
    "<Hangup/>",
    "<Reject/>",
    "<Dial><Voicemail/></Dial>",
    "<Dial><Number>4915799912345</Number></Dial>",
    f"<Dial><Number>{BERTA[1:]}</Number><Number>4915799912345</Number></Dial>",
    f"<Play><Url>{HOOK}/sound.wav</Url></Play>",
    f"<Play><Url>{HOOK}/gone</Url></Play>",
    f'<Gather onData="{HOOK}/data" maxDigits="2" timeout="700"/>',
    f'<Gather onData="{HOOK}/data" timeout="0"><Play><Url>{HOOK}/sound.wav</Url></Play></Gather>',
    "<Nonsense/>",
)
NUMBERS = (ALEX, BERTA, SALES, MERLE, "+4915799912345", "+493023125150")
callees = st.fixed_dictionaries(
    {
        "does": st.sampled_from(
            ["answers", "busy", "noAnswer", "rejects", "unreachable", "unknown", "waits"]
        ),
        "after": st.one_of(st.none(), st.integers(0, 30)),
    }
) | st.fixed_dictionaries({"does": st.just("forwards"), "to": st.sampled_from([*NUMBERS, "v0", "v9"])})
acts = st.fixed_dictionaries(
    {
        "after": st.integers(0, 80),
        "do": st.sampled_from(["hangUp", "transfer", "hold", "resume", "press", "record", "stopRecording"]),
        "to": st.sampled_from(NUMBERS),
        "attended": st.booleans(),
        "digits": st.sampled_from(["", "1", "12#"]),
    }
)
scripts = st.fixed_dictionaries(
    {
        "from": st.sampled_from([MERLE, "anonymous", "p0", "e1", ALEX]),
        "to": st.sampled_from([ALEX, BERTA, SALES]),
        "callee": callees,
        "callees": st.dictionaries(st.sampled_from(NUMBERS), callees, max_size=3),
        "digits": st.lists(st.sampled_from(["", "1", "12", "99999"]), max_size=3),
        "givesUpAfter": st.one_of(st.none(), st.integers(0, 60)),
        "messageSeconds": st.sampled_from([0, 5]),
        "then": st.lists(acts, max_size=3),
    }
)


class Hook:
    """Answers one random thing after the other, then nothing."""

    def __init__(self, responses: list[str]) -> None:
        self.responses = responses
        self.forms: list[dict[str, str]] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        if request.method == "GET":
            found = request.url.path == "/sound.wav"
            return httpx2.Response(200 if found else 404, content=sound())
        self.forms.append({name: values[0] for name, values in parse_qs(request.content.decode()).items()})
        action = self.responses.pop(0) if self.responses else ""
        return httpx2.Response(200, text=f"<Response {FOLLOW}>{action}</Response>")


def sound() -> bytes:
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(16_000))
    return target.getvalue()


@given(
    script=scripts,
    responses=st.lists(st.sampled_from(ACTIONS), max_size=6),
    neo=st.booleans(),
    out=st.booleans(),
)
def test_every_call_ends_is_told_and_remembered_once(
    script: dict[str, Any], responses: list[str], neo: bool, out: bool
) -> None:
    hook = Hook(list(responses))
    sandbox = Sandbox(
        "neo" if neo else "classic", clock=Clock(NOON), webhook_transport=httpx2.MockTransport(hook)
    )
    sandbox.state.webhook_settings = WebhookSettings(incoming_url=HOOK, outgoing_url=HOOK, log=True)
    before = len(sandbox.state.history) + len(sandbox.state.channel_events)
    live = {call.id for call in sandbox.state.calls}
    if out:
        script = script | {"from": "e0", "to": MERLE, "direction": "out"}
    if neo and str(script["from"]).startswith("p"):
        script = script | {"from": "e0"}
    story = sandbox.play(script)
    assert all(story.causes)
    assert {call.id for call in sandbox.state.calls} == live
    assert len(sandbox.state.call_flows) == len(sandbox.state.deliveries) == 0
    assert not [due for due in sandbox.state.agenda if due.step.startswith("call.")]
    after = len(sandbox.state.history) + len(sandbox.state.channel_events)
    assert after - before == len(story.calls)
    for event in ("newCall", "hangup"):
        ids = [one["callId"] for one in hook.forms if one["event"] == event]
        assert len(ids) == len(set(ids)) <= len(story.calls)
    assert {one["xcid"] for one in hook.forms if "xcid" in one} <= {story.calls[0].xcid}
    moments = [one.at for one in story.entries]
    assert moments == sorted(moments)


def test_the_same_script_on_the_same_account_is_the_same_story() -> None:
    def story() -> tuple[list[str], list[dict[str, str]]]:
        hook = Hook([ACTIONS[8], ACTIONS[4]])
        sandbox = Sandbox(clock=Clock(NOON), webhook_transport=httpx2.MockTransport(hook))
        sandbox.state.webhook_settings = WebhookSettings(incoming_url=HOOK, outgoing_url=HOOK)
        return sandbox.play({"from": MERLE, "to": ALEX, "digits": ["12"]}).lines(), hook.forms

    assert story() == story()


REACHING = ("httpx2", "asyncio", "anyio", "socket", "ssl", "threading", "concurrent", "time")
OUTSIDE = ("client", "dispatcher", "engine", "runner", "app_transport", "signing_key")


def test_the_state_machine_reaches_nothing_but_the_state_it_is_given() -> None:
    webhooks = Path(dispatcher.__file__).parent
    engine = webhooks.with_name("call_engine")
    for module in sorted([*webhooks.glob("*.py"), *engine.glob("*.py")]):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        imported = {
            name.partition(".")[0]
            for node in ast.walk(tree)
            for name in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom) and not node.level
                else []
            )
        }
        assert module.stem in OUTSIDE or not imported & set(REACHING), module.name
