"""What everybody may read: the description of the interface beside each version, and the key of the webhooks."""

from __future__ import annotations

import copy
from typing import Any
from urllib.parse import urlsplit

from sipgate_tools.spec import load

from ..dispatch.http import Response, json_response, text_response

KEY_PATH = "/webhook-key.pem"
PATHS = ("/v2/swagger.json", "/v3/swagger.json", KEY_PATH)


def respond(path: str, root: str, public_key: str) -> Response:
    """The public key of the webhooks, or the document of a version, OpenAPI 3.0, with this sandbox as its server.

    Args:
        path: one of `PATHS`.
        root: the address of the sandbox, without version.
        public_key: of the webhooks, in PEM.
    """
    if path == KEY_PATH:
        return text_response(200, public_key, "application/x-pem-file")
    version = path.removesuffix("/swagger.json")
    described: dict[str, Any] = dict(load().raw)
    described["servers"] = [{"url": root + version}]
    described["paths"] = {
        place.removeprefix(version): operations
        for place, operations in described["paths"].items()
        if place.startswith(f"{version}/")
    }
    described["components"] = dict(described["components"], securitySchemes=_logins(described, root))
    return json_response(200, described)


def _logins(described: dict[str, Any], root: str) -> dict[str, Any]:
    """The security schemes with the login of the sandbox: nobody is sent to sipgate's by accident."""
    schemes: dict[str, Any] = copy.deepcopy(described["components"]["securitySchemes"])
    for flow in schemes["oauth2"]["flows"].values():
        for name in ("authorizationUrl", "tokenUrl", "refreshUrl"):
            flow[name] = root + urlsplit(str(flow[name])).path
    return schemes
