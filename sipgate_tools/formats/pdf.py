"""Faxes: what is sent must be a PDF that a fax machine's side can open."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Final

from sipgate_tools.errors import InvalidInput

MAX_BASE64_CHARS: Final = 28_330_000
"""sendFax takes no longer `base64Content`."""

MAX_PDF_BYTES: Final = MAX_BASE64_CHARS // 4 * 3
"""The same limit in bytes of PDF."""


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """What a checked PDF is.

    Attributes:
        pages: Its number of pages, at least 1.
    """

    pages: int


def check_pdf(content: bytes, *, max_base64_chars: int = MAX_BASE64_CHARS) -> PdfFacts:
    """Check that bytes are a PDF that can be faxed.

    Args:
        content: The whole file.
        max_base64_chars: How long it may be in base64.

    Raises:
        InvalidInput: It is empty, too large, no PDF, encrypted, damaged or without pages; the error says which.
    """
    if not content:
        raise InvalidInput("The fax is empty.", hint="Give the bytes of a PDF file.")
    limit = max_base64_chars // 4 * 3
    if len(content) > limit:
        raise InvalidInput(
            f"The PDF is too large: {len(content)} bytes, and sipgate takes {limit}.",
            hint="Make it smaller (fewer or simpler pictures), or send it in parts.",
        )
    # Readers of PDF allow some bytes before the mark, and so do programs that write them.
    if b"%PDF-" not in content[:1024]:
        raise InvalidInput(
            "The fax is not a PDF.", hint="Only PDF files can be faxed: save or print it as PDF."
        )
    pages = _pages(content)
    if pages < 1:
        raise InvalidInput("The PDF has no pages.", hint="Send a PDF with at least one page.")
    return PdfFacts(pages=pages)


def _pages(content: bytes) -> int:
    from pypdf import PdfReader  # 0.2 s of import that only a fax needs
    from pypdf.errors import DependencyError, FileNotDecryptedError, WrongPasswordError

    try:
        reader = PdfReader(io.BytesIO(content))
        if not reader.is_encrypted:
            return len(reader.pages)
    except (DependencyError, FileNotDecryptedError, WrongPasswordError):
        pass  # what an encrypted one raises when the library for its cipher is not there
    except Exception as error:  # a broken file can make the parser fail in any way
        raise InvalidInput(
            "The PDF is damaged: its pages cannot be read.",
            hint="Open it in a viewer and save or print it as PDF again.",
        ) from error
    raise InvalidInput("The PDF is encrypted.", hint="Save it without a password and without restrictions.")
