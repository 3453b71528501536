# Made by scripts/make_sync.py from sipgate_tools/_async/__init__.py: edit that file.
"""The client and its facades. `_sync` is made from this package by `scripts/make_sync.py`: edit here only."""
