"""Shared I/O that is not specific to sipgate: files, downloads and HTTP servers."""
