"""What webhooks answer is done: redirect, voicemail, reject, play, gather, hang up."""

from __future__ import annotations

import io
import wave

import httpx2
import pytest

from sipgate_tools.sandbox import Sandbox

from ..accounts import ALEX, BERTA, MERLE, SALES, call_in, call_out, items
from ..receivers import SOUND, Receiver, gather, response

EXTERNAL = "+4915799912345"


def dial(*numbers: str, attributes: str = "") -> str:
    inner = "".join(f"<Number>{number}</Number>" for number in numbers)
    return f"<Dial{attributes}>{inner}</Dial>"


def test_without_an_action_the_call_goes_on_and_the_phones_ring(classic: Sandbox, hooks: Receiver) -> None:
    hooks.on("newCall", response())
    timeline = classic.play(call_in())
    assert [one["device"] for one in timeline.seen("rings")[0]["targets"]] == ["e0", "y0"]
    assert timeline.seen("answered") == [{"number": ALEX, "device": "e0", "user": "w0"}]


def test_an_empty_response_continues_the_call(classic: Sandbox, hooks: Receiver) -> None:
    assert classic.play(call_in()).seen("answered")
    assert hooks.events == ["newCall"]


def test_a_redirected_call_is_answered_by_the_number_that_picks_up_first(
    classic: Sandbox, hooks: Receiver
) -> None:
    hooks.on("newCall", response(dial("4915799912345", "491729925905", "4940669691")))
    timeline = classic.play(
        call_in(
            callees={
                EXTERNAL: "busy",
                "+491729925905": {"does": "answers", "after": 9},
                "+4940669691": "noAnswer",
            }
        )
    )
    assert [one["number"] for one in timeline.seen("rings")[0]["targets"]] == [
        EXTERNAL,
        "+491729925905",
        "+4940669691",
    ]
    _, answer, hangup = hooks.forms()
    assert answer["answeringNumber"] == hangup["answeringNumber"] == "491729925905"
    assert "user" not in answer
    assert {form["callId"] for form in hooks.forms()} == {timeline.call_id}
    assert hangup["cause"] == "normalClearing"


def test_a_redirect_to_a_number_of_the_account_names_the_user_who_picks_up(
    classic: Sandbox, hooks: Receiver
) -> None:
    hooks.on("newCall", response(dial(BERTA.removeprefix("+"))))
    classic.play(call_in())
    assert hooks.forms("answer")[0]["userId"] == "w1"


def test_a_redirect_whose_numbers_all_refuse_ends_the_call(classic: Sandbox, hooks: Receiver) -> None:
    hooks.on("newCall", response(dial("4915799912345", "491729925905")))
    timeline = classic.play(call_in(callees={EXTERNAL: "unknown", "+491729925905": "busy"}))
    assert timeline.causes == ["busy"]
    assert "answeringNumber" not in hooks.forms("hangup")[0]


def test_a_redirect_shows_the_number_it_is_told_to_or_none(classic: Sandbox, hooks: Receiver) -> None:
    hooks.on("newCall", response(dial("4915799912345", attributes=' callerId="493023125110"')))
    assert classic.play(call_in()).seen("redirects") == [{"to": [EXTERNAL], "shown": SALES}]
    hooks.on("newCall", response(dial("4915799912345", attributes=' anonymous="true"')))
    assert classic.play(call_in()).seen("redirects") == [{"to": [EXTERNAL], "shown": "anonymous"}]


def test_a_call_that_goes_out_can_be_sent_to_another_number(classic: Sandbox, hooks: Receiver) -> None:
    hooks.on("newCall", response(dial("4915799912345")))
    classic.play(call_out())
    assert hooks.forms("answer")[0]["answeringNumber"] == "4915799912345"


def test_the_voicemail_takes_a_message_that_is_in_the_history(
    classic: Sandbox, api: httpx2.Client, hooks: Receiver
) -> None:
    hooks.on("newCall", response("<Dial><Voicemail/></Dial>"))
    timeline = classic.play(call_in(message="Bitte um Rückruf", messageSeconds=12))
    assert timeline.seen("answered") == [{"number": ALEX, "voicemail": "v0"}]
    answer = hooks.forms("answer")[0]
    assert (answer["user"], {"userId", "fullUserId"} & answer.keys()) == ("voicemail", set())
    assert {form["callId"] for form in hooks.forms()} == {timeline.call_id}
    entry = items(api.get("history", params={"types": "VOICEMAIL"}))[0]
    assert (entry["transcription"], entry["duration"], entry["source"]) == ("Bitte um Rückruf", 12, MERLE)
    with wave.open(io.BytesIO(api.get(entry["recordingUrl"]).content)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, 8000)


