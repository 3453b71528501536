"""What all models of answers have in common: lenient reading, value semantics, and `raw`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, ClassVar, Self, cast

from pydantic import AfterValidator, BaseModel, ConfigDict, PrivateAttr, ValidationError
from pydantic.alias_generators import to_camel

from sipgate_tools.errors import UnexpectedAnswer
from sipgate_tools.values import assume_utc

Time = Annotated[datetime, AfterValidator(assume_utc)]
"""A time with zone."""


class Model(BaseModel, frozen=True):
    """A frozen value whose fields are the API's, in snake case. Subclasses repeat `frozen=True` for type checkers.

    Reading never fails on an unknown field, an unknown enum value, a null or an absent field: what cannot be read
    becomes the field's default.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True,
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
    )

    private_words: ClassVar[frozenset[str]] = frozenset()
    """Fields that hold what people said or wrote: `repr` does not show them."""

    @classmethod
    def from_payload(cls, payload: object) -> Self:
        """Read one object of an answer.

        Args:
            payload: The decoded JSON object.

        Raises:
            UnexpectedAnswer: It is not an object.
        """
        if not isinstance(payload, dict):
            raise UnexpectedAnswer(
                f"sipgate answered with {_json_kind(payload)} where {cls.__name__} was expected.",
                hint="The API may have changed; please report it.",
            )
        received = cast("dict[str, Any]", payload)
        present = {name: value for name, value in received.items() if value is not None}
        try:
            return cls.model_validate(present)
        except ValidationError as error:
            return cls.model_validate(_without_unreadable(present, error))

    def to_json(self) -> str:
        """Return the value as JSON with the API's field names."""
        return self.model_dump_json()

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the value that `to_json` wrote."""
        return cls.from_payload(json.loads(text))

    def __repr_args__(self) -> list[tuple[str | None, Any]]:
        """Show what is set, not the rest, and no words that people wrote to each other."""
        return [
            (name, value)
            for name, value in super().__repr_args__()
            if value not in (None, (), "") and name not in self.private_words
        ]


class Record(Model, frozen=True):
    """A model that also keeps what was received."""

    _raw: Mapping[str, Any] = PrivateAttr(default_factory=dict[str, Any])

    @property
    def raw(self) -> Mapping[str, Any]:
        """What was received, with every field this version does not know."""
        return self._raw

    @classmethod
    def from_payload(cls, payload: object) -> Self:
        """Read one object of an answer and keep it as `raw`."""
        return super().from_payload(payload)._received(payload)

    def _received(self, payload: object) -> Self:
        # Frozen are the fields; what was received belongs to the record from its first moment on.
        private = self.__pydantic_private__
        if private is not None:
            private["_raw"] = payload
        return self

    def __eq__(self, other: object) -> bool:
        """Two records are equal when their fields are; how they were received does not count."""
        return type(self) is type(other) and self.__dict__ == cast(Record, other).__dict__

    def __hash__(self) -> int:
        return hash((type(self), *self.__dict__.values()))


def _without_unreadable(payload: dict[str, Any], error: ValidationError) -> dict[str, Any]:
    """Return a copy without the values that the error names, so that one odd value costs itself only."""
    copy = cast("dict[str, Any]", json.loads(json.dumps(payload)))
    # From the end of each list backwards: taking an element out must not move those still to be taken.
    for problem in sorted(error.errors(include_url=False, include_input=False), key=_position, reverse=True):
        _remove(copy, problem["loc"])
    return copy


def _position(problem: Any) -> tuple[tuple[int, int | str], ...]:
    return tuple((0, part) if isinstance(part, int) else (1, part) for part in problem["loc"])


def _remove(target: Any, path: tuple[int | str, ...]) -> None:
    *way, last = path
    try:
        for part in way:
            target = target[part]
        del target[last]
    except (KeyError, IndexError, TypeError):
        return  # already gone with something around it


def _json_kind(payload: object) -> str:
    kinds: dict[type, str] = {
        list: "a list",
        str: "text",
        int: "a number",
        float: "a number",
        bool: "a truth value",
    }
    return "nothing" if payload is None else kinds.get(type(payload), "something else")
