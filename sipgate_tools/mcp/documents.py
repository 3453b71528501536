"""Read documents to send from a public URL, base64 or a folder that the operator allows, and write exports."""

from __future__ import annotations

import base64
import binascii
from functools import partial
from pathlib import Path
from typing import Final

from anyio import to_thread

from sipgate_tools._io.safe_open import check_new_file, read_file, write_new_file
from sipgate_tools.errors import InvalidInput

_LONGEST_PATH: Final = 500
_WAIT_SECONDS: Final = 15.0
_TOTAL_SECONDS: Final = 60.0


async def read_document(source: str, folders: tuple[Path, ...], *, max_bytes: int) -> bytes:
    """Return the bytes of a document.

    Args:
        source: An https URL, a path in one of the folders, or the content in base64 or as a data URL.
        folders: The folders that files may be read from.
        max_bytes: The maximum size in bytes.

    Raises:
        InvalidInput: The source is none of these, is not allowed, or is too large.
    """
    scheme = source[:8].lower()
    if scheme.startswith("https://"):
        from sipgate_tools._io.safe_fetch import afetch_public  # with httpx2, which most calls do not need

        return await afetch_public(
            source,
            max_bytes=max_bytes,
            noun="document",
            wait_seconds=_WAIT_SECONDS,
            total_seconds=_TOTAL_SECONDS,
        )
    if scheme.startswith("data:") and ";base64," in source[:200]:
        return _decode(source.partition(";base64,")[2], max_bytes)
    if scheme.startswith(("http://", "file:", "data:")):
        raise InvalidInput("The source must be an https URL.", hint="Use an https URL, a path, or base64.")
    if len(source) > _LONGEST_PATH or _looks_like_base64(source):
        return _decode(source, max_bytes)
    return await read_from_folders(source, folders, max_bytes=max_bytes)


def names_a_document(text: str) -> bool:
    """Return whether a string is a URL or a path, as opposed to a file in base64."""
    return text[:8].lower().startswith(("https://", "http://", "file:", "data:")) or (
        "." in text and len(text) <= _LONGEST_PATH  # base64 has no full stop
    )


async def read_from_folders(path: str, folders: tuple[Path, ...], *, max_bytes: int) -> bytes:
    """Return the content of a file in one of the folders, read in a thread.

    Raises:
        InvalidInput: No folders are allowed, or the file is in none of them, not a regular file, or too large.
    """
    _check_allowed(folders)
    return await to_thread.run_sync(partial(read_file, path, max_bytes=max_bytes, folders=folders))


async def check_new_path(path: str, folders: tuple[Path, ...]) -> None:
    """Check the path of a file to be created.

    Raises:
        InvalidInput: No folders are allowed, the path is in none of them, or the file exists.
    """
    _check_allowed(folders)
    await to_thread.run_sync(partial(check_new_file, path, folders=folders))


async def write_into_folders(path: str, content: bytes, folders: tuple[Path, ...]) -> Path:
    """Create a file in one of the folders, in a thread, and return its path.

    Raises:
        InvalidInput: No folders are allowed, the path is in none of them, or the file exists.
    """
    _check_allowed(folders)
    return await to_thread.run_sync(partial(write_new_file, path, content, folders=folders))


def _check_allowed(folders: tuple[Path, ...]) -> None:
    if not folders:
        raise InvalidInput(
            "This server is not allowed to use files.",
            hint="The operator can allow folders (--files FOLDER).",
        )


def _decode(text: str, max_bytes: int) -> bytes:
    if len(text) > max_bytes * 2:  # base64 is a third longer, plus line ends
        raise InvalidInput(f"The document is larger than {max_bytes} bytes.")
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise InvalidInput("The document is not valid base64.", hint="Encode the file in base64.") from None


def _looks_like_base64(text: str) -> bool:
    return len(text) >= 64 and "." not in text and "\\" not in text
