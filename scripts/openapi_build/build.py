"""From the published document and our data to the built document."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from typing import Any

from .additions import apply_additions
from .correction_set import ADDITIONS, CorrectionSet, read_corrections
from .corrections import apply_corrections
from .failures import BuildFailure
from .layout import Layout, read_json, readable
from .policy import apply_policy
from .problems import Problem, fail_on
from .texts import apply_texts
from .walk import answer_schemas, copy_json, endpoints, references, request_schemas


@dataclass(frozen=True)
class Built:
    """The built document, and what nobody has described yet."""

    document: dict[str, Any]
    gaps: list[str] = field(default_factory=list[str])


@dataclass(frozen=True)
class Attempt:
    """What was built, whether or not everything fits.

    Attributes:
        built: The document as far as it goes; only one without problems may be used.
        problems: What does not fit.
        changed: The places that each correction changed, by its id.
    """

    built: Built
    problems: list[Problem]
    changed: dict[str, list[str]]


def build(layout: Layout) -> Built:
    """Build the document of a checkout.

    Raises:
        BuildFailure: Something in ``openapi/`` does not fit; the message names the edits to make.
    """
    tried = attempt(read_json(layout.upstream), read_corrections(layout.corrections))
    fail_on(tried.problems)
    return tried.built


def attempt(upstream: dict[str, Any], ours: CorrectionSet) -> Attempt:
    """Build the document of what is published and what we know better, neither of which is changed.

    Raises:
        BuildFailure: What is published is but a part of a document.
    """
    document: dict[str, Any] = copy_json(upstream)
    ours = copy_json(ours)
    _refuse_fragment(document)
    applied = apply_corrections(document, ours)
    problems = applied.problems + apply_additions(document, ours)
    # Published, but part of nothing: no client can come across them.
    published = set(upstream["components"]["schemas"]) - set(ours[ADDITIONS].get("schemas", {}))
    for name in _unused(document) & published:
        del document["components"]["schemas"][name]
    judged = apply_policy(document, ours)
    problems += judged.problems + apply_texts(document, ours)
    problems += [Problem(f"the built document: {wrong}") for wrong in _broken_invariants(document)]
    gaps = [f"policy/operations.json: {name}" for name in sorted(judged.without)] + _fill_gaps(document)
    return Attempt(Built(document, gaps), problems, applied.changed)


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


def _unused(document: dict[str, Any]) -> Set[str]:
    """Return the names of the schemas that no request and no answer holds."""
    return set(document["components"]["schemas"]) - answer_schemas(document) - request_schemas(document)


def _broken_invariants(document: dict[str, Any]) -> list[str]:
    """Say what the layers below could not live with."""
    schemas = document["components"]["schemas"]
    answers = answer_schemas(document)
    problems = [
        f"{name} is pointed to, but there is no such schema" for name in sorted(answers - set(schemas))
    ]
    problems += [
        f"{name} occurs in an answer and has required fields: an answer may lack any field"
        for name in sorted(answers & set(schemas))
        if schemas[name].get("required")
    ]
    problems += [f"nothing uses the schema {name}" for name in sorted(_unused(document))]
    for endpoint in endpoints(document):
        if not any(status.startswith("2") for status in endpoint.operation["responses"]):
            problems.append(f"{endpoint.id} declares no 2xx")
        if "*/*" in readable(endpoint.operation):
            problems.append(f"{endpoint.id} declares */*")
    return problems


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
    gaps += [f"texts/tags.json: {tag['name']}" for tag in document["tags"] if "description" not in tag]
    for flow in document["components"]["securitySchemes"].get("oauth2", {}).get("flows", {}).values():
        gaps += [f"texts/scopes.json: {scope}" for scope, words in flow["scopes"].items() if not words]
    for name in sorted(request_schemas(document) & set(document["components"]["schemas"])):
        for field_name, shape in document["components"]["schemas"][name].get("properties", {}).items():
            if "description" not in shape:
                gaps.append(f"texts/fields.json: {name}.{field_name}")
    return gaps
