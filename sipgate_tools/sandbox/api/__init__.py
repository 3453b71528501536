"""Handlers of all operations, one file per tag of the spec."""
