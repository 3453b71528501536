# Made by scripts/make_sync.py from sipgate_tools/_async/_http/downloads.py: edit that file.
"""Downloads: recordings, voicemails, fax PDFs and reports, from the answer straight to a file."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sipgate_tools._io.atomic_write import fresh_file
from sipgate_tools.errors import InvalidInput
from sipgate_tools.models.history import (
    CallEntry,
    FaxEntry,
    HistoryEntry,
    Recording,
    VoicemailEntry,
)

from .connection import SyncConnection

_FAX_PARTS: Final = ("document", "report", "preview")


def url_of(source: HistoryEntry | Recording | str, part: str) -> str:
    """Return where the file of an entry is.

    Raises:
        InvalidInput: It has none, or `part` is not a part of a fax.
    """
    if part not in _FAX_PARTS:
        raise InvalidInput("There is no such part.", hint=f"Use {', '.join(_FAX_PARTS)}.")
    match source:
        case str():
            return source
        case Recording():
            url = source.url
        case CallEntry():
            url = source.recording_url or next((recording.url for recording in source.recordings), None)
        case VoicemailEntry():
            url = source.recording_url
        case FaxEntry():
            url = {
                "document": source.document_url,
                "report": source.report_url,
                "preview": source.preview_url,
            }[part]
        case _:
            url = None
    if not url:
        raise InvalidInput(
            "This entry has nothing to download.",
            hint="Recorded calls, voicemails and faxes have; fetch it anew.",
        )
    return url


def download(connection: SyncConnection, url: str, path: Path, *, overwrite: bool) -> Path:
    """Write what a URL answers with to a file; nothing is left behind when that fails.

    Raises:
        InvalidInput: As `fresh_file` says.
    """
    with fresh_file(path, "wb", overwrite=overwrite) as file:
        connection.save(url, file)
    return path
