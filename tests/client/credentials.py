"""Fake credentials in the real formats."""

import base64
import json

TOKEN_ID = "token-ABC123"
TOKEN = "01234567-89ab-4def-8123-456789abcdef"


def jwt(**claims: object) -> str:
    """Return an unsigned JWT with these claims."""
    parts = [{"alg": "none"}, claims, {}]
    return ".".join(
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts
    )
