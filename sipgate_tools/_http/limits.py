"""How large a response may be, and how long a request may take in all."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

from sipgate_tools.errors import InvalidInput

MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True)
class ResponseLimits:
    """Ceilings that protect a program from a server (or a proxy) that answers without end.

    `timeout=` of a client limits connecting and each wait for bytes. A server that sends one byte at a time passes it:
    the deadlines here count from the first attempt to the last byte. Retries count too; the pauses between them do not.

    Attributes:
        max_bytes: Size of a response after decompression, at least 1. Whatever is larger is `ResponseTooLarge`.
        deadline_seconds: Time for a whole request, more than 0.
        max_download_bytes: Size of a downloaded file (recording, voicemail, fax), at least 1.
        download_deadline_seconds: Time for a whole download, more than 0.
    """

    max_bytes: int = 64 * MEBIBYTE
    deadline_seconds: float = 120.0
    max_download_bytes: int = 1024 * MEBIBYTE
    download_deadline_seconds: float = 3600.0

    def __post_init__(self) -> None:
        for each in fields(self):
            value: object = getattr(self, each.name)
            wanted = int if each.name.endswith("bytes") else (int, float)
            fits = isinstance(value, wanted) and not isinstance(value, bool) and 0 < value < float("inf")
            if not fits:
                unit = "bytes, a whole number" if wanted is int else "seconds"
                raise InvalidInput(f"{each.name} is not a limit.", hint=f"Give {unit} greater than 0.")


DEFAULT_LIMITS: Final = ResponseLimits()
