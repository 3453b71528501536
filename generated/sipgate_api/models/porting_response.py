# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, read_list, read_model, without_nulls

if TYPE_CHECKING:
    from ..models.porting_number_response import PortingNumberResponse


@_attrs_define
class PortingResponse:
    """``PortingResponse`` of the document.

    Attributes:
        id (str | Unset): Id.
        numbers (list[PortingNumberResponse] | Unset): Telephone numbers.
        pending (bool | Unset): Whether it is still under way.
        port_date (str | Unset): Day of the porting.
        revocable (bool | Unset): Whether it can still be cancelled.
        status (int | Unset): State of the porting, as a number of sipgate's.
    """

    id: str | Unset = UNSET
    numbers: list[PortingNumberResponse] | Unset = UNSET
    pending: bool | Unset = UNSET
    port_date: str | Unset = UNSET
    revocable: bool | Unset = UNSET
    status: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        id = self.id
        numbers: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.numbers, Unset):
            numbers = []
            for numbers_item_data in self.numbers:
                numbers_item = numbers_item_data.to_dict()
                numbers.append(numbers_item)

        pending = self.pending
        port_date = self.port_date
        revocable = self.revocable
        status = self.status
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if id is not UNSET:
            _json["id"] = id
        if numbers is not UNSET:
            _json["numbers"] = numbers
        if pending is not UNSET:
            _json["pending"] = pending
        if port_date is not UNSET:
            _json["portDate"] = port_date
        if revocable is not UNSET:
            _json["revocable"] = revocable
        if status is not UNSET:
            _json["status"] = status
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        from ..models.porting_number_response import PortingNumberResponse

        _fields = without_nulls(src_dict)
        id = _fields.pop("id", UNSET)

        numbers = read_list(
            _fields.pop("numbers", UNSET), lambda item: read_model(item, PortingNumberResponse)
        )

        pending = _fields.pop("pending", UNSET)

        port_date = _fields.pop("portDate", UNSET)

        revocable = _fields.pop("revocable", UNSET)

        status = _fields.pop("status", UNSET)

        _built = cls(
            id=id,
            numbers=numbers,
            pending=pending,
            port_date=port_date,
            revocable=revocable,
            status=status,
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
