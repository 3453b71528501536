"""Webhook payloads: bodies, headers and signatures, as the push API documents them."""

from __future__ import annotations

import base64
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import httpx2

from sipgate_tools.sandbox import Sandbox

from ..accounts import ALEX, BERTA, MERLE, SALES, call_in, call_out
from ..receivers import Receiver, gather, response

UNROUTED = "+493023125150"


def test_a_new_call_is_told_with_these_fields_in_this_form(classic: Sandbox, hooks: Receiver) -> None:
    timeline = classic.play(call_in())
    [one] = hooks.received
    call_id, xcid = timeline.call_id, timeline.calls[0].xcid
    assert one.path == "/in"
    assert one.body.decode() == (
        f"event=newCall&direction=in&from=491729925904&to=493023125100&callId={call_id}&origCallId={call_id}"
        "&user%5B%5D=Alex+Sander&userId%5B%5D=w0&fullUserId%5B%5D=1234567w0"
        f"&xcid={xcid}"
    )
    assert re.fullmatch("[0-9A-F]{76}", call_id)
    assert re.fullmatch("[0-9a-f]{16}", xcid)


def test_a_new_call_without_users_names_none_but_has_the_field(classic: Sandbox, hooks: Receiver) -> None:
    """As in the signed delivery that sipgate has published: `user[]` empty, no ids, this order of the fields."""
    timeline = classic.play(call_in(to=UNROUTED))
    call_id, xcid = timeline.call_id, timeline.calls[0].xcid
    assert hooks.received[0].body.decode() == (
        f"event=newCall&direction=in&from=491729925904&to=493023125150&callId={call_id}&origCallId={call_id}"
        f"&user%5B%5D=&xcid={xcid}"
    )


def test_the_headers_are_those_of_sipgate(classic: Sandbox, hooks: Receiver) -> None:
    classic.play(call_in())
    headers = hooks.received[0].headers
    assert headers["user-agent"] == "sipgate.io"
    assert headers["content-type"] == "application/x-www-form-urlencoded; charset=UTF-8"
    assert headers["accept"] == "application/xml, text/plain, text/html"
    assert headers["accept-charset"] == "utf-8"
    assert headers["accept-encoding"] == "gzip,deflate"
    assert headers["x-sipgate-jobs"] == "http://www.sipgate.de/jobs"
    assert headers["x-forwarded-for"] in ("217.116.118.254", "212.9.46.32")
    assert len(headers["x-sipgate-signature"]) == 684  # 4096 bits in base64


