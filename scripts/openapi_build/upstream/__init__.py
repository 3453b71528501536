"""From bytes that somebody publishes to ``upstream.json``: fetched, read, recognised, brought into one form.

Whatever comes is somebody else's: each stage refuses what it does not understand, with the reason, and nothing is
written before all of them are through.
"""

from .fetch import PUBLISHED_AT, Limits, fetch, shown
from .pipeline import Published, parse_upstream

__all__ = ["PUBLISHED_AT", "Limits", "Published", "fetch", "parse_upstream", "shown"]
