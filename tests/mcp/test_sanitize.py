"""Texts of outsiders come out as inert, cut data."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipgate_tools.mcp.presentation.sanitize import mask_url, sanitize, sanitize_tree


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("pay\u202e now", "pay now"),
        ("a\u2066b\u2069c", "abc"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("tag\U000e0041\U000e0042", "tag"),
        ("bell\x07 and \x1b[31mred", "bell and [31mred"),
        ("line\r\nbreak\u2028here", "line\nbreakhere"),
        ("half \ud83d a pair", "half  a pair"),
        ("café and Ünïcode 😀", "café and Ünïcode 😀"),
    ],
)
def test_what_a_reader_cannot_see_goes_and_the_rest_stays(hostile: str, harmless: str) -> None:
    assert sanitize(hostile) == unicodedata.normalize("NFC", harmless)


def test_a_megabyte_is_cut_with_a_note_of_its_length() -> None:
    cut = sanitize("x" * 1_000_000, 100)
    assert cut == "x" * 100 + "… [cut: 1000000 characters in all]"


def test_a_long_tail_of_invisible_characters_cannot_hide_what_follows() -> None:
    assert "secret" not in sanitize("hello" + "\u200b" * 5000 + "secret", 280)


@given(st.text(max_size=600))
def test_nothing_invisible_survives(text: str) -> None:
    kept = sanitize(text, 200)
    assert len(kept) <= 200 + 60
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Co") and c not in "\n\t" for c in kept)
    assert not any("\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069" for c in kept)


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert sanitize(sanitize(text, 400), 400) == sanitize(text, 400)


def test_a_tree_is_cleaned_in_keys_and_values() -> None:
    assert sanitize_tree({"na\u200bme": ["a\u202eb", 1, None, True]}) == {"name": ["ab", 1, None, True]}


@pytest.mark.parametrize(
    ("url", "masked"),
    [
        ("https://user:pass@example.org/hook", "https://…@example.org/hook"),
        ("https://example.org/hook?token=abc", "https://example.org/hook?…"),
        ("https://example.org/hook#secret", "https://example.org/hook?…"),
        ("https://example.org/hook", "https://example.org/hook"),
        ("ht\u200btps://us\u202eer:pa\u200bss@example.org/", "https://…@example.org/"),
        ("https://a.example/?k=1 http://u:p@b.example/#x", "https://a.example/?… http://…@b.example/?…"),
    ],
)
def test_a_url_is_displayed_without_what_may_be_a_password(url: str, masked: str) -> None:
    assert mask_url(url) == masked


@pytest.mark.parametrize("length", [390, 1990, 2010, 100_000])
def test_a_password_that_is_cut_off_is_not_shown_because_its_end_is_missing(length: int) -> None:
    masked = mask_url("https://user:" + "secret" * (length // 6) + "@example.org/")
    assert "secret" not in masked
    assert len(masked) < 450


@pytest.mark.parametrize(
    "piece", ["http://", "https://a?", "https://a@", "x", "http://\u200b", "h t t p : / / "]
)
def test_long_texts_take_no_longer_than_short_ones(piece: str) -> None:
    start = time.process_time()
    masked = mask_url("http://" + piece * 200_000)
    assert time.process_time() - start < 0.5
    assert "cut: " in masked
