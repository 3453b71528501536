"""Public documents: the spec of each API version, and the public key for webhooks."""

from __future__ import annotations

import copy
from typing import Any, Final
from urllib.parse import urlsplit

from sipgate_tools.spec import load

from ..dispatch.http import Response, json_response, text_response

KEY_PATH: Final = "/webhook-key.pem"
PATHS: Final = ("/v2/swagger.json", "/v3/swagger.json", KEY_PATH)


def respond(path: str, root: str, public_key: str) -> Response:
    """Return the public key for webhooks, or the OpenAPI 3.0 spec of an API version with this sandbox as the server.

    Args:
        path: The path of the request, one of `PATHS`.
        root: The URL of the sandbox, without the API version.
        public_key: The public key that verifies webhooks, as PEM.
    """
    if path == KEY_PATH:
        return text_response(200, public_key, "application/x-pem-file")
    version = path.removesuffix("/swagger.json")
    document: dict[str, Any] = dict(load().raw)
    document["servers"] = [{"url": root + version}]
    document["paths"] = {
        full_path.removeprefix(version): operations
        for full_path, operations in document["paths"].items()
        if full_path.startswith(f"{version}/")
    }
    document["components"] = dict(document["components"], securitySchemes=_security_schemes(document, root))
    return json_response(200, document)


def _security_schemes(document: dict[str, Any], root: str) -> dict[str, Any]:
    """Return the security schemes with the URLs of the sandbox's OAuth server instead of sipgate's."""
    schemes: dict[str, Any] = copy.deepcopy(document["components"]["securitySchemes"])
    for flow in schemes["oauth2"]["flows"].values():
        for name in ("authorizationUrl", "tokenUrl", "refreshUrl"):
            flow[name] = root + urlsplit(str(flow[name])).path
    return schemes
