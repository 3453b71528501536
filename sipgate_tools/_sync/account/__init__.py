# Made by scripts/make_sync.py from sipgate_tools/_async/account/__init__.py: edit that file.
"""The account, its users and its webhook settings."""
