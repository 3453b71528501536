"""The exchange itself: malformed answers, broken and slow servers, passwords, whose webhook is asked, and the log."""

from __future__ import annotations

import base64
import logging
import socket
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipgate_tools.sandbox import Clock, Rules, Sandbox
from sipgate_tools.sandbox.webhooks.response_xml import parse_response

from ..accounts import ALEX, BERTA, NOON, SALES, call_in, call_out, connect
from ..receivers import Receiver, gather, listening, response

NUMBER = "<Number>4915799912345</Number>"


def log(api: httpx2.Client) -> list[dict[str, Any]]:
    """The webhook log, oldest first."""
    return list(reversed(api.get("log/webhooks").json()["items"]))


def answering(body: str | bytes, **settings: Any) -> tuple[Sandbox, httpx2.Client]:
    """An account whose webhook answers this to everything; no socket is needed for that."""
    transport = httpx2.MockTransport(lambda _: httpx2.Response(200, content=body))
    sandbox = Sandbox(clock=Clock(NOON), webhook_transport=transport, check_answers=True)
    api = connect(sandbox)
    urls = {"incomingUrl": "http://hook.example", "outgoingUrl": "http://hook.example", "log": True}
    assert api.put("settings/sipgateio", json=urls | settings).status_code == 204
    return sandbox, api


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("OK", "not XML"),
        ('{"Response": {}}', "not XML"),
        ("<Response>", "not XML"),
        (b'<?xml version="1.0" encoding="UTF-8"?><Response>\xff</Response>', "not XML"),
        ('<?xml version="1.0" encoding="klingon"?><Response/>', "not XML"),
        ('<!DOCTYPE r [<!ENTITY a "b">]><Response>&a;</Response>', "document type"),
        ("<Error message='no'/>", "Response, not Error"),
        ("<response/>", "Response, not response"),
        ("<Response><Reject/><Hangup/></Response>", "2 actions"),
        ("<Response><Say>Hallo</Say></Response>", "Unknown action Say"),
        ("<Response>Hallo</Response>", "must not contain text"),
        ("<Response onAnswer='/answer'/>", "onAnswer must be an absolute"),
        ("<Response onHangup='ftp://a.example/'/>", "onHangup must be an absolute"),
        ("<Response onDial='http://a.example/'/>", "Unknown attribute onDial"),
        (f"<Response><Dial>{NUMBER * 6}</Dial></Response>", "6 numbers, but at most 5"),
        ("<Response><Dial/></Response>", "either Number elements or one Voicemail"),
        (
            f"<Response><Dial>{NUMBER}<Voicemail/></Dial></Response>",
            "either Number elements or one Voicemail",
        ),
        ("<Response><Dial><Number>0211 123</Number></Dial></Response>", "must be a number in E.164"),
        (f"<Response><Dial callerId='ich'>{NUMBER}</Dial></Response>", "callerId must be a number"),
        ("<Response><Reject reason='tired'/></Response>", "Unknown reason tired"),
        ("<Response><Play/></Response>", "exactly one Url"),
        ("<Response><Play><Url></Url></Play></Response>", "Url in Play must not be empty"),
        ("<Response><Play><Url>menu.wav</Url></Play></Response>", "Url must be an absolute"),
        ("<Response><Gather/></Response>", "must have the attribute onData"),
        ("<Response><Gather onData='/data'/></Response>", "onData must be an absolute"),
        ("<Response><Gather onData='http://a.example' maxDigits='0'/></Response>", "maxDigits must be"),
        ("<Response><Gather onData='http://a.example' timeout='2s'/></Response>", "timeout must be"),
        ("<Response><Gather onData='http://a.example' type='speech'/></Response>", "only the type dtmf"),
        ("<Response><Gather onData='http://a.example'><Hangup/></Gather></Response>", "only one Play"),
        ("<Response>" + " " * 100_000 + "</Response>", "longer than"),
    ],
)
def test_a_malformed_response_is_logged_and_the_call_continues(body: str | bytes, problem: str) -> None:
    sandbox, api = answering(body)
    timeline = sandbox.play(call_in())
    assert timeline.causes == ["normalClearing"]
    assert timeline.seen("answered")
    [entry] = log(api)
    assert problem in entry["xmlError"]
    assert (entry["status"], entry["url"]) == ("200 OK", "http://hook.example")
    assert entry["request"].startswith("event=newCall&direction=in&from=491729925904&to=")
    assert sandbox.problems == []


def test_a_call_that_goes_out_takes_one_number_only() -> None:
    sandbox, api = answering(f"<Response><Dial>{NUMBER}<Number>4915799912346</Number></Dial></Response>")
    assert sandbox.play(call_out()).seen("redirects") == []
    assert "2 numbers, but at most 1" in log(api)[0]["xmlError"]


