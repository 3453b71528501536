# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.routed_endpoint_response_type import RoutedEndpointResponseType
from ..types import UNSET, Unset, read_enum, read_model, without_nulls

if TYPE_CHECKING:
    from ..models.endpoint_response import EndpointResponse


@_attrs_define
class RoutedEndpointResponse:
    """``RoutedEndpointResponse`` of the document.

    Attributes:
        endpoint (EndpointResponse | Unset):
        type_ (RoutedEndpointResponseType | Unset): What the extension did: `FORWARDED`, `ROUTED` or
            `PICKUP`.
    """

    endpoint: EndpointResponse | Unset = UNSET
    type_: RoutedEndpointResponseType | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        endpoint: dict[str, Any] | Unset = UNSET
        if not isinstance(self.endpoint, Unset):
            endpoint = self.endpoint.to_dict()
        type_: str | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_.value

        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if endpoint is not UNSET:
            _json["endpoint"] = endpoint
        if type_ is not UNSET:
            _json["type"] = type_
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        from ..models.endpoint_response import EndpointResponse

        _fields = without_nulls(src_dict)
        endpoint = read_model(_fields.pop("endpoint", UNSET), EndpointResponse)

        type_ = read_enum(_fields.pop("type", UNSET), RoutedEndpointResponseType)

        _built = cls(
            endpoint=endpoint,
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
