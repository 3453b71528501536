# Made by scripts/make_sync.py from sipgate_tools/_async/telephony/__init__.py: edit that file.
"""Calls, live calls, and what rings: numbers, channels, devices and voicemails."""
