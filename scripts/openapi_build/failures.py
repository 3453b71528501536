"""The error that the builder raises."""

from __future__ import annotations


class BuildFailure(Exception):
    """The build failed; the message names the file and the edit to make."""
