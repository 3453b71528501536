"""Limits for the size of responses and the duration of requests."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

from sipgate_tools.errors import InvalidInput

MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True)
class ResponseLimits:
    """Limits that protect a program from endless responses of a server or proxy.

    `timeout=` of a client limits connecting and each wait for bytes, which a server that sends one byte at a time never
    exceeds. The deadlines here run from the first attempt to the last byte, including retries, but not the pauses
    between them.

    Attributes:
        max_bytes: Size of a response after decompression, at least 1; a larger one raises `ResponseTooLarge`.
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
            number_type = int if each.name.endswith("bytes") else (int, float)
            valid = (
                isinstance(value, number_type) and not isinstance(value, bool) and 0 < value < float("inf")
            )
            if not valid:
                unit = "bytes as a whole number" if number_type is int else "seconds"
                raise InvalidInput(f"{each.name} is not a valid limit.", hint=f"Give {unit} greater than 0.")


DEFAULT_LIMITS: Final = ResponseLimits()
