# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import without_nulls


@_attrs_define
class SetRoutingsRequest:
    """``SetRoutingsRequest`` of the document.

    Attributes:
        e_164_numbers (list[str]): Phone numbers of the account, E.164.
        extension (str): Extension that calls to these numbers lead to, for example `g3`.
    """

    e_164_numbers: list[str]
    extension: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        e_164_numbers = self.e_164_numbers

        extension = self.extension
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        _json["e164Numbers"] = e_164_numbers
        _json["extension"] = extension
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        e_164_numbers = [item for item in _fields.pop("e164Numbers")]

        extension = _fields.pop("extension")

        _built = cls(
            e_164_numbers=e_164_numbers,
            extension=extension,
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
