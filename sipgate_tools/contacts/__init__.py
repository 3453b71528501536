"""Contacts without I/O: request bodies, imports, exports, duplicates."""