def test_openssl_verifies_the_signature(classic: Sandbox, hooks: Receiver, tmp_path: Path) -> None:
    classic.play(call_in())
    [one] = hooks.received
    (tmp_path / "key.pem").write_text(classic.public_key)
    (tmp_path / "body").write_bytes(one.body)
    (tmp_path / "signature").write_bytes(base64.b64decode(one.headers["x-sipgate-signature"]))
    done = subprocess.run(
        ["openssl", "dgst", "-sha256", "-verify", "key.pem", "-signature", "signature", "body"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "Verified OK"


def test_every_user_of_a_group_is_named(classic: Sandbox, hooks: Receiver) -> None:
    classic.play(call_in(to=SALES))
    [form] = hooks.forms("newCall")
    assert form["user[]"] == ["Alex Sander", "Berta Vogel"]
    assert form["userId[]"] == ["w0", "w1"]
    assert form["fullUserId[]"] == ["1234567w0", "1234567w1"]


def test_a_hidden_caller_is_anonymous(classic: Sandbox, hooks: Receiver) -> None:
    classic.play(call_in(**{"from": "anonymous"}))
    assert hooks.forms("newCall")[0]["from"] == "anonymous"


def test_an_answered_call_is_told_with_who_picked_up(classic: Sandbox, hooks: Receiver) -> None:
    hooks.on("newCall", response())
    timeline = classic.play(call_in(to=SALES, callee={"does": "answers", "device": "e1"}))
    [answer] = hooks.forms("answer")
    assert answer == {
        "event": "answer",
        "direction": "in",
        "callId": timeline.call_id,
        "origCallId": timeline.call_id,
        "from": "491729925904",
        "to": "493023125110",
        "user": "Berta Vogel",
        "userId": "w1",
        "fullUserId": "1234567w1",
        "answeringNumber": "493023125110",
        "xcid": timeline.calls[0].xcid,
    }
    assert [one.path for one in hooks.received] == ["/in", "/answer", "/hangup"]


def test_the_answer_event_of_an_outgoing_call_has_no_user(classic: Sandbox, hooks: Receiver) -> None:
    hooks.on("newCall", response())
    classic.play(call_out())
    new, answer, hangup = hooks.forms()
    assert hooks.received[0].path == "/out"
    assert (new["direction"], new["from"], new["to"]) == ("out", "493023125100", "491729925904")
    assert new["user[]"] == ["Alex Sander"]
    assert not {"user", "userId", "fullUserId"} & answer.keys()
    assert answer["answeringNumber"] == hangup["answeringNumber"] == "491729925904"


def test_the_end_of_a_call_is_told_with_its_cause(classic: Sandbox, hooks: Receiver) -> None:
    hooks.on("newCall", response())
    timeline = classic.play(call_in(callee="busy"))
    assert hooks.forms("hangup") == [
        {
            "event": "hangup",
            "callId": timeline.call_id,
            "origCallId": timeline.call_id,
            "cause": "busy",
            "from": "491729925904",
            "to": "493023125100",
            "direction": "in",
            "xcid": timeline.calls[0].xcid,
        }
    ]


def test_digits_are_told_and_left_out_when_there_were_none(classic: Sandbox, hooks: Receiver) -> None:
    hooks.on("newCall", response(gather(digits=3)))
    timeline = classic.play(call_in(digits=["42#"]))
    classic.play(call_in())
    pressed, nothing = hooks.forms("dtmf")
    assert pressed == {
        "event": "dtmf",
        "callId": timeline.call_id,
        "origCallId": timeline.call_id,
        "dtmf": "42#",
    }
    assert "dtmf" not in nothing


def test_without_subscriptions_only_new_call_is_sent(classic: Sandbox, hooks: Receiver) -> None:
    hooks.on("newCall", response(follow=False))
    classic.play(call_in())
    assert hooks.events == ["newCall"]


def test_responses_to_answer_and_hangup_are_discarded(
    classic: Sandbox, api: httpx2.Client, hooks: Receiver
) -> None:
    hooks.on("newCall", response())
    hooks.on("answer", response("<Hangup/>"))
    hooks.on("hangup", "discarded")
    timeline = classic.play(call_in(talkSeconds=30))
    assert timeline.calls[0].cause == "normalClearing"
    assert timeline.seen("answered")
    log = api.get("log/webhooks").json()["items"]
    assert [(one["xmlError"], one["status"]) for one in log] == [("", "200 OK")] * 3


def test_names_with_umlauts_are_utf_8_in_the_form(
    classic: Sandbox, api: httpx2.Client, hooks: Receiver
) -> None:
    classic.state.users.put(replace(classic.state.users["w1"], firstname="Jürgen & Zoë", lastname="Groß+"))
    classic.state.commit()
    classic.play(call_in(to=BERTA))
    assert b"user%5B%5D=J%C3%BCrgen+%26+Zo%C3%AB+Gro%C3%9F%2B" in hooks.received[0].body
    assert hooks.forms("newCall")[0]["user[]"] == ["Jürgen & Zoë Groß+"]


def test_emergency_calls_never_reach_a_webhook(classic: Sandbox, hooks: Receiver) -> None:
    for number in ("110", "112"):
        assert classic.play(call_out(to=number)).cause == "normalClearing"
    assert hooks.received == []


def test_the_call_id_of_a_started_call_is_its_session_id(
    classic: Sandbox, api: httpx2.Client, hooks: Receiver
) -> None:
    hooks.on("newCall", response())
    session = api.post("sessions/calls", json={"caller": "p0", "callee": MERLE}).json()["sessionId"]
    classic.clock.advance(seconds=5)
    api.delete(f"calls/{session}")
    assert [form["callId"] for form in hooks.forms("newCall", "answer", "hangup")] == [session] * 3
    assert hooks.forms("newCall")[0]["from"] == ALEX.removeprefix("+")
