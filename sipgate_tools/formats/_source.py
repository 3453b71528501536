"""Opens what a caller may hand over as lines of text, in bounded memory: encodings, marks, limits."""

from __future__ import annotations

import codecs
import io
import os
import re
import shutil
import tempfile
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, TypeAlias, cast

from sipgate_tools.errors import InvalidInput

CardSource: TypeAlias = str | bytes | os.PathLike[str] | IO[str] | IO[bytes]
"""Text, bytes, the path of a file, or an open file. A `str` is always text, never a path."""

MAX_LINE: Final = 8 * 1024 * 1024
"""Characters in one line or value; a photo of some megabytes fits."""

_CHUNK: Final = 64 * 1024
_IN_MEMORY: Final = 8 * 1024 * 1024
# The longer mark first: that of UTF-32 begins with that of UTF-16.
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNDECODED: Final = re.compile("[\udc80-\udcff]")
# Folding by bytes, as older programs do it in vCards, cuts a character of UTF-8 in two.
_CUT_BY_FOLDING: Final = re.compile("([\udcc2-\udcf4][\udc80-\udcbf]*)\r?\n[ \t]([\udc80-\udcbf]+)")
_NOT_ASCII: Final = re.compile("[^\x00-\x7f]")


class LineTooLong(Exception):
    """A line is longer than `MAX_LINE`; it has been skipped, and reading can go on."""


@dataclass
class Lines:
    """The lines of a text, each with its own ending (LF, CR LF, CR), and how they were decoded.

    Attributes:
        encoding: What the bytes were decoded as; `text` where there were none.
        number: How many lines have been read.
    """

    stream: IO[str]
    encoding: str
    number: int = 0

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        line = self.stream.readline(MAX_LINE)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) >= MAX_LINE and line[-1] not in "\r\n":
            rest = line
            while rest and rest[-1] not in "\r\n":
                rest = self.stream.readline(_CHUNK)
            raise LineTooLong
        return line

    def is_damaged(self, text: str) -> bool:
        """Tell whether a piece of this text stands for bytes that the encoding does not know."""
        if self.encoding == "text":
            return False
        if self.encoding.startswith(("utf-16", "utf-32")):
            return "\ufffd" in text
        return _UNDECODED.search(text) is not None


@contextmanager
def open_lines(source: CardSource, encoding: str | None) -> Generator[Lines]:
    """Open a source as lines of text.

    Without `encoding`, a byte order mark decides (UTF-8, UTF-16, UTF-32), then whether the bytes are UTF-8
    (in a file of UTF-8 a few broken places do not change that); everything else is Windows-1252, which is
    what Excel and Outlook write. Bytes are read twice for it, in chunks; what cannot be rewound is spooled.

    Raises:
        InvalidInput: The file cannot be opened, or there is no such encoding.
    """
    with ExitStack() as stack:
        if isinstance(source, str):
            stream: IO[str] = io.StringIO(source.removeprefix("\ufeff"), newline="")
            yield Lines(stream, "text")
            return
        if not isinstance(source, bytes | bytearray | os.PathLike) and not hasattr(source, "read"):
            raise InvalidInput(
                f"There is nothing to read in a {type(source).__name__}.",
                hint="Give a text, bytes, a pathlib.Path or an open file.",
            )
        if not isinstance(source, bytes | bytearray | os.PathLike) and isinstance(source.read(0), str):
            yield Lines(cast("IO[str]", source), "text")
            return
        binary = _binary(cast("bytes | os.PathLike[str] | IO[bytes]", source), stack)
        chosen = _known(encoding) if encoding else _detect(binary)
        errors = "replace" if chosen.startswith(("utf-16", "utf-32")) else "surrogateescape"
        text = io.TextIOWrapper(cast("Any", binary), encoding=chosen, errors=errors, newline="")
        # The file belongs to the caller: closing the wrapper would close it.
        stack.callback(text.detach)
        yield Lines(text, chosen)


def _binary(source: bytes | os.PathLike[str] | IO[bytes], stack: ExitStack) -> IO[bytes]:
    if isinstance(source, bytes | bytearray):
        return io.BytesIO(source)
    if isinstance(source, os.PathLike):
        try:
            return stack.enter_context(Path(source).open("rb"))
        except OSError as error:
            raise InvalidInput(
                f"The file {Path(source).name} cannot be opened: {error.strerror}.",
                hint="Check the path and that you may read the file.",
            ) from error
    if source.seekable():
        return source
    spool = stack.enter_context(tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115
    shutil.copyfileobj(source, spool, _CHUNK)
    spool.seek(0)
    return cast("IO[bytes]", spool)


def rejoined(text: str) -> str:
    """Return text decoded from UTF-8 piece by piece with the characters whole that were cut between pieces."""
    if not _UNDECODED.search(text):
        return text
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")


def _known(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
        "".encode(name)
    except (LookupError, ValueError) as error:
        raise InvalidInput(
            "There is no such text encoding.", hint="Use a name like utf-8, utf-16 or cp1252."
        ) from error
    return "utf-8-sig" if name == "utf-8" else name


def _detect(binary: IO[bytes]) -> str:
    start = binary.tell()
    head = binary.read(4)
    binary.seek(start)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    broken = whole = 0
    while chunk := binary.read(_CHUNK):
        text = decoder.decode(chunk)
        if not text.isascii():
            text = _CUT_BY_FOLDING.sub(lambda cut: rejoined(cut[1] + cut[2]), text)
            bad = len(_UNDECODED.findall(text))
            broken += bad
            whole += len(_NOT_ASCII.findall(text)) - bad
    broken += len(decoder.decode(b"", final=True))
    binary.seek(start)
    return "utf-8-sig" if whole > broken or not broken else "cp1252"
