"""Files and what they hold: CSV, vCard, JSON, WAV and PDF.

Pure functions from bytes or text to values and back. Nothing here talks to sipgate, and nothing here
knows the client: the contacts facade turns its models into `sipgate_tools.formats.contact.ContactCard`
and back.
"""
