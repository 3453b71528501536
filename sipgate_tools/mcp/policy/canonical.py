"""Puts the telephone numbers of a raw request into the one form before it is judged, shown, recorded and sent.

The interface document says which parameters and fields are numbers, and how the operation wants them
(`x-phone-number`): `e164`, `digits` (E.164 without its plus), `part` (a filter, which may be a part of one), or `any`
(of outsiders, whose numbers may be odd).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from sipgate_tools.errors import InvalidInput
from sipgate_tools.values import phone_number, phone_number_part

if TYPE_CHECKING:
    from sipgate_tools.spec import Operation, Spec

__all__ = ["NO_NUMBER", "canonical_arguments", "fields_of"]

NO_NUMBER = frozenset({"anonymous"})
"""What stands for a caller id when none is shown."""

_EXTENSION = re.compile(r"[a-z]\d+", re.ASCII)


def canonical_arguments(
    document: Spec, operation: Operation, arguments: Mapping[str, Any], *, own_only: bool = False
) -> dict[str, Any]:
    """Return arguments (parameters by name, and `body`) with every telephone number in the form that is sent.

    A recipient that is no possible number stays as it is: the policy refuses it, and says why. Extensions stay too.

    Args:
        document: The interface document, for the schema of the body.
        operation: The operation that the arguments are for.
        arguments: As they were given.
        own_only: Whether only numbers of the user are allowed where one of the account stands: then one that is not
            possible stays as well, and is refused for not being theirs.

    Raises:
        InvalidInput: Another number is not possible.
    """
    given = dict(arguments)
    for parameter in operation.parameters:
        if parameter.phone_number and parameter.name in given:
            given[parameter.name] = _each(
                given[parameter.name], _reader(parameter.phone_number, parameter.name)
            )
    if operation.body is not None and given.get("body") is not None:
        given["body"] = _Body(document, own_only).rewritten(operation.body, given["body"], "body")
    return given


class _Body(NamedTuple):
    document: Spec
    own_only: bool

    def rewritten(self, schema: Mapping[str, Any], value: object, name: str) -> object:
        schema = self.document.resolve(dict(schema))
        if how := schema.get("x-phone-number"):
            owned = self.own_only and schema.get("x-id-kind") in ("number", "routedNumber")
            return _each(
                value, _reader(str(how), name, judged_later=owned or bool(schema.get("x-recipient")))
            )
        if isinstance(value, Mapping):
            fields = fields_of(self.document, schema)
            return {
                key: self.rewritten(fields[key], item, key) if key in fields else item
                for key, item in cast("Mapping[str, Any]", value).items()
            }
        items = cast("list[object]", value) if isinstance(value, list | tuple) else None
        if items is not None and "items" in schema:
            return [self.rewritten(schema["items"], item, name) for item in items]
        return cast("object", value)


def fields_of(document: Spec, schema: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the fields of an object by name, those of its alternatives too."""
    fields = dict(cast("Mapping[str, Any]", schema.get("properties", {})))
    for part in (*schema.get("allOf", ()), *schema.get("anyOf", ()), *schema.get("oneOf", ())):
        fields |= fields_of(document, document.resolve(dict(part)))
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
