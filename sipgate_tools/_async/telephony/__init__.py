"""Calls, live calls, and what rings: numbers, channels, devices and voicemails."""
