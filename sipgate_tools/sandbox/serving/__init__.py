"""Serves the sandbox over HTTP, as an ASGI application, or inside the process."""
