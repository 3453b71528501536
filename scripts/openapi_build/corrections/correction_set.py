"""Reads, edits and writes the files in `openapi/corrections`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from ..layout import read_json, readable
from ..problems import DELETE, Edit
from ..walk import copy_json, is_array, is_object

_WIDTH: Final = 110
_INLINE_FROM: Final = 3  # below the parts of one correction

CorrectionSet = dict[str, Any]
"""The content of every file by its path relative to the folder, such as `tags/history.json`."""


def read_corrections(folder: Path) -> CorrectionSet:
    """Read every file.

    Raises:
        BuildFailure: A file is not valid JSON.
    """
    return {path.relative_to(folder).as_posix(): read_json(path) for path in sorted(folder.rglob("*.json"))}


def correction_files(ours: CorrectionSet) -> list[str]:
    """Return the names of the files that hold corrections, in the order in which they apply."""
    return sorted(name for name in ours if "corrections" in ours[name])


def apply_edits(ours: CorrectionSet, edits: Iterable[Edit]) -> CorrectionSet:
    """Return the files after applying edits, and remove objects and arrays that become empty below the top level."""
    changed: CorrectionSet = copy_json(ours)
    for edit in edits:
        if edit.moved_to:
            _move(changed[edit.file], edit.keys, edit.moved_to)
        else:
            _change(changed[edit.file], edit.keys, edit.value)
    return changed


def render_file(name: str, content: Any) -> str:
    """Return the text of a file as it is committed."""
    return _correction_text(content, 0, 0) + "\n" if name[0].isdigit() else readable(content)


def _change(content: Any, keys: tuple[str, ...], value: Any) -> None:
    """Set or delete one entry."""
    trail = [content]
    for key in keys[:-1]:
        trail.append(trail[-1][_key_in(trail[-1], key)])
    if value is not DELETE:
        trail[-1][_key_in(trail[-1], keys[-1])] = value
        return
    for depth in range(len(keys) - 1, -1, -1):
        del trail[depth][_key_in(trail[depth], keys[depth])]
        if trail[depth] or depth < 2:
            return


def _move(content: Any, keys: tuple[str, ...], name: str) -> None:
    """Rename one entry. An existing entry with the new name takes precedence."""
    for key in keys[:-1]:
        content = content[_key_in(content, key)]
    position_or_key = _key_in(content, keys[-1])
    if is_array(content):
        content[position_or_key] = name
    else:
        content.setdefault(name, content.pop(position_or_key))


def _key_in(container: Any, key: str) -> Any:
    """Return the key in an object or the position in an array that a step of a path refers to."""
    if not is_array(container):
        return key
    return next(
        position
        for position, item in enumerate(container)
        if item == key or (is_object(item) and key in (item.get("id"), item.get("name")))
    )


def _correction_text(node: Any, depth: int, used: int) -> str:
    """Return a correction as readable text: a step on one line if it fits, otherwise one entry per line."""
    flat = _flat(node)
    if not (is_object(node) or is_array(node)) or (depth >= _INLINE_FROM and used + len(flat) <= _WIDTH):
        return flat
    indent = "  " * (depth + 1)
    entries = (
        [(f"{_flat(key)}: ", node[key]) for key in node] if is_object(node) else [("", one) for one in node]
    )
    lines = [
        indent + start + _correction_text(value, depth + 1, len(indent + start) + 1)
        for start, value in entries
    ]
    opening, closing = "{}" if is_object(node) else "[]"
    return "\n".join([opening, ",\n".join(lines), "  " * depth + closing])


def _flat(node: Any) -> str:
    """Return a part on one line, with spaces inside the braces."""
    if is_object(node) and node:
        return "{ " + ", ".join(f"{_flat(key)}: {_flat(value)}" for key, value in node.items()) + " }"
    if is_array(node):
        return "[" + ", ".join(_flat(item) for item in node) + "]"
    return json.dumps(node, ensure_ascii=False)
