# Made by scripts/make_sync.py from sipgate_tools/_async/_http/downloads.py: edit that file.
"""Downloads of recordings, voicemails, fax PDFs and reports, streamed to a file."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sipgate_tools._io.atomic_write import atomic_write
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
    """Return the URL of an entry's file.

    Args:
        source: The entry, a recording, or the URL itself.
        part: The part of a fax: `document`, `report` or `preview`.

    Raises:
        InvalidInput: The entry has no file, or `part` is unknown.
    """
    if part not in _FAX_PARTS:
        raise InvalidInput("Unknown part of a fax.", hint=f"Use {', '.join(_FAX_PARTS)}.")
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
            "This entry has no file to download.",
            hint="Only recorded calls, voicemails and faxes have a file. If it is new, fetch the entry again.",
        )
    return url


def download(connection: SyncConnection, url: str, path: Path, *, overwrite: bool) -> Path:
    """Download a URL to a file. If the download fails, no partial file remains.

    Raises:
        InvalidInput: The file cannot be written; see `atomic_write`.
        SipgateError: The download failed; see `SyncConnection.save`.
    """
    with atomic_write(path, "wb", overwrite=overwrite) as file:
        connection.save(url, file)
    return path
