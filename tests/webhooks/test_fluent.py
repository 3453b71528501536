"""The fluent builder of the reference library, with its error messages."""

from __future__ import annotations

import socket
from xml.etree import ElementTree

import httpx2
import pytest

from sipgate_tools.errors import InvalidInput
from sipgate_tools.webhooks import FluentWebhookServer, actions
from sipgate_tools.webhooks.testing import Signer

URL = "https://phone.example.com/hook"


def test_a_server_is_built_step_by_step(signer: Signer) -> None:
    heard: list[str] = []
    builder = (
        FluentWebhookServer(public_key=signer.public_key)
        .set_server_port(0)
        .set_server_address(URL)
        .set_on_new_call_listener(lambda _: actions.gather())
        .set_on_data_listener(lambda _: actions.voicemail())
        .set_on_answer_listener(lambda event: heard.append(event.event))
        .set_on_hangup_listener(lambda event: heard.append(event.event))
    )
    with builder.start_server() as server:
        assert server.port > 0

        def post(arguments: dict[str, object]) -> ElementTree.Element:
            response = httpx2.post(f"{server.url}/hook", **arguments)  # type: ignore[arg-type]
            assert response.status_code == 200
            return ElementTree.fromstring(response.content)

        called = post(signer.new_call(call_id="1").arguments)
        assert called.attrib == {"onAnswer": URL, "onHangup": URL}
        assert called[0].attrib["onData"] == URL
        assert post(signer.dtmf(call_id="1").arguments).find("Dial/Voicemail") is not None
        post(signer.answer(call_id="1").arguments)
        post(signer.hang_up(call_id="1").arguments)
    assert heard == ["answer", "hangup"]


def test_forgeries_are_refused_by_default() -> None:
    builder = FluentWebhookServer().set_server_port(0).set_server_address(URL)
    with builder.start_server() as server:
        assert httpx2.post(f"{server.url}/hook", content=Signer().new_call().body).status_code == 401


@pytest.mark.parametrize("event", ["new_call", "answer", "hangup", "data"])
def test_each_listener_is_set_once(event: str) -> None:
    builder = FluentWebhookServer()
    set_listener = getattr(builder, f"set_on_{event}_listener")

    def listener(_: object) -> None: ...

    set_listener(listener)
    with pytest.raises(InvalidInput, match="can only handle one"):
        set_listener(listener)


def test_a_server_needs_a_port() -> None:
    with pytest.raises(InvalidInput, match="serverPort"):
        FluentWebhookServer().set_server_address(URL).start_server()
    with pytest.raises(InvalidInput, match="serverPort"):
        FluentWebhookServer().set_server_port(-1).set_server_address(URL).start_server()


def test_a_server_needs_an_address() -> None:
    with pytest.raises(InvalidInput, match="serverAddress"):
        FluentWebhookServer().set_server_port(0).start_server()


def test_a_port_in_use_is_an_immediate_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        builder = FluentWebhookServer().set_server_port(taken.getsockname()[1]).set_server_address(URL)
        with pytest.raises(InvalidInput, match="Cannot listen"):
            builder.start_server()
