# Made by scripts/make_sync.py from sipgate_tools/_async/_support/__init__.py: edit that file.
"""What several facades share: paging, bulk requests, locks, and what is cached for an account."""