def test_who_leaves_no_message_is_in_the_history_as_that(
    classic: Sandbox, api: httpx2.Client, hooks: Receiver
) -> None:
    hooks.on("newCall", response("<Dial><Voicemail/></Dial>"))
    classic.play(call_in(messageSeconds=0))
    assert items(api.get("history"))[0]["callStatus"] == "VOICEMAIL_NO_MESSAGE"


@pytest.mark.parametrize(
    ("action", "cause", "call_status"),
    [
        ('<Reject reason="busy"/>', "busy", "BUSY"),
        ('<Reject reason="rejected"/>', "noAnswer", "REJECTED"),
        ("<Reject/>", "noAnswer", "REJECTED"),
        ("<Hangup/>", "noAnswer", "REJECTED"),
    ],
)
def test_a_call_is_refused(
    classic: Sandbox, api: httpx2.Client, hooks: Receiver, action: str, cause: str, call_status: str
) -> None:
    hooks.on("newCall", response(action))
    timeline = classic.play(call_in())
    assert timeline.causes == [cause]
    assert hooks.forms("hangup")[0]["cause"] == cause
    assert timeline.seen("rings") == []
    assert items(api.get("history"))[0]["callStatus"] == call_status


def test_a_sound_is_fetched_and_takes_its_time_before_the_phones_ring(
    classic: Sandbox, hooks: Receiver
) -> None:
    hooks.on("newCall", response(SOUND))
    timeline = classic.play(call_in(callee={"does": "answers", "after": 5}))
    assert hooks.fetched == ["/menu.wav"]
    seconds = {one.what: one.seconds for one in timeline.entries}
    assert (seconds["plays"], seconds["rings"], seconds["answered"]) == (0.0, 3.0, 8.0)


@pytest.mark.parametrize(
    ("sound", "problem"),
    [
        (b"ID3 an mp3", "must be a WAV file"),
        (b"", "must be a WAV file"),
        ("stereo", "2 channels, 16 bits and 8000 Hz"),
        ("fast", "1 channels, 16 bits and 44100 Hz"),
    ],
)
def test_a_sound_of_another_kind_is_not_played_and_the_call_goes_on(
    classic: Sandbox, api: httpx2.Client, hooks: Receiver, sound: bytes | str, problem: str
) -> None:
    hooks.sound = sound if isinstance(sound, bytes) else odd_sound(sound)
    hooks.on("newCall", response(SOUND))
    timeline = classic.play(call_in())
    assert timeline.seen("plays") == []
    assert timeline.seen("answered")
    assert problem in api.get("log/webhooks").json()["items"][-1]["xmlError"]


def odd_sound(kind: str) -> bytes:
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setparams((2 if kind == "stereo" else 1, 2, 8000 if kind == "stereo" else 44100, 0, "NONE", ""))
        file.writeframes(bytes(8000))
    return target.getvalue()


def test_a_sound_that_is_not_there_is_not_played(
    classic: Sandbox, api: httpx2.Client, hooks: Receiver
) -> None:
    hooks.on("newCall", response("<Play><Url>{url}/gone.mp3</Url></Play>"))
    assert classic.play(call_in()).seen("answered")
    assert api.get("log/webhooks").json()["items"][-1]["xmlError"] == "The sound's URL returned 404"


def test_digits_are_collected_and_what_is_answered_to_them_is_done(classic: Sandbox, hooks: Receiver) -> None:
    hooks.on("newCall", response(gather(digits=2, timeout=3000, inner=SOUND)))
    hooks.on("dtmf", lambda form: response(dial("4915799912345")) if form.get("dtmf") == "12" else response())
    timeline = classic.play(call_in(digits=["12"]))
    assert [one["event"] for one in timeline.webhooks] == ["newCall", "dtmf", "answer", "hangup"]
    assert hooks.forms("answer")[0]["answeringNumber"] == "4915799912345"
    seconds = {one.what: one.seconds for one in timeline.entries}
    assert seconds["gathered"] == 4.0  # three seconds of sound, two keys of half a second


def test_collecting_ends_with_the_last_digit_that_is_wanted(classic: Sandbox, hooks: Receiver) -> None:
    hooks.on("newCall", response(gather(digits=2, timeout=9000)))
    classic.play(call_in(digits=["12345"]))
    assert hooks.forms("dtmf")[0]["dtmf"] == "12"


