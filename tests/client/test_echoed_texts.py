"""Any text of a message that a refusal repeats, in any encoding and case, whole or cut off, stays out of the error."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipgate_tools import BadRequest, Sipgate
from tests.client.credentials import TOKEN, TOKEN_ID
from tests.client.scripted_server import Reply, Script, scripted_server

SECRET = "zwölfhundert"
NUMBER = "+4915799912345"
BODIES: dict[str, Callable[[str], str]] = {
    "raw": str,
    "JSON": lambda text: json.dumps({"message": text}, ensure_ascii=False),
    "ASCII JSON": lambda text: json.dumps({"message": text, "recipient": NUMBER}),
    "indented JSON": lambda text: json.dumps({"message": text}, indent=2),
    "JSON twice": lambda text: json.dumps(
        json.dumps({"message": text}, ensure_ascii=False), ensure_ascii=False
    ),
    "ASCII JSON twice": lambda text: json.dumps(json.dumps({"message": text})),
    "JSON with escaped slashes": lambda text: json.dumps(text).replace("/", "\\/"),
    "URL": lambda text: quote(text, safe=""),
    "form": quote_plus,
    "JSON in a URL": lambda text: quote(json.dumps(text)),
    "literal of Python": repr,
    "ASCII literal of Python": ascii,
    "lower case": str.lower,
    "upper case": str.upper,
    "one line": lambda text: " ".join(text.split()),
}
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
WORDS = st.lists(
    st.sampled_from(["\n", "\t", '"', "\\", "\\n", "/", "😀", "ß", "%41", "&amp;", "+", " a"]), max_size=8
)
PARTS = st.one_of(TEXTS, WORDS.map("".join))


@pytest.fixture(scope="module")
def refusing() -> Generator[tuple[Sipgate, Script]]:
    with scripted_server(Reply()) as script:
        with Sipgate(token_id=TOKEN_ID, token=TOKEN, base_url=script.base_url, retries=0) as client:
            yield client, script


def error_of(refusing: tuple[Sipgate, Script], message: str, body: object) -> str:
    client, script = refusing
    script.replies = [Reply(400, body)]
    with pytest.raises(BadRequest) as caught:
        client.sms.send(to=NUMBER, message=message, sms_id="s0")
    return f"{caught.value}\n{caught.value!r}\n{vars(caught.value)}"


@given(before=PARTS, after=PARTS, echo=st.sampled_from(sorted(BODIES)), wrapped=st.booleans())
def test_a_repeated_text_is_not_in_the_error(
    refusing: tuple[Sipgate, Script], before: str, after: str, echo: str, wrapped: bool
) -> None:
    message = f"{before} {SECRET} {after}"
    repeated = f"Invalid: {BODIES[echo](message)}"
    error_text = error_of(refusing, message, {"message": repeated} if wrapped else repeated)
    assert "hundert" not in error_text.casefold(), echo


@given(before=PARTS, after=PARTS, echo=st.sampled_from(sorted(BODIES)), length=st.integers(20, 60))
def test_the_beginning_of_a_text_is_not_in_the_error(
    refusing: tuple[Sipgate, Script], before: str, after: str, echo: str, length: int
) -> None:
    message = f"{before[:8]} {SECRET} {after}"
    error_text = error_of(refusing, message, {"message": f"Invalid: {BODIES[echo](message[:length])}"})
    assert "hunder" not in error_text.casefold(), echo


@pytest.mark.parametrize("start", [0, 7, 40])
def test_any_long_part_of_a_text_is_not_in_the_error(refusing: tuple[Sipgate, Script], start: int) -> None:
    message = "Your table for eight people is booked, the code of the door is violet-pelican-9."
    error_text = error_of(refusing, message, {"errors": [{"title": f"...{message[start : start + 25]}..."}]})
    assert message[start : start + 12] not in error_text


def test_the_rest_of_a_refusal_stays_readable(refusing: tuple[Sipgate, Script]) -> None:
    error_text = error_of(
        refusing, "Grüße\n", {"message": 'text "gr\\u00fc\\u00dfe\\n" is not allowed', "code": 7}
    )
    assert 'text "[...] "' in error_text or 'text "[...]" is not allowed' in error_text
    assert "is not allowed" in error_text
    assert "failed with status 400" in error_text


@pytest.mark.parametrize("body", ["[" * 60_000, "&#" + "9" * 6_000, '{"a":' * 9_000, "9" * 6_000])
def test_bodies_that_no_parser_likes_are_an_error_like_any_other(
    refusing: tuple[Sipgate, Script], body: str
) -> None:
    assert "failed with status 400" in error_of(refusing, "Hello", body)
