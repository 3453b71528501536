"""Checks that a document describes the whole of sipgate's API."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import urlsplit

from ..failures import BuildFailure
from ..walk import endpoints

_LEAST_SHARE: Final = 0.5


def check_is_sipgate(document: dict[str, Any], present: dict[str, Any]) -> None:
    """Check a normalized document against the current one.

    Raises:
        BuildFailure: The document is for another host or version, or lacks most of the known operations.
    """
    address = urlsplit(str(document["servers"][0]["url"]))
    host = address.hostname or ""
    if host != "sipgate.com" and not host.endswith(".sipgate.com"):
        raise BuildFailure(f"the document is for {host or 'no host'}, not for sipgate")
    if address.path.startswith("/v3"):
        raise BuildFailure(
            "this is version 3, which has its own document; see corrections/tags for the known parts"
        )
    expected, offered = _places(present), _places(document)
    common = len(expected & offered)
    if common < _LEAST_SHARE * len(expected):
        raise BuildFailure(
            f"the document has {common} of the {len(expected)} known operations: it describes another API, or only a "
            "part of sipgate's"
        )


def _places(document: dict[str, Any]) -> set[tuple[str, str]]:
    """Return the method and full path of every operation, without the names of placeholders."""
    base = urlsplit(str(document["servers"][0]["url"])).path.rstrip("/")
    return {(one.method, re.sub(r"{[^}]*}", "{}", base + one.path)) for one in endpoints(document)}
