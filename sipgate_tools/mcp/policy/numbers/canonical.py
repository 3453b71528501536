"""Normalize the telephone numbers in the arguments of an operation before they are checked, confirmed and sent.

The spec marks parameters and fields that are numbers with the format that the operation expects (`x-phone-number`):
`e164`, `digits` (E.164 without the plus), `part` (a number or a part of one, for filters) or `any` (numbers of
outsiders, which need not be valid).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from sipgate_tools.errors import InvalidInput
from sipgate_tools.values import phone_number, phone_number_part

if TYPE_CHECKING:
    from sipgate_tools.spec import Operation, Spec

NO_NUMBER: Final = frozenset({"anonymous"})
"""The values that stand for a hidden caller id."""

_EXTENSION: Final = re.compile(r"[a-z]\d+", re.ASCII)


def canonical_arguments(
    spec: Spec, operation: Operation, arguments: Mapping[str, Any], *, own_only: bool = False
) -> dict[str, Any]:
    """Return arguments with all telephone numbers in the format that is sent.

    Extensions are unchanged. A recipient that is not a possible number is also unchanged, because the policy refuses it
    with the reason.

    Args:
        spec: The OpenAPI spec, which contains the schema of the body.
        operation: The operation of the arguments.
        arguments: The parameters by name, and `body`.
        own_only: Whether only the user's own numbers are allowed for numbers of the account. An impossible number of
            the account is then unchanged, because the ownership check refuses it.

    Raises:
        InvalidInput: A number other than those is not a possible telephone number.
    """
    given = dict(arguments)
    for parameter in operation.parameters:
        if parameter.phone_number and parameter.name in given:
            given[parameter.name] = _each(
                given[parameter.name], _reader(parameter.phone_number, parameter.name)
            )
    if operation.body is not None and given.get("body") is not None:
        given["body"] = _Body(spec, own_only).rewrite(operation.body, given["body"], "body")
    return given


class _Body(NamedTuple):
    spec: Spec
    own_only: bool

    def rewrite(self, schema: Mapping[str, Any], value: object, name: str) -> object:
        schema = self.spec.resolve(dict(schema))
        if how := schema.get("x-phone-number"):
            owned = self.own_only and schema.get("x-id-kind") in ("number", "routedNumber")
            return _each(
                value, _reader(str(how), name, judged_later=owned or bool(schema.get("x-recipient")))
            )
        if isinstance(value, Mapping):
            fields = fields_of(self.spec, schema)
            return {
                key: self.rewrite(fields[key], item, key) if key in fields else item
                for key, item in cast("Mapping[str, Any]", value).items()
            }
        items = cast("list[object]", value) if isinstance(value, list | tuple) else None
        if items is not None and "items" in schema:
            return [self.rewrite(schema["items"], item, name) for item in items]
        return cast("object", value)


def fields_of(spec: Spec, schema: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the fields of an object by name, including those of `allOf`, `anyOf` and `oneOf`."""
    fields = dict(cast("Mapping[str, Any]", schema.get("properties", {})))
    for part in (*schema.get("allOf", ()), *schema.get("anyOf", ()), *schema.get("oneOf", ())):
        fields |= fields_of(spec, spec.resolve(dict(part)))
    return fields


def _each(value: object, read: Callable[[str], str]) -> object:
    if isinstance(value, list | tuple):
        return [_each(item, read) for item in cast("list[object]", value)]
    if not isinstance(value, str):
        return value
    if not value or value in NO_NUMBER or _EXTENSION.fullmatch(value):
        return value
    return read(value)


def _reader(how: str, name: str, *, judged_later: bool = False) -> Callable[[str], str]:
    def read(written: str) -> str:
        try:
            if how == "part":
                return phone_number_part(written, argument=name)
            number = phone_number(written, argument=name, plus_optional=how != "e164")
        except InvalidInput:
            if how == "any" or judged_later:
                return written
            raise
        return number.removeprefix("+") if how == "digits" else number

    return read
