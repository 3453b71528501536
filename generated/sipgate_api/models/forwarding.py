# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class Forwarding:
    """One step of a call forwarding.

    Attributes:
        active (bool | Unset): Whether this forwarding is in force.
        destination (str | Unset): Where calls go: a telephone number, E.164, or a voicemail id such as
            `v0`.
        timeout (int | Unset): Seconds of ringing before the call is forwarded, 0 to 600; 0 forwards at
            once.
    """

    active: bool | Unset = UNSET
    destination: str | Unset = UNSET
    timeout: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        active = self.active
        destination = self.destination
        timeout = self.timeout
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if active is not UNSET:
            _json["active"] = active
        if destination is not UNSET:
            _json["destination"] = destination
        if timeout is not UNSET:
            _json["timeout"] = timeout
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        active = _fields.pop("active", UNSET)

        destination = _fields.pop("destination", UNSET)

        timeout = _fields.pop("timeout", UNSET)

        _built = cls(
            active=active,
            destination=destination,
            timeout=timeout,
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
