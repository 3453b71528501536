"""Validation of faxes: a fax must be a readable PDF."""

from __future__ import annotations

import io
import time
from dataclasses import dataclass
from typing import Any, Final

from sipgate_tools.errors import InvalidInput

MAX_BASE64_CHARS: Final = 28_330_000
"""Maximum length of `base64Content` in sendFax."""

MAX_PDF_BYTES: Final = MAX_BASE64_CHARS // 4 * 3
"""Maximum size of a PDF in bytes, derived from `MAX_BASE64_CHARS`."""

MAX_PAGES: Final = 1000
"""Maximum number of pages in one fax. At one minute per page, such a fax takes most of a day."""

_MAX_SECONDS: Final = 2.0
"""Maximum processor time for checking a PDF. A valid PDF with 1,000 pages takes 0.1 seconds."""
_MAX_OBJECTS: Final = 200_000
# In one object stream, after each of its filters.
_MAX_INFLATED_BYTES: Final = 4_000_000
# In one object stream, before and after all of its filters together: those written in Python take up to 0.4 seconds per
# million bytes, and nothing can interrupt them.
_MAX_DECODING_BYTES: Final = 6_000_000
_READS_PER_TIME_CHECK: Final = 64
_EDGE_BYTES: Final = 1024
"""Maximum distance of the header from the start and of the trailer from the end of the file, as in Acrobat."""
_PADDING_BYTES: Final = 64 * 1024
_DAMAGED_HINT: Final = "Open the file in a viewer and save or print it as PDF again."
_COMPLEX_HINT: Final = "The PDF is damaged or very complex. Print it as PDF again, or send it in parts."


@dataclass(frozen=True, slots=True)
class PdfInfo:
    """Properties of a validated PDF.

    Attributes:
        pages: Number of pages, at least 1.
    """

    pages: int


def check_pdf(content: bytes, *, max_base64_chars: int = MAX_BASE64_CHARS) -> PdfInfo:
    """Check that bytes are a PDF that can be faxed.

    Args:
        content: The content of the whole file.
        max_base64_chars: The maximum length of the file after base64 encoding, in characters.

    Raises:
        InvalidInput: The file is empty, too large, not a PDF, encrypted, damaged, has no pages or more than
            `MAX_PAGES`, or takes too long to read.
    """
    if not content:
        raise InvalidInput("The fax is empty.", hint="Pass the bytes of a PDF file.")
    limit = max_base64_chars // 4 * 3
    if len(content) > limit:
        raise InvalidInput(
            f"The PDF is too large: it has {len(content)} bytes, and sipgate accepts {limit}.",
            hint="Reduce its size (fewer or simpler pictures), or send it in parts.",
        )
    # PDF readers and writers allow some bytes before the header.
    if b"%PDF-" not in content[:_EDGE_BYTES]:
        raise InvalidInput(
            "The fax is not a PDF.", hint="Only PDF files can be faxed: save or print the document as PDF."
        )
    if not _has_end(content):
        raise InvalidInput("The PDF is damaged: its end is missing.", hint=_DAMAGED_HINT)
    if content.count(b" obj") > _MAX_OBJECTS:
        raise InvalidInput(f"The PDF has more than {_MAX_OBJECTS} objects.", hint=_COMPLEX_HINT)
    pages = _pages(content)
    if pages < 1:
        raise InvalidInput("The PDF has no pages.", hint="Send a PDF with at least one page.")
    return PdfInfo(pages=pages)


def _has_end(content: bytes) -> bool:
    """Return whether a file has the trailer of a PDF, possibly followed by zeros, blanks and line ends.

    This check is cheap, while pypdf searches a file without a trailer from back to front.
    """
    end = content[-_PADDING_BYTES:].rstrip(b"\0 \t\r\n\f\x1a")[-_EDGE_BYTES:]
    return b"startxref" in end and b"%%EO" in end


class _TimeExceeded(BaseException):
    """The time limit is exceeded. Not an `Exception`, because pypdf catches those in broken files and continues."""


class _TimedBytes(io.BytesIO):
    """Bytes that can be read for `_MAX_SECONDS` of processor time."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self._reads = 0
        self._end = time.thread_time() + _MAX_SECONDS

    def read(self, size: int | None = -1, /) -> bytes:
        self._reads += 1
        if self._reads % _READS_PER_TIME_CHECK == 0:
            self.check_time()
        return super().read(size)

    def check_time(self) -> None:
        """Raise `_TimeExceeded` if the time limit is exceeded."""
        if time.thread_time() > self._end:
            raise _TimeExceeded


def _pages(content: bytes) -> int:
    from pypdf import PdfReader, apply_configuration  # takes 0.2 s, and only faxes need it
    from pypdf.errors import DependencyError, FileNotDecryptedError, WrongPasswordError

    watched = _TimedBytes(content)
    try:
        with apply_configuration(
            disable_legacy_handling=True,
            zlib_maximum_output_length=_MAX_INFLATED_BYTES,
            lzw_maximum_output_length=_MAX_INFLATED_BYTES,
            run_length_maximum_output_length=_MAX_INFLATED_BYTES,
            stream_decoding_work_maximum_length=_MAX_DECODING_BYTES,
        ):
            reader = PdfReader(watched, xref_stream_maximum_entries=_MAX_OBJECTS)
            if not reader.is_encrypted:
                return _count_pages(reader.root_object.get("/Pages"), watched)
    except (DependencyError, FileNotDecryptedError, WrongPasswordError):
        pass  # encrypted, and the library for its cipher is not installed
    except _TimeExceeded:
        raise InvalidInput("The PDF takes too long to read.", hint=_COMPLEX_HINT) from None
    except InvalidInput:
        raise
    except Exception as error:  # a broken file can make the parser raise anything
        raise InvalidInput("The PDF is damaged: its pages cannot be read.", hint=_DAMAGED_HINT) from error
    raise InvalidInput("The PDF is encrypted.", hint="Save it without a password and without restrictions.")


def _count_pages(tree: Any, watched: _TimedBytes) -> int:
    """Return the number of pages in a page tree, without its `/Count`, which can be wrong.

    Raises:
        InvalidInput: The tree has more than `MAX_PAGES` pages.
    """
    pages, seen, branches = 0, set[int](), [tree]
    while branches:
        watched.check_time()
        branch = branches.pop()
        node: Any = None if branch is None else branch.get_object()
        if not hasattr(node, "get") or id(node) in seen:
            continue
        kids = node.get("/Kids")
        if kids is None:
            pages += node.get("/Type") != "/Pages"
        else:
            seen.add(id(node))
            branches.extend(reversed(kids.get_object()))
        if pages > MAX_PAGES:
            raise InvalidInput(f"The PDF has more than {MAX_PAGES} pages.", hint="Send it in parts.")
    return pages
