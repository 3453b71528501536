# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.v3_error_name import V3ErrorName
from ..types import UNSET, Unset, read_enum, without_nulls


@_attrs_define
class V3Error:
    """What went wrong, as REST API v3 says it.

    Attributes:
        message (str | Unset): What went wrong, for people.
        name (V3ErrorName | Unset): Kind of error.
    """

    message: str | Unset = UNSET
    name: V3ErrorName | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        message = self.message
        name: str | Unset = UNSET
        if not isinstance(self.name, Unset):
            name = self.name.value

        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if message is not UNSET:
            _json["message"] = message
        if name is not UNSET:
            _json["name"] = name
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        message = _fields.pop("message", UNSET)

        name = read_enum(_fields.pop("name", UNSET), V3ErrorName)

        _built = cls(
            message=message,
            name=name,
        )
        _built.additional_properties = _fields
        return _built

    @property
    def additional_keys(self) -> list[str]:
        """The names of the fields that the document does not list."""
        return list(self.additional_properties)

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
