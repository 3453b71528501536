"""How long a sound file at a URL is: measured once, remembered for some minutes."""

from __future__ import annotations

import time
from typing import Final

from sipgate_tools.formats.audio import MAX_BYTES

_REMEMBER_SECONDS: Final = 600.0
_REMEMBERED: Final = 256


class SoundLengths:
    """Measures sound files, and remembers their lengths.

    Args:
        allow_private: Whether files may be fetched from addresses that are not public.
        max_bytes: The largest file.
    """

    def __init__(self, *, allow_private: bool = False, max_bytes: int = MAX_BYTES) -> None:
        self._allow_private = allow_private
        self._max_bytes = max_bytes
        self._known: dict[str, tuple[float, float]] = {}

    async def seconds(self, url: str) -> float:
        """Return the length of the sound file at a URL, in seconds.

        Args:
            url: Of a WAV file: mono, 16-bit PCM, 8 kHz.

        Raises:
            InvalidInput: It cannot be fetched, is too large, on a private address, or of another format.
        """
        from sipgate_tools._async._http.public_files import check_announcement_at

        known = self._known.get(url)
        if known is not None and time.monotonic() - known[1] < _REMEMBER_SECONDS:
            return known[0]
        facts = await check_announcement_at(url, max_bytes=self._max_bytes, allow_private=self._allow_private)
        if len(self._known) >= _REMEMBERED:
            self._known.pop(next(iter(self._known)))
        self._known[url] = (facts.duration_seconds, time.monotonic())
        return facts.duration_seconds
