"""Compiled JSON Schemas for requests and responses."""

from __future__ import annotations

from typing import Any

from sipgate_tools.errors import MissingExtra

from .api_errors import MISSING_EXTRA

try:
    from jsonschema import Draft7Validator
    from jsonschema import exceptions as jsonschema_exceptions
except ImportError as error:
    raise MissingExtra(MISSING_EXTRA) from error


class Check:
    """One compiled JSON Schema."""

    def __init__(self, schema: dict[str, Any]) -> None:
        # jsonschema is only partly typed: its types must not spread from here.
        self._validator: Any = Draft7Validator(schema)

    def fits(self, value: Any) -> bool:
        """Return whether a value is valid against the schema."""
        return bool(self._validator.is_valid(value))

    def first_problem(self, value: Any) -> tuple[str, str] | None:
        """Return the JSON pointer and the message of the most relevant error, or None for a valid value.

        The message does not contain the value.
        """
        best_match: Any = vars(jsonschema_exceptions)["best_match"]
        error = best_match(self._validator.iter_errors(value))
        if error is None:
            return None
        pointer = "/" + "/".join(str(part) for part in error.absolute_path)
        sentence = error.message if error.validator == "required" else f"The value violates {error.validator}"
        return pointer, str(sentence)

    def problems(self, value: Any) -> list[str]:
        """Return the messages of all errors, each with its JSON path."""
        return [f"{error.json_path}: {error.message}" for error in self._validator.iter_errors(value)]
