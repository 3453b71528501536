"""Validates WAV files for announcements, and measures their length."""

from __future__ import annotations

import io
import wave
from typing import Final

RATE: Final = 8000
MAX_BYTES: Final = 20_000_000
"""The maximum size of a WAV file in bytes, which is enough for more than twenty minutes."""


def seconds_of(content: bytes) -> float:
    """Return the length of a sound in seconds.

    Raises:
        ValueError: The content is not a WAV file with mono, 16-bit PCM at 8 kHz.
    """
    try:
        with wave.open(io.BytesIO(content)) as file:
            shape = (file.getnchannels(), file.getsampwidth() * 8, file.getframerate())
            if shape != (1, 16, RATE):
                channels, bits, rate = shape
                raise ValueError(
                    f"The sound must be mono, 16 bits and 8000 Hz, not {channels} channels, {bits} bits and {rate} Hz"
                )
            return len(file.readframes(file.getnframes())) / (2 * RATE)
    except (wave.Error, EOFError):
        raise ValueError("The sound must be a WAV file in PCM") from None
