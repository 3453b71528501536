"""Contacts as vCards: 4.0, 3.0 and 2.1 in, 4.0 out (3.0 on request), without loss of what sipgate holds.

The parsing is ours. A well-kept library would have been better, but there is none: vobject 0.9.9 (December
2024) does not know 4.0 (its issue 29; the pull requests for it are open), takes `TYPE="work,cell"` for one
type and gives up a file at its first broken line, as does its rewrite vobjectx 0.6; pythonvCard4 0.2 reads
one card, wants Pillow, and takes escaped semicolons for separators. So the tests only have vobject read
what we write, with eyes that are not ours.
"""

from .._source import CardSource
from .read import count_vcards, read_vcards
from .write import VcardVersion, write_vcard, write_vcards

__all__ = ["CardSource", "VcardVersion", "count_vcards", "read_vcards", "write_vcard", "write_vcards"]
