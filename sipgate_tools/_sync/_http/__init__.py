# Made by scripts/make_sync.py from sipgate_tools/_async/_http/__init__.py: edit that file.
"""The only way to the network: the connection, its transports, and the tokens of a login."""
