"""Safe access to files whose paths third parties supply: regular files of limited size in allowed folders.

A path is opened first, and then the open descriptor is checked, so that the file that is read is the file that was
checked. Inside allowed folders, the resolved path is traversed folder by folder without following links, so that a link
that is created between the check and the use has no effect.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from sipgate_tools.errors import InvalidInput

_COMMON: Final = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
# Without O_NONBLOCK, opening a FIFO waits until another process writes into it.
_READ: Final = os.O_RDONLY | _COMMON | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_CREATE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _COMMON
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
_FOLDER: Final = getattr(os, "O_PATH", os.O_RDONLY) | getattr(os, "O_DIRECTORY", 0) | _COMMON | _NO_LINK
_CAN_WALK: Final = bool(_NO_LINK) and {os.open, os.link, os.unlink} <= os.supports_dir_fd
# ValueError: a null byte or lone surrogate in a path. RuntimeError: a loop of links, or `~` without a home folder.
_PATH_ERRORS: Final = (OSError, ValueError, RuntimeError)


def read_file(
    path: str | Path, *, max_bytes: int, folders: Sequence[Path] | None = None, noun: str = "file"
) -> bytes:
    """Return the content of a file.

    Args:
        path: The path of the file; see `open_file`.
        max_bytes: Maximum size of the file in bytes.
        folders: Folders of which one must contain the file, or `None` for any folder.
        noun: The word for the file in errors, such as `contact file`.

    Raises:
        InvalidInput: The file cannot be opened (see `open_file`) or read, or is larger than `max_bytes`.
    """
    with open_file(path, max_bytes=max_bytes, folders=folders, noun=noun) as file:
        try:
            content = file.read(max_bytes + 1)
        except OSError as error:
            raise _unreadable(error, noun) from None
    if len(content) > max_bytes:  # it has grown, or its file system does not report the size
        raise _too_large(max_bytes, noun)
    return content


def open_file(
    path: str | Path,
    *,
    max_bytes: int | None = None,
    folders: Sequence[Path] | None = None,
    noun: str = "file",
) -> IO[bytes]:
    """Open a file for reading. The caller must close the file.

    Args:
        path: The path of the file. If `folders` is passed, a relative path is relative to one of them.
        max_bytes: Maximum size of the file in bytes, or `None` for any size.
        folders: Folders of which one must contain the file after resolving links, or `None` for any folder.
        noun: The word for the file in errors, such as `contact file`.

    Raises:
        InvalidInput: The file does not exist, cannot be read, is a folder, FIFO, device or socket, is larger than
            `max_bytes`, or is outside the folders. The error does not contain the path.
    """
    target = None
    try:
        if folders is None:
            descriptor = os.open(path, _READ)
        else:
            with _inside(path, folders) as (parent, name, target):
                descriptor = os.open(name, _READ | (_NO_LINK if parent is not None else 0), dir_fd=parent)
    except InvalidInput:
        raise
    except _PATH_ERRORS as error:
        raise _unreadable(error, noun) from None
    try:
        _check_state(os.fstat(descriptor), max_bytes, target, noun)
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def write_new_file(path: str | Path, content: bytes, *, folders: Sequence[Path]) -> Path:
    """Atomically create a file that only its owner can read, in one of the folders.

    Args:
        path: The path of the new file, relative to one of the folders or absolute.
        content: The content of the file.
        folders: Folders of which one must contain the file after resolving links.

    Returns:
        The path of the file, without links.

    Raises:
        InvalidInput: The file already exists (and is not changed), the path is outside the folders, or writing fails.
    """
    try:
        with _inside(path, folders) as (parent, name, target):
            part = str(Path(name).with_name(f".{secrets.token_hex(8)}.part"))
            try:
                with os.fdopen(os.open(part, _CREATE, 0o600, dir_fd=parent), "wb") as file:
                    file.write(content)
                _publish(part, name, parent)
            finally:
                with suppress(OSError):
                    os.unlink(part, dir_fd=parent)
            return target
    except InvalidInput:
        raise
    except FileExistsError:
        raise _exists_error() from None
    except _PATH_ERRORS as error:
        raise _unwritable(error) from None


def check_new_file(path: str | Path, *, folders: Sequence[Path]) -> None:
    """Check that `write_new_file` can create a file, before its content is produced.

    Raises:
        InvalidInput: The file already exists, or the path is outside the folders or cannot be used.
    """
    try:
        exists = _resolved(path, folders)[1].exists()
    except InvalidInput:
        raise
    except _PATH_ERRORS as error:
        raise _unwritable(error) from None
    if exists:
        raise _exists_error()


def _publish(part: str, name: str, parent: int | None) -> None:
    """Rename a complete file, unless a file with the new name exists.

    Raises:
        FileExistsError: A file with the new name exists.
    """
    try:
        os.link(part, name, src_dir_fd=parent, dst_dir_fd=parent)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):
        # File systems without hard links (exFAT, some network shares): an empty file reserves the name first.
        os.close(os.open(name, _CREATE, 0o600, dir_fd=parent))
        os.replace(part, name, src_dir_fd=parent, dst_dir_fd=parent)


@contextmanager
def _inside(path: str | Path, folders: Sequence[Path]) -> Generator[tuple[int | None, str, Path]]:
    """Yield the descriptor of a path's parent folder, the file name, and the resolved path, inside one of the folders.

    On systems that cannot open relative to a descriptor (Windows), the descriptor is `None` and the name is the path.
    """
    root, target = _resolved(path, folders)
    if not _CAN_WALK:
        yield None, str(target), target
        return
    parent = os.open(root, _FOLDER)
    try:
        for name in target.relative_to(root).parts[:-1]:
            below = os.open(name, _FOLDER, dir_fd=parent)
            os.close(parent)
            parent = below
        yield parent, target.name, target
    finally:
        os.close(parent)


def _check_state(state: os.stat_result, max_bytes: int | None, target: Path | None, noun: str) -> None:
    """Check the type and the size of an open file.

    Raises:
        InvalidInput: The file was moved, is not a regular file, or is larger than `max_bytes`.
    """
    if target is not None and not _CAN_WALK:
        _check_unmoved(state, target)
    if not stat.S_ISREG(state.st_mode):
        kind = "a folder" if stat.S_ISDIR(state.st_mode) else "not a regular file"
        raise InvalidInput(f"The {noun} cannot be read: it is {kind}.", hint="Use the path of a file.")
    if max_bytes is not None and state.st_size > max_bytes:
        raise _too_large(max_bytes, noun)


def _check_unmoved(state: os.stat_result, target: Path) -> None:
    """Check that a resolved path still leads to an open file.

    Raises:
        InvalidInput: The file was moved.
    """
    try:
        unmoved = target.resolve() == target and os.path.samestat(state, target.stat())
    except _PATH_ERRORS:
        unmoved = False
    if not unmoved:
        raise InvalidInput("The file was moved while it was being opened.", hint="Try again.")


def _resolved(path: str | Path, folders: Sequence[Path]) -> tuple[Path, Path]:
    """Return the folder that contains a path, and the path, both resolved. A folder with an existing file is preferred.

    Raises:
        InvalidInput: The path is outside the folders.
    """
    found: list[tuple[Path, Path]] = []
    for folder in folders:
        root = folder.expanduser().resolve()
        target = (root / Path(path).expanduser()).resolve()
        if target.is_relative_to(root) and target != root:
            found.append((root, target))
    if not found:
        names = ", ".join(str(folder) for folder in folders) or "none"
        raise InvalidInput("The file is not in an allowed folder.", hint=f"Allowed: {names}.")
    return next((one for one in found if one[1].exists()), found[0])


def _unreadable(error: Exception, noun: str) -> InvalidInput:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return InvalidInput(f"The {noun} does not exist.", hint="Check the path.", code="file.not_found")
    return InvalidInput(f"The {noun} cannot be read ({type(error).__name__}).", hint="Check its path.")


def _unwritable(error: Exception) -> InvalidInput:
    return InvalidInput(
        f"The file cannot be written ({type(error).__name__}).", hint="Choose another name or folder."
    )


def _exists_error() -> InvalidInput:
    return InvalidInput("The file already exists.", hint="Choose another name.", code="file.exists")


def _too_large(max_bytes: int, noun: str) -> InvalidInput:
    return InvalidInput(f"The {noun} is larger than {max_bytes} bytes.", hint=f"Use a smaller {noun}.")
