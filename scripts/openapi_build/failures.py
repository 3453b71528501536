"""The error that the builder raises."""

from __future__ import annotations


class BuildFailure(Exception):
    """The build failed. The message contains the file and the edit to make."""
