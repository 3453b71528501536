"""From ``upstream.json`` and our data to the built document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .additions import apply_additions
from .corrections import apply_corrections
from .failures import BuildFailure
from .layout import Layout, read_json, readable
from .policy import apply_policy
from .texts import apply_texts
from .walk import answer_schemas, endpoints, references, request_schemas


@dataclass(frozen=True)
class Built:
    """The built document, and what nobody has described yet."""

    document: dict[str, Any]
    gaps: list[str] = field(default_factory=list[str])


def build(layout: Layout) -> Built:
    """Build the document of a checkout.

    Raises:
        BuildFailure: Something in ``openapi/`` does not fit; the message names the edits to make.
    """
    document: dict[str, Any] = read_json(layout.upstream)
    _refuse_fragment(document)
    apply_corrections(document, layout.corrections)
    apply_additions(document, layout.corrections)
    without_policy = apply_policy(document, layout.corrections / "policy")
    apply_texts(document, layout.corrections / "texts")
    _check_invariants(document)
    gaps = [f"policy/operations.json: {name}" for name in sorted(without_policy)] + _fill_gaps(document)
    return Built(document, gaps)


def _refuse_fragment(upstream: dict[str, Any]) -> None:
    """Refuse a published document that points to schemas it does not have.

    Raises:
        BuildFailure: Names the schemas.
    """
    missing = sorted(set(references(upstream)) - set(upstream["components"]["schemas"]))
    if missing:
        raise BuildFailure(
            f"upstream.json points to {', '.join(missing)}, which it does not have: is it complete?"
        )


def _check_invariants(document: dict[str, Any]) -> None:
    """Refuse a document that the layers below could not live with.

    Raises:
        BuildFailure: Names every place.
    """
    problems: list[str] = []
    schemas = document["components"]["schemas"]
    answers = answer_schemas(document)
    problems += [
        f"{name} is pointed to, but there is no such schema" for name in sorted(answers - set(schemas))
    ]
    problems += [
        f"{name} occurs in an answer and has required fields: an answer may lack any field"
        for name in sorted(answers & set(schemas))
        if schemas[name].get("required")
    ]
    unused = set(schemas) - answers - request_schemas(document)
    problems += [f"nothing uses the schema {name}" for name in sorted(unused)]
    for endpoint in endpoints(document):
        if not any(status.startswith("2") for status in endpoint.operation["responses"]):
            problems.append(f"{endpoint.id} declares no 2xx")
        if "*/*" in readable(endpoint.operation):
            problems.append(f"{endpoint.id} declares */*")
    if problems:
        raise BuildFailure("\n".join(f"the built document: {problem}" for problem in problems))


def _fill_gaps(document: dict[str, Any]) -> list[str]:
    """Name what lacks a text; give a summary that admits it to operations without one."""
    gaps: list[str] = []
    for endpoint in endpoints(document):
        if "summary" not in endpoint.operation:
            gaps.append(f"texts/operations.json: {endpoint.id}")
            endpoint.operation["summary"] = f"{endpoint.id}, not described yet"
        endpoint.operation.setdefault("security", [])
        for parameter in endpoint.operation.get("parameters", []):
            if "description" not in parameter:
                gaps.append(f"texts/parameters.json: {parameter['name']} (of {endpoint.id})")
            if parameter["name"].endswith(("Id", "Ids")) and "x-id-kind" not in parameter:
                gaps.append(f"policy/fields.json, id_kinds: {parameter['name']} (of {endpoint.id})")
    for name in sorted(request_schemas(document)):
        for field_name, shape in document["components"]["schemas"][name].get("properties", {}).items():
            if "description" not in shape:
                gaps.append(f"texts/fields.json: {name}.{field_name}")
    return gaps
