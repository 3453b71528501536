"""Converts fetched bytes to a normalized document, or raises an error with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openapi_python_client.schema import OpenAPI
from pydantic import ValidationError

from ..failures import BuildFailure
from .canonicalize import canonicalize
from .identity import check_is_sipgate
from .names import check_names
from .openapi31 import from_openapi31
from .reading import read
from .swagger2 import from_swagger2


@dataclass(frozen=True)
class Published:
    """The published document.

    Attributes:
        document: The document in the form of `upstream.json`.
        form: Its original format, such as `Swagger 2.0 in YAML`.
    """

    document: dict[str, Any]
    form: str


def parse_upstream(raw: bytes, present: dict[str, Any]) -> Published:
    """Read, convert, identify and check a published document.

    Args:
        raw: The fetched bytes.
        present: The current `upstream.json`.

    Raises:
        BuildFailure: The document is not sipgate's, is incomplete, or contains dangerous names.
    """
    content, language = read(raw)
    version = str(content.get("openapi", content.get("swagger", "")))
    try:
        plain = _as_openapi30(content, version)
        # Validate with the generator's own model, so that later stages only get documents that it accepts.
        OpenAPI.model_validate(plain)
        document = canonicalize(plain)
        check_names(document)
    except ValidationError as problem:
        first = problem.errors(include_input=False, include_url=False)[0]
        where = " ".join(str(step) for step in first["loc"])
        raise BuildFailure(f"the document is not shaped as OpenAPI is ({where}: {first['msg']})") from None
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as problem:
        # The input is untrusted: unforeseen malformations are rejected, too.
        reason = f"{type(problem).__name__}: {problem}"
        raise BuildFailure(f"the document is not shaped as OpenAPI is ({reason})") from problem
    check_is_sipgate(document, present)
    return Published(document, f"{'Swagger' if version[:1] == '2' else 'OpenAPI'} {version} in {language}")


def _as_openapi30(content: dict[str, Any], version: str) -> dict[str, Any]:
    """Return the document as OpenAPI 3.0."""
    if version == "2.0":
        return from_swagger2(content)
    if version.startswith("3.0"):
        return content
    if version.startswith("3.1"):
        return from_openapi31(content)
    if version:
        raise BuildFailure(f"the document is OpenAPI {version[:20]}, which is not supported")
    raise BuildFailure("the content is not an OpenAPI document: it has neither openapi nor swagger")
