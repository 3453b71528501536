"""The spec: its operations and schemas, and the lookup of the operation for a request."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final, Literal
from urllib.parse import unquote

from .inlining import inline
from .operation import Operation, Schema, read_operation

_SCHEMA_PREFIX: Final = "#/components/schemas/"


class Spec:
    """An OpenAPI document in the form that `scripts/regenerate` builds.

    Attributes:
        raw: The document. All results share it, so it must not be changed.
    """

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw

    @cached_property
    def operations(self) -> Mapping[str, Operation]:
        """All operations by operationId, in alphabetical order."""
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
        """All named schemas, such as `HistoryEntryResponse`."""
        return MappingProxyType(self.raw["components"]["schemas"])

    @cached_property
    def id_kinds(self) -> Mapping[str, Literal["user", "account"]]:
        """All kinds of ids with their owner: `user`, or `account` for kinds that no single user owns."""
        return MappingProxyType(self.raw["x-id-kinds"])

    @cached_property
    def scopes(self) -> Mapping[str, str]:
        """All OAuth scopes and their descriptions."""
        return MappingProxyType(
            self.raw["components"]["securitySchemes"]["oauth2"]["flows"]["authorizationCode"]["scopes"]
        )

    def resolve(self, schema: Schema) -> Schema:
        """Return the schema that a `{"$ref": ...}` points to. Any other schema is returned unchanged.

        Only one reference is resolved. Fields of the result can be references again.

        Raises:
            KeyError: The spec has no such schema.
        """
        target = schema.get("$ref")
        return schema if target is None else self.schemas[target.removeprefix(_SCHEMA_PREFIX)]

    def inline(self, schema: Schema, *, keep_marks: bool = False) -> Schema:
        """Return a schema as plain JSON Schema, with every reference replaced by its target.

        `nullable` becomes the type `null`. An open enum (in responses) becomes a string whose description lists the
        known values. A recursive schema is cut off where it repeats. The result is a new object that can be changed.

        Args:
            schema: A schema of this spec, such as `operation.body`.
            keep_marks: Whether to keep our `x-` keys (`x-id-kind`, `x-recipient`, `x-secret`, `x-text`).
        """
        return inline(schema, self.schemas, keep_marks=keep_marks)

    def match(self, method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
        """Return the operation for a request and the values of its path parameters, or `None` if none matches.

        Repeated and trailing slashes are ignored, as sipgate's servers do. A fixed segment takes precedence over a
        placeholder: `/v2/contacts/internal` is never the contact with the id `internal`.

        Args:
            method: The HTTP method, in any case.
            path: The percent-encoded path of the request, with the version, without the query.
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
        """The paths as segments, by method and number of segments; paths whose first segments are fixed come first."""
        patterns: dict[tuple[str, int], list[tuple[list[tuple[str, str | None]], Operation]]] = {}
        for operation in self.operations.values():
            pattern = [_path_part(part) for part in operation.path.split("/") if part]
            patterns.setdefault((operation.method, len(pattern)), []).append((pattern, operation))
        for same_length in patterns.values():
            same_length.sort(key=lambda entry: [name is not None for _, name in entry[0]])
        return patterns


def _path_part(part: str) -> tuple[str, str | None]:
    """Return a segment of a path, and the name of the placeholder if it is one."""
    return part, part[1:-1] if part.startswith("{") else None
