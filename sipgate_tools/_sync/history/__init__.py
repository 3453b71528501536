# Made by scripts/make_sync.py from sipgate_tools/_async/history/__init__.py: edit that file.
"""Past calls, SMS, faxes and voicemails, on classic and neo."""
