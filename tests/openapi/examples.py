"""Makes arguments for generated operations out of the document, as simple as they can be and still be valid."""

from __future__ import annotations

import types
from collections.abc import Mapping
from enum import Enum
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
from typing import Any, Union, get_args, get_origin, get_type_hints

from sipgate_api import api

from sipgate_tools.spec import Operation, Schema, Spec

TEXTS = {
    "date-time": "2026-08-01T12:00:00+02:00",
    r"^\+?[1-9]\d{1,14}$": "+4915799912345",
}


def example(schema: Schema) -> Any:
    """Return a value of an inlined schema, with every field filled in."""
    if "enum" in schema:
        return schema["enum"][0]
    kinds: Any = schema.get("type", "object")
    kind = str(kinds if isinstance(kinds, str) else kinds[0])
    if kind == "array":
        return [example(schema["items"])] * schema.get("minItems", 1)
    if kind == "object":
        return {name: example(field) for name, field in schema.get("properties", {}).items()}
    if kind in ("integer", "number"):
        return max(1, schema.get("minimum", 1))
    return True if kind == "boolean" else TEXTS.get(schema.get("format") or schema.get("pattern", ""), "a")


@cache
def modules() -> dict[str, ModuleType]:
    """Return every generated module by the operationId it names in its first line."""
    names = [found.name for found in walk_packages(api.__path__, api.__name__ + ".") if not found.ispkg]
    return {
        str(module.__doc__).rpartition("(")[2].removesuffix(")."): module
        for module in map(import_module, names)
    }


def module_of(operation: Operation) -> Any:
    """Return the generated module of an operation."""
    return modules()[operation.id]


def arguments_for(document: Spec, operation: Operation) -> dict[str, Any]:
    """Return keyword arguments for the generated functions of an operation: every parameter, and the body."""
    hints = get_type_hints(module_of(operation).build_request)
    by_plain_name = {name.replace("_", ""): name for name in hints}
    arguments: dict[str, Any] = {}
    for parameter in operation.parameters:
        name = by_plain_name[parameter.name.replace("_", "").lower()]
        arguments[name] = as_declared(example(document.inline(parameter.schema)), hints[name])
    if operation.body is not None:
        arguments["body"] = as_declared(example(document.inline(operation.body)), hints["body"])
    return arguments


def as_declared(value: Any, declared: Any) -> Any:
    """Turn JSON into what an argument of a generated function is declared to be."""
    if get_origin(declared) in (Union, types.UnionType):
        return as_declared(value, get_args(declared)[0])
    if isinstance(value, list):
        return [as_declared(item, get_args(declared)[0]) for item in value]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, Mapping):
        return declared.from_dict(value)
    return declared(value) if isinstance(declared, type) and issubclass(declared, Enum) else value
