"""Dispatches requests to the handlers of operations: routing, credentials, permissions, validation, errors."""
