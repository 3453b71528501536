"""Adds descriptions of schemas, tags and OAuth scopes to the document."""

from __future__ import annotations

from typing import Any

from ..problems import Problem
from ..walk import endpoints
from .correction_set import CorrectionSet
from .entries import by_key, entries, tag_file


def apply_texts(document: dict[str, Any], ours: CorrectionSet) -> list[Problem]:
    """Add descriptions of schemas, tags and scopes, and return a problem for every unused text."""
    problems: list[Problem] = []
    for entry in entries(ours, "schemas"):
        schema = document["components"]["schemas"].get(entry.key)
        if schema is None:
            problems.append(entry.belongs_to_nothing("schema"))
        else:
            schema["description"] = entry.value
    names = {tag for endpoint in endpoints(document) for tag in endpoint.operation["tags"]}
    document["tags"] = [{"name": name} for name in sorted(names)]
    for tag in document["tags"]:
        if description := ours.get(tag_file(tag["name"]), {}).get("description"):
            tag["description"] = description
    return problems + _scopes(document, ours)


def _scopes(document: dict[str, Any], ours: CorrectionSet) -> list[Problem]:
    """Add every scope that an operation needs, with its description."""
    texts = by_key(ours, "scopes")
    needed = {
        scope
        for endpoint in endpoints(document)
        for demand in endpoint.operation.get("security", [])
        for scope in demand.get("oauth2", [])
    }
    scheme: dict[str, Any] = document["components"]["securitySchemes"].get("oauth2", {})
    used: set[str] = set()
    for flow in scheme.get("flows", {}).values():
        scopes = sorted(needed | set(flow["scopes"]))
        flow["scopes"] = {scope: texts[scope].value if scope in texts else "" for scope in scopes}
        used |= set(scopes)
    return [entry.belongs_to_nothing("scope") for entry in texts.values() if entry.key not in used]
