"""File formats: CSV, vCard, JSON, WAV and PDF.

The functions convert bytes or strings to values and back, and send nothing to sipgate. The contacts facade converts its
models to `sipgate_tools.formats.contact.ContactCard` and back.
"""
