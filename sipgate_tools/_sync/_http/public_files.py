# Made by scripts/make_sync.py from sipgate_tools/_async/_http/public_files.py: edit that file.
"""Download and check of announcements before sipgate plays them."""

from __future__ import annotations

from sipgate_tools._io.safe_fetch import fetch_public
from sipgate_tools.formats.audio import MAX_BYTES, WavInfo, check_announcement


def check_announcement_at(
    url: str, *, max_bytes: int = MAX_BYTES, timeout_seconds: float = 5.0, allow_private: bool = False
) -> WavInfo:
    """Fetch a sound file and check that sipgate can play it: WAV, mono, 16-bit PCM, 8 kHz.

    Args:
        url: The URL of the file. Up to three redirects are followed, each with the same checks.
        max_bytes: Maximum size of the file in bytes.
        timeout_seconds: Time limit in seconds for each wait for data. The limit for the whole download is 30 seconds.
        allow_private: Whether the host may have an address that is not public.

    Raises:
        InvalidInput: The file cannot be fetched, is too large, takes too long to download, has a private address, or
            has another format.
    """
    content = fetch_public(
        url,
        max_bytes=max_bytes,
        noun="announcement",
        schemes=("http", "https"),
        wait_seconds=timeout_seconds,
        allow_private=allow_private,
    )
    return check_announcement(content, max_bytes=max_bytes)
