"""Handlers for all operations, with one file per tag of the spec."""
