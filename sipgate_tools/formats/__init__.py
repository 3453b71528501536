"""File formats: CSV, vCard, JSON, WAV and PDF.

Functions without I/O to sipgate that convert bytes or text to values and back. The contacts facade converts its models
to `sipgate_tools.formats.contact.ContactCard` and back.
"""
