"""Files of third parties: regular, not too large, in the allowed folders, even if paths are swapped meanwhile."""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sipgate_tools._io import safe_open
from sipgate_tools._io.safe_open import check_new_file, open_file, read_file, write_new_file
from sipgate_tools.errors import InvalidInput

POSIX = pytest.mark.skipif(
    sys.platform == "win32", reason="FIFOs, sockets and links as POSIX systems have them"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "inside"
    (inside / "below").mkdir(parents=True)
    (inside / "a.txt").write_bytes(b"hello")
    (inside / "below" / "b.txt").write_bytes(b"deep")
    (tmp_path / "outside.txt").write_bytes(b"secret")
    return inside


def test_a_file_is_read_wherever_it_is_when_no_folders_are_given(folder: Path) -> None:
    assert read_file(folder / "a.txt", max_bytes=5) == b"hello"
    with open_file(str(folder / "a.txt")) as file:
        assert file.read() == b"hello"


@pytest.mark.parametrize("path", ["a.txt", "below/b.txt", "./below/../a.txt"])
def test_a_file_in_an_allowed_folder_is_read_by_its_relative_or_absolute_path(
    folder: Path, path: str
) -> None:
    expected = (folder / path).read_bytes()
    assert read_file(path, max_bytes=100, folders=[folder]) == expected
    assert read_file(folder / path, max_bytes=100, folders=[folder]) == expected


def test_of_several_folders_the_one_that_has_the_file_counts(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    assert read_file("a.txt", max_bytes=100, folders=[other, folder]) == b"hello"


@pytest.mark.parametrize(
    "path", ["../outside.txt", "below/../../outside.txt", "/etc/passwd", ".", "", "below/.."]
)
def test_a_path_that_leads_out_of_the_folders_is_refused(folder: Path, path: str) -> None:
    with pytest.raises(InvalidInput, match="not in an allowed folder"):
        read_file(path, max_bytes=100, folders=[folder])


@POSIX
def test_links_count_as_what_they_lead_to(folder: Path) -> None:
    (folder / "good").symlink_to(folder / "below" / "b.txt")
    (folder / "bad").symlink_to(folder.parent / "outside.txt")
    (folder / "way-out").symlink_to(folder.parent)
    assert read_file("good", max_bytes=100, folders=[folder]) == b"deep"
    for path in ("bad", "way-out/outside.txt"):
        with pytest.raises(InvalidInput, match="not in an allowed folder"):
            read_file(path, max_bytes=100, folders=[folder])


@pytest.mark.parametrize("path", ["nothing.txt", "a.txt/b", "no/such/folder"])
def test_a_missing_file_is_said_to_be_missing(folder: Path, path: str) -> None:
    with pytest.raises(InvalidInput, match="The contact file does not exist"):
        read_file(path, max_bytes=100, folders=[folder], noun="contact file")
    with pytest.raises(InvalidInput, match="The file does not exist"):
        read_file(folder / path, max_bytes=100)


@pytest.mark.parametrize("path", ["a\0b", "\ud83d", "~nobody-of-this-name/x", "x" * 5000], ids=ascii)
def test_a_path_that_is_none_is_refused_and_not_repeated(folder: Path, path: str) -> None:
    for folders in ([folder], None):
        with pytest.raises(InvalidInput) as refused:
            read_file(path, max_bytes=100, folders=folders)
        assert path not in str(refused.value)


@POSIX
def test_a_loop_of_links_is_refused(folder: Path) -> None:
    (folder / "loop").symlink_to("loop")
    (folder / "one").symlink_to("two")
    (folder / "two").symlink_to("one")
    for path in ("loop", "one", "two/x"):
        with pytest.raises(InvalidInput):
            read_file(path, max_bytes=100, folders=[folder])
        with pytest.raises(InvalidInput):
            read_file(folder / path, max_bytes=100)


@POSIX
@pytest.mark.parametrize("inside", [True, False])
def test_what_is_no_regular_file_is_refused_at_once(folder: Path, inside: bool) -> None:
    os.mkfifo(folder / "fifo")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "s"))
        for name in ("fifo", "below", "s"):
            path = name if inside else folder / name
            with pytest.raises(InvalidInput, match=r"not a regular file|a folder|cannot be read"):
                read_file(path, max_bytes=100, folders=[folder] if inside else None)


@POSIX
def test_a_device_is_refused() -> None:
    for path in ("/dev/zero", "/dev/null", "/dev/tty"):
        with pytest.raises(InvalidInput):
            read_file(path, max_bytes=100)


def test_a_file_that_is_too_large_is_not_read(folder: Path) -> None:
    (folder / "exact").write_bytes(b"x" * 100)
    assert len(read_file("exact", max_bytes=100, folders=[folder])) == 100
    with (folder / "sparse").open("wb") as file:
        file.truncate(10**12)
    for path, most in (("exact", 99), ("sparse", 10**6)):
        with pytest.raises(InvalidInput, match=f"larger than {most} bytes"):
            read_file(path, max_bytes=most, folders=[folder])


@pytest.mark.skipif(
    not Path("/proc/self/maps").exists(), reason="needs a file that does not know its size (/proc)"
)
def test_a_file_that_does_not_say_its_size_is_read_up_to_the_limit() -> None:
    with pytest.raises(InvalidInput, match="larger than 50 bytes"):
        read_file("/proc/self/maps", max_bytes=50)


