"""PDFs that are made to cost a reader time or memory: each is judged within seconds and in bounded memory."""

import logging
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator, Mapping

import pytest

from sipgate_tools.errors import InvalidInput
from sipgate_tools.formats.pdf import check_pdf

MEBIBYTE = 1024 * 1024
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    log = logging.getLogger("pypdf")
    level = log.level
    log.setLevel(logging.CRITICAL)
    yield
    log.setLevel(level)


def assembled(objects: Mapping[int, bytes], more: bytes = b"") -> bytes:
    """Return a file of these objects with a right table and `more` in its trailer."""
    content, table = bytearray(b"%PDF-1.5\n"), bytearray(b"xref\n0 1\n0000000000 65535 f \n")
    for number, body in ({1: CATALOG} | dict(objects)).items():
        table += b"%d 1\n%010d 00000 n \n" % (number, len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    size = max(objects, default=1) + 1
    end = b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (size, more, len(content))
    return bytes(content + table + end)


def compressed(data: bytes, filters: bytes) -> bytes:
    """Return a file whose page tree lies in a compressed stream of objects."""
    content = bytearray(b"%PDF-1.5\n")
    places: list[int] = []
    bodies = [
        (1, CATALOG),
        (
            5,
            b"<</Type/ObjStm/N 1/First 4/Filter[%b]/Length %d>>stream\n%b\nendstream"
            % (filters, len(data), data),
        ),
    ]
    for number, body in bodies:
        places.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(content)
    rows = ((0, 0), (1, places[0]), (2, 5), (0, 0), (0, 0), (1, places[1]), (1, table))
    packed = b"".join(bytes([kind]) + place.to_bytes(4, "big") + b"\0" for kind, place in rows)
    content += b"6 0 obj\n<</Type/XRef/W[1 4 1]/Size 7/Root 1 0 R/Length %d>>stream\n" % len(packed)
    content += packed + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % table
    return bytes(content)


def deflated_zeros(mebibytes: int, times: int = 1) -> bytes:
    """Return zeros as zlib compresses them; one mebibyte is compressed, and repeated."""
    packer = zlib.compressobj(9, wbits=-15)
    one = packer.compress(bytes(MEBIBYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = (mebibytes * MEBIBYTE % 65521 << 16) + 1
    data = b"\x78\xda" + one * mebibytes + b"\x03\0" + checksum.to_bytes(4, "big")
    for _ in range(times - 1):
        data = zlib.compress(data, 9)
    return data


def pages(kids: bytes) -> bytes:
    return b"<</Type/Pages/Kids[%b]>>" % kids


BOMBS: dict[str, Callable[[], bytes]] = {
    "objects that inflate to half a gigabyte": lambda: compressed(deflated_zeros(512), b"/FlateDecode"),
    "objects that inflate twice": lambda: compressed(
        deflated_zeros(1024, times=2), b"/FlateDecode/FlateDecode"
    ),
    "objects that inflate as runs": lambda: compressed(b"\x81\0" * MEBIBYTE, b"/RunLengthDecode"),
    "objects that inflate to text of zeros": lambda: compressed(
        zlib.compress(b"z" * 64 * MEBIBYTE), b"/FlateDecode/ASCII85Decode"
    ),
    "fifteen megabytes of text for objects": lambda: compressed(
        b"87cUR" * 3_000_000 + b"~>", b"/ASCII85Decode"
    ),
    "fifteen megabytes of zeros for objects": lambda: compressed(
        b"z" * 15_000_000 + b"~>", b"/ASCII85Decode"
    ),
    "objects of no LZW": lambda: compressed(bytes(range(256)) * 16_384, b"/LZWDecode"),
    "pages that are their own parent": lambda: assembled({2: pages(b"2 0 R 2 0 R")}),
    "pages without end": lambda: assembled(
        {number: pages(b"%d 0 R" % (number + 1)) for number in range(2, 40_000)}
    ),
    "one page many times": lambda: assembled({2: pages(b"3 0 R " * MEBIBYTE), 3: b"<</Type/Page>>"}),
    "brackets in brackets": lambda: assembled({2: pages(b"[" * 400_000 + b"]" * 400_000)}),
    "dictionaries in dictionaries": lambda: assembled({2: b"<</K" * 200_000 + b">>" * 200_000}),
    "a million empty branches": lambda: assembled({2: pages(b"<</Kids[]>>" * 500_000)}),
    "a table before itself": lambda: assembled({2: pages(b"")}, b"/Prev 9"),
    "a name for a name": lambda: assembled({2: b"3 0 R", 3: b"2 0 R"}),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_within_seconds(name: str) -> None:
    content = BOMBS[name]()
    began = time.process_time()
    with pytest.raises(InvalidInput, match="PDF"):
        check_pdf(content)
    assert time.process_time() - began < 4


@pytest.mark.parametrize("name", [name for name in BOMBS if "inflate" in name and "runs" not in name])
def test_what_inflates_takes_memory_within_bounds(name: str) -> None:
    content = BOMBS[name]()
    tracemalloc.start()
    try:
        with pytest.raises(InvalidInput):
            check_pdf(content)
        assert tracemalloc.get_traced_memory()[1] < 400 * MEBIBYTE
    finally:
        tracemalloc.stop()


def test_a_tree_that_names_each_branch_twice_counts_it_once() -> None:
    tree = {number: pages(b"%d 0 R " % (number + 1) * 2) for number in range(2, 60)}
    assert 1 <= check_pdf(assembled({**tree, 60: b"<</Type/Page>>"})).pages <= 2


@pytest.mark.parametrize("before", [b"", b"\r\n"], ids=["sound", "with a table that is off"])
def test_a_scan_of_many_megabytes_is_no_bomb(before: bytes) -> None:
    scan = b"<</Type/XObject/Length %d>>stream\n%b\nendstream" % (8 * MEBIBYTE, b"\x55" * 8 * MEBIBYTE)
    page = b"<</Type/Page/Parent 2 0 R/Resources<</XObject<</I 4 0 R>>>>>>"
    assert check_pdf(before + assembled({2: pages(b"3 0 R"), 3: page, 4: scan})).pages == 1
