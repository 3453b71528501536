"""Files that appear when they are complete."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Literal

from sipgate_tools.errors import InvalidInput


@contextmanager
def fresh_file(path: Path, mode: Literal["w", "wb"], *, overwrite: bool) -> Generator[IO[Any]]:
    """Open a file under a temporary name; it gets its own when all went well, else nothing is left behind.

    Args:
        path: Its own name. Only its owner may read it.
        mode: `wb` for bytes, `w` for text, which is written as UTF-8 with line ends as they are.
        overwrite: Whether a file that is there may be replaced.

    Raises:
        InvalidInput: The file is there, or its folder is not or takes no files, or the path is that of a folder.
    """
    handle, name = _made(path, overwrite=overwrite)
    # Half a character from an answer must not cost the whole file.
    how: dict[str, Any] = {} if mode == "wb" else {"encoding": "utf-8", "errors": "replace", "newline": ""}
    try:
        with os.fdopen(handle, mode, **how) as file:
            yield file
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _made(path: Path, *, overwrite: bool) -> tuple[int, str]:
    try:
        if path.is_dir():
            problem, hint = "The path is a folder; nothing was fetched.", "Name a file in it."
        elif path.exists() and not overwrite:
            problem = "The file is there already; nothing was fetched."
            hint = "Choose another, or overwrite=True."
        elif not path.parent.is_dir():
            problem, hint = "The folder of the file does not exist.", "Make it first."
        else:
            return tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    except (OSError, ValueError) as error:  # ValueError: no path, such as text with a zero byte
        problem = f"The file cannot be made ({type(error).__name__}); nothing was fetched."
        hint = "Choose another name, or a folder that may be written to."
    raise InvalidInput(problem, hint=hint)
