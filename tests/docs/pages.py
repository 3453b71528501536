"""The pages people read, and the Python in them.

A fence that starts with `python` is run. After the word may stand:

- `neo`: it runs on a neo account instead of a classic one;
- `no-run: reason`: it cannot run in a test, for that reason.

On the page about the reference library, the examples in tables are run too: after the fences of the page's beginning
and those of their section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
TABLE_PAGE: Final = ROOT / "docs" / "reference-library.md"

_FENCE: Final = re.compile(r"^```(\S+)(?:[ \t]+([^\n]*))?\n(.*?)^```$", re.M | re.S)
_ROW: Final = re.compile(r"^\| `([^`]+)`[^|]*\| ([^|]+?) \| (.+?) \|$", re.M)


@dataclass(frozen=True)
class Snippet:
    """Python of a page.

    Attributes:
        place: Page and line, as an error names them.
        source: The code.
        remark: What stands after `python`.
    """

    place: str
    source: str
    remark: str = ""

    @property
    def reason_not_to_run(self) -> str | None:
        """Why it is not run, or `None` when it is."""
        return self.remark.removeprefix("no-run:").strip() if self.remark.startswith("no-run") else None


@dataclass(frozen=True)
class Row:
    """A row of the table: the reference's function, our name, the example with what comes before it."""

    function: str
    ours: str
    example: str
    snippet: Snippet


def pages() -> list[Path]:
    """Return the pages, the README first."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def snippets(page: Path) -> Iterator[Snippet]:
    """Yield the Python fences of a page."""
    text = page.read_text(encoding="utf-8")
    for fence in _FENCE.finditer(text):
        if fence[1] in {"python", "py", "python3"}:
            yield Snippet(_place(page, text, fence.start(3)), fence[3], fence[2] or "")


def rows() -> Iterator[Row]:
    """Yield the rows of the table of functions."""
    text = TABLE_PAGE.read_text(encoding="utf-8")
    beginning, *sections = re.split(r"^(?=## )", text, flags=re.M)
    before = [fence[3] for fence in _FENCE.finditer(beginning)]
    position = len(beginning)
    for section in sections:
        setup = "".join([*before, *(fence[3] for fence in _FENCE.finditer(section))])
        for row in _ROW.finditer(section):
            example = row[3].strip("`") if row[3].startswith("`") else ""
            place = _place(TABLE_PAGE, text, position + row.start())
            yield Row(row[1], row[2].strip("`"), row[3], Snippet(place, f"{setup}{example}\n"))
        position += len(section)


def links(page: Path) -> Iterator[str]:
    """Yield the targets of the links of a page that lead to files."""
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith(("#", "mailto:")):
            yield target.partition("#")[0]


def _place(page: Path, text: str, position: int) -> str:
    return f"{page.relative_to(ROOT)}:{text.count(chr(10), 0, position) + 1}"
