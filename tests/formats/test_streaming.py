"""A hundred thousand contacts take no more memory than a few: one is held at a time, in and out."""

import io
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from sipgate_tools.formats.contact import CardNumber, CardRead, ContactCard
from sipgate_tools.formats.csv import read_csv, write_csv
from sipgate_tools.formats.json import write_json
from sipgate_tools.formats.vcard import read_vcards, write_vcards

ROOM = 3_000_000
"""Bytes above the start; the decoder's buffers and one contact are far below, all contacts far above."""


def contacts(count: int) -> Iterator[ContactCard]:
    for index in range(count):
        yield ContactCard(f"Person {index}", note="n" * 20_000, numbers=(CardNumber(f"+4930{index:08}"),))


def peak_of(work: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


FORMATS = [(write_csv, read_csv), (write_vcards, read_vcards)]


class Pipe(io.RawIOBase):
    """Bytes that can be read once and not rewound, as from a socket."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._file.readinto(buffer)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]

    def close(self) -> None:
        self._file.close()
        super().close()


@pytest.mark.parametrize(("write", "read"), FORMATS)
def test_files_are_written_and_read_in_bounded_memory(
    write: Callable[[Iterator[ContactCard]], Iterator[str]],
    read: Callable[[Any], Iterator[Any]],
    tmp_path: Path,
) -> None:
    path, count = tmp_path / "contacts", 400
    next(read(b"".join(piece.encode() for piece in write(contacts(1)))))  # imports do not count

    def export() -> None:
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(write(contacts(count)))

    assert peak_of(export) < ROOM
    assert path.stat().st_size > 2 * ROOM
    assert peak_of(lambda: sum(1 for _ in read(path))) < ROOM
    with Pipe(path) as pipe:
        assert sum(isinstance(result, CardRead) for result in read(pipe)) == count


def test_json_is_written_in_bounded_memory() -> None:
    assert peak_of(lambda: sum(len(piece) for piece in write_json(contacts(400)))) < ROOM


@pytest.mark.parametrize(("write", "read"), FORMATS)
def test_the_first_contacts_come_before_the_last_are_known(
    write: Callable[[Iterator[ContactCard]], Iterator[str]], read: Callable[[Any], Iterator[Any]]
) -> None:
    pieces = write(contacts(10**9))

    class Endless(io.TextIOBase):
        rest = ""

        def read(self, size: int | None = -1, /) -> str:
            return ""

        def readline(self, size: int = -1, /) -> str:  # pyright: ignore[reportIncompatibleMethodOverride]
            self.rest = self.rest or next(pieces)
            line, mark, self.rest = self.rest.partition("\n")
            return line + mark

    assert [result.card.name for result in islice(read(Endless()), 3)] == ["Person 0", "Person 1", "Person 2"]
