# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class ChangeNumberSettingsRequest:
    """``ChangeNumberSettingsRequest`` of the document.

    Attributes:
        endpoint_id (str | Unset): Where calls to the number lead: a phoneline, group or device id, for
            example `p0`; an empty string leads nowhere.
        quick_dial (bool | Unset): Whether the number is an internal quick dial number.
        release_for_mnp (bool | Unset): `true` allows another provider to take this mobile number over.
    """

    endpoint_id: str | Unset = UNSET
    quick_dial: bool | Unset = UNSET
    release_for_mnp: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        endpoint_id = self.endpoint_id
        quick_dial = self.quick_dial
        release_for_mnp = self.release_for_mnp
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if endpoint_id is not UNSET:
            _json["endpointId"] = endpoint_id
        if quick_dial is not UNSET:
            _json["quickDial"] = quick_dial
        if release_for_mnp is not UNSET:
            _json["releaseForMnp"] = release_for_mnp
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        endpoint_id = _fields.pop("endpointId", UNSET)

        quick_dial = _fields.pop("quickDial", UNSET)

        release_for_mnp = _fields.pop("releaseForMnp", UNSET)

        _built = cls(
            endpoint_id=endpoint_id,
            quick_dial=quick_dial,
            release_for_mnp=release_for_mnp,
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
