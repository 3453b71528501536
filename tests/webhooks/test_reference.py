"""The reference library's webhook server and ours: equal handlers have equal effects, events are parsed equally."""

from __future__ import annotations

import io
import json
import os
import subprocess
import threading
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx2
import pytest
from starlette.testclient import TestClient

from sipgate_tools.webhooks import Dtmf, NewCall, WebhookApp, actions, parse_event
from sipgate_tools.webhooks.actions import Action
from sipgate_tools.webhooks.testing import SignedRequest, Signer

URL = "http://127.0.0.1/hook?a=1"  # the reference does not escape an ampersand in attributes

# The same actions are in reference_server.cjs, where a gather's timeout is in milliseconds.
ACTIONS: dict[str, Callable[[str], Action | None]] = {
    "+4930001": lambda _: actions.redirect("4915799912345"),
    "+4930002": lambda _: actions.redirect(
        ["4915799912345", "492111234567"], caller_id="+4921199", anonymous=True
    ),
    "+4930003": lambda _: actions.voicemail(),
    "+4930004": lambda _: actions.reject("busy"),
    "+4930005": lambda _: actions.reject("rejected"),
    "+4930006": lambda _: actions.hang_up(),
    "+4930007": lambda wav: actions.play(wav),
    "+4930008": lambda _: actions.gather(max_digits=1, timeout=5),
    "+4930009": lambda wav: actions.gather(max_digits=4, timeout=0, announcement=wav),
    "+4930010": lambda _: None,
}


@dataclass
class Reference:
    """The reference's server: its URL, the file with the events that it parsed, and the sound file that it plays."""

    url: str
    teller: str
    announcement: str

    def post(self, request: SignedRequest) -> ElementTree.Element:
        response = httpx2.post(self.url, **request.arguments)
        assert response.status_code == 200
        return ElementTree.fromstring(response.content)

    def last_event(self) -> dict[str, Any]:
        return httpx2.get(self.teller).json()


class _Sound(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        file = io.BytesIO()
        with wave.open(file, "wb") as writer:
            writer.setnchannels(1)
            writer.setsampwidth(2)
            writer.setframerate(8000)
            writer.writeframes(b"\0\0" * 8000)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(file.getvalue())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def announcement() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Sound) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/menu.wav?x=1&y=2"
        running.shutdown()


@pytest.fixture(scope="module", params=[False, True], ids=["new calls and digits", "and what follows"])
def follow(request: pytest.FixtureRequest) -> bool:
    return request.param


@pytest.fixture(scope="module")
def reference(node_modules: Path, announcement: str, follow: bool) -> Iterator[Reference]:
    process = subprocess.Popen(
        ["node", str(Path(__file__).with_name("reference_server.cjs"))],
        env=os.environ
        | {
            "NODE_MODULES": str(node_modules.resolve()),
            "PUBLIC_URL": URL,
            "ANNOUNCEMENT": announcement,
            "FOLLOW": "1" if follow else "",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        port, teller = json.loads(process.stdout.readline())
        yield Reference(f"http://127.0.0.1:{port}/hook?a=1", f"http://127.0.0.1:{teller}", announcement)
    finally:
        process.terminate()
        process.communicate()


@pytest.fixture(scope="module")
def ours(signer: Signer, announcement: str, follow: bool) -> TestClient:
    hooks = WebhookApp(public_url=URL, public_key=signer.public_key)

    @hooks.on_new_call
    async def ring(call: NewCall) -> Action | None:
        return ACTIONS[call.to](announcement)

    @hooks.on_data
    async def choose(event: Dtmf) -> Action:
        return actions.redirect(f"+4930{event.dtmf}")

    if follow:
        hooks.on_answer(lambda _: None)
        hooks.on_hangup(lambda _: None)
    return TestClient(hooks)


def tree(element: ElementTree.Element) -> object:
    """Return names, attributes and texts of an element, without whitespace."""
    # The reference writes `anonymous="undefined"` if the attribute is not set.
    attributes = {name: value for name, value in element.attrib.items() if value != "undefined"}
    return element.tag, attributes, (element.text or "").strip(), [tree(child) for child in element]


def our_response(client: TestClient, request: SignedRequest) -> ElementTree.Element:
    response = client.post("/hook", **request.arguments)
    assert response.status_code == 200
    return ElementTree.fromstring(response.content)


@pytest.mark.parametrize("called", ACTIONS)
def test_the_same_handler_has_the_same_effect(
    reference: Reference, ours: TestClient, signer: Signer, called: str
) -> None:
    request = signer.new_call(to=called)
    assert tree(our_response(ours, request)) == tree(reference.post(request))


def test_digits_have_the_same_effect(reference: Reference, ours: TestClient, signer: Signer) -> None:
    request = signer.dtmf(call_id="1", digits="123456")
    assert tree(our_response(ours, request)) == tree(reference.post(request))


def test_a_new_call_is_parsed_the_same(reference: Reference, signer: Signer) -> None:
    request = signer.new_call(
        to="+4930010",
        users=[("Alice", "w0"), ("Bob", "w1")],
        diversion="+4930777",
        xcid="x1",
        origCallId="o1",
    )
    reference.post(request)
    theirs, event = reference.last_event(), parse_event(request.body)
    assert isinstance(event, NewCall)
    assert theirs == {
        "event": event.event,
        "callId": event.call_id,
        "originalCallId": event.original_call_id,
        "from": event.from_,
        "to": event.to,
        "direction": event.direction,
        "users": list(event.users),
        "userIds": list(event.user_ids),
        "fullUserIds": list(event.full_user_ids),
        "diversion": event.diversion,
        "xcid": event.xcid,
    }


def test_digits_are_parsed_the_same(reference: Reference, signer: Signer) -> None:
    request = signer.dtmf(call_id="1", digits="0123")
    reference.post(request)
    event = parse_event(request.body)
    assert isinstance(event, Dtmf)
    assert reference.last_event() == {
        "event": "dtmf",
        "dtmf": event.dtmf,
        "callId": event.call_id,
        "originalCallId": event.original_call_id,
    }
