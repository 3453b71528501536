"""How the bytes of a webhook's answer are read: charsets, and attributes that are none."""

from __future__ import annotations

import codecs

import httpx2
import pytest

from sipgate_tools.sandbox import Clock, Sandbox
from sipgate_tools.sandbox.webhooks.response_xml import parse_response

from ..accounts import NOON, call_in, connect

EMPTY = "<!-- äß --><Response/>"
NUMBER = "<Number>4915799912345</Number>"


def declared(encoding: str) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>{EMPTY}'


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (EMPTY.encode("latin-1"), "ISO-8859-1"),
        (EMPTY.encode("utf-16-le"), "utf-16le"),
        (EMPTY.encode("cp1252"), "windows-1252"),
        (EMPTY.encode(), "UTF-8"),
        (EMPTY.encode(), ""),
        (declared("UTF-8").encode("latin-1"), "latin1"),
        (declared("ISO-8859-1").encode("latin-1"), ""),
        (declared("ISO-8859-1").encode(), "utf-8"),
        (codecs.BOM_UTF8 + EMPTY.encode(), "iso-8859-1"),
        (codecs.BOM_UTF8 + EMPTY.encode(), "utf-8"),
        (EMPTY.encode("utf-16"), "utf-8"),
        (EMPTY.encode("utf-16"), "utf-16"),
    ],
)
def test_the_header_s_charset_counts_more_than_the_declaration(body: bytes, charset: str) -> None:
    assert parse_response(body, "in", charset=charset).problem == ""


@pytest.mark.parametrize(
    ("body", "charset", "problem"),
    [
        (EMPTY.encode("latin-1"), "", "not XML"),
        (
            EMPTY.encode("latin-1"),
            "utf-8",
            "The response is not valid utf-8, which is the charset in the Content-Type",
        ),
        (EMPTY.encode(), "klingon", "The charset klingon in the Content-Type is unknown"),
        (EMPTY.encode(), "hex", "The charset hex in the Content-Type is unknown"),
        (EMPTY.encode(), "us-ascii", "The response is not valid us-ascii"),
    ],
)
def test_what_the_charset_does_not_fit_is_named(body: bytes, charset: str, problem: str) -> None:
    reading = parse_response(body, "in", charset=charset)
    assert (problem in reading.problem, reading.action) == (True, None)


def test_the_charset_of_the_response_header_is_used() -> None:
    """RFC 7303, over the wire: a body in Latin-1 whose XML declares nothing."""
    content = f"<!-- ä --><Response><Dial>{NUMBER}</Dial></Response>".encode("latin-1")
    headers = {"content-type": "application/xml; charset=ISO-8859-1"}
    transport = httpx2.MockTransport(lambda _: httpx2.Response(200, content=content, headers=headers))
    sandbox = Sandbox(clock=Clock(NOON), webhook_transport=transport)
    urls = {"incomingUrl": "http://hook.example", "outgoingUrl": ""}
    assert connect(sandbox).put("settings/sipgateio", json=urls).is_success
    story = sandbox.play(call_in())
    assert (story.problems, story.seen("redirects")) == ([], [{"to": ["+4915799912345"]}])


@pytest.mark.parametrize("value", ["1", "0", "TRUE", "True", "yes", "null", " true"])
def test_anonymous_that_is_neither_true_nor_false_is_named(value: str) -> None:
    reading = parse_response(f'<Response><Dial anonymous="{value}">{NUMBER}</Dial></Response>'.encode(), "in")
    assert (reading.action, reading.problem) == (
        None,
        "The attribute anonymous of Dial must be true or false",
    )


@pytest.mark.parametrize(
    ("attribute", "anonymous"),
    [('anonymous="true"', True), ('anonymous="false"', False), ('anonymous="undefined"', None),
     ('anonymous=""', None), ("", None)],
)  # fmt: skip
def test_anonymous_as_it_is_documented_and_as_sipgate_s_library_writes_it(
    attribute: str, anonymous: bool | None
) -> None:
    reading = parse_response(f"<Response><Dial {attribute}>{NUMBER}</Dial></Response>".encode(), "in")
    assert reading.problem == ""
    assert getattr(reading.action, "anonymous", "no Dial") == anonymous
