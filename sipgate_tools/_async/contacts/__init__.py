"""Contacts in bulk: pages, exports and imports."""
