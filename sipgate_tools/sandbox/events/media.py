"""Media files: recordings as WAV files, faxes as PDF files, and the URLs of both."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import io
import logging
import math
import struct
import wave
from typing import Final

from ..dispatch.api_errors import bad_request, not_found
from ..dispatch.http import Response, bytes_response
from ..state import State

RATE: Final = 8000
MEDIA_PATH: Final = "/media"


def recording(seconds: int, pitch: int = 440) -> bytes:
    """Return a recording in sipgate's format (WAV, mono, 16-bit PCM, 8 kHz) that contains a tone of 1 to 10 seconds."""
    length = RATE * max(1, min(seconds, 10))
    period = [int(6000 * math.sin(2 * math.pi * pitch * index / RATE)) for index in range(RATE)]
    packed = struct.pack(f"<{RATE}h", *period)
    frames = (packed * (length // RATE + 1))[: length * 2]
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(frames)
    return target.getvalue()


def document(lines: list[str], pages: int = 1) -> bytes:
    """Return a PDF with `pages` pages, each with the same lines of Latin text and the page number."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = list[int]()
    for page in range(max(1, pages)):
        page_lines = [*lines, f"Page {page + 1} of {max(1, pages)}"]
        stream = (
            b"BT /F1 14 Tf 60 780 Td 20 TL\n"
            + b"".join(b"(" + _escape(line) + b") '\n" for line in page_lines)
            + b"ET"
        )
        content = len(objects) + 2
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % content
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
        len(kids),
        b" ".join(b"%d 0 R" % kid for kid in kids),
    )
    return _assemble(objects)


def _escape(line: str) -> bytes:
    text = line.encode("cp1252", errors="replace")
    return text.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _assemble(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    offsets = list[int]()
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def pages_of(base64_content: str) -> int:
    """Return the number of pages in a base64-encoded PDF, or 1 if the pages cannot be counted.

    Raises:
        ApiError: 400, if the content is not base64 or not a PDF.
    """
    try:
        content = base64.b64decode(base64_content, validate=True)
    except (binascii.Error, ValueError):
        raise bad_request("base64Content is not valid base64", "/base64Content") from None
    if not content.startswith(b"%PDF"):
        raise bad_request("Only PDF documents can be faxed", "/base64Content")
    # Imported here: takes 0.2 s, and only faxes need it.
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        return max(1, len(PdfReader(io.BytesIO(content)).pages))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return 1


def address(secret: str, base_url: str, kind: str, key: str) -> str:
    """Return the URL of a file. The URL contains a signature, because files require no credentials.

    Args:
        secret: The secret of the account.
        base_url: The base URL of the API, ending in `/v2`. If "", the result is only a path.
        kind: The kind of file: `recordings`, `faxes`, `previews`, `reports` or `greetings`.
        key: The id of the recording, history entry or greeting.
    """
    return f"{base_url.removesuffix('/v2')}{MEDIA_PATH}/{kind}/{_signature(secret, kind, key)}/{key}{_ENDINGS[kind]}"


_ENDINGS: Final = {
    "recordings": ".wav",
    "faxes": ".pdf",
    "previews": ".pdf",
    "reports": ".pdf",
    "greetings": ".wav",
}


def _signature(secret: str, kind: str, key: str) -> str:
    return hmac.new(secret.encode(), f"{kind}/{key}".encode(), hashlib.sha256).hexdigest()[:32]


def respond(state: State, path: str) -> Response:
    """Return the file at a path below `/media`.

    Raises:
        ApiError: 404, if the path is not one that `address` returned for this account.
    """
    parts = path.strip("/").split("/")
    if len(parts) != 4 or parts[1] not in _ENDINGS:
        raise not_found("File")
    kind, signature = parts[1], parts[2]
    key = parts[3].removesuffix(_ENDINGS[kind])
    if not hmac.compare_digest(signature.encode(), _signature(state.account.secret, kind, key).encode()):
        raise not_found("File")
    if _ENDINGS[kind] == ".wav":
        return bytes_response(_audio(state, kind, key), "audio/x-wav", f"{key}.wav")
    return bytes_response(_pdf(state, kind, key), "application/pdf", f"{key}.pdf")


def _audio(state: State, kind: str, key: str) -> bytes:
    if kind == "greetings":
        greeting = state.greetings.get(key)
        if greeting is not None and greeting.base64_content:
            return base64.b64decode(greeting.base64_content)
        return recording(2, pitch=330)
    entry_id = key.partition("-")[0]
    entry = state.history.get(entry_id) or state.channel_events.get(entry_id)
    return recording(entry.duration if entry else 3)


def _pdf(state: State, kind: str, key: str) -> bytes:
    entry, fax = state.history.get(key), state.sent_faxes.get(key) or state.received_faxes.get(key)
    if kind == "reports":
        status = entry.fax_status if entry else "UNKNOWN"
        return document(["Fax report (sandbox)", f"Fax: {key}", f"Status: {status}"])
    if fax is not None:
        return base64.b64decode(fax.base64_content)
    source = entry.source if entry else ""
    return document(["Fax received in the sandbox", f"From: {source}"], entry.pages if entry else 1)
