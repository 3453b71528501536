# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.endpoint_response_type import EndpointResponseType
from ..types import UNSET, Unset, read_enum, without_nulls


@_attrs_define
class EndpointResponse:
    """``EndpointResponse`` of the document.

    Attributes:
        extension (str | Unset): Id of the extension.
        type_ (EndpointResponseType | Unset): Kind.
    """

    extension: str | Unset = UNSET
    type_: EndpointResponseType | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        extension = self.extension
        type_: str | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_.value

        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if extension is not UNSET:
            _json["extension"] = extension
        if type_ is not UNSET:
            _json["type"] = type_
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        extension = _fields.pop("extension", UNSET)

        type_ = read_enum(_fields.pop("type", UNSET), EndpointResponseType)

        _built = cls(
            extension=extension,
            type_=type_,
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
