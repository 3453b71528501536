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
from .spec import Spec

__all__ = ["Operation", "Parameter", "Risk", "Schema", "Spec", "load"]


@cache
def load() -> Spec:
    """Return the document that came with this version of the package; it is read once per process."""
    return Spec(json.loads(files(__name__).joinpath("sipgate.json").read_bytes()))
