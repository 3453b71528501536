"""sipgate's API as data: every operation with its parameters, effect and cost.

The spec is an OpenAPI 3.0 document, built from `openapi/` by `scripts/regenerate` and shipped with the package:

    from sipgate_tools.spec import load

    send_sms = load().operations["sendWebSms"]
    send_sms.path, send_sms.cost  # ("/v2/sessions/sms", "charged")

This package imports no other part of sipgate-tools, so that the client, the MCP server and the sandbox can use it.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from .operation import IdList, Meter, Operation, Parameter, Risk, Schema
from .spec import Spec

__all__ = ["IdList", "Meter", "Operation", "Parameter", "Risk", "Schema", "Spec", "load"]


@cache
def load() -> Spec:
    """Return the spec of this version of the package. It is read once per process."""
    return Spec(json.loads(files(__name__).joinpath("sipgate.json").read_bytes()))
