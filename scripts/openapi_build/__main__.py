"""The command ``scripts/regenerate``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .build import Built, build
from .correction_set import written
from .failures import BuildFailure
from .generate import generate
from .install import differences, install
from .layout import CHECKOUT, Layout, compact, read_json, readable
from .normalise import normalise
from .report.changelog import with_entry
from .report.writing import as_text, write_report
from .update import TakeOver, take_over
from .upstream import PUBLISHED_AT

_DONE, _NOT_AS_IT_SHOULD_BE, _FAILED = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    0 done (fetched: nothing new for anybody), 1 differences or gaps, 2 something does not fit, and after ``--fetch``
    3 new things, nothing breaks, 4 something breaks for somebody.
    """
    chosen = _parser().parse_args(arguments)
    try:
        return _fetched(chosen) if chosen.fetch else _regenerated(chosen)
    except BuildFailure as problem:
        print(f"scripts/regenerate: nothing was changed.\n{problem}", file=sys.stderr)
        return _FAILED


def _regenerated(chosen: argparse.Namespace) -> int:
    """Make everything from what is in the checkout."""
    checkout = Layout(chosen.root)
    built = build(checkout)
    _report_gaps(built)
    if built.gaps and chosen.complete:
        return _NOT_AS_IT_SHOULD_BE
    return _put_in_place(chosen, built, normalise(read_json(checkout.upstream)), None)


def _fetched(chosen: argparse.Namespace) -> int:
    """Take over a published document, unless it does not fit, and say what it means."""
    taken = take_over(Layout(chosen.root), chosen.fetch, accept=chosen.accept)
    report = taken.report
    for path in chosen.report:
        write_report(report, path)
    print(as_text(report), end="")
    if report.to_edit:
        advice = "" if chosen.accept else " --accept makes those that are safe."
        raise BuildFailure(f"Edits to be made in openapi/corrections: {len(report.to_edit)}.{advice}")
    if taken.built.gaps and chosen.complete:
        return _NOT_AS_IT_SHOULD_BE
    done = _DONE if chosen.check else _put_in_place(chosen, taken.built, taken.upstream, taken)
    return done or report.exit_code


def _put_in_place(
    chosen: argparse.Namespace, built: Built, upstream: dict[str, Any], taken: TakeOver | None
) -> int:
    """Make everything in a folder of its own, and put it where it belongs, or say what is not as it was made."""
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


def _make(built: Built, upstream: dict[str, Any], made: Layout) -> None:
    """Write everything that follows from the data of a checkout into another folder of the same layout.

    Raises:
        BuildFailure: The generator does not take the document as a whole.
    """
    _write(made.upstream, readable(upstream))
    _write(made.document, readable(built.document))
    _write(made.shipped_document, compact(built.document))
    made.client.parent.mkdir(parents=True)
    generate(built.document, made.client)


def _edit(taken: TakeOver, checkout: Layout, made: Layout) -> None:
    """Write the corrections that were edited, and the changelog with the draft of what is new."""
    for name in taken.edited:
        _write(made.corrections / name, written(name, taken.ours[name]))
    if checkout.changelog.exists():
        text = checkout.changelog.read_text("utf-8")
        told = with_entry(text, taken.report)
        if told != text:
            _write(made.changelog, told)


def _write(path: Path, text: str) -> None:
    """Write a file, and the folders it lies in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(
        prog="scripts/regenerate",
        description="Builds openapi/sipgate.json from openapi/upstream.json and openapi/corrections/, the compact copy "
        "that is shipped, and the client in generated/sipgate_api. A run that fails changes nothing.",
        epilog="Exit codes: 0 done; 1 differences (--check) or gaps (--complete); 2 something does not fit, nothing "
        "was changed; after --fetch 3 something is new and nothing breaks, 4 something breaks for somebody.",
    )
    add = parser.add_argument
    add(
        "--check",
        action="store_true",
        help="change nothing; exit 1 if what is committed is not what would be made",
    )
    add(
        "--complete",
        action="store_true",
        help="exit 1 if an operation, a parameter or a field lacks text or policy",
    )
    add(
        "--fetch",
        nargs="?",
        const=PUBLISHED_AT,
        metavar="URL|FILE",
        help=f"take over the published document first, and report what is new in it (default: {PUBLISHED_AT}); "
        "with --check only report",
    )
    add("--accept", action="store_true", help="after --fetch: edit our corrections where that is safe")
    add(
        "--report",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="after --fetch: write the report there too, as its ending says (.md, .json, .txt); more than one will do",
    )
    add("--root", type=Path, default=CHECKOUT, help="another checkout than this one")
    return parser


def _report_differences(found: Sequence[str]) -> int:
    """Print what differs and return the exit code."""
    if not found:
        return _DONE
    print("These are not what scripts/regenerate makes; run it and commit what it writes:", file=sys.stderr)
    for line in found:
        print(f"  {line}", file=sys.stderr)
    return _NOT_AS_IT_SHOULD_BE


def _report_gaps(built: Built) -> None:
    """Print what nobody has described yet."""
    if built.gaps:
        print(f"{len(built.gaps)} entries are missing in openapi/corrections/:", file=sys.stderr)
        for gap in built.gaps:
            print(f"  {gap}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
