"""Serves the sandbox over HTTP, as an ASGI application, or in the same process."""
