"""Announcements: what sipgate can play, and a precise reason for what it cannot."""

import io
import struct
import wave
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipgate_tools.errors import InvalidInput
from sipgate_tools.formats.audio import WavInfo, check_announcement


def wav(*, channels: int = 1, width: int = 2, rate: int = 8000, frames: int = 4000) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(width)
        out.setframerate(rate)
        out.writeframes(bytes(channels * width * frames))
    return file.getvalue()


GOOD = wav()


def test_mono_16_bit_pcm_at_8_khz_is_valid_and_has_its_duration() -> None:
    facts = check_announcement(GOOD)
    assert facts == WavInfo(frames=4000)
    assert facts.duration_seconds == 0.5
    assert check_announcement(io.BytesIO(GOOD)) == facts


def test_other_parts_before_the_sound_are_stepped_over() -> None:
    extra = b"LIST" + struct.pack("<I", 3) + b"abc\0"
    assert check_announcement(GOOD[:12] + extra + GOOD[12:]) == WavInfo(4000)


def test_the_extensible_form_of_pcm_is_pcm() -> None:
    form = struct.pack("<HHIIHHHHI", 0xFFFE, 1, 8000, 16000, 2, 16, 22, 16, 4)
    form += struct.pack("<H", 1) + bytes.fromhex("000000001000800000aa00389b71")
    body = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", 4) + bytes(4)
    assert check_announcement(b"RIFF" + struct.pack("<I", len(body)) + body) == WavInfo(2)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (wav(channels=2), "2 channels instead of 1"),
        (wav(width=1), "8 bits per sample instead of 16"),
        (wav(rate=44100), "44100 samples per second instead of 8000"),
        (wav(channels=2, rate=16000), "2 channels instead of 1, 16000 samples per second instead of 8000"),
        (GOOD[:20] + b"\x07\0" + GOOD[22:], "mu-law instead of PCM"),
        (GOOD[:32] + b"\x04\0" + GOOD[34:], "inconsistent header"),
        (wav(frames=0), "no samples"),
        (GOOD[:-100], "truncated"),
        (GOOD[:40] + b"\xff\xff\xff\xff" + GOOD[44:], "written to a pipe"),
        (GOOD[:36], "it has no 'data' chunk"),
        (GOOD[:12], "it has no 'fmt' chunk"),
        (b"", "empty"),
        (b"RIFF", "not a WAV file"),
        (b"ID3\x04" + bytes(100), "an MP3, not a WAV file"),
        (b"OggS" + bytes(100), "an Ogg file, not a WAV file"),
        (b"%PDF-1.7", "not a WAV file"),
    ],
)
def test_what_sipgate_cannot_play_is_refused_with_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_announcement(content)
    assert reason in caught.value.message
    assert "ffmpeg" in (caught.value.hint or "") or not content


def test_no_more_than_the_limit_is_read_of_a_file() -> None:
    file = io.BytesIO(GOOD)
    with pytest.raises(InvalidInput, match="larger than 1000 bytes"):
        check_announcement(file, max_bytes=1000)
    assert file.tell() == 1001
    assert check_announcement(GOOD, max_bytes=len(GOOD)) == WavInfo(4000)


@given(st.integers(0, 60), st.binary(max_size=12), st.binary(max_size=30))
def test_any_bytes_give_facts_or_a_clear_error(start: int, change: bytes, rest: bytes) -> None:
    content = GOOD[:start] + change + GOOD[start + len(change) : 80] + rest
    with suppress(InvalidInput):
        assert check_announcement(content).frames > 0
