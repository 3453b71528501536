"""Limits for the size of responses and the duration of requests."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

from sipgate_tools.errors import InvalidInput

MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True)
class ResponseLimits:
    """Limits that protect a program from endless responses from a server or proxy.

    A client's `timeout=` limits connecting and each wait for data, but a server that sends one byte at a time never
    exceeds it. The deadlines here cover the time from the first attempt to the last byte, including retries but not the
    pauses between them.

    Attributes:
        max_bytes: Maximum size of a response in bytes after decompression, at least 1. A larger response raises
            `ResponseTooLarge`.
        deadline_seconds: Maximum time for a whole request in seconds, greater than 0.
        max_download_bytes: Maximum size in bytes of a downloaded file (recording, voicemail, fax), at least 1.
        download_deadline_seconds: Maximum time for a whole download in seconds, greater than 0.

    Raises:
        InvalidInput: A limit is not a number in its range.
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
                unit = "whole number of bytes" if number_type is int else "number of seconds"
                raise InvalidInput(f"{each.name} is not a valid limit.", hint=f"Use a {unit} greater than 0.")


DEFAULT_LIMITS: Final = ResponseLimits()
