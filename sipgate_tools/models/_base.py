"""Base classes for response models: lenient decoding, comparison by value, and `raw`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Self, TypeVar, cast

import msgspec

from sipgate_tools._io.lenient_json import decode
from sipgate_tools.errors import UnexpectedResponse

from ._decoding import from_object

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

Time = Annotated[datetime, msgspec.Meta(tz=True)]
"""A time with a time zone; a received time without one is UTC."""

_RAW: Final = "_raw"

RecordT = TypeVar("RecordT", bound="Record")


class Model(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An immutable object whose fields are the API's fields in snake case.

    Decoding never fails because a field is unknown, null or missing, or has an unexpected value: a value that cannot be
    decoded becomes the field's default. Subclasses repeat `frozen=True, kw_only=True` for type checkers.

    Models can be used as field types in pydantic models and as response types in FastAPI.
    """

    private_words: ClassVar[frozenset[str]] = frozenset()
    """Names of fields with private content, such as message texts or passwords; `repr` omits these fields."""

    @classmethod
    def from_payload(cls, payload: object) -> Self:
        """Return the model for one object of a response.

        Args:
            payload: The decoded JSON object.

        Raises:
            UnexpectedResponse: The payload is not an object.
        """
        if not isinstance(payload, dict):
            raise UnexpectedResponse(
                f"sipgate returned {_json_kind(payload)} instead of {cls.__name__}.",
                hint="The API may have changed; please report it.",
            )
        return cls.read_payload(cast("dict[str, Any]", payload))

    @classmethod
    def read_payload(cls, payload: dict[str, Any]) -> Self:
        """Return the model for a decoded JSON object."""
        return from_object(cls, payload)

    def to_dict(self) -> dict[str, Any]:
        """Return a dictionary with the API's field names.

        Times remain `datetime` objects, and nested models become dictionaries.
        """
        return msgspec.to_builtins(self, builtin_types=(datetime,))

    def to_json(self) -> str:
        """Return the model as JSON with the API's field names."""
        try:
            return msgspec.json.encode(self).decode()
        except UnicodeEncodeError:  # a lone surrogate, which JSON can hold as an escape
            return json.dumps(msgspec.to_builtins(self))

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Return the model from the output of `to_json`.

        Raises:
            ValueError: `text` is not JSON.
            UnexpectedResponse: The JSON is not an object.
        """
        return cls.from_payload(json.loads(text))

    def replace(self, **changes: Any) -> Self:
        """Return a copy with some fields changed, as in `contact.replace(name="Ada Byron")`.

        The new values are not validated here, but when they are sent.

        Raises:
            TypeError: The model has no field with one of these names.
        """
        return msgspec.structs.replace(self, **changes)

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={value!r}" for name, value in self._repr_fields())
        return f"{type(self).__name__}({fields})"

    def _repr_fields(self) -> list[tuple[str, object]]:
        """Return the names and values of the fields that have a value, except `private_words`."""
        fields = ((name, getattr(self, name)) for name in self.__struct_fields__)
        return [
            (name, value)
            for name, value in fields
            if value not in (None, (), "") and name not in self.private_words
        ]

    # Models are immutable, including nested ones: a copy may be the same object.
    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _: object) -> Self:
        return self

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return a schema with which pydantic accepts an instance of the model or decodes an object into one."""
        from pydantic_core import core_schema  # optional: only pydantic calls this

        return core_schema.no_info_plain_validator_function(
            lambda value: value if isinstance(value, cls) else cls._validated(value),
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda value, info: msgspec.to_builtins(value) if info.mode == "json" else value.to_dict(),
                info_arg=True,
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return the JSON schema with nested schemas inlined."""
        (described,), parts = msgspec.json.schema_components([cls], ref_template="{name}")
        return cast("JsonSchemaValue", _inlined(described, parts))

    @classmethod
    def _validated(cls, value: object) -> Self:
        if not isinstance(value, dict):
            raise ValueError(f"{cls.__name__} must be an object")  # noqa: TRY004 - pydantic expects ValueErrors
        return cls.read_payload(cast("dict[str, Any]", value))


class Record(Model, frozen=True, kw_only=True, dict=True):
    """A model that also keeps the object as received in `raw`, which comparison and hashing ignore."""

    @property
    def raw(self) -> Mapping[str, Any]:
        """The object as received, including fields that this version of the package does not support."""
        received: Any = self.__dict__.get(_RAW)
        if isinstance(received, bytes):  # decoded on demand: most programs never read it
            received = decode(received)
            self.with_raw(self, received)
        return {} if received is None else received

    @classmethod
    def read_payload(cls, payload: dict[str, Any]) -> Self:
        """Return the model for a decoded JSON object, which becomes its `raw`."""
        return cls.with_raw(super().read_payload(payload), payload)

    @staticmethod
    def with_raw(record: RecordT, received: Mapping[str, Any] | bytes) -> RecordT:
        """Set `raw` on a new record, and return the record.

        Args:
            record: The record.
            received: The JSON object, decoded or as bytes.
        """
        attributes: Any = record.__dict__  # writable, although the stubs say otherwise
        attributes[_RAW] = received
        return record

    def replace(self, **changes: Any) -> Self:
        """Return a copy with some fields changed and the same `raw`; see `Model.replace`."""
        return self.with_raw(super().replace(**changes), self.__dict__.get(_RAW) or {})

    def __reduce__(self) -> tuple[Any, ...]:
        values = {name: getattr(self, name) for name in self.__struct_fields__}
        return _restore, (type(self), values, dict(self.raw))


def _restore(cls: type[RecordT], values: dict[str, Any], raw: dict[str, Any]) -> RecordT:
    return Record.with_raw(cls(**values), raw)


def _inlined(schema: Any, parts: Mapping[str, Any]) -> Any:
    if isinstance(schema, dict):
        members = cast("dict[str, Any]", schema)
        if "$ref" in members:
            return _inlined(parts[members["$ref"]], parts)
        return {name: _inlined(member, parts) for name, member in members.items()}
    return (
        [_inlined(member, parts) for member in cast("list[Any]", schema)]
        if isinstance(schema, list)
        else schema
    )


def _json_kind(payload: object) -> str:
    kinds: dict[type, str] = {
        list: "a list",
        str: "a string",
        int: "a number",
        float: "a number",
        bool: "a boolean",
    }
    return "nothing" if payload is None else kinds.get(type(payload), "something else")
