# Made by scripts/make_sync.py from sipgate_tools/_async/contacts/__init__.py: edit that file.
"""Contacts in bulk: pages, exports and imports."""
