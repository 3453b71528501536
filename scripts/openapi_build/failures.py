"""The one error of the builder: something in the data does not fit, and what to edit."""

from __future__ import annotations


class BuildFailure(Exception):
    """The build cannot go on; the message names the file and the edit to make."""
