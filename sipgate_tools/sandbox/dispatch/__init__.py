"""Dispatches requests to the operations' handlers: routing, credentials, permissions, validation and errors."""
