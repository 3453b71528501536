"""The app over HTTP: accepted and refused requests."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from sipgate_tools.errors import InvalidInput
from sipgate_tools.webhooks import Dtmf, HangUp, NewCall, WebhookApp, actions
from sipgate_tools.webhooks.testing import Signer

URL = "https://phone.example.com/hook"


@pytest.fixture
def hooks(signer: Signer) -> WebhookApp:
    app = WebhookApp(public_url=URL, public_key=signer.public_key)

    @app.on_new_call
    async def ring(call: NewCall) -> actions.Redirect:
        return actions.redirect("+4915799912345")

    return app


@pytest.fixture
def client(hooks: WebhookApp) -> Iterator[TestClient]:
    with TestClient(hooks, base_url="https://phone.example.com") as opened:
        yield opened


def response_of(response: Any) -> ElementTree.Element:
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/xml"
    return ElementTree.fromstring(response.content)


def test_the_response_to_a_signed_call_is_that_of_its_handler(client: TestClient, signer: Signer) -> None:
    response = response_of(client.post("/hook", **signer.new_call().arguments))
    assert response.findtext("Dial/Number") == "4915799912345"
    assert response.attrib == {}


def test_bodies_with_umlauts_are_verified_byte_by_byte(client: TestClient, signer: Signer) -> None:
    body = "event=newCall&callId=ä1&user[]=Jürgen&from=1%20+2".encode()
    assert client.post("/hook", **signer.request(body).arguments).status_code == 200


def test_an_unsigned_delivery_is_unauthorized(client: TestClient, signer: Signer) -> None:
    response = client.post("/hook", content=signer.new_call().body)
    assert response.status_code == 401
    assert "www-authenticate" in response.headers


@pytest.mark.parametrize("signature", ["", "x", "QUFB", "ä".encode(), b"\xff\x00"[:1], "A" * 5000])
def test_a_wrong_signature_is_refused(client: TestClient, signer: Signer, signature: str | bytes) -> None:
    request = signer.new_call()
    headers = [(b"x-sipgate-signature", signature if isinstance(signature, bytes) else signature.encode())]
    response = client.post("/hook", content=request.body, headers=headers)
    assert response.status_code in {401, 403}


def test_a_signature_sent_twice_is_refused_even_when_both_are_right(
    client: TestClient, signer: Signer
) -> None:
    request = signer.new_call()
    signature = signer.sign(request.body)
    headers = [("X-Sipgate-Signature", signature), ("x-sipgate-signature", signature)]
    assert client.post("/hook", content=request.body, headers=headers).status_code == 403


def test_a_changed_body_is_refused(client: TestClient, signer: Signer) -> None:
    request = signer.new_call()
    response = client.post("/hook", content=request.body + b"&x=1", headers=dict(request.headers))
    assert response.status_code == 403


def test_a_refusal_is_one_line_without_the_body(
    client: TestClient, signer: Signer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "sipgate_tools"):
        client.post("/hook", content=signer.new_call(from_="+492111234567").body)
    records = [record for record in caplog.records if record.name.startswith("sipgate_tools")]
    assert len(records) == 1
    assert "492111234567" not in records[0].getMessage()
    assert "testclient" in records[0].getMessage()


def test_a_body_beyond_the_limit_is_refused(client: TestClient, signer: Signer) -> None:
    body = b"event=newCall&callId=1&x=" + b"x" * 10_000_000
    assert client.post("/hook", **signer.request(body).arguments).status_code == 413


def test_a_body_beyond_the_limit_is_refused_without_a_declared_length(client: TestClient) -> None:
    parts = (b"x" * 65536 for _ in range(10))
    assert client.post("/hook", content=parts).status_code == 413


def test_a_body_in_parts_is_put_together(client: TestClient, signer: Signer) -> None:
    request = signer.new_call()
    parts = (request.body[start : start + 7] for start in range(0, len(request.body), 7))
    assert client.post("/hook", content=parts, headers=dict(request.headers)).status_code == 200


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/x-www-form-urlencoded", 200),
        ("Application/X-WWW-Form-Urlencoded; Charset=UTF-8", 200),
        ('application/x-www-form-urlencoded;charset="utf-8"', 200),
        ("application/x-www-form-urlencoded; charset=iso-8859-1", 415),
        ("application/json", 415),
        ("text/plain", 415),
        ("", 415),
    ],
)
def test_only_forms_in_utf8_are_read(
    client: TestClient, signer: Signer, content_type: str, status: int
) -> None:
    request = signer.new_call()
    headers = dict(request.headers) | {"content-type": content_type}
    assert client.post("/hook", content=request.body, headers=headers).status_code == status


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"])
def test_only_post_is_allowed_for_deliveries(client: TestClient, method: str) -> None:
    response = client.request(method, "/hook")
    assert response.status_code == 405
    assert response.headers["allow"] == "POST"


@pytest.mark.parametrize("path", ["/", "/hooks", "/hook/more", "/Hook", "//hook"])
def test_other_paths_are_not_found(client: TestClient, signer: Signer, path: str) -> None:
    url = f"https://phone.example.com{path}"
    assert client.post(url, **signer.new_call().arguments).status_code == 404


def test_a_trailing_slash_is_ignored(client: TestClient, signer: Signer) -> None:
    assert client.post("/hook/", **signer.new_call().arguments).status_code == 200


def test_signed_nonsense_is_a_bad_request(client: TestClient, signer: Signer) -> None:
    assert client.post("/hook", **signer.request(b"no=event").arguments).status_code == 400


def test_unknown_events_are_accepted(client: TestClient, signer: Signer) -> None:
    response = response_of(client.post("/hook", **signer.request(b"event=coffee&callId=1").arguments))
    assert len(response) == 0


def test_without_a_handler_the_call_continues(signer: Signer) -> None:
    hooks = WebhookApp(public_url=URL, public_key=signer.public_key)
    response = response_of(TestClient(hooks).post("/hook", **signer.new_call().arguments))
    assert len(response) == 0


def test_pick_ups_and_hang_ups_are_subscribed_to_when_they_have_handlers(signer: Signer) -> None:
    hooks = WebhookApp(public_url=URL, public_key=signer.public_key)
    client = TestClient(hooks)

    def attributes() -> dict[str, str]:
        return response_of(client.post("/hook", **signer.new_call().arguments)).attrib

    assert attributes() == {}
    hooks.on_answer(lambda _: None)
    assert attributes() == {"onAnswer": URL}
    hooks.on_hangup(lambda _: None)
    assert attributes() == {"onAnswer": URL, "onHangup": URL}


def test_with_a_store_they_are_subscribed_to_unless_follow_calls_is_false(
    signer: Signer, tmp_path: Any
) -> None:
    for follow_calls, expected in ((None, {"onAnswer": URL, "onHangup": URL}), (False, {})):
        hooks = WebhookApp(
            public_url=URL,
            public_key=signer.public_key,
            store=tmp_path / f"{follow_calls}.db",
            follow_calls=follow_calls,
        )
        with TestClient(hooks) as client:
            assert response_of(client.post("/hook", **signer.new_call().arguments)).attrib == expected


def test_digits_reach_the_handler_which_may_gather_again(signer: Signer) -> None:
    hooks = WebhookApp(public_url=URL, public_key=signer.public_key)

    @hooks.on_new_call(direction="in")
    async def menu(call: NewCall) -> actions.Gather:
        return actions.gather(max_digits=1, timeout=5, announcement="https://example.com/menu.wav")

    @hooks.on_data
    async def choose(event: Dtmf) -> actions.Action:
        return actions.redirect("+4915799912345") if event.dtmf == "1" else actions.voicemail()

    client = TestClient(hooks)
    gather = response_of(client.post("/hook", **signer.new_call(call_id="1").arguments))[0]
    assert gather.attrib == {"onData": URL, "maxDigits": "1", "timeout": "5000"}
    pressed = response_of(client.post("/hook", **signer.dtmf(call_id="1", digits="1").arguments))
    assert pressed.findtext("Dial/Number") == "4915799912345"
    silent = response_of(client.post("/hook", **signer.dtmf(call_id="2").arguments))
    assert silent.find("Dial/Voicemail") is not None


def test_a_hang_up_reaches_its_handler(signer: Signer) -> None:
    hooks = WebhookApp(public_url=URL, public_key=signer.public_key)
    causes: list[str] = []

    @hooks.on_hangup
    def over(event: HangUp) -> None:
        causes.append(event.cause)

    TestClient(hooks).post("/hook", **signer.hang_up(call_id="1", cause="busy").arguments)
    assert causes == ["busy"]


def test_health_reports_whether_deliveries_can_be_stored(client: TestClient, tmp_path: Any) -> None:
    assert client.get("/health").text == "ok"
    assert client.head("/health").content == b""
    assert client.post("/health").status_code == 405
    broken = tmp_path / "calls.db"
    broken.write_text("this is no database, but something that is long enough to be looked at closely" * 20)
    assert TestClient(WebhookApp(public_url=URL, store=broken)).get("/health").status_code == 503


def test_a_delivery_that_cannot_be_stored_gets_an_error_response(signer: Signer, tmp_path: Any) -> None:
    broken = tmp_path / "calls.db"
    broken.write_text("this is no database, but something that is long enough to be looked at closely" * 20)
    hooks = WebhookApp(public_url=URL, public_key=signer.public_key, store=broken)
    assert TestClient(hooks).post("/hook", **signer.new_call().arguments).status_code == 503


@pytest.mark.parametrize(
    ("route", "at", "posted"),
    [
        (Mount, "/hook", "/hook/"),
        (Mount, "/some/where", "/some/where/"),
        (Mount, "/", "/hook"),
        (Route, "/hook", "/hook"),
    ],
    ids=["at its path", "at another path", "at the root", "as a route"],
)
def test_a_mounted_app_accepts_deliveries_at_its_root(
    hooks: WebhookApp, signer: Signer, route: type[Mount] | type[Route], at: str, posted: str
) -> None:
    outer = Starlette(routes=[route(at, hooks)], lifespan=hooks.lifespan)
    with TestClient(outer) as client:
        response = client.post(posted, **signer.new_call().arguments)
    assert response_of(response).findtext("Dial/Number") == "4915799912345"


def _mounted_twice(hooks: WebhookApp) -> Mount:
    return Mount("/a", routes=[Mount("/b", hooks)])


PLACES: dict[str, tuple[Callable[[WebhookApp], Mount | Route] | None, str, str]] = {
    "alone": (None, "/hook", "/hookx"),
    "route": (lambda hooks: Route("/hook", hooks), "/hook", "/"),
    "mount": (lambda hooks: Mount("/hook", hooks), "/hook/", "/hook/x"),
    "mount elsewhere": (lambda hooks: Mount("/other", hooks), "/other/", "/other/x"),
    "mount at the root": (lambda hooks: Mount("/", hooks), "/hook", "/x"),
    "mount in a mount": (_mounted_twice, "/a/b/", "/a/b/x"),
}


@pytest.mark.parametrize(("outer", "posted", "not_there"), PLACES.values(), ids=PLACES)
def test_deliveries_are_accepted_behind_a_root_path(
    signer: Signer, outer: Callable[[WebhookApp], Mount | Route] | None, posted: str, not_there: str
) -> None:
    hooks = WebhookApp(public_url="https://phone.example.com/app/hook", public_key=signer.public_key)
    client = TestClient(hooks if outer is None else Starlette(routes=[outer(hooks)]), root_path="/app")
    # Starlette itself finds mounts in mounts only if the root path is repeated, as most servers do.
    for before in ["/app"] if outer is _mounted_twice else ["", "/app"]:
        assert client.post(before + posted, **signer.new_call().arguments).status_code == 200
        for elsewhere in (not_there, "/apple", "/nothing"):
            response = client.post(before + elsewhere, **signer.new_call().arguments)
            assert response.status_code == 404, elsewhere


@pytest.mark.parametrize("root_path", ["", "/app"])
def test_health_is_read_behind_a_root_path_and_a_mount(root_path: str) -> None:
    hooks = WebhookApp(public_url=URL)
    for inner, path in ((hooks, "/health"), (Starlette(routes=[Mount("/phone", hooks)]), "/phone/health")):
        for before in {"", root_path}:
            assert TestClient(inner, root_path=root_path).get(before + path).text == "ok"


def test_trailing_whitespace_is_not_part_of_header_values(client: TestClient, signer: Signer) -> None:
    request = signer.new_call()
    headers = {**request.headers, "content-length": f"{len(request.body)} \t"}
    headers["X-Sipgate-Signature"] += "  "
    assert client.post("/hook", content=request.body, headers=headers).status_code == 200


def test_health_is_below_the_mount(hooks: WebhookApp) -> None:
    outer = Starlette(routes=[Mount("/phone", hooks)])
    assert TestClient(outer).get("/phone/health").text == "ok"


def test_deliveries_are_accepted_behind_a_proxy_that_rewrites_paths(signer: Signer) -> None:
    hooks = WebhookApp(public_url=URL, public_key=signer.public_key, path="/inside")
    client = TestClient(hooks)
    assert client.post("/inside", **signer.new_call().arguments).status_code == 200
    assert client.post("/hook", **signer.new_call().arguments).status_code == 404


def test_credentials_in_the_public_url_are_part_of_later_urls(signer: Signer) -> None:
    url = "https://user:pass%20word@phone.example.com/h%C3%B6rer?account=1&x=2"
    hooks = WebhookApp(public_url=url, public_key=signer.public_key)
    hooks.on_hangup(lambda _: None)
    response = TestClient(hooks).post("/hörer?account=1&x=2", **signer.new_call().arguments)
    assert response_of(response).attrib == {"onHangup": url}


@pytest.mark.parametrize(
    "url", ["", "phone.example.com/hook", "ftp://example.com", "https://", "https://e.com/#x"]
)
def test_an_url_that_sipgate_cannot_post_to_is_refused(url: str) -> None:
    with pytest.raises(InvalidInput):
        WebhookApp(public_url=url)


def test_an_invalid_key_is_refused_when_the_app_is_created() -> None:
    with pytest.raises(InvalidInput):
        WebhookApp(public_url=URL, public_key="no key")


def test_websockets_are_refused(hooks: WebhookApp) -> None:
    with pytest.raises(WebSocketDisconnect), TestClient(hooks).websocket_connect("/hook"):
        pass


_signer = Signer()
_fuzzed = TestClient(WebhookApp(public_url=URL, public_key=_signer.public_key))

_header = st.tuples(
    st.sampled_from(
        ["x-sipgate-signature", "content-type", "x-forwarded-for", "content-encoding", "x-other"]
    ),
    st.binary(max_size=60).map(
        lambda value: value.replace(b"\r", b"").replace(b"\n", b"").replace(b"\0", b"")
    ),
)


@given(body=st.binary(max_size=400), headers=st.lists(_header, max_size=6))
def test_no_body_and_no_header_crashes_the_app(body: bytes, headers: list[tuple[str, bytes]]) -> None:
    raw = [(name.encode(), value) for name, value in headers]
    assert _fuzzed.post("/hook", content=body, headers=raw).status_code in {400, 401, 403, 415}


@given(
    tail=st.binary(max_size=400), event=st.sampled_from(["newCall", "answer", "hangup", "dtmf", "other", ""])
)
def test_no_signed_body_crashes_the_app(tail: bytes, event: str) -> None:
    body = b"callId=1&event=" + event.encode() + b"&" + tail
    response = _fuzzed.post("/hook", **_signer.request(body).arguments)
    assert response.status_code in {200, 400}
    if response.status_code == 200:
        ElementTree.fromstring(response.content)
