"""Builds the document from the published document and our data."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from typing import Any

from .corrections.additions import apply_additions
from .corrections.correction_set import CorrectionSet, read_corrections
from .corrections.corrections import apply_corrections
from .corrections.entries import file_problems
from .corrections.operations import apply_operations
from .corrections.texts import apply_texts
from .corrections.values import apply_values
from .failures import BuildFailure
from .gaps import Gap, fill_gaps
from .layout import Layout, read_json, readable
from .problems import Problem, fail_on
from .walk import copy_json, endpoints, references, request_schemas, response_schemas


@dataclass(frozen=True)
class BuildResult:
    """The built document, and the entries that are missing in our data."""

    document: dict[str, Any]
    gaps: list[Gap] = field(default_factory=list[Gap])


@dataclass(frozen=True)
class Attempt:
    """The result of a build with its problems.

    Attributes:
        built: The document, which must not be used if there are problems.
        problems: The entries of our data that do not fit the published document.
        changed: The places that each correction changed, by the id of the correction.
    """

    built: BuildResult
    problems: list[Problem]
    changed: dict[str, list[str]]


def build(layout: Layout) -> BuildResult:
    """Build the document of a checkout.

    Raises:
        BuildFailure: Entries in `openapi/` do not fit. The message lists the edits to make.
    """
    tried = attempt(read_json(layout.upstream), read_corrections(layout.corrections))
    fail_on(tried.problems)
    return tried.built


def attempt(upstream: dict[str, Any], ours: CorrectionSet) -> Attempt:
    """Build the document from copies of the published document and our data.

    Raises:
        BuildFailure: The published document is incomplete.
    """
    document: dict[str, Any] = copy_json(upstream)
    ours = copy_json(ours)
    _check_complete(document)
    applied = apply_corrections(document, ours)
    problems = applied.problems + apply_additions(document, ours)
    added = {name for content in ours.values() for name in content.get("additions", {}).get("schemas", {})}
    # Published but unused schemas: no client can receive or send them.
    for name in _unused(document) & (set(upstream["components"]["schemas"]) - added):
        del document["components"]["schemas"][name]
    problems += file_problems(document, ours)
    problems += apply_operations(document, ours) + apply_values(document, ours) + apply_texts(document, ours)
    problems += [Problem(f"the built document: {wrong}") for wrong in _broken_invariants(document)]
    return Attempt(BuildResult(document, fill_gaps(document)), problems, applied.changed)


def _check_complete(upstream: dict[str, Any]) -> None:
    """Check that a published document has all schemas that it refers to.

    Raises:
        BuildFailure: Schemas are missing. The message lists them.
    """
    missing = sorted(set(references(upstream)) - set(upstream["components"]["schemas"]))
    if missing:
        raise BuildFailure(
            f"upstream.json refers to {', '.join(missing)}, which it does not contain: it may be incomplete"
        )


def _unused(document: dict[str, Any]) -> Set[str]:
    """Return the names of the schemas that no request and no response uses."""
    return set(document["components"]["schemas"]) - response_schemas(document) - request_schemas(document)


def _broken_invariants(document: dict[str, Any]) -> list[str]:
    """Return the violated invariants on which the generator and the package rely."""
    schemas = document["components"]["schemas"]
    in_responses = response_schemas(document)
    problems = [
        f"{name} is referenced, but there is no such schema" for name in sorted(in_responses - set(schemas))
    ]
    problems += [
        f"{name} is used in a response and has required fields: a response may lack any field"
        for name in sorted(in_responses & set(schemas))
        if schemas[name].get("required")
    ]
    problems += [f"nothing uses the schema {name}" for name in sorted(_unused(document))]
    for endpoint in endpoints(document):
        if not any(status.startswith("2") for status in endpoint.operation["responses"]):
            problems.append(f"{endpoint.id} declares no 2xx")
        if "*/*" in readable(endpoint.operation):
            problems.append(f"{endpoint.id} declares */*")
    return problems
