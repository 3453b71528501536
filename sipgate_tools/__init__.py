"""sipgate for Python."""
