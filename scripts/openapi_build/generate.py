"""Runs openapi-python-client on the built document, with our templates, and formats the result."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any, Final, cast

from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError
from openapi_python_client.parser.openapi import Endpoint as GeneratedEndpoint

from .failures import BuildFailure
from .walk import Endpoint, copy_json, endpoints, schema_nodes

TEMPLATES: Final = Path(__file__).with_name("templates")
_VERSIONED: Final = re.compile(r"v\d+[A-Z]")
_RUFF: Final = (sys.executable, "-m", "ruff")
_RUFF_RULES: Final = ("--select=E4,E7,E9,F,I,UP,RET", "--line-length=110", "--target-version=py311")


def generate(document: dict[str, Any], package: Path) -> None:
    """Write the package `sipgate_api` into a folder that does not exist yet.

    Raises:
        BuildFailure: The generator rejected the document or gave a warning, or ruff failed.
    """
    simplified = for_generator(document)
    config = _config(package)
    parsed = GeneratorData.from_dict(simplified, config=config)
    if isinstance(parsed, GeneratorError):
        raise BuildFailure(f"the generator rejects the document: {parsed.header} {parsed.detail}")
    project = Project(openapi=parsed, config=config, custom_template_path=TEMPLATES)
    published = {_shape(each.method, each.path): each for each in endpoints(document)}
    names = cast("dict[str, Any]", project.env.globals)
    names["published_as"] = partial(_published, published)
    with contextlib.redirect_stdout(io.StringIO()):
        warnings = project.build()
    if warnings:
        raise BuildFailure("\n".join(f"the generator warns: {one.header} {one.detail}" for one in warnings))
    (package / "py.typed").touch()
    _ruff("check", "--fix-only", "--quiet", "--isolated", "--no-cache", *_RUFF_RULES, str(package))
    _ruff("format", "--quiet", "--isolated", "--no-cache", "--line-length=110", str(package))


def for_generator(document: dict[str, Any]) -> dict[str, Any]:
    """Return the document in the form that the generator needs.

    Date-times stay strings, so that a malformed one does not make a whole page unreadable. Defaults are removed,
    because generated code would send them explicitly; security is removed, because the connection adds it. An
    operationId `v3GetLabels` becomes `v3_get_labels`, because the generator would name the module `v_3_get_labels`.
    """
    simplified = copy_json(document)
    places: list[Any] = list(simplified["components"]["schemas"].values())
    for endpoint in endpoints(simplified):
        endpoint.operation.pop("security", None)
        if _VERSIONED.match(endpoint.id):
            endpoint.operation["operationId"] = re.sub(r"([A-Z])", r"_\1", endpoint.id).lower()
        places += [parameter["schema"] for parameter in endpoint.operation.get("parameters", [])]
        for holder in (endpoint.operation.get("requestBody", {}), *endpoint.operation["responses"].values()):
            places += [media["schema"] for media in holder.get("content", {}).values()]
    for place in places:
        for _, schema in schema_nodes(place):
            schema.pop("default", None)
            if schema.get("format") in ("date", "date-time"):
                del schema["format"]
    return simplified


def _config(package: Path) -> Config:
    """Return the settings for the generator: no project around the package, and no commands afterwards."""
    return Config.from_sources(
        ConfigFile(post_hooks=[], package_name_override=package.name),
        meta_type=MetaType.NONE,
        document_source=package,
        file_encoding="utf-8",
        overwrite=False,
        output_path=package,
    )


def _shape(method: str, path: str) -> str:
    """Return the method, and the path without the names of placeholders, which the generator changes."""
    return f"{method.upper()} {re.sub(r'{[^}]*}', '{}', path)}"


def _published(published: dict[str, Endpoint], generated: GeneratedEndpoint) -> dict[str, str]:
    """Return the operationId, path and method in the document, which the generator does not keep."""
    endpoint = published[_shape(generated.method, generated.path.get_untrusted_value())]
    return {"id": endpoint.id, "path": endpoint.path, "method": endpoint.method.upper()}


def _ruff(*arguments: str) -> None:
    """Run ruff on the generated package.

    Raises:
        BuildFailure: ruff failed. The message contains its output.
    """
    done = subprocess.run([*_RUFF, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildFailure(f"ruff {arguments[0]} failed on the generated code:\n{done.stdout}{done.stderr}")
