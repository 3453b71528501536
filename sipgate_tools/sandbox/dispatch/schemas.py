"""JSON Schemas compiled once, and what they say about a value."""

from __future__ import annotations

from typing import Any

from sipgate_tools.errors import MissingExtra

from ..extra import NEEDED

try:
    from jsonschema import Draft7Validator
    from jsonschema import exceptions as jsonschema_exceptions
except ImportError as error:
    raise MissingExtra(NEEDED) from error


class Check:
    """One compiled schema."""

    def __init__(self, schema: dict[str, Any]) -> None:
        # jsonschema's own types are only half known, so they stop here.
        self._validator: Any = Draft7Validator(schema)

    def fits(self, value: Any) -> bool:
        """Whether a value fits."""
        return bool(self._validator.is_valid(value))

    def first_problem(self, value: Any) -> tuple[str, str] | None:
        """JSON pointer and sentence about the worst misfit, without the value itself; None when it fits."""
        best_match: Any = vars(jsonschema_exceptions)["best_match"]
        error = best_match(self._validator.iter_errors(value))
        if error is None:
            return None
        pointer = "/" + "/".join(str(part) for part in error.absolute_path)
        sentence = error.message if error.validator == "required" else f"The value violates {error.validator}"
        return pointer, str(sentence)

    def problems(self, value: Any) -> list[str]:
        """Every misfit, with its place."""
        return [f"{error.json_path}: {error.message}" for error in self._validator.iter_errors(value)]
