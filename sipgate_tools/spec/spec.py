"""The document as a whole: its operations, its schemas, and which operation a request is meant for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote

from .inlining import inline
from .operation import Operation, Schema, read_operation

_SCHEMA_PREFIX = "#/components/schemas/"


class Spec:
    """An OpenAPI document of the shape ``scripts/regenerate`` builds.

    Attributes:
        raw: The document itself. Everything here points into it: read it, never change it.
    """

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw

    @cached_property
    def operations(self) -> Mapping[str, Operation]:
        """Every operation by its operationId, in the order of the ids."""
        found = [
            read_operation(path, method, raw)
            for path, item in self.raw["paths"].items()
            for method, raw in item.items()
        ]
        return MappingProxyType(
            {operation.id: operation for operation in sorted(found, key=lambda one: one.id)}
        )

    @cached_property
    def schemas(self) -> Mapping[str, Schema]:
        """Every named schema, for example ``HistoryEntryResponse``."""
        return MappingProxyType(self.raw["components"]["schemas"])

    @cached_property
    def scopes(self) -> Mapping[str, str]:
        """Every OAuth scope and what it allows."""
        return MappingProxyType(
            self.raw["components"]["securitySchemes"]["oauth2"]["flows"]["authorizationCode"]["scopes"]
        )

    def resolve(self, schema: Schema) -> Schema:
        """Return the schema that a ``{"$ref": ...}`` points to; any other schema is returned as it is.

        Only this one step is made: fields of the result may be references again.

        Raises:
            KeyError: The document has no such schema.
        """
        target = schema.get("$ref")
        return schema if target is None else self.schemas[target.removeprefix(_SCHEMA_PREFIX)]

    def inline(self, schema: Schema, *, keep_marks: bool = False) -> Schema:
        """Return a schema as plain JSON Schema, with every reference replaced by what it points to.

        ``nullable`` becomes the type ``null``; an open enum (in answers) becomes any string, its known values are
        named in the description. A schema inside itself is cut off where it begins again. The result is a new
        object that may be changed.

        Args:
            schema: A schema of this document, such as ``operation.body``.
            keep_marks: Keep our ``x-`` marks (``x-id-kind``, ``x-recipient``, ``x-secret``, ``x-text``).
        """
        return inline(schema, self.schemas, keep_marks=keep_marks)

    def match(self, method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
        """Return the operation a request is meant for, and the values in its path; None if there is none.

        Doubled slashes and one at the end do not count, as sipgate's service does not mind them. A fixed part of a
        path wins over a placeholder: ``/v2/contacts/internal`` is never the contact of id ``internal``.

        Args:
            method: In any case.
            path: As on the wire: with its version, without query, still percent-encoded.
        """
        parts = [part for part in path.split("/") if part]
        for pattern, operation in self._patterns.get((method.upper(), len(parts)), ()):
            if all(
                name is not None or fixed == part for (fixed, name), part in zip(pattern, parts, strict=True)
            ):
                values = {name: unquote(part) for (_, name), part in zip(pattern, parts, strict=True) if name}
                return operation, values
        return None

    @cached_property
    def _patterns(self) -> dict[tuple[str, int], list[tuple[list[tuple[str, str | None]], Operation]]]:
        """The paths cut into parts, by method and number of parts; those with fixed parts further left first."""
        patterns: dict[tuple[str, int], list[tuple[list[tuple[str, str | None]], Operation]]] = {}
        for operation in self.operations.values():
            pattern = [_path_part(part) for part in operation.path.split("/") if part]
            patterns.setdefault((operation.method, len(pattern)), []).append((pattern, operation))
        for same_length in patterns.values():
            same_length.sort(key=lambda entry: [name is not None for _, name in entry[0]])
        return patterns


def _path_part(part: str) -> tuple[str, str | None]:
    """Return a part of a path, and the name of the placeholder if it is one."""
    return part, part[1:-1] if part.startswith("{") else None
