"""Reads lines from strings, bytes, paths and open files in bounded memory, and detects their encoding."""

from __future__ import annotations

import codecs
import io
import os
import re
import tempfile
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, TypeAlias, cast

from sipgate_tools.errors import InvalidInput

CardSource: TypeAlias = str | bytes | os.PathLike[str] | IO[str] | IO[bytes]
"""Content as a string or bytes, the path of a file, or an open file. A `str` is always content, never a path."""

MAX_LINE: Final = 8 * 1024 * 1024
"""Maximum number of characters in one line or value, enough for a photo of several megabytes."""

MAX_RECORD: Final = 2 * MAX_LINE
"""Maximum number of characters in one record, which is a row, or a card with all its lines."""

MAX_FILE_BYTES: Final = 1024**3
"""Maximum size of one file in bytes. The largest address books with photos are much smaller."""

_CHUNK: Final = 64 * 1024
_IN_MEMORY: Final = 8 * 1024 * 1024
# UTF-32 first: its mark starts with that of UTF-16.
_BOMS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD_BYTES: Final = 1024
# Common files that are not text, by their first bytes.
_OTHER_FILES: Final = (
    (b"PK\x03\x04", "an Excel workbook (.xlsx) or another ZIP file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Excel workbook (.xls) or an Outlook message (.msg)"),
    (b"!BDN", "an Outlook data file (.pst)"),
    (b"\x1f\x8b", "a gzip file"),
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "an RTF document"),
)
_UNDECODED: Final = re.compile("[\udc80-\udcff]")
# Older programs fold vCards by bytes, which splits a UTF-8 character in two.
_CUT_BY_FOLDING: Final = re.compile("([\udcc2-\udcf4][\udc80-\udcbf]*)\r?\n[ \t]([\udc80-\udcbf]+)")
_NOT_ASCII: Final = re.compile("[^\x00-\x7f]")


class LineTooLong(Exception):
    """A line is longer than `MAX_LINE`. It has been skipped, and reading can continue."""


