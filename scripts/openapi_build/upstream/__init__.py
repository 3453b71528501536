"""Pipeline from the published document to `upstream.json`: fetch, read, convert, normalize, check.

The input is untrusted: each stage rejects unsupported input with a reason, and nothing is written before all stages
have succeeded.
"""

from .fetch import PUBLISHED_AT, Limits, fetch, redacted_source
from .pipeline import Published, parse_upstream

__all__ = ["PUBLISHED_AT", "Limits", "Published", "fetch", "parse_upstream", "redacted_source"]
