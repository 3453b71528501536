"""What models and users read: sanitized text, times, names and error messages."""
