"""Announcements that are named by URL: fetched and checked before sipgate plays them."""

from __future__ import annotations

from sipgate_tools._io.safe_fetch import afetch_public
from sipgate_tools.formats.audio import MAX_BYTES, WavFacts, check_announcement


async def check_announcement_at(
    url: str, *, max_bytes: int = MAX_BYTES, timeout_seconds: float = 5.0, allow_private: bool = False
) -> WavFacts:
    """Fetch a sound and check that sipgate can play it: WAV, mono, 16-bit PCM, 8 kHz.

    Args:
        url: Where it is; up to three redirects are followed, each checked alike.
        max_bytes: How large it may be.
        timeout_seconds: How long each wait for bytes may take; all of it may take 30 seconds.
        allow_private: Whether it may lie on an address that is not public.

    Raises:
        InvalidInput: It cannot be fetched, is too large, takes too long, is on a private address, or of another format.
    """
    content = await afetch_public(
        url,
        max_bytes=max_bytes,
        noun="announcement",
        schemes=("http", "https"),
        wait_seconds=timeout_seconds,
        allow_private=allow_private,
    )
    return check_announcement(content, max_bytes=max_bytes)
