"""The command `scripts/shape`."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from . import sizes, structure, style, words
from .source import AREAS, PACKAGE, ROOT, Source, read_sources

_MAX_ROWS: Final = 10
"""The number of places of each kind that are printed without --all."""


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Print the report and return 0."""
    parser = argparse.ArgumentParser(prog="scripts/shape", description=main.__doc__)
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    parser.add_argument(
        "--all", action="store_true", help=f"print every place, not the first {_MAX_ROWS} of a kind"
    )
    options = parser.parse_args(arguments)
    report = measure(read_sources(root))
    if options.json:
        print(json.dumps(report, indent=2))
    else:
        print("\n".join(_lines(report, None if options.all else _MAX_ROWS)))
    return 0


def measure(sources: list[Source]) -> dict[str, Any]:
    """Return the content of the report as values that JSON supports."""
    areas = {area: [source for source in sources if source.area == area] for area in AREAS}
    package = areas[PACKAGE]
    return {
        "folders": sizes.count_files(sources),
        "files": {area: sizes.measure_files(files) for area, files in areas.items()},
        "functions": {area: sizes.measure_functions(files) for area, files in areas.items()},
        "docstrings": sizes.measure_docstrings(package),
        "duplicate_classes": structure.find_duplicate_classes(package),
        "inline_imports": structure.find_inline_imports(package),
        "import_circles": structure.find_circles(package),
        "style_faults": style.find_style_faults(source for source in sources if source.area != "tests"),
        "executions": structure.find_executions(package),
        "refused_words": {area: words.find_refused_words(files) for area, files in areas.items()},
    }


def _lines(report: dict[str, Any], limit: int | None) -> Iterator[str]:
    yield f"Files per folder ({sizes.FILES_PER_FOLDER} at most; ! marks more)"
    crowded = [each for each in report["folders"] if each["crowded"]]
    for each in report["folders"][: max(limit or len(report["folders"]), len(crowded))]:
        yield f"  {'!' if each['crowded'] else ' '} {each['files']:4} {each['folder']}"
    for kind in ("files", "functions"):
        yield f"\nLines per {kind.removesuffix('s')}"
        for area, each in report[kind].items():
            yield (
                f"  {area:14} {each['count']:5} {kind}: median {each['median']}, p90 {each['p90']}, "
                f"max {each['max']}, {len(each['over'])} over {each['limit']}"
            )
        yield from _places([f"{one['lines']} {one['where']}" for one in report[kind][PACKAGE]["over"]], limit)
    docstrings = report["docstrings"]
    yield f"\nPublic names with a docstring: {docstrings['percent']} % of {docstrings['names']}"
    yield from _places(docstrings["missing"], limit)
    yield from _structure_lines(report, limit)
    yield f"\nDepartures from the style: {len(report['style_faults'])}"
    yield from _places(report["style_faults"], limit)
    yield from _word_lines(report["refused_words"], limit)


def _structure_lines(report: dict[str, Any], limit: int | None) -> Iterator[str]:
    duplicates = report["duplicate_classes"]
    yield f"\nClass names defined more than once: {len(duplicates)}"
    yield from _places([f"{name}: {', '.join(places)}" for name, places in duplicates.items()], limit)
    inline = report["inline_imports"]
    yield f"\nInline imports: {inline['own'] + inline['foreign']} ({inline['own']} own, {inline['foreign']} foreign)"
    yield from _places(
        [f"{each['own']:3} own {each['foreign']:3} foreign {each['path']}" for each in inline["files"]], limit
    )
    yield f"\nImport circles: {len(report['import_circles'])}"
    circles = (
        f"{len(each['modules'])} modules: {'; '.join(each['circle'])}" for each in report["import_circles"]
    )
    yield from _places(list(circles), limit)
    yield f"\nUses of exec and eval: {len(report['executions'])}"
    yield from _places(report["executions"], limit)


def _word_lines(refused: dict[str, Any], limit: int | None) -> Iterator[str]:
    for kind, title in (("names", "names"), ("texts", "docstrings and messages")):
        counts = ", ".join(f"{area} {len(found[kind])}" for area, found in refused.items())
        yield f"\nRefused words in {title}: {counts}"
        found = [one for area in refused.values() for one in area[kind]]
        key = "name" if kind == "names" else "words"
        frequent = Counter(one[key].lower() for one in found).most_common(limit)
        yield "  most frequent: " + ", ".join(f"{word} {count}" for word, count in frequent)
        yield from _places([f"{one['where']} {one[key]} -> {one['instead']}" for one in found], limit)


def _places(places: list[str], limit: int | None) -> Iterator[str]:
    yield from (f"  {place}" for place in places[:limit])
    if limit is not None and len(places) > limit:
        yield f"  ... and {len(places) - limit} more (--all)"
