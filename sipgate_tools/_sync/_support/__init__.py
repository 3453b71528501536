# Made by scripts/make_sync.py from sipgate_tools/_async/_support/__init__.py: edit that file.
"""Shared parts of the resources: pagination, bulk requests, locks, and the cache of an account."""
