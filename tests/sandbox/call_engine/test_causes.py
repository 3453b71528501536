"""How calls end, are forwarded and transferred, and what remains of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx2
import pytest

from sipgate_tools.sandbox import Sandbox
from sipgate_tools.sandbox.state.phones import AutoRecording, BlockedNumber, Forwarding

from ..accounts import ALEX, BERTA, MERLE, SALES, call_in, call_out, items
from ..receivers import Receiver, response


def change_line(sandbox: Sandbox, **fields: Any) -> None:
    sandbox.state.phonelines.put(replace(sandbox.state.phonelines["p0"], **fields))
    sandbox.state.commit()


def change_devices(sandbox: Sandbox, **fields: Any) -> None:
    for key in ("e0", "y0"):
        sandbox.state.devices.put(replace(sandbox.state.devices[key], **fields))
    sandbox.state.commit()


@pytest.mark.parametrize(
    ("script", "cause", "entry"),
    [
        (call_in(), "normalClearing", ("INCOMING", "PICKUP", "SUCCESS")),
        (call_in(hangsUp="callee"), "normalClearing", ("INCOMING", "PICKUP", "SUCCESS")),
        (call_in(callee="busy"), "busy", ("MISSED_INCOMING", "BUSY", "BUSY")),
        (call_in(callee="rejects"), "noAnswer", ("MISSED_INCOMING", "NOPICKUP", "REJECTED")),
        (call_in(callee="unreachable"), "congestion", ("MISSED_INCOMING", "NOPICKUP", "FAILURE")),
        (call_in(callee="unknown"), "notFound", ("MISSED_INCOMING", "NOPICKUP", "FAILURE")),
        (call_in(callee="noAnswer", givesUpAfter=9), "cancel", ("MISSED_INCOMING", "NOPICKUP", "MISSED")),
        (call_out(callee="busy"), "busy", ("MISSED_OUTGOING", "BUSY", "BUSY")),
        (call_out(callee="noAnswer"), "noAnswer", ("MISSED_OUTGOING", "NOPICKUP", "MISSED")),
        (call_out(callee="unknown"), "notFound", ("MISSED_OUTGOING", "NOPICKUP", "FAILURE")),
        (call_out(givesUpAfter=2), "cancel", ("MISSED_OUTGOING", "NOPICKUP", "MISSED")),
    ],
)
def test_every_way_a_call_ends_is_told_and_remembered(
    classic: Sandbox,
    api: httpx2.Client,
    hooks: Receiver,
    script: dict[str, Any],
    cause: str,
    entry: tuple[str, str, str],
) -> None:
    hooks.on("newCall", response())
    timeline = classic.play(script)
    assert timeline.causes == [cause]
    assert hooks.forms("hangup")[0]["cause"] == cause
    newest = items(api.get("history"))[0]
    assert (newest["direction"], newest["status"], newest["callStatus"]) == entry
    assert newest["callId"] == timeline.call_id


def test_who_is_not_answered_in_time_is_forwarded_to_the_voicemail(
    classic: Sandbox, api: httpx2.Client, hooks: Receiver
) -> None:
    hooks.on("newCall", response())
    timeline = classic.play(call_in(callee="noAnswer", message="Ich bin's"))
    first, second = timeline.calls
    assert hooks.events == ["newCall", "hangup", "newCall", "answer", "hangup"]
    assert hooks.forms("hangup")[0] | {"cause": "forwarded", "callId": first.id} == hooks.forms("hangup")[0]
    new = hooks.forms("newCall")[1]
    assert new["callId"] == second.id != first.id
    assert (new["origCallId"], new["xcid"]) == (first.id, first.xcid)
    assert (new["diversion"], new["from"], new["to"]) == ("493023125100", "491729925904", "493023125100")
    assert new["user[]"] == ["voicemail"]
    assert "userId[]" not in new
    assert [entry["type"] for entry in items(api.get("history", params={"limit": 2}))] == [
        "VOICEMAIL",
        "CALL",
    ]
    assert next(one.seconds for one in timeline.entries if one.what == "forwards") == 20.0


def test_a_forwarded_call_is_a_new_call_that_goes_out(classic: Sandbox, hooks: Receiver) -> None:
    change_line(classic, forwardings=(Forwarding("+4915799912345", 8, active=True),))
    hooks.on("newCall", response())
    timeline = classic.play(call_in(callee="noAnswer", callees={"+4915799912345": "answers"}))
    assert timeline.causes == ["forwarded", "normalClearing"]
    first, second = hooks.forms("newCall")
    assert (second["direction"], second["from"], second["to"]) == ("out", "491729925904", "4915799912345")
    assert (second["origCallId"], second["diversion"]) == (first["callId"], "493023125100")
    assert [one.path for one in hooks.received if one.form["event"] == "newCall"] == ["/in", "/out"]


def test_a_busy_line_can_forward_to_a_colleague(classic: Sandbox, hooks: Receiver) -> None:
    hooks.on("newCall", response())
    timeline = classic.play(call_in(callee={"does": "forwards", "to": BERTA}, callees={BERTA: "answers"}))
    assert timeline.causes == ["forwarded", "normalClearing"]
    _, second = hooks.forms("newCall")
    assert (second["direction"], second["to"], second["userId[]"]) == ("in", "493023125101", ["w1"])
    assert hooks.forms("answer")[0]["userId"] == "w1"


def test_the_target_of_a_forwarding_picks_up_by_default(classic: Sandbox) -> None:
    timeline = classic.play(call_in(callee={"does": "forwards", "to": "+4915799912345"}))
    assert timeline.causes == ["forwarded", "normalClearing"]


def test_forwardings_that_go_round_in_circles_end(classic: Sandbox, hooks: Receiver) -> None:
    change_line(classic, forwardings=(Forwarding(ALEX, 1, active=True),))
    timeline = classic.play(call_in(callee="noAnswer"))
    assert timeline.causes == ["forwarded"] * 5 + ["congestion"]


def test_a_blind_transfer_tells_of_the_new_call_first(
    classic: Sandbox, api: httpx2.Client, hooks: Receiver
) -> None:
    hooks.on("newCall", response())
    timeline = classic.play(
        call_in(then=[{"after": 10, "do": "transfer", "to": BERTA}], callees={BERTA: "answers"})
    )
    assert timeline.causes == ["normalClearing", "normalClearing"]
    first, second = timeline.calls
    assert [(form["event"], form["callId"]) for form in hooks.forms()] == [
        ("newCall", first.id),
        ("answer", first.id),
        ("newCall", second.id),
        ("hangup", first.id),
        ("answer", second.id),
        ("hangup", second.id),
    ]
    new = hooks.forms("newCall")[1]
    assert (new["from"], new["to"], new["diversion"]) == ("491729925904", "493023125101", "493023125100")
    assert new["origCallId"] == first.id
    assert [entry["status"] for entry in items(api.get("history", params={"limit": 2}))] == [
        "PICKUP",
        "FORWARD",
    ]


def test_an_attended_transfer_ends_the_first_call_when_the_second_is_answered(
    classic: Sandbox, hooks: Receiver
) -> None:
    hooks.on("newCall", response())
    timeline = classic.play(
        call_in(
            then=[{"after": 10, "do": "transfer", "to": BERTA, "attended": True}], callees={BERTA: "answers"}
        )
    )
    assert hooks.events == ["newCall", "answer", "newCall", "answer", "hangup", "hangup"]
    assert hooks.forms("hangup")[0]["callId"] == timeline.call_id
    assert timeline.causes == ["normalClearing", "normalClearing"]
    assert (timeline.calls[0].ended or timeline.calls[0].started) == timeline.calls[1].answered


def test_an_attended_transfer_that_fails_leaves_the_first_call_as_it_was(
    classic: Sandbox, hooks: Receiver
) -> None:
    timeline = classic.play(
        call_in(
            then=[{"after": 10, "do": "transfer", "to": BERTA, "attended": True}],
            callees={BERTA: "busy"},
            talkSeconds=40,
        )
    )
    assert timeline.causes == ["normalClearing", "busy"]
    assert [one.what for one in timeline.entries if one.what in ("held", "resumed")] == ["held", "resumed"]
    assert timeline.calls[0].ended == timeline.entries[-1].at


def test_a_caller_who_hangs_up_during_an_attended_transfer_ends_both_calls(
    classic: Sandbox, hooks: Receiver
) -> None:
    timeline = classic.play(
        call_in(
            then=[{"after": 10, "do": "transfer", "to": BERTA, "attended": True}],
            callees={BERTA: "noAnswer"},
            talkSeconds=15,
        )
    )
    assert timeline.causes == ["normalClearing", "cancel"]


def test_a_live_call_is_transferred_through_the_api_with_attended_and_without(
    classic: Sandbox, api: httpx2.Client, hooks: Receiver
) -> None:
    call = classic.dial(call_in(callee="waits", callees={"+4915799912345": "busy"}))
    call.answer()
    body = {"attended": True, "phoneNumber": "+4915799912345"}
    assert api.post(f"calls/{call.id}/transfer", json=body).status_code == 204
    classic.clock.advance(seconds=5)
    classic.catch_up()
    assert call.phase == "talking"
    assert api.post(f"calls/{call.id}/transfer", json=body | {"attended": False}).status_code == 204
    assert call.phase == "ended"
    assert hooks.forms("newCall")[-1]["diversion"] == "493023125100"


def test_a_phone_that_is_off_or_does_not_disturb_is_not_rung(classic: Sandbox, hooks: Receiver) -> None:
    change_line(classic, forwardings=())
    hooks.on("newCall", response())
    change_devices(classic, online=False)
    assert classic.play(call_in()).causes == ["notFound"]
    change_devices(classic, online=True, dnd=True)
    assert classic.play(call_in()).causes == ["noAnswer"]
    assert [form["cause"] for form in hooks.forms("hangup")] == ["notFound", "noAnswer"]


def test_calls_to_phones_that_are_off_are_forwarded_at_once(classic: Sandbox) -> None:
    change_devices(classic, online=False)
    timeline = classic.play(call_in())
    assert timeline.causes == ["forwarded", "normalClearing"]
    assert timeline.seen("answered") == [{"number": ALEX, "voicemail": "v0"}]


def test_who_is_busy_on_busy_and_talks_is_busy(classic: Sandbox, api: httpx2.Client) -> None:
    change_line(classic, forwardings=())
    classic.state.users.put(replace(classic.state.users["w0"], busy_on_busy=True))
    classic.state.commit()
    assert classic.play(call_in()).causes == ["busy"]  # the demo account has a live call of Alex
    assert items(api.get("history"))[0]["callStatus"] == "BUSY_ON_BUSY"


def test_blocked_and_unwanted_anonymous_callers_reach_neither_phone_nor_webhook(
    classic: Sandbox, hooks: Receiver
) -> None:
    classic.state.blocked_numbers.put(BlockedNumber(MERLE))
    change_line(classic, block_anonymous=True)
    assert classic.play(call_in()).causes == ["noAnswer"]
    assert classic.play(call_in(**{"from": "anonymous"})).causes == ["noAnswer"]
    change_line(classic, block_target="VOICEMAIL")
    assert classic.play(call_in(**{"from": "anonymous"})).seen("answered")[0]["voicemail"] == "v0"
    assert hooks.received == []


def test_a_parallel_forwarding_rings_too(classic: Sandbox, hooks: Receiver) -> None:
    hooks.on("newCall", response())
    row = next(iter(classic.state.parallel_forwardings))
    classic.state.parallel_forwardings.put(replace(row, active=True, destination="+4915799912345"))
    classic.state.commit()
    classic.play(call_in(callee="noAnswer", callees={"+4915799912345": "answers"}))
    assert hooks.forms("answer")[0]["answeringNumber"] == "4915799912345"


def test_the_group_s_voicemail_takes_an_unanswered_call(classic: Sandbox) -> None:
    timeline = classic.play(call_in(to=SALES, callee="noAnswer"))
    assert timeline.seen("answered") == [{"number": SALES, "voicemail": "v3"}]


def test_a_number_that_leads_nowhere_is_not_found(classic: Sandbox) -> None:
    assert classic.play(call_in(to="+493023125150")).causes == ["notFound"]


def test_recordings_are_in_the_history_by_hand_and_by_themselves(
    classic: Sandbox, api: httpx2.Client
) -> None:
    acts = [{"after": 5, "do": "record"}, {"after": 20, "do": "stopRecording"}]
    classic.play(call_in(then=acts, talkSeconds=30))
    assert len(items(api.get("history"))[0]["recordings"]) == 1
    classic.state.auto_recordings.put(AutoRecording("p0", active=True))
    classic.state.commit()
    classic.play(call_in())
    [recording] = items(api.get("history"))[0]["recordings"]
    assert api.get(recording["url"]).content.startswith(b"RIFF")


def test_on_neo_a_call_that_came_in_is_an_event_of_its_channel(neo: Sandbox, neo_api: httpx2.Client) -> None:
    timeline = neo.play(call_in(talkSeconds=42))
    assert timeline.seen("answered") == [{"number": ALEX, "device": "e0", "user": "w0"}]
    assert items(neo_api.get("history", params={"types": "CALL"})) == []
    channel = items(neo_api.get("channels"))[0]["id"]
    newest = items(neo_api.get(f"channels/{channel}/events"))[0]
    assert (newest["callId"], newest["duration"]) == (timeline.call_id, 42)


def test_on_neo_a_message_is_in_the_history(neo: Sandbox, neo_api: httpx2.Client) -> None:
    timeline = neo.play(call_in(callee="noAnswer", message="Hallo"))
    assert timeline.causes == ["forwarded", "normalClearing"]
    assert items(neo_api.get("history", params={"types": "VOICEMAIL"}))[0]["transcription"] == "Hallo"


def test_on_neo_a_started_call_sends_webhooks(
    neo: Sandbox, neo_api: httpx2.Client, neo_hooks: Receiver
) -> None:
    neo_hooks.on("newCall", response())
    body = {"deviceId": "e0", "targetNumber": "491729925904", "callerId": "493023125100"}
    call_id = neo_api.post("calls", json=body).json()["callSid"]
    neo.clock.advance(seconds=3)
    assert neo_api.delete(f"calls/{call_id}").status_code == 204
    assert neo_hooks.events == ["newCall", "answer", "hangup"]
    assert neo_hooks.forms("newCall")[0]["from"] == "493023125100"


def test_a_script_without_a_called_number_is_refused_by_name(classic: Sandbox) -> None:
    with pytest.raises(ValueError, match="to is missing"):
        classic.play({"from": "p0"})


def test_the_story_in_lines_says_where_a_call_goes(classic: Sandbox, hooks: Receiver) -> None:
    hooks.on("newCall", response("<Dial><Number>4915799912345</Number><Number>4915799912346</Number></Dial>"))
    act = {"after": 2, "do": "transfer", "to": BERTA, "attended": True}
    story = str(classic.play(call_in(then=[act])))
    assert "Dial numbers=+4915799912345, +4915799912346" in story
    assert "redirected to +4915799912345, +4915799912346" in story
    assert f"transferred to {BERTA}, spoken to first" in story
