"""The command ``scripts/regenerate``."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from .build import Built, build
from .failures import BuildFailure
from .generate import generate
from .install import differences, install
from .layout import CHECKOUT, Layout, compact, read_json, readable
from .normalise import normalise

_DONE, _NOT_AS_IT_SHOULD_BE, _FAILED = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code: 0 done, 1 differences or gaps, 2 something does not fit."""
    chosen = _parser().parse_args(arguments)
    checkout = Layout(chosen.root)
    try:
        built = build(checkout)
        _report_gaps(built)
        if built.gaps and chosen.complete:
            return _NOT_AS_IT_SHOULD_BE
        beside = None if chosen.check else chosen.root
        with tempfile.TemporaryDirectory(prefix=".regenerate-", dir=beside) as folder:
            made = Layout(Path(folder))
            _make(checkout, built, made)
            if chosen.check:
                return _report_differences(differences(checkout, made))
            install(checkout, made)
    except BuildFailure as problem:
        print(f"scripts/regenerate: nothing was changed.\n{problem}", file=sys.stderr)
        return _FAILED
    return _DONE


def _make(checkout: Layout, built: Built, made: Layout) -> None:
    """Write everything that follows from the data of a checkout into another folder of the same layout.

    Raises:
        BuildFailure: The generator does not take the document as a whole.
    """
    for path, text in {
        made.upstream: readable(normalise(read_json(checkout.upstream))),
        made.document: readable(built.document),
        made.shipped_document: compact(built.document),
    }.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    made.client.parent.mkdir(parents=True)
    generate(built.document, made.client)


def _parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(
        prog="scripts/regenerate",
        description="Builds openapi/sipgate.json from openapi/upstream.json and openapi/corrections/, the compact copy "
        "that is shipped, and the client in generated/sipgate_api. A run that fails changes nothing.",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="change nothing; exit 1 if what is committed is not what would be made",
    )
    parser.add_argument(
        "--complete",
        action="store_true",
        help="exit 1 if an operation, a parameter or a field lacks its text or policy",
    )
    parser.add_argument("--root", type=Path, default=CHECKOUT, help="another checkout than this one")
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
