"""Paths in a checkout, and the format of JSON files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from .failures import BuildFailure

CHECKOUT: Final = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Layout:
    """The files that the builder reads and writes, relative to one root.

    The same layout is used for the checkout and for the temporary folder of a build.
    """

    root: Path = CHECKOUT

    @property
    def upstream(self) -> Path:
        """The published document, normalized."""
        return self.root / "openapi" / "upstream.json"

    @property
    def corrections(self) -> Path:
        """The folder of our corrections, additions, texts and policy."""
        return self.root / "openapi" / "corrections"

    @property
    def document(self) -> Path:
        """The built document in readable form."""
        return self.root / "openapi" / "sipgate.json"

    @property
    def shipped_document(self) -> Path:
        """The built document in compact form, as in the wheel."""
        return self.root / "sipgate_tools" / "spec" / "sipgate.json"

    @property
    def changelog(self) -> Path:
        """The changelog."""
        return self.root / "CHANGELOG.md"

    @property
    def client(self) -> Path:
        """The generated package."""
        return self.root / "generated" / "sipgate_api"


def read_json(path: Path) -> Any:
    """Return the JSON in a file.

    Raises:
        BuildFailure: The file is missing, is not valid JSON, or has a duplicate key.
    """
    try:
        return json.loads(path.read_text("utf-8"), object_pairs_hook=_without_repeated_keys)
    except FileNotFoundError:
        raise BuildFailure(f"{path.name} is missing: it belongs at {path}") from None
    except ValueError as problem:
        raise BuildFailure(f"{path.name} is not proper JSON: {problem}") from None


def _without_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object. A duplicate key, which would silently lose a value, raises `ValueError`."""
    built = dict(pairs)
    if len(built) != len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key {next(key for key in keys if keys.count(key) > 1)!r} is duplicated")
    return built


def readable(document: Any) -> str:
    """Return a document as it is committed: sorted keys, indented, with one newline at the end."""
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def compact(document: Any) -> str:
    """Return a document as it is shipped: sorted keys, without spaces."""
    return json.dumps(document, separators=(",", ":"), sort_keys=True, ensure_ascii=False) + "\n"
