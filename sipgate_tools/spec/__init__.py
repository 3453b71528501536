"""sipgate's interface as data: every operation, its parameters, what it does and what it costs.

The document is OpenAPI 3.0, built from ``openapi/`` by ``scripts/regenerate`` and shipped inside the package::

    from sipgate_tools.document import load

    send_sms = load().operations["sendWebSms"]
    send_sms.path, send_sms.cost  # ("/v2/sessions/sms", "charged")

This package imports nothing of the others, so that the client, the MCP server and the sandbox can all read it.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from .operation import Operation, Parameter, Risk, Schema
from .spec import Document

__all__ = ["Document", "Operation", "Parameter", "Risk", "Schema", "load"]


@cache
def load() -> Document:
    """Return the document that came with this version of the package; it is read once per process."""
    return Document(json.loads(files(__name__).joinpath("sipgate.json").read_bytes()))
