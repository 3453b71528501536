# Made by scripts/make_sync.py from sipgate_tools/_async/__init__.py: edit that file.
"""The client and its resources. `scripts/make_sync.py` generates `_sync` from this package: edit only this one."""
