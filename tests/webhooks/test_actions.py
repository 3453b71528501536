"""Actions and their XML."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipgate_tools.errors import InvalidInput
from sipgate_tools.webhooks import actions
from sipgate_tools.webhooks.actions import Action, render

URL = "https://example.com/menu.wav"


def xml(action: Action | None) -> ElementTree.Element:
    return ElementTree.fromstring(render(action, on_data="https://example.com/hook"))


def inner(action: Action) -> str:
    return ElementTree.tostring(xml(action)[0], encoding="unicode")


def long_url(number: int) -> str:
    return f"https://example.com/{'x' * 7_000}{number}.wav"


LONG: list[Callable[[int], Action]] = [
    lambda number: actions.play(long_url(number)),
    lambda number: actions.gather(announcement=long_url(number)),
    lambda number: actions.play_and_hang_up(long_url(number)),
    lambda number: actions.Redirect(("+" + "1" * (7_000 + number),)),
]


@pytest.mark.parametrize("make", LONG, ids=["play", "gather", "play and hang up", "redirect"])
def test_long_texts_of_actions_are_not_kept_in_memory(make: Callable[[int], Action]) -> None:
    render(make(0), on_data=URL)
    tracemalloc.start()
    try:
        for number in range(500):
            render(make(number), on_data=URL)
        assert tracemalloc.get_traced_memory()[0] < 3_000_000
    finally:
        tracemalloc.stop()


def test_without_an_action_the_call_continues() -> None:
    assert render(None) == b'<?xml version="1.0" encoding="UTF-8"?><Response/>'


def test_subscriptions_are_attributes_of_the_response() -> None:
    response = ElementTree.fromstring(
        render(None, on_answer="https://a.example/?x=1&y=2", on_hangup="https://b.example")
    )
    assert response.attrib == {"onAnswer": "https://a.example/?x=1&y=2", "onHangup": "https://b.example"}


@pytest.mark.parametrize(
    ("action", "written"),
    [
        (actions.redirect("+4915799912345"), "<Dial><Number>4915799912345</Number></Dial>"),
        (actions.redirect("4915799912345"), "<Dial><Number>4915799912345</Number></Dial>"),
        (actions.redirect("+49 1579 991 23 45"), "<Dial><Number>4915799912345</Number></Dial>"),
        (
            actions.redirect("+4915799912345", "+492111234567", caller_id="+4921199", anonymous=True),
            '<Dial callerId="4921199" anonymous="true">'
            "<Number>4915799912345</Number><Number>492111234567</Number></Dial>",
        ),
        (
            actions.redirect(["+4915799912345"], anonymous=False),
            '<Dial anonymous="false"><Number>4915799912345</Number></Dial>',
        ),
        (actions.voicemail(), "<Dial><Voicemail /></Dial>"),
        (actions.reject(), '<Reject reason="rejected" />'),
        (actions.reject("busy"), '<Reject reason="busy" />'),
        (actions.hang_up(), "<Hangup />"),
        (actions.play(URL), f"<Play><Url>{URL}</Url></Play>"),
        (actions.play_and_hang_up(URL), f"<Play><Url>{URL}</Url></Play>"),
        (actions.play_and_transfer(URL, "+4915799912345"), f"<Play><Url>{URL}</Url></Play>"),
        (actions.gather(), '<Gather onData="https://example.com/hook" maxDigits="1" timeout="2000" />'),
        (
            actions.gather(max_digits=4, timeout=timedelta(seconds=1.5), announcement=URL),
            '<Gather onData="https://example.com/hook" maxDigits="4" timeout="1500">'
            f"<Play><Url>{URL}</Url></Play></Gather>",
        ),
        (actions.gather(timeout=0), '<Gather onData="https://example.com/hook" maxDigits="1" timeout="0" />'),
    ],
)
def test_each_action_is_rendered_as_the_push_api_expects(action: Action, written: str) -> None:
    assert inner(action) == written


def test_urls_are_escaped() -> None:
    tricky = "https://example.com/a.wav?x=1&y=<\">'"
    assert xml(actions.play(tricky)).findtext("Play/Url") == tricky
    gather = ElementTree.fromstring(render(actions.gather(), on_data=tricky))[0]
    assert gather.attrib["onData"] == tricky


@pytest.mark.parametrize(
    "make",
    [
        lambda: actions.redirect([]),
        lambda: actions.redirect(["+4915799912345"] * 6),
        lambda: actions.redirect("0211 1234567"),
        lambda: actions.redirect("Alice"),
        lambda: actions.redirect("+4915799912345", caller_id="me"),
        lambda: actions.reject("tired"),  # type: ignore[arg-type]
        lambda: actions.gather(max_digits=0),
        lambda: actions.gather(max_digits=True),
        lambda: actions.gather(max_digits=1.5),  # type: ignore[arg-type]
        lambda: actions.gather(timeout=-1),
        lambda: actions.gather(timeout=2000),
        lambda: actions.gather(timeout=float("nan")),
        lambda: actions.gather(announcement="menu.wav"),
        lambda: actions.play("ftp://example.com/menu.wav"),
        lambda: actions.play("https://example.com/a b.wav"),
        lambda: actions.play("https://example.com/\x00.wav"),
        lambda: actions.play(""),
        lambda: actions.play("https://example.com/" + "x" * 8000),
        lambda: actions.play_and_hang_up(URL, timeout=-1),
        lambda: actions.play_and_hang_up(URL, duration=-1),
        lambda: actions.play_and_transfer(URL, "nobody"),
    ],
)
def test_invalid_actions_are_refused(make: object) -> None:
    with pytest.raises(InvalidInput):
        make()  # type: ignore[operator]


def test_a_timeout_in_milliseconds_is_refused_with_a_hint() -> None:
    with pytest.raises(InvalidInput, match="timeout=2"):
        actions.gather(timeout=2000)


def test_five_numbers_can_ring_in_parallel() -> None:
    numbers = [f"+4921112345{digit}" for digit in range(5)]
    assert len(xml(actions.redirect(numbers)).findall("Dial/Number")) == 5


def test_a_gather_needs_a_url_for_its_digits() -> None:
    with pytest.raises(InvalidInput):
        render(actions.gather())


@given(st.text(max_size=40))
def test_any_url_is_refused_or_survives_escaping(tail: str) -> None:
    url = f"https://example.com/{tail}"
    try:
        action = actions.play(url)
    except InvalidInput:
        return
    assert xml(action).findtext("Play/Url") == url
