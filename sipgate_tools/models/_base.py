"""What all models of answers have in common: lenient reading, value semantics, and `raw`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any, ClassVar, Self, cast

from pydantic import AfterValidator, BaseModel, ConfigDict, PrivateAttr
from pydantic.alias_generators import to_camel

from sipgate_tools.errors import UnexpectedAnswer
from sipgate_tools.json_reading import decoded
from sipgate_tools.models._reading import fields_reader
from sipgate_tools.values import assume_utc

Time = Annotated[datetime, AfterValidator(assume_utc)]
"""A time with zone."""

# The four attributes in which pydantic keeps a model, set past its checks: a page of the history is 1,000 models.
_new = object.__new__
_set_fields, _set_names, _set_extra, _set_private = (
    BaseModel.__dict__[name].__set__
    for name in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
)


class Model(BaseModel, frozen=True):
    """A frozen value whose fields are the API's, in snake case. Subclasses repeat `frozen=True` for type checkers.

    Reading never fails on an unknown field, an unknown enum value, a null or an absent field: what cannot be read
    becomes the field's default.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(
        alias_generator=to_camel, validate_by_name=True, validate_by_alias=True, serialize_by_alias=True
    )

    _names: ClassVar[set[str]]

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
        return cls.read_payload(cast("dict[str, Any]", payload))

    @classmethod
    def read_payload(cls, payload: dict[str, Any]) -> Self:
        """Read one object of an answer, known to be one."""
        return cls._built(payload, None)

    @classmethod
    def _built(cls, payload: dict[str, Any], private: dict[str, Any] | None) -> Self:
        """Return the model, read field by field."""
        read = _readers.get(cls)
        if read is None:
            read = _readers[cls] = fields_reader(cls)
        return cls.of_fields(read(payload), private)

    @classmethod
    def of_fields(cls, fields: dict[str, Any], private: dict[str, Any] | None = None) -> Self:
        """Return the model without pydantic's validation, as its model_construct does, from all its fields."""
        model = _new(cls)
        _set_fields(model, fields)
        _set_names(model, cls._names)
        _set_extra(model, None)
        _set_private(model, private)
        return model

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Note the names of all fields once."""
        cls._names = set(cls.model_fields)

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

    _raw: Mapping[str, Any] | bytes = PrivateAttr(default_factory=dict[str, Any])

    @property
    def raw(self) -> Mapping[str, Any]:
        """What was received, with every field this version does not know."""
        received = self._raw
        if isinstance(received, bytes):  # decoded when somebody asks: few do
            received = cast("dict[str, Any]", decoded(received))
            cast("dict[str, Any]", self.__pydantic_private__)["_raw"] = received
        return received

    @classmethod
    def read_payload(cls, payload: dict[str, Any]) -> Self:
        """Read one object of an answer, known to be one, and keep it as `raw`."""
        return cls._built(payload, {"_raw": payload})

    def __eq__(self, other: object) -> bool:
        """Two records are equal when their fields are; how they were received does not count."""
        return type(self) is type(other) and self.__dict__ == cast(Record, other).__dict__

    def __hash__(self) -> int:
        return hash((type(self), *self.__dict__.values()))


_readers: dict[type[Model], Callable[[dict[str, Any]], dict[str, Any]]] = {}


def _json_kind(payload: object) -> str:
    kinds: dict[type, str] = {
        list: "a list",
        str: "text",
        int: "a number",
        float: "a number",
        bool: "a truth value",
    }
    return "nothing" if payload is None else kinds.get(type(payload), "something else")
