"""A copy of the data in openapi/ that a test may spoil."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scripts.openapi_build.build import BuildResult, build
from scripts.openapi_build.layout import Layout

ROOT = Path(__file__).parents[2]


class Checkout:
    """A folder with its own openapi/, and nothing else until something is made there.

    Attributes:
        root: The folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(ROOT / "openapi", root / "openapi")

    def edit(self, name: str, change: Callable[[Any], None]) -> None:
        """Change one JSON file below openapi/ in place."""
        path = self.root / "openapi" / name
        content = json.loads(path.read_text("utf-8"))
        change(content)
        path.write_text(json.dumps(content), "utf-8")

    def build(self) -> BuildResult:
        """Build the document."""
        return build(Layout(self.root))

    def files(self) -> dict[str, bytes]:
        """Return everything that is there, by name; what Python compiled on the way aside."""
        paths = (path for path in self.root.rglob("*") if path.is_file() and path.suffix != ".pyc")
        return {str(path.relative_to(self.root)): path.read_bytes() for path in paths}
