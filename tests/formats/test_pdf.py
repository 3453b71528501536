"""Faxes: only whole, open PDFs of a size that sipgate takes."""

import base64
import io
import logging
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter

from sipgate_tools.errors import InvalidInput
from sipgate_tools.formats.pdf import MAX_BASE64_CHARS, MAX_PDF_BYTES, PdfInfo, check_pdf

# pypdf says in its log what is odd about a file; these files are odd on purpose.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def pdf(pages: int = 1, password: str | None = None) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    if password is not None:
        writer.encrypt(password, algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


GOOD = pdf(2)


def test_a_pdf_is_good_and_its_pages_are_counted() -> None:
    assert check_pdf(GOOD) == PdfInfo(pages=2)


def test_bytes_before_the_mark_are_allowed_as_every_viewer_does() -> None:
    assert check_pdf(b"\r\n" + GOOD).pages == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The fax is empty."),
        (b"PK\x03\x04 a Word file", "The fax is not a PDF."),
        (b"%PDF-1.7\n", "The PDF is damaged"),
        (GOOD[: len(GOOD) // 2], "The PDF is damaged"),
        (pdf(0), "The PDF has no pages."),
        (pdf(1, password="secret"), "The PDF is encrypted."),
        (pdf(1, password=""), "The PDF is encrypted."),
    ],
)
def test_what_cannot_be_faxed_is_refused_with_the_reason(content: bytes, sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence) as caught:
        check_pdf(content)
    assert caught.value.hint


def test_the_limit_is_that_of_the_base64_text() -> None:
    assert len(base64.b64encode(bytes(MAX_PDF_BYTES))) == MAX_BASE64_CHARS
    with pytest.raises(InvalidInput, match=f"{MAX_PDF_BYTES + 1} bytes, and sipgate accepts {MAX_PDF_BYTES}"):
        check_pdf(GOOD + bytes(MAX_PDF_BYTES + 1 - len(GOOD)))
    exact = len(base64.b64encode(GOOD))
    assert check_pdf(GOOD, max_base64_chars=exact).pages == 2
    with pytest.raises(InvalidInput, match="too large"):
        check_pdf(GOOD, max_base64_chars=exact - 1)


@given(st.integers(0, len(GOOD)), st.binary(max_size=20), st.integers(0, 40))
def test_any_bytes_give_facts_or_a_clear_error(at: int, change: bytes, removed: int) -> None:
    with suppress(InvalidInput):
        assert check_pdf(GOOD[:at] + change + GOOD[at + removed :]).pages > 0
