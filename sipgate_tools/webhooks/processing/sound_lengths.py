"""The lengths of sound files, measured by fetching them and cached for ten minutes."""

from __future__ import annotations

import time
from typing import Final

from sipgate_tools.formats.audio import MAX_BYTES

_CACHE_SECONDS: Final = 600.0
_CACHE_ENTRIES: Final = 256
_CACHED_CHARACTERS: Final = 2000
"""The longest URL that is cached: this bounds the bytes of the cache."""


class SoundLengths:
    """Measures sound files and caches their lengths.

    Args:
        allow_private: Whether to fetch files from private addresses.
        max_bytes: The maximum size of a file, in bytes.
    """

    def __init__(self, *, allow_private: bool = False, max_bytes: int = MAX_BYTES) -> None:
        self._allow_private = allow_private
        self._max_bytes = max_bytes
        self._cache: dict[str, tuple[float, float]] = {}

    async def seconds(self, url: str) -> float:
        """Return the length of the sound file at a URL, in seconds.

        Args:
            url: The URL of a WAV file: mono, 16-bit PCM, 8 kHz.

        Raises:
            InvalidInput: The file cannot be fetched, is too large, is at a private address, or has the wrong format.
        """
        # Imported here: it imports the HTTP client, which few apps need.
        from sipgate_tools._async._http.public_files import check_announcement_at

        cached = self._cache.get(url)
        if cached is not None and time.monotonic() - cached[1] < _CACHE_SECONDS:
            return cached[0]
        info = await check_announcement_at(url, max_bytes=self._max_bytes, allow_private=self._allow_private)
        if len(url) > _CACHED_CHARACTERS:
            return info.duration_seconds
        if len(self._cache) >= _CACHE_ENTRIES:
            self._cache.pop(next(iter(self._cache)))
        self._cache[url] = (info.duration_seconds, time.monotonic())
        return info.duration_seconds
