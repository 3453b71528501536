"""Announcements: WAV as sipgate plays it, which is mono, 16-bit PCM, 8 kHz (behaviour of announcements and play).

The header is walked here instead of by the standard library's `wave`: that one stops with the first thing
it does not expect and cannot say what the file is instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, Final

from sipgate_tools.errors import InvalidInput

MAX_BYTES: Final = 10 * 1024 * 1024
"""More than ten minutes in this format."""

SAMPLE_RATE: Final = 8000
_PCM: Final = 0x0001
_EXTENSIBLE: Final = 0xFFFE
# The part of the sub-format that is the same for all formats which had a number before there were GUIDs.
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
_HINT: Final = "Convert it, for example: ffmpeg -i IN -ac 1 -ar 8000 -c:a pcm_s16le OUT.wav"


@dataclass(frozen=True, slots=True)
class WavFacts:
    """What a checked announcement is.

    Attributes:
        frames: Samples of the one channel.
        duration_seconds: How long it plays.
    """

    frames: int

    @property
    def duration_seconds(self) -> float:
        """Length in seconds."""
        return self.frames / SAMPLE_RATE


def check_announcement(source: bytes | IO[bytes], *, max_bytes: int = MAX_BYTES) -> WavFacts:
    """Check that a sound is a WAV file that sipgate can play: mono, 16-bit PCM, 8000 samples a second.

    Args:
        source: The file's bytes, or an open binary file, of which no more than `max_bytes` and one are read.
        max_bytes: How large the file may be.

    Raises:
        InvalidInput: It is too large, no WAV, cut off, empty, or of another format; the error says which.
    """
    content = source if isinstance(source, bytes | bytearray | memoryview) else _read(source, max_bytes + 1)
    view = memoryview(content)
    if len(view) > max_bytes:
        raise _refusal(
            f"The announcement is larger than {max_bytes} bytes.", "Shorten it, or raise the limit."
        )
    if not len(view):
        raise _refusal("The announcement is empty.", "Give the bytes of a WAV file.")
    head = bytes(view[:12])
    if head[:4] != b"RIFF" or head[8:] != b"WAVE":
        kind = next((name for start, name in _CONTAINERS.items() if head.startswith(start)), "no WAV file")
        raise _refusal(
            f"The announcement is {kind}."
            if kind.startswith("no ")
            else f"The announcement is {kind}, no WAV file."
        )
    _check_format(_chunk(view, b"fmt "))
    size = len(_chunk(view, b"data"))
    if size < 2:
        raise _refusal("The announcement has no sound in it.")
    if size % 2:
        raise _refusal("The announcement is cut off: its last sample is half.")
    return WavFacts(frames=size // 2)


def _read(file: IO[bytes], limit: int) -> bytes:
    pieces, left = list[bytes](), limit
    while left > 0 and (piece := file.read(left)):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _chunk(view: memoryview, wanted: bytes) -> memoryview:
    at = 12
    while at + 8 <= len(view):
        name, size = bytes(view[at : at + 4]), int.from_bytes(view[at + 4 : at + 8], "little")
        if name == wanted:
            if size == 0xFFFFFFFF or (name == b"data" and not size and at + 8 < len(view)):
                raise _refusal("The announcement does not say how long it is: it was written to a pipe.")
            if at + 8 + size > len(view):
                raise _refusal("The announcement is cut off: it says that it is longer than it is.")
            return view[at + 8 : at + 8 + size]
        # Chunks begin at even places.
        at += 8 + size + size % 2
    raise _refusal(f"The announcement is no complete WAV file: it has no part '{wanted.decode().strip()}'.")


def _check_format(chunk: memoryview) -> None:
    if len(chunk) < 16:
        raise _refusal("The announcement is no WAV file: its description is too short.")
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
        wrong.append(f"{bits} bits a sample instead of 16")
    if rate != SAMPLE_RATE:
        wrong.append(f"{rate} samples a second instead of {SAMPLE_RATE}")
    if wrong:
        raise _refusal(f"The announcement is of another format: {', '.join(wrong)}.")
    if block != 2:
        raise _refusal("The announcement contradicts itself: its samples are not of the size that it says.")


def _refusal(message: str, hint: str = _HINT) -> InvalidInput:
    return InvalidInput(message, hint=hint)
