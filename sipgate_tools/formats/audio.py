"""Validation of announcements, which must be WAV files that sipgate can play: mono, 16-bit PCM, 8 kHz.

The header is parsed here rather than by the standard library's `wave`, which does not report the actual format of an
unsupported file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, Final

from sipgate_tools.errors import InvalidInput

MAX_BYTES: Final = 10 * 1024 * 1024
"""Default maximum size of an announcement in bytes, about eleven minutes of sound."""

SAMPLE_RATE: Final = 8000
_PCM: Final = 0x0001
_EXTENSIBLE: Final = 0xFFFE
# The common suffix of all sub-format GUIDs that are derived from a format number.
_SUBFORMAT_END: Final = bytes.fromhex("000000001000800000aa00389b71")
_FORMATS: Final = {0x0003: "floating point", 0x0006: "A-law", 0x0007: "mu-law", 0x0055: "MP3"}
_CONTAINERS: Final = {
    b"ID3": "an MP3",
    b"\xff\xfb": "an MP3",
    b"OggS": "an Ogg file",
    b"fLaC": "a FLAC file",
    b"FORM": "an AIFF file",
    b"RIFX": "a big-endian WAV",
    b"RF64": "a 64-bit WAV",
}
_HINT: Final = "Convert the file, for example: ffmpeg -i IN -ac 1 -ar 8000 -c:a pcm_s16le OUT.wav"


@dataclass(frozen=True, slots=True)
class WavInfo:
    """Properties of a validated announcement.

    Attributes:
        frames: The number of samples.
    """

    frames: int

    @property
    def duration_seconds(self) -> float:
        """The duration in seconds."""
        return self.frames / SAMPLE_RATE


def check_announcement(source: bytes | IO[bytes], *, max_bytes: int = MAX_BYTES) -> WavInfo:
    """Check that a sound is a WAV file that sipgate can play: mono, 16-bit PCM, 8,000 samples per second.

    Args:
        source: The bytes of the file, or an open binary file, from which at most `max_bytes` + 1 bytes are read.
        max_bytes: Maximum size of the file in bytes.

    Raises:
        InvalidInput: The file is too large, not a WAV file, truncated, empty, or in another format.
    """
    content = source if isinstance(source, bytes | bytearray | memoryview) else _read(source, max_bytes + 1)
    view = memoryview(content)
    if len(view) > max_bytes:
        raise _error(f"The announcement is larger than {max_bytes} bytes.", "Shorten it, or raise the limit.")
    if not len(view):
        raise _error("The announcement is empty.", "Pass the bytes of a WAV file.")
    head = bytes(view[:12])
    if head[:4] != b"RIFF" or head[8:] != b"WAVE":
        kind = next((f"{name}, " for start, name in _CONTAINERS.items() if head.startswith(start)), "")
        raise _error(f"The announcement is {kind}not a WAV file.")
    _check_format(_chunk(view, b"fmt "))
    size = len(_chunk(view, b"data"))
    if size < 2:
        raise _error("The announcement contains no samples.")
    if size % 2:
        raise _error("The announcement is truncated: its last sample is incomplete.")
    return WavInfo(frames=size // 2)


def _read(file: IO[bytes], limit: int) -> bytes:
    pieces, left = list[bytes](), limit
    while left > 0 and (piece := file.read(left)):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _chunk(view: memoryview, chunk_id: bytes) -> memoryview:
    at = 12
    while at + 8 <= len(view):
        name, size = bytes(view[at : at + 4]), int.from_bytes(view[at + 4 : at + 8], "little")
        if name == chunk_id:
            if size == 0xFFFFFFFF or (name == b"data" and not size and at + 8 < len(view)):
                raise _error(
                    "The announcement has no length in its header, because it was written to a pipe."
                )
            if at + 8 + size > len(view):
                raise _error("The announcement is truncated: it is shorter than stated in its header.")
            return view[at + 8 : at + 8 + size]
        # Chunks start at even offsets.
        at += 8 + size + size % 2
    raise _error(
        f"The announcement is not a complete WAV file: it has no '{chunk_id.decode().strip()}' chunk."
    )


def _check_format(chunk: memoryview) -> None:
    if len(chunk) < 16:
        raise _error("The announcement is not a WAV file: its 'fmt' chunk is too short.")
    code, channels, rate = (int.from_bytes(chunk[a:b], "little") for a, b in ((0, 2), (2, 4), (4, 8)))
    block, bits = (int.from_bytes(chunk[a:b], "little") for a, b in ((12, 14), (14, 16)))
    if code == _EXTENSIBLE and bytes(chunk[26:40]) == _SUBFORMAT_END:
        code = int.from_bytes(chunk[24:26], "little")
    wrong: list[str] = []
    if code != _PCM:
        wrong.append(f"{_FORMATS.get(code, f'format {code}')} instead of PCM")
    if channels != 1:
        wrong.append(f"{channels} channels instead of 1")
    if bits != 16:
        wrong.append(f"{bits} bits per sample instead of 16")
    if rate != SAMPLE_RATE:
        wrong.append(f"{rate} samples per second instead of {SAMPLE_RATE}")
    if wrong:
        raise _error(f"The announcement has the wrong format: {', '.join(wrong)}.")
    if block != 2:
        raise _error(
            "The announcement has an inconsistent header: the block size does not match the sample size."
        )


def _error(message: str, hint: str = _HINT) -> InvalidInput:
    return InvalidInput(message, hint=hint)
