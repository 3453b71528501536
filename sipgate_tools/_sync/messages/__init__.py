# Made by scripts/make_sync.py from sipgate_tools/_async/messages/__init__.py: edit that file.
"""SMS and fax."""
