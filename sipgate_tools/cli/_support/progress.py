"""A progress line for commands that send many requests."""

from __future__ import annotations

import sys

from sipgate_tools.models.bulk_progress import BulkProgress, ProgressCallback


def progress_line() -> ProgressCallback | None:
    """Return a callback that rewrites one line on a terminal, or `None` elsewhere."""
    if not sys.stderr.isatty():
        return None

    def show_progress(progress: BulkProgress) -> None:
        total = "" if progress.total is None else f" of {progress.total}"
        sys.stderr.write(
            f"\r{progress.done}{total} done, {progress.failed} failed, {progress.skipped} skipped "
        )
        if progress.report is not None:
            sys.stderr.write("\n")
        sys.stderr.flush()

    return show_progress
