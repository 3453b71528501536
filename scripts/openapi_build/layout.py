"""Where everything lies in a checkout, and the one way JSON is written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .failures import BuildFailure

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Layout:
    """The files the builder reads and writes, relative to one root.

    The same layout is used for the checkout and for the temporary folder that ``--check`` builds into.
    """

    root: Path = CHECKOUT

    @property
    def upstream(self) -> Path:
        """The interface as published, normalised."""
        return self.root / "openapi" / "upstream.json"

    @property
    def corrections(self) -> Path:
        """The folder of our corrections, additions, texts and policy."""
        return self.root / "openapi" / "corrections"

    @property
    def document(self) -> Path:
        """The built document, readable."""
        return self.root / "openapi" / "sipgate.json"

    @property
    def shipped_document(self) -> Path:
        """The built document, compact, as the wheel ships it."""
        return self.root / "sipgate_tools" / "spec" / "sipgate.json"

    @property
    def changelog(self) -> Path:
        """What users are told of changes."""
        return self.root / "CHANGELOG.md"

    @property
    def client(self) -> Path:
        """The generated package."""
        return self.root / "generated" / "sipgate_api"


def read_json(path: Path) -> Any:
    """Return the JSON in a file.

    Raises:
        BuildFailure: The file is missing or is not JSON; a key given twice counts as broken.
    """
    try:
        return json.loads(path.read_text("utf-8"), object_pairs_hook=_without_repeated_keys)
    except FileNotFoundError:
        raise BuildFailure(f"{path.name} is missing: it belongs at {path}") from None
    except ValueError as problem:
        raise BuildFailure(f"{path.name} is not proper JSON: {problem}") from None


def _without_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Build an object; of a key given twice one value would vanish without a word."""
    built = dict(pairs)
    if len(built) != len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key {next(key for key in keys if keys.count(key) > 1)!r} is given twice")
    return built


def readable(document: Any) -> str:
    """Return a document as committed: sorted keys, indented, one newline at the end."""
    return json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def compact(document: Any) -> str:
    """Return a document as shipped: sorted keys, no spaces."""
    return json.dumps(document, separators=(",", ":"), sort_keys=True, ensure_ascii=False) + "\n"