@pytest.mark.parametrize(
    "body",
    [
        "<Response/>",
        '<?xml version="1.0" encoding="utf-8"?>\n<Response>\n    <!-- nothing -->\n</Response>',
        f'<Response><Dial anonymous="undefined">{NUMBER}</Dial></Response>',
        "<Response><Dial><Number>+4915799912345</Number></Dial></Response>",
        "<Response><Dial>\n<Voicemail/>\n</Dial></Response>",
        "<Response><Reject></Reject></Response>",
        "   ",
    ],
)
def test_what_the_reference_library_and_people_write_is_understood(body: str) -> None:
    sandbox, api = answering(body)
    sandbox.play(call_in())
    assert [entry["xmlError"] for entry in log(api)] == [""]


@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(lambda text: f"<Response>{text}</Response>".encode()),
    )
)
def test_no_response_whatever_stops_a_call(body: bytes) -> None:
    reading = parse_response(body, "in")
    assert reading.problem == "" or reading.action is None


def test_the_log_contains_request_and_response_unchanged(
    classic: Sandbox, api: httpx2.Client, hooks: Receiver
) -> None:
    hooks.on("newCall", response("<Reject/>", follow=False))
    classic.play(call_in())
    [entry] = log(api)
    assert entry["request"] == hooks.received[0].body.decode()
    head, _, body = entry["response"].partition("\n\n")
    assert head.startswith("HTTP/1.0 200 OK\n")
    assert "content-type: application/xml" in head.lower()
    assert body == '<?xml version="1.0" encoding="UTF-8"?><Response><Reject/></Response>'
    assert entry["created"] == "2026-03-18T11:00:00Z"


def test_nothing_is_logged_while_the_log_is_off(
    classic: Sandbox, api: httpx2.Client, hooks: Receiver
) -> None:
    api.put("settings/sipgateio", json=api.get("settings/sipgateio").json() | {"log": False})
    classic.play(call_in())
    assert hooks.events == ["newCall"]
    assert log(api) == []


@pytest.mark.parametrize("status", [301, 302, 307, 401, 404, 500, 503])
def test_a_response_with_another_status_is_ignored(
    classic: Sandbox, api: httpx2.Client, hooks: Receiver, status: int
) -> None:
    hooks.status, hooks.headers = status, {"location": f"{hooks.url}/elsewhere"}
    hooks.on("newCall", response("<Reject/>"))
    timeline = classic.play(call_in())
    assert timeline.causes == ["normalClearing"]
    assert [one.path for one in hooks.received] == ["/in"]  # redirects are not followed
    assert hooks.fetched == []
    assert log(api)[0]["status"].startswith(str(status))


def test_a_server_that_is_not_there_holds_nothing_up(classic: Sandbox, api: httpx2.Client) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        api.put("settings/sipgateio", json={"incomingUrl": url, "outgoingUrl": "", "log": True})
        assert classic.play(call_in()).causes == ["normalClearing"]
    [entry] = log(api)
    assert (entry["status"], entry["response"]) == ("600 - General IO Error - connection refused", "")


def test_a_late_response_times_out() -> None:
    sandbox = Sandbox(clock=Clock(NOON), rules=Rules(webhook_timeout=timedelta(seconds=0.2)))
    api = connect(sandbox)
    with listening(sandbox) as hooks:
        hooks.hold.clear()
        hooks.on("newCall", response("<Reject/>"))
        api.put("settings/sipgateio", json={"incomingUrl": hooks.url, "outgoingUrl": "", "log": True})
        assert sandbox.play(call_in()).causes == ["normalClearing"]
        assert log(api)[0]["status"] == "600 - General IO Error - timed out"


