"""Texts for models and users: sanitized text, times, names and error messages."""