@POSIX
@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(folder: Path) -> None:
    (folder / "a.txt").chmod(0)
    with pytest.raises(InvalidInput, match="PermissionError"):
        read_file("a.txt", max_bytes=100, folders=[folder])


@pytest.fixture
def swapping(folder: Path) -> Iterator[Path]:
    """Yield a folder in which a name alternates between a file, a link to the outside, and a linked folder."""
    outside = folder.parent
    (outside / "swapped").mkdir()
    (outside / "swapped" / "b.txt").write_bytes(b"secret")
    (outside / "a.txt").write_bytes(b"secret")
    ended = threading.Event()

    def swap() -> None:
        number = 0
        while not ended.is_set():
            number += 1
            for name, good, bad in (
                ("a.txt", "real", outside / "outside.txt"),
                ("way", "below", outside / "swapped"),
            ):
                fresh = folder / f".{number}-{name}"
                fresh.symlink_to(bad if number % 2 else folder / good)
                fresh.replace(folder / name)

    (folder / "a.txt").rename(folder / "real")
    (folder / "way").symlink_to(folder / "below")
    (folder / "a.txt").symlink_to(folder / "real")
    thread = threading.Thread(target=swap)
    thread.start()
    yield folder
    ended.set()
    thread.join()


@POSIX
def test_a_link_that_is_swapped_meanwhile_never_leads_out(swapping: Path) -> None:
    seen: set[bytes] = set()
    for _ in range(1500):
        for path in ("a.txt", "way/b.txt"):
            try:
                seen.add(read_file(path, max_bytes=100, folders=[swapping]))
            except InvalidInput:
                continue
    assert seen <= {b"hello", b"deep"}
    assert seen


@POSIX
@pytest.mark.parametrize("can_walk", [True, False])
@pytest.mark.parametrize("path", ["a.txt", "below/b.txt"])
def test_a_link_that_is_put_in_right_after_the_check_leads_nowhere(
    folder: Path, path: str, can_walk: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safe_open, "_CAN_WALK", can_walk)
    (folder.parent / "b.txt").write_bytes(b"secret")
    (folder.parent / "a.txt").write_bytes(b"secret")
    checked = safe_open._resolved  # pyright: ignore[reportPrivateUsage] - the very moment between check and use

    def swap(*arguments: object) -> tuple[Path, Path]:
        found = checked(*arguments)  # type: ignore[arg-type]
        part = folder / Path(path).parts[0]
        part.rename(folder / "aside")
        part.symlink_to(folder.parent / part.name if part.name == "a.txt" else folder.parent)
        return found

    monkeypatch.setattr(safe_open, "_resolved", swap)
    with pytest.raises(InvalidInput):
        read_file(path, max_bytes=100, folders=[folder])


def test_a_new_file_is_written_for_its_owner_only_and_nothing_else_is_left(folder: Path) -> None:
    path = write_new_file("below/new.csv", b"content", folders=[folder])
    assert path == (folder / "below" / "new.csv").resolve()
    assert path.read_bytes() == b"content"
    assert sorted(one.name for one in (folder / "below").iterdir()) == ["b.txt", "new.csv"]
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_that_exists_is_never_replaced(folder: Path) -> None:
    for refuse in (
        lambda: check_new_file("a.txt", folders=[folder]),
        lambda: write_new_file("a.txt", b"other", folders=[folder]),
    ):
        with pytest.raises(InvalidInput, match="The file already exists"):
            refuse()
    assert (folder / "a.txt").read_bytes() == b"hello"
    assert sorted(one.name for one in folder.iterdir()) == ["a.txt", "below"]


def test_on_a_file_system_without_hard_links_a_new_file_is_written_alike(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", link)
    assert write_new_file("new.csv", b"content", folders=[folder]).read_bytes() == b"content"
    with pytest.raises(InvalidInput, match="The file already exists"):
        write_new_file("a.txt", b"other", folders=[folder])
    assert sorted(one.name for one in folder.iterdir()) == ["a.txt", "below", "new.csv"]


@pytest.mark.parametrize(
    "path", ["../new.csv", "/tmp/new.csv", "", "a\0b", "no-folder/new.csv", "a.txt/new.csv"]
)
def test_nothing_is_written_where_it_may_not_be(folder: Path, path: str) -> None:
    with pytest.raises(InvalidInput):
        write_new_file(path, b"content", folders=[folder])
    assert sorted(one.name for one in folder.parent.rglob("*")) == [
        "a.txt",
        "b.txt",
        "below",
        "inside",
        "outside.txt",
    ]


@POSIX
def test_a_new_file_does_not_follow_links_that_lead_out(folder: Path) -> None:
    (folder / "dangling").symlink_to(folder.parent / "made.txt")
    (folder / "way-out").symlink_to(folder.parent)
    for path in ("dangling", "way-out/made.txt"):
        with pytest.raises(InvalidInput, match="not in an allowed folder"):
            write_new_file(path, b"content", folders=[folder])
    assert not (folder.parent / "made.txt").exists()


def test_without_descriptors_of_folders_the_same_holds(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_open, "_CAN_WALK", False)
    assert read_file("below/b.txt", max_bytes=10, folders=[folder]) == b"deep"
    assert write_new_file("new.csv", b"content", folders=[folder]).read_bytes() == b"content"
    with pytest.raises(InvalidInput, match="not in an allowed folder"):
        read_file("../outside.txt", max_bytes=10, folders=[folder])
