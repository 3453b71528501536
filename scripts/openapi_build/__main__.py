"""The command `scripts/regenerate`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .build import BuildResult, build
from .corrections.correction_set import render_file
from .failures import BuildFailure
from .generate import generate
from .install import differences, install
from .layout import CHECKOUT, Layout, compact, read_json, readable
from .normalize import normalize
from .report.changelog import with_entry
from .report.writing import as_text, write_report
from .update import TakeOver, take_over
from .upstream import PUBLISHED_AT

_DONE, _INCOMPLETE, _FAILED = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    Exit codes: 0 success (after `--fetch`: no change that affects users), 1 differences or gaps, 2 failure, and after
    `--fetch` 3 additions only, 4 breaking changes.
    """
    chosen = _parser().parse_args(arguments)
    try:
        return _run_fetch(chosen) if chosen.fetch else _run_build(chosen)
    except BuildFailure as problem:
        print(f"scripts/regenerate: nothing was changed.\n{problem}", file=sys.stderr)
        return _FAILED


def _run_build(chosen: argparse.Namespace) -> int:
    """Build everything from the data in the checkout, and return the exit code."""
    checkout = Layout(chosen.root)
    built = build(checkout)
    done = _put_in_place(chosen, built, normalize(read_json(checkout.upstream)), None)
    _report_gaps(built)
    return done or (_INCOMPLETE if built.gaps else _DONE)


def _run_fetch(chosen: argparse.Namespace) -> int:
    """Update from a published document, print the report, and return the exit code."""
    taken = take_over(Layout(chosen.root), chosen.fetch, accept=chosen.accept)
    report = taken.report
    for path in chosen.report:
        write_report(report, path)
    print(as_text(report), end="")
    if report.to_edit:
        advice = "" if chosen.accept else " Run with --accept to make the safe ones."
        raise BuildFailure(f"Edits needed in openapi/corrections: {len(report.to_edit)}.{advice}")
    if taken.built.gaps and chosen.complete:
        return _INCOMPLETE
    done = _DONE if chosen.check else _put_in_place(chosen, taken.built, taken.upstream, taken)
    return done or report.exit_code


def _put_in_place(
    chosen: argparse.Namespace, built: BuildResult, upstream: dict[str, Any], taken: TakeOver | None
) -> int:
    """Build into a temporary folder, then install the result or report differences; return the exit code."""
    checkout = Layout(chosen.root)
    beside = None if chosen.check else chosen.root
    with tempfile.TemporaryDirectory(prefix=".regenerate-", dir=beside) as folder:
        made = Layout(Path(folder))
        _make(built, upstream, made)
        if taken is not None:
            _edit(taken, checkout, made)
        if chosen.check:
            return _report_differences(differences(checkout, made))
        install(checkout, made)
    return _DONE


def _make(built: BuildResult, upstream: dict[str, Any], made: Layout) -> None:
    """Write all generated files into another folder with the layout of a checkout.

    Raises:
        BuildFailure: The generator rejects a part of the document.
    """
    _write(made.upstream, readable(upstream))
    _write(made.document, readable(built.document))
    _write(made.shipped_document, compact(built.document))
    made.client.parent.mkdir(parents=True)
    generate(built.document, made.client)


def _edit(taken: TakeOver, checkout: Layout, made: Layout) -> None:
    """Write the edited corrections, and the changelog with a draft of the changes."""
    for name in taken.edited:
        _write(made.corrections / name, render_file(name, taken.ours[name]))
    if checkout.changelog.exists():
        text = checkout.changelog.read_text("utf-8")
        updated = with_entry(text, taken.report)
        if updated != text:
            _write(made.changelog, updated)


def _write(path: Path, text: str) -> None:
    """Write a file, and create its parent folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(
        prog="scripts/regenerate",
        description="Builds openapi/sipgate.json from openapi/upstream.json and openapi/corrections/, the compact copy "
        "that is shipped, and the client in generated/sipgate_api. A run that fails changes nothing.",
        epilog="Exit codes: 0 success; 1 differences (--check) or gaps (texts or policy that are missing); 2 failure, "
        "nothing was changed; "
        "after --fetch: 3 additions only, 4 breaking changes.",
    )
    add = parser.add_argument
    add(
        "--check",
        action="store_true",
        help="change nothing; exit 1 if the committed files are not up to date",
    )
    add(
        "--complete",
        action="store_true",
        help="after --fetch: exit 1 if an operation, a parameter or a field lacks text or policy (others always do)",
    )
    add(
        "--fetch",
        nargs="?",
        const=PUBLISHED_AT,
        metavar="URL|FILE",
        help=f"update from the published document first, and report its changes (default: {PUBLISHED_AT}); "
        "with --check only report",
    )
    add("--accept", action="store_true", help="after --fetch: make the safe edits of our corrections")
    add(
        "--report",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="after --fetch: also write the report to this file (.md, .json or .txt); may be repeated",
    )
    add("--root", type=Path, default=CHECKOUT, help="the checkout to build, by default this one")
    return parser


def _report_differences(found: Sequence[str]) -> int:
    """Print the differences, and return the exit code."""
    if not found:
        return _DONE
    print("These files are not up to date; run scripts/regenerate and commit the result:", file=sys.stderr)
    for line in found:
        print(f"  {line}", file=sys.stderr)
    return _INCOMPLETE


def _report_gaps(built: BuildResult) -> None:
    """Print the missing entries."""
    if built.gaps:
        print(f"{len(built.gaps)} entries are missing in openapi/corrections/:", file=sys.stderr)
        for gap in built.gaps:
            print(f"  {gap.text}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
