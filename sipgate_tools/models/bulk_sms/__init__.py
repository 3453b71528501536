"""Bulk SMS: messages, checkpoint files, reports, and what became of unknown messages."""