@dataclass
class Lines:
    """An iterator over the lines of a source, each with its line ending (LF, CR LF or CR).

    Attributes:
        stream: The stream of decoded characters.
        encoding: The encoding of the bytes, or `text` if the source was already decoded.
        number: The number of lines read so far.
        characters: The number of characters read so far.
    """

    stream: IO[str]
    encoding: str
    number: int = 0
    characters: int = 0

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        line = self.stream.readline(MAX_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        self._count(line)
        if len(line) >= MAX_LINE and line[-1] not in "\r\n":
            rest = line
            while rest and rest[-1] not in "\r\n":
                rest = self.stream.readline(_CHUNK)
                self._count(rest)
            raise LineTooLong
        return line

    def _count(self, piece: str) -> None:
        self.characters += len(piece)
        if self.characters > MAX_FILE_BYTES:
            raise _too_large()

    def is_damaged(self, text: str) -> bool:
        """Return whether a part of the source contains bytes that are invalid in its encoding."""
        if self.encoding == "text":
            return False
        if self.encoding.startswith(("utf-16", "utf-32")):
            return "\ufffd" in text
        return _UNDECODED.search(text) is not None


@contextmanager
def open_lines(source: CardSource, encoding: str | None) -> Generator[Lines]:
    """Open a source as lines of text.

    If `encoding` is `None`, a byte order mark determines the encoding (UTF-8, UTF-16, UTF-32). Without a mark, the
    encoding is UTF-8 if nearly all bytes are valid UTF-8, otherwise Windows-1252, which Excel and Outlook write.
    Detection reads the bytes twice, in chunks. A stream that cannot be rewound is copied to memory or to a temporary
    file first.

    Args:
        source: Content as a string or bytes, the path of a file, or an open file. A `str` is never a path.
        encoding: The encoding of the bytes, or `None` to detect it.

    Raises:
        InvalidInput: The file cannot be opened, is too large or not a text file, or `encoding` is unknown.
    """
    with ExitStack() as stack:
        if isinstance(source, str):
            stream: IO[str] = io.StringIO(source.lstrip("\ufeff"), newline="")
            yield Lines(stream, "text")
            return
        if not isinstance(source, bytes | bytearray | os.PathLike) and not hasattr(source, "read"):
            raise InvalidInput(
                f"A {type(source).__name__} cannot be read.",
                hint="Pass a string, bytes, a pathlib.Path or an open file.",
            )
        if not isinstance(source, bytes | bytearray | os.PathLike) and isinstance(source.read(0), str):
            yield Lines(cast("IO[str]", source), "text")
            return
        binary = _binary(cast("bytes | os.PathLike[str] | IO[bytes]", source), stack)
        _refuse_other_files(binary)
        chosen = _codec_name(encoding) if encoding else _detect(binary)
        errors = "replace" if chosen.startswith(("utf-16", "utf-32")) else "surrogateescape"
        text = io.TextIOWrapper(cast("Any", binary), encoding=chosen, errors=errors, newline="")
        # The caller owns the file: detach the wrapper, whose end would close it.
        stack.callback(text.detach)
        yield Lines(text, chosen)


def is_rereadable(source: CardSource) -> bool:
    """Return whether a source can be read twice: a string, bytes, or the path of a regular file, not of a pipe."""
    if isinstance(source, os.PathLike):
        return Path(source).is_file()
    return isinstance(source, str | bytes | bytearray)


def _too_large() -> InvalidInput:
    return InvalidInput(
        f"The file is larger than {MAX_FILE_BYTES} bytes.", hint="Split the file, or omit the photos."
    )


def _refuse_other_files(binary: IO[bytes]) -> None:
    """Raise an error if the first bytes show that the file is not a text file.

    Raises:
        InvalidInput: The file is a workbook, an archive, a PDF or a similar file.
    """
    start = binary.tell()
    head = binary.read(_HEAD_BYTES)
    binary.seek(start)
    for first, name in _OTHER_FILES:
        if head.startswith(first):
            raise InvalidInput(
                f"The file is {name}, not a text file.",
                hint="Open it in the program that created it, and save or export it as CSV or vCard.",
            )


def _binary(source: bytes | os.PathLike[str] | IO[bytes], stack: ExitStack) -> IO[bytes]:
    if isinstance(source, bytes | bytearray):
        return io.BytesIO(source)
    if isinstance(source, os.PathLike):
        try:
            return stack.enter_context(Path(source).open("rb"))
        except OSError as error:
            raise InvalidInput(
                f"The file {Path(source).name} cannot be opened: {error.strerror}.",
                hint="Check the path and the permissions of the file.",
            ) from error
    if source.seekable():
        return source
    spool = stack.enter_context(tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115
    while piece := source.read(_CHUNK):
        spool.write(piece)
        if spool.tell() > MAX_FILE_BYTES:
            raise _too_large()
    spool.seek(0)
    return cast("IO[bytes]", spool)


def rejoined(text: str) -> str:
    """Return text that was decoded from UTF-8 in pieces, and restore the characters that were split."""
    if not _UNDECODED.search(text):
        return text
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")


def _codec_name(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
        "".encode(name)
    except (LookupError, ValueError) as error:
        raise InvalidInput(
            "Unknown text encoding.", hint="Use a name such as utf-8, utf-16 or cp1252."
        ) from error
    return "utf-8-sig" if name == "utf-8" else name


def _refuse_unmarked(head: bytes) -> None:
    """Raise an error for UTF-16 or UTF-32 without a byte order mark.

    In these encodings, at least half of the bytes of Latin letters are zero.

    Raises:
        InvalidInput: The bytes look like UTF-16 or UTF-32. The hint contains the encoding to pass.
    """
    wide = head[: len(head) // 4 * 4]
    if not wide or head.count(0) * 4 < len(head):
        return
    zeros = [wide[offset::4].count(0) for offset in range(4)]
    enough = len(wide) // 4 * 3 // 4
    if zeros[2] >= enough and zeros[3] >= enough:
        name, codec = "UTF-32", "utf-32-le"
    elif zeros[0] >= enough and zeros[1] >= enough:
        name, codec = "UTF-32", "utf-32-be"
    else:
        name, codec = "UTF-16", "utf-16-le" if zeros[1] + zeros[3] > zeros[0] + zeros[2] else "utf-16-be"
    raise InvalidInput(
        f"The file looks like {name} without a byte order mark.",
        hint=f"If so, pass encoding='{codec}'. Otherwise, it is not a text file.",
    )


def _detect(binary: IO[bytes]) -> str:
    start = binary.tell()
    head = binary.read(_HEAD_BYTES)
    binary.seek(start)
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    _refuse_unmarked(head)
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    broken = whole = size = 0
    while chunk := binary.read(_CHUNK):
        size += len(chunk)
        if size > MAX_FILE_BYTES:
            raise _too_large()
        text = decoder.decode(chunk)
        if not text.isascii():
            text = _CUT_BY_FOLDING.sub(lambda cut: rejoined(cut[1] + cut[2]), text)
            bad = len(_UNDECODED.findall(text))
            broken += bad
            whole += len(_NOT_ASCII.findall(text)) - bad
    broken += len(decoder.decode(b"", final=True))
    binary.seek(start)
    return "utf-8-sig" if whole > broken or not broken else "cp1252"