def test_collecting_ends_when_no_digit_comes_in_time(classic: Sandbox, hooks: Receiver) -> None:
    hooks.on("newCall", response(gather(digits=5, timeout=4000)))
    timeline = classic.play(call_in(digits=["12"]))
    assert hooks.forms("dtmf")[0]["dtmf"] == "12"
    assert next(one.seconds for one in timeline.entries if one.what == "gathered") == 5.0


def test_keys_slower_than_the_time_for_them_are_not_heard(classic: Sandbox, hooks: Receiver) -> None:
    hooks.on("newCall", response(gather(digits=1, timeout=400)))
    classic.play(call_in(digits=["1"]))
    assert "dtmf" not in hooks.forms("dtmf")[0]


def test_a_menu_leads_through_several_questions(classic: Sandbox, hooks: Receiver) -> None:
    hooks.on("newCall", response(gather(digits=1)))
    requests: list[str] = []

    def ask(form: dict[str, str]) -> str:
        requests.append(form.get("dtmf", ""))
        return response(gather(digits=4), follow=False) if len(requests) == 1 else response("<Hangup/>")

    hooks.on("dtmf", ask)
    timeline = classic.play(call_in(digits=["1", "0815"]))
    assert requests == ["1", "0815"]
    assert timeline.causes == ["normalClearing"]
    assert hooks.forms("hangup")[0]["cause"] == "normalClearing"


def test_a_menu_that_asks_for_ever_comes_to_an_end(classic: Sandbox, hooks: Receiver) -> None:
    hooks.on("newCall", response(gather(timeout=0)))
    hooks.on("dtmf", response(gather(timeout=0)))
    assert classic.play(call_in()).causes == ["cancel"]
    assert len(hooks.forms("dtmf")) == 50


def test_a_caller_who_gives_up_in_a_menu_is_gone(classic: Sandbox, hooks: Receiver) -> None:
    hooks.on("newCall", response(gather(timeout=20_000)))
    timeline = classic.play(call_in(givesUpAfter=7))
    assert timeline.causes == ["cancel"]
    assert hooks.events == ["newCall", "hangup"]


def test_the_first_key_stops_the_sound(classic: Sandbox, hooks: Receiver) -> None:
    hooks.on("newCall", response(gather(digits=2, timeout=2000, inner=SOUND)))
    call = classic.dial(call_in())
    classic.clock.advance(seconds=1)
    call.press("7")
    classic.clock.advance(seconds=1.9)
    classic.catch_up()
    assert call.phase == "gathering"
    classic.clock.advance(seconds=0.1)
    classic.catch_up()
    assert hooks.forms("dtmf")[0]["dtmf"] == "7"


def test_play_and_then_hang_up_or_transfer_with_the_live_call_operations(
    classic: Sandbox, api: httpx2.Client, hooks: Receiver
) -> None:
    hooks.on("newCall", response(SOUND))
    first, second = classic.dial(call_in(callee="waits")), classic.dial(call_in(callee="waits"))
    classic.clock.advance(seconds=3.5)
    assert api.put(f"calls/{second.id}/hold", json={"value": True}).status_code == 404
    assert api.delete(f"calls/{first.id}").status_code == 204
    body = {"attended": False, "phoneNumber": EXTERNAL}
    assert api.post(f"calls/{second.id}/transfer", json=body).status_code == 204
    assert first.cause == "normalClearing"
    assert second.cause == "forwarded"
    assert second.timeline.calls[1].to == EXTERNAL


def test_what_was_answered_to_a_call_that_is_over_meanwhile_changes_nothing(
    classic: Sandbox, api: httpx2.Client, hooks: Receiver
) -> None:
    def hang_up_first(form: dict[str, str]) -> str:
        assert api.delete(f"calls/{form['callId']}").status_code == 204
        return response(dial("4915799912345"))

    hooks.on("newCall", hang_up_first)
    timeline = classic.play(call_in())
    assert timeline.causes == ["noAnswer"]
    assert timeline.seen("redirects") == []


def test_an_announcement_into_an_established_call_is_fetched_and_checked(
    classic: Sandbox, api: httpx2.Client, hooks: Receiver
) -> None:
    call = classic.dial(call_in(callee={"does": "answers", "after": 1}, talkSeconds=None))
    classic.clock.advance(seconds=1)
    for name in ("info.wav", "info.mp3"):
        url = {"url": f"{hooks.url}/{name}"}
        assert api.post(f"calls/{call.id}/announcements", json=url).status_code == 204
    assert hooks.fetched == ["/info.wav", "/info.mp3"]
    assert call.timeline.seen("announces") == [
        {"seconds": 3.0},
        {"seconds": 0.0, "problem": "The sound's URL returned 404"},
    ]
