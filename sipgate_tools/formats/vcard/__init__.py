"""Reads vCards of versions 4.0, 3.0 and 2.1, and writes 4.0 or 3.0 with all fields of sipgate's contacts.

This is our own parser, because no maintained library fits: vobject 0.9.9 (December 2024) does not support 4.0 (its
issue 29), reads `TYPE="work,cell"` as one type and stops at the first malformed line of a file, as does its rewrite
vobjectx 0.6; pythonvCard4 0.2 reads a single card, requires Pillow, and treats escaped semicolons as separators. The
tests use vobject as an independent reader of our output.
"""

from .._source import CardSource
from .read import count_vcards, read_vcards
from .write import VcardVersion, write_vcard, write_vcards

__all__ = ["CardSource", "VcardVersion", "count_vcards", "read_vcards", "write_vcard", "write_vcards"]
