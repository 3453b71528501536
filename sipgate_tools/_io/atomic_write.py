"""Atomic file writes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Literal

from sipgate_tools.errors import InvalidInput


@contextmanager
def atomic_write(path: Path, mode: Literal["w", "wb"], *, overwrite: bool) -> Generator[IO[Any]]:
    """Open a temporary file, which is renamed to `path` on success and removed on failure.

    Args:
        path: The path of the file. Only the owner of the new file can read it.
        mode: `wb` for bytes, or `w` for text, which is written as UTF-8 with unchanged line endings.
        overwrite: Whether to replace an existing file.

    Raises:
        InvalidInput: The file already exists and `overwrite` is `False`, its folder does not exist or is not writable,
            or the path is a folder.
    """
    handle, name = _create_temporary(path, overwrite=overwrite)
    # A lone surrogate in a response must not make the whole file fail.
    options: dict[str, Any] = (
        {} if mode == "wb" else {"encoding": "utf-8", "errors": "replace", "newline": ""}
    )
    try:
        with os.fdopen(handle, mode, **options) as file:
            yield file
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _create_temporary(path: Path, *, overwrite: bool) -> tuple[int, str]:
    try:
        if path.is_dir():
            problem, hint = "The path is a folder; nothing was fetched.", "Use the path of a file in it."
        elif path.exists() and not overwrite:
            problem = "The file already exists; nothing was fetched."
            hint = "Choose another name, or pass overwrite=True."
        elif not path.parent.is_dir():
            problem, hint = "The folder of the file does not exist.", "Create the folder first."
        else:
            return tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    except (OSError, ValueError) as error:  # ValueError: not a path, such as a text with a null byte
        problem = f"The file cannot be created ({type(error).__name__}); nothing was fetched."
        hint = "Choose another name, or a writable folder."
    raise InvalidInput(problem, hint=hint)
