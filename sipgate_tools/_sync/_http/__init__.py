# Made by scripts/make_sync.py from sipgate_tools/_async/_http/__init__.py: edit that file.
"""HTTP I/O of the client: the connection, its transports, and OAuth token refresh. Every request goes through it."""