def test_a_password_in_the_url_is_sent_as_basic_auth_and_shown_nowhere_but_in_sipgate_s_log(
    classic: Sandbox, api: httpx2.Client, hooks: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    url = hooks.url.replace("://", "://pat:p%40ss:w%C3%B6rd@") + "/in?tenant=7"
    api.put("settings/sipgateio", json={"incomingUrl": url, "outgoingUrl": "", "log": True})
    timeline = classic.play(call_in())
    [one] = hooks.received
    kind, _, credentials = one.headers["authorization"].partition(" ")
    assert (kind, base64.b64decode(credentials).decode()) == ("Basic", "pat:p@ss:wörd")
    assert one.path == "/in?tenant=7"
    assert log(api)[0]["url"] == url
    assert "p%40ss" not in str(timeline) + repr(timeline.entries) + caplog.text
    assert "pat:***@" in str(timeline)


def test_an_untrusted_certificate_is_refused_unless_the_phoneline_allows_it(
    classic: Sandbox, api: httpx2.Client, tmp_path: Path
) -> None:
    with listening(classic, certificate=tmp_path / "server.pem") as hooks:
        assert hooks.url.startswith("https://")
        urls = {"incomingUrl": hooks.url, "outgoingUrl": "", "log": True}
        api.put("settings/sipgateio", json=urls)
        classic.play(call_in())
        assert (log(api)[0]["status"], hooks.received) == (
            "600 - General IO Error - certificate not trusted",
            [],
        )
        own = urls | {"incomingActive": True}
        pem = (tmp_path / "server.pem").read_text()
        for trust in ({"allowSelfSigned": True}, {"certificate": pem[pem.index("-----BEGIN CERT") :]}):
            assert api.put("w0/phonelines/p0/sipgateio", json=own | trust).status_code < 300
            classic.play(call_in())
    assert hooks.events == ["newCall", "newCall"]


def test_the_whitelist_limits_webhooks_to_extensions(
    classic: Sandbox, api: httpx2.Client, hooks: Receiver
) -> None:
    def receivers_with(whitelist: list[str] | None) -> list[str]:
        current = api.get("settings/sipgateio").json()
        api.put("settings/sipgateio", json=current | {"whitelist": whitelist})
        hooks.received.clear()
        for number in (ALEX, BERTA, SALES):
            classic.play(call_in(to=number))
        classic.play(call_out())
        return [form["to"] if form["direction"] == "in" else "out" for form in hooks.forms("newCall")]

    alex, berta, sales = (number.removeprefix("+") for number in (ALEX, BERTA, SALES))
    assert receivers_with(None) == [alex, berta, sales, "out"]
    assert receivers_with(["p1", "g0"]) == [berta, sales]
    assert receivers_with([]) == []


def test_nothing_is_told_where_sipgate_io_is_not_booked(classic: Sandbox, hooks: Receiver) -> None:
    classic.book(missing=["sipgateio"])
    classic.play(call_in())
    assert hooks.received == []


def test_a_phoneline_s_own_webhook_goes_before_the_account_s_and_has_its_own_log(
    classic: Sandbox, api: httpx2.Client, hooks: Receiver
) -> None:
    own = {
        "incomingActive": True,
        "incomingUrl": f"{hooks.url}/alex",
        "outgoingActive": False,
        "outgoingUrl": "",
    }
    assert api.put("w0/phonelines/p0/sipgateio", json=own | {"log": True}).status_code < 300
    classic.play(call_in())
    classic.play(call_out())
    assert [one.path for one in hooks.received] == ["/alex", "/out"]
    assert [one["url"] for one in api.get("w0/phonelines/p0/sipgateio/log").json()["items"]] == [
        f"{hooks.url}/alex"
    ]
    assert [one["url"] for one in log(api)] == [f"{hooks.url}/out"]


def test_on_neo_http_is_for_this_machine_only(
    neo: Sandbox, neo_api: httpx2.Client, neo_hooks: Receiver
) -> None:
    def set_url(url: str) -> int:
        body = {"incomingUrl": url, "outgoingUrl": ""}
        return neo_api.put("settings/sipgateio", json=body).status_code

    refused = (
        "http://a.example/",
        "http://127.0.0.1.a.example/",
        "http://localhost@a.example/",
        "http://127.1.a/",
    )
    assert [set_url(url) for url in refused] == [400] * 4
    assert [
        set_url(url)
        for url in ("http://localhost:1/", "http://[::1]:8/x", "http://u:p@127.0.0.1", "https://a.example")
    ] == [204] * 4
    assert set_url(neo_hooks.url) == 204
    neo.play(call_in())
    assert neo_hooks.events == ["newCall"]


def test_webhooks_of_a_call_arrive_in_order_when_the_clock_leaps(
    classic: Sandbox, api: httpx2.Client, hooks: Receiver
) -> None:
    hooks.on("newCall", response(gather(timeout=1000)))
    api.post("sessions/calls", json={"caller": "p0", "callee": "+491729925904"})
    call = classic.dial(call_in(callee="noAnswer", message="Hallo"))
    classic.clock.advance(timedelta(minutes=10))
    api.get("calls")
    mine = [form["event"] for form in hooks.forms() if form.get("origCallId") == call.id]
    assert mine == ["newCall", "dtmf", "hangup", "newCall", "dtmf", "answer", "hangup"]
    assert call.timeline.causes == ["forwarded", "normalClearing"]
    seconds = [one.seconds for one in call.timeline.entries if one.what == "ended"]
    assert seconds == [21.0, 33.0]


def test_a_reset_forgets_webhooks_that_were_on_their_way(classic: Sandbox, hooks: Receiver) -> None:
    hooks.on("newCall", lambda _: (classic.reset(), response("<Reject/>"))[1])
    call = classic.dial(call_in())
    assert call.id not in classic.state.call_records
    assert len(classic.state.deliveries) == 0


def test_an_account_that_changes_behind_a_call_s_back_does_not_break_it(
    classic: Sandbox, hooks: Receiver
) -> None:
    call = classic.dial(call_in(callee="waits"))
    classic.state.phonelines.remove("p0")
    for key in ("e0", "y0"):
        classic.state.devices.remove(key)
    classic.state.users.put(replace(classic.state.users["w0"], firstname=""))
    classic.state.commit()
    call.answer()
    call.hang_up()
    assert call.cause == "normalClearing"
