"""The client and its facades. `_sync` is made from this package by `scripts/make_sync.py`: edit here only."""
