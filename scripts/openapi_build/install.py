"""Compares generated files with the committed ones, and installs them atomically."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path
from typing import Final

from .layout import Layout

_LEFT_BY_PYTHON: Final = {"__pycache__"}


def differences(checkout: Layout, made: Layout) -> list[str]:
    """Return one line for every file that is missing, superfluous or different."""
    lines: list[str] = []
    for here, there in _pairs(checkout, made):
        names = {name for side in (here, there) for name in _files(side)}
        for name in sorted(names):
            label = (here / name).relative_to(checkout.root)
            if not (here / name).is_file():
                lines.append(f"missing: {label}")
            elif not (there / name).is_file():
                lines.append(f"left over: {label}")
            elif (here / name).read_bytes() != (there / name).read_bytes():
                lines.append(f"different: {label}")
    return lines


def install(checkout: Layout, made: Layout) -> None:
    """Move all generated files into the checkout.

    The previous files are kept until all new files are moved, and are restored if an error occurs.
    """
    kept = made.root / "before"
    moved: list[tuple[Path, Path]] = []
    try:
        for position, (here, there) in enumerate(_pairs(checkout, made)):
            aside = kept / str(position)
            kept.mkdir(exist_ok=True)
            here.parent.mkdir(parents=True, exist_ok=True)
            if here.exists():
                here.rename(aside)
            moved.append((here, aside))
            there.rename(here)
    except BaseException:
        for here, aside in reversed(moved):
            _remove(here)
            if aside.exists():
                aside.rename(here)
        raise


def _pairs(checkout: Layout, made: Layout) -> list[tuple[Path, Path]]:
    """Return pairs of target and generated path.

    Corrections and the changelog are included only if a fetch has edited them.
    """
    edited = [path for path in (*sorted(made.corrections.rglob("*.json")), made.changelog) if path.exists()]
    return [(checkout.root / path.relative_to(made.root), path) for path in edited] + [
        (checkout.upstream, made.upstream),
        (checkout.document, made.document),
        (checkout.shipped_document, made.shipped_document),
        (checkout.client, made.client),
    ]


def _files(place: Path) -> list[Path]:
    """Return the files in a folder, relative to the folder. For a file, return an empty path."""
    if place.is_file():
        return [Path()]
    return [
        path.relative_to(place)
        for path in place.rglob("*")
        if path.is_file() and not _LEFT_BY_PYTHON & set(path.parts)
    ]


def _remove(place: Path) -> None:
    """Remove a file or a folder, if it exists."""
    if place.is_dir():
        shutil.rmtree(place)
    else:
        with contextlib.suppress(FileNotFoundError):
            place.unlink()
